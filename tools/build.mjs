// `npm run build`: kernels, then everything compiled and meanwhile the page, then the tables that
// all threads share and the bundles of command and workers. Nothing at all while every file is as
// the last build left it. One process, since starting Node is most of what a build costs that has
// nothing to do.
//   node tools/build.mjs
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unlessUnchanged } from './build-stamp.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const folders = ['detector', 'triggers', 'monitor', 'emulator'];

async function compile() {
  try {
    await promisify(execFile)(process.execPath, [tsc, '-b', ...folders], { cwd: root });
  } catch ({ stdout, stderr }) {
    process.stderr.write(stdout + stderr);
    process.exit(1);
  }
}

await unlessUnchanged(root, async () => {
  await import('./kernels/build.mjs');
  await Promise.all([compile(), import('../monitor/dashboard/build.mjs')]);
  await import('./tables/build.mjs');
  await import('./bundle/build.mjs');
});
