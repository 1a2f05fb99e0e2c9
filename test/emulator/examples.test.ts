import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');
const examples = 'emulator/examples';

/** A command line of the README, in the folder of the package. */
async function run(line: string): Promise<string> {
  const words = line.replace(/ +#.*$/, '').split(' ');
  const args = words[0] === 'npx' ? ['dist/bundle/b2l1.js', ...words.slice(2)] : words.slice(1);
  return (await exec(process.execPath, args, { cwd: root })).stdout;
}

/** What the README tells to run of the examples. */
const commands = async (): Promise<readonly string[]> =>
  (await read('README.md'))
    .split('\n')
    .filter((line) => /^(node|npx) /.test(line) && line.includes(`${examples}/`));

describe('the examples', () => {
  it('have the events that their own program writes', async () => {
    const written = await run(`node ${examples}/write-events.mjs`);
    expect(written).toBe(await read(`${examples}/events.lhe`));
    expect(written.match(/<event>/g)).toHaveLength(20);
  });

  it('stand in the README as they are', async () => {
    const shown = /<!-- efficiency\.mjs -->\n```js\n([\s\S]*?)```/.exec(await read('README.md'));
    expect(shown?.[1]).toBe(await read(`${examples}/efficiency.mjs`));
    expect(shown![1]!.trim().split('\n').length).toBeLessThanOrEqual(10);
  });

  it('run as the README says, program and command with the same numbers', async () => {
    const lines = await commands();
    expect(lines).toHaveLength(5);
    const [family, own, study, varied, emulated] = await Promise.all(lines.map(run));
    const [, fired] = /^single-photon: (\d+) of 20, /.exec(family!)!;
    expect(Number(fired)).toBeGreaterThan(5);
    expect(study).toMatch(new RegExp(`^family single-photon +20 +${fired} `, 'm'));
    // Of E* = 1.1 GeV: above the threshold of lml6, below one's own of 1.5 GeV.
    const counts = [...own!.matchAll(/^(\w+) thresholds: (\w+) fires on (\d+) of (\d+)$/gm)];
    const of = (name: string, line: string) =>
      counts
        .find((count) => count[1] === name && count[2] === line)!
        .slice(3)
        .map(Number);
    expect(counts).toHaveLength(4);
    expect(of('nominal', 'lml6')[0]).toBeGreaterThan(0);
    expect(of('own', 'lml6')[0]).toBe(0);
    // Rings 4 to 15 in place of 6 to 11.
    expect(of('own', 'soft_photon')[0]).toBeGreaterThan(of('nominal', 'soft_photon')[0]!);
    // A higher threshold and gaps that point at the photons take some: by more than the error.
    for (const name of ['threshold 150 MeV', 'projective'])
      expect(varied).toMatch(
        new RegExp(`^${name} +lml6 .*-\\d\\.\\d+ \\(-[\\d.]+ – -[\\d.]+\\)`, 'm'),
      );
    expect(emulated).toMatch(/^soft_photon +single-photon +20 +\d+ /m);
  }, 120_000);
});
