// The API reference, from the doc comments of what the package exports: installs TypeDoc beside
// this file when it is not there, and writes docs/ at the root.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const typedoc = join(here, 'node_modules/typedoc/bin/typedoc');
const run = (command, args, options) =>
  execFileSync(command, args, { cwd: here, stdio: 'inherit', ...options });

if (!existsSync(typedoc))
  run('npm', ['ci', '--ignore-scripts'], { shell: process.platform === 'win32' });
run(process.execPath, [typedoc]);
