import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What `npm run mutants` prints, and whether enough were killed. */
async function mutants(...args: readonly string[]): Promise<string> {
  const script = `${root}tools/house/mutants.mjs`;
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], {
    maxBuffer: 1 << 24,
  }).catch((failure: { stdout: string }) => failure);
  return stdout;
}

/** Some eleven seconds a mutant: planted, built, tested and taken out again. */
const maxTime = 1_800_000;

describe('errors planted in a copy of the tree', () => {
  it(
    'are all noticed by the nearest tests when they are those of the table',
    async () => {
      const printed = await mutants('--table');
      expect(printed).toMatch(/^\d+ killed, 0 survived$/m);
    },
    maxTime,
  );

  it('are noticed in nine of ten cases when drawn at random', async () => {
    const printed = await mutants('--seed', '1', '--count', '10');
    expect(Number(/^(\d+) killed/m.exec(printed)?.[1]), printed).toBeGreaterThanOrEqual(9);
  });
});
