import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Before all tests: what they import is built anew where it has changed. */
export function setup(): void {
  // A mutant is planted in what is built, and only there.
  if (process.env['B2L1_AS_BUILT'] === '1') return;
  const program = fileURLToPath(new URL('../../tools/build.mjs', import.meta.url));
  execFileSync(process.execPath, [program], { stdio: ['ignore', 'ignore', 'inherit'] });
}
