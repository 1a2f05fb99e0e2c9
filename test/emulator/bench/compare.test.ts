import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { NEVER } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { compareRounds } from '../../../emulator/bench/compare.js';
import { buildCommit, commitOf } from '../../../emulator/bench/other-tree.js';
import { benchCompare } from '../../../emulator/commands/bench-compare.js';

const exec = promisify(execFile);

describe('rows of two trees', () => {
  const row = (name: string, nsPerEvent: number, ratioToReference: number) => ({
    name,
    nsPerEvent,
    ratioToReference,
  });

  it('are compared over the reference loop, round by round: median, lowest, highest', () => {
    const rounds = [
      // The machine was twice as slow while the other tree was measured.
      { here: [row('chain', 100, 1)], there: [row('chain', 400, 2)] },
      { here: [row('chain', 120, 1.25)], there: [row('chain', 300, 3)] },
      { here: [row('chain', 110, 2)], there: [row('chain', 500, 2)] },
    ];
    expect(compareRounds(rounds)).toEqual([
      {
        name: 'chain',
        nsPerEvent: 110,
        otherNsPerEvent: 400,
        timesAsFast: 2,
        low: 1,
        high: 2.4,
      },
    ]);
  });

  it('that one tree lacks are left out', () => {
    const round = { here: [row('new', 1, 1), row('both', 1, 1)], there: [row('both', 3, 3)] };
    expect(compareRounds([round]).map(({ name }) => name)).toEqual(['both']);
    expect(compareRounds([])).toEqual([]);
  });
});

/** A command whose one row takes so long; as old as you like, it knows no names of rows. */
const bench = (ns: number): string => `
if (process.argv.slice(3).includes('chain')) process.exit(2);
const row = { name: 'chain', nsPerEvent: ${ns}, ratioToReference: ${ns} };
console.log(JSON.stringify({ rows: [row] }));
`;

describe('another commit', () => {
  let home = '';
  let root = '';
  const git = (...args: readonly string[]) =>
    exec('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: root });
  const commit = async (ns: number, build: string): Promise<void> => {
    const manifest = { bin: { b2l1: 'bench.cjs' }, scripts: { build } };
    await writeFile(join(root, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(root, 'bench.cjs'), bench(ns));
    await git('add', '-A');
    await git('commit', '-qm', `${ns} ns`);
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'b2l1-temporary-'));
    // What is left there is counted: others may compare at the same time.
    vi.stubEnv('TMPDIR', home);
    root = await mkdtemp(join(home, 'b2l1-repository-'));
    await git('init', '-q');
    await writeFile(join(root, 'package-lock.json'), '{}');
    await commit(300, `node -e "require('node:fs').readdirSync('node_modules')"`);
    await commit(100, 'node -e "process.exit(3)"');
    await mkdir(join(root, 'node_modules'));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(home, { recursive: true });
  });

  it('is checked out and built elsewhere, measured in turn, and gone afterwards', async () => {
    const said = { out: '', talk: '' };
    const context = {
      out: (text: string) => void (said.out += text),
      talk: (text: string) => void (said.talk += text),
      terminal: false,
      clock: performance,
      stop$: NEVER,
      execute: () => Promise.resolve(),
    };
    const options = { seed: 1, conditions: 'nominal', menu: 'physics', set: [], time: 1 };
    const before = await temporary();
    await benchCompare(
      ['chain'],
      { ...options, compare: 'HEAD~1', rounds: 2, json: true },
      context,
      {
        root,
        command: join(root, 'bench.cjs'),
      },
    );
    expect(JSON.parse(said.out)).toMatchObject({
      rounds: 2,
      commit: (await git('rev-parse', 'HEAD~1')).stdout.trim(),
      rows: [{ name: 'chain', nsPerEvent: 100, otherNsPerEvent: 300, timesAsFast: 3, low: 3 }],
    });
    expect(await temporary()).toEqual(before);
    expect((await git('status', '--short', '--untracked-files=no')).stdout).toBe('');
    expect((await git('worktree', 'list')).stdout.trim().split('\n')).toHaveLength(1);
  });

  it('that does not build is refused, and gone', async () => {
    const before = await temporary();
    await expect(buildCommit(root, await commitOf(root, 'HEAD'))).rejects.toMatchObject({
      code: 'BENCH_BUILD_FAILED',
    });
    expect(await temporary()).toEqual(before);
  });

  it('must exist, in a repository whose top this is', async () => {
    for (const ref of ['HEAD~7', '--help', 'no-branch'])
      await expect(commitOf(root, ref)).rejects.toMatchObject({ code: 'BENCH_UNKNOWN_COMMIT' });
    for (const folder of [dirname(root), join(root, 'node_modules')]) {
      expect(existsSync(folder)).toBe(true);
      await expect(commitOf(folder, 'HEAD')).rejects.toMatchObject({ code: 'BENCH_NO_REPOSITORY' });
    }
  });
});

const temporary = async (): Promise<readonly string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('b2l1-compare-'));
