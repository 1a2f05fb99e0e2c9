import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { areRequired, describeWith, otherNode } from '../support/components.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(root, 'dist/bundle/b2l1.js');
const run = promisify(execFile);

/** What a version of Node makes of two studies and of a run that is recorded. */
async function results(node: string, folder: string): Promise<Readonly<Record<string, string>>> {
  const b2l1 = async (...args: readonly string[]): Promise<string> =>
    (await run(node, [cli, ...args], { maxBuffer: 1 << 26 })).stdout;
  const recording = join(folder, 'recording');
  const played = ['--card', 'single-photon', '--pace', 'max', '--beam-time', '300ms'];
  const flags = [...played, '--port', '0', '--record', recording];
  await b2l1('run', '--seed', '4', ...flags);
  const hash = createHash('sha256');
  // Beside the runs are messages, which have wall times.
  const run1 = join(recording, 'run-000001');
  const names = (await readdir(run1, { withFileTypes: true })).filter((entry) => entry.isFile());
  expect(names.length).toBeGreaterThan(0);
  for (const { name, parentPath } of names.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    hash.update(name).update(await readFile(join(parentPath, name)));
  return {
    photons: await b2l1('study', 'single-photon', '--events', '20000', '--seed', '4', '--json'),
    tracks: await b2l1('study', 'two-track', '--events', '2000', '--seed', '4', '--json'),
    recording: hash.digest('hex'),
  };
}

/** What decides on events. */
const decisions = ['test/detector', 'test/triggers', 'test/golden'];
/** What makes, reads and counts them. */
const events = [
  ...['chain', 'readers', 'bench', 'studies', 'machine', 'decays', 'generators'].map(
    (part) => `test/emulator/${part}`,
  ),
  'test/house/kernels.test.ts',
];

// Node 20, the oldest that is supported, runs all tests (`npm test`, `npm run accept`). For the
// time they take some run there alone: the rest of test/emulator and test/house, test/monitor,
// test/physics, test/accept; and on 22, which lies between two that run them, `events`.
describeWith(otherNode(22), 'Node 22', (node) => sameAsHere(node, 'v22.', decisions));
describeWith(otherNode(24), 'Node 24', (node) =>
  sameAsHere(node, 'v24.', [...decisions, ...events]),
);

it.runIf(areRequired)('is held against Node 20', () => {
  expect(process.version).toMatch(/^v20\./);
});

function sameAsHere(node: string, expectedVersion: string, folders: readonly string[]): void {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'b2l1-nodes-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('starts the command without a remark of the engine', async () => {
    expect((await run(node, [cli, '--version'])).stderr).toBe('');
  });

  it('gives studies and recordings with the same bytes', async () => {
    expect((await run(node, ['--version'])).stdout).toContain(expectedVersion);
    const here = await results(process.execPath, join(folder, 'here'));
    const there = await results(node, join(folder, 'there'));
    expect(there).toEqual(here);
  });

  it(`passes ${folders.join(', ')}`, async () => {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const flags = ['--reporter', 'dot', '--maxWorkers', '2'];
    // Its message has what vitest writes on stderr: names of tests that fail, and why.
    await run(node, [vitest, 'run', ...flags, ...folders], { cwd: root, maxBuffer: 1 << 26 });
  }, 1_800_000);
}
