#!/usr/bin/env node
// The command: sets the engine up, for this thread and its workers, before it loads the rest. Copied
// to dist/bundle/b2l1.js.
import module from 'node:module';
import v8 from 'node:v8';

// Node's cache of compiled code, where there is one (22.1 and newer).
const directory = module.enableCompileCache?.().directory;
if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= directory;

// Node 20 optimizes a function after 66 kB of its bytecode have run, in each thread for itself: the
// first seconds were for the most part compilation. Later versions count calls. See D-481.
if (process.versions.node.startsWith('20.')) v8.setFlagsFromString('--interrupt-budget=200000');

await import('./command.js').catch((error) => {
  // The one fault of the engine that is known; any other keeps its stack.
  if (error?.code !== 'ENGINE_WITHOUT_SIMD') throw error;
  process.stderr.write(`b2l1: ${error.message} [${error.code}]\n`);
  process.exitCode = 1;
});
