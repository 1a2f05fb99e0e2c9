// `npm run build`: kernels, then everything compiled and meanwhile the page, then the bundles of
// command and workers. One process, since starting Node is most of what a build costs that has
// nothing to do.
//   node tools/build.mjs
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const folders = ['detector', 'triggers', 'monitor', 'emulator'];

async function compile() {
  try {
    await promisify(execFile)(process.execPath, [tsc, '-b', ...folders], {
      cwd: fileURLToPath(new URL('../', import.meta.url)),
    });
  } catch ({ stdout, stderr }) {
    process.stderr.write(stdout + stderr);
    process.exit(1);
  }
}

await import('./kernels/build.mjs');
await Promise.all([compile(), import('../monitor/dashboard/build.mjs')]);
await import('./bundle/build.mjs');
