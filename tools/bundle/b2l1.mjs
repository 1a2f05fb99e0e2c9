#!/usr/bin/env node
// The command: turns Node's cache of compiled code on, where there is one (22.1 and newer), for this
// thread and its workers, before it loads the rest. Copied to dist/bundle/b2l1.js.
import module from 'node:module';

const directory = module.enableCompileCache?.().directory;
if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= directory;
await import('./command.js');
