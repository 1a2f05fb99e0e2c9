import { existsSync } from 'node:fs';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReplaySubject, tap } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studyCommand } from '../../../emulator/commands/study.js';
import { inProcess } from '../../support/in-process.js';

let home = '';
/** Cards without pictures: one of two points, one with a variation of them, and one with two. */
let plain = '';
let varied = '';
let twice = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-parts-'));
  const own = 'points: [{ generator: gun }, { name: other, generator: gun }]\nlines: [lml6]\n';
  const [first, second] = ['a', 'b'].map(
    (name, place) =>
      `  - { name: ${name}, set: { triggers.ecl.fam.thresholdCounts: ${80 + place} } }\n`,
  );
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(join(home, name), text);
    return join(home, name);
  };
  plain = await write('plain.yaml', own);
  varied = await write('varied.yaml', `${own}variations:\n${first}`);
  twice = await write('twice.yaml', `${own}variations:\n${first}${second}`);
});
afterAll(() => rm(home, { recursive: true, force: true }));

const few = ['--workers', '1', '--events', '40'];
const study = (...args: readonly string[]) => inProcess(studyCommand, [...few, ...args]);
/** Stopped, or failed, after so many batches. */
function endedAfter(batches: number, how: 'stopped' | 'failed', ...args: readonly string[]) {
  const stop$ = new ReplaySubject<'SIGTERM'>(1);
  let done = 0;
  const end = (): void => {
    if (++done < batches) return;
    if (how === 'failed') throw new RangeError('as one that was killed');
    stop$.next('SIGTERM');
  };
  const make: typeof studyCommand = (context) =>
    studyCommand({ ...context, execute: (work) => context.execute(work.pipe(tap(end))) });
  return inProcess(make, [...few, '--batch', '8', ...args], stop$);
}
const results = async (...path: readonly string[]) =>
  JSON.parse(await readFile(join(...path, 'results.json'), 'utf8'));
const sumsOf = async (out: string) =>
  JSON.parse(await readFile(join(out, '.b2l1.files.json'), 'utf8'))['folders of variations'];

describe('a study that was begun anew over an earlier one', () => {
  it.each([
    ['in its first shard', 1, []],
    ['in its second', 4, []],
    ['over shards that were kept', 1, ['--keep-shards']],
  ] as const)(
    'goes on where it was stopped %s',
    async (where, batches, more) => {
      const out = join(home, where);
      await study(varied, '--seed', '2', '--out', out, ...more);
      const stopped = await endedAfter(batches, 'stopped', varied, '--out', out);
      expect(stopped.talk).toMatch(/stopped after .*go on with the same command and --resume/);
      expect((await results(out, 'variation-a')).seed).toBe(2);
      const resumed = await study(varied, '--out', out, '--resume', '--json');
      expect(resumed.talk).toMatch(
        /variation-a: results of an earlier study, which this one replaces: it was begun anew/,
      );
      expect(resumed.talk).toMatch(batches > 1 ? /found 1 of 2 shards/ : /found 0 of 2 shards/);
      expect((await results(out, 'variation-a')).seed).toBe(1);
      expect(resumed.out).toBe((await study(varied, '--json')).out);
    },
    120_000,
  );

  it('replaces nothing where nothing was begun, or results are of somebody else', async () => {
    const out = join(home, 'whole');
    await study(varied, '--seed', '2', '--out', out);
    const folder = join(out, 'variation-a');
    const refused = async (): Promise<void> => {
      const before = await readFile(join(folder, 'results.json'), 'utf8');
      await expect(study(varied, '--out', out, '--resume')).rejects.toThrow(
        /variation-a holds results of another study: seed \d, here 1/,
      );
      expect(await readFile(join(folder, 'results.json'), 'utf8')).toBe(before);
    };
    await rm(join(out, 'results.json'));
    await refused();
    await endedAfter(1, 'stopped', varied, '--out', out);
    await study(plain, '--seed', '3', '--out', folder);
    await refused();
  }, 120_000);

  it('is refused over unfinished shards of a variation, before its first event', async () => {
    const out = join(home, 'unfinished');
    await endedAfter(10, 'stopped', varied, '--seed', '2', '--out', out);
    expect(await readdir(join(out, 'variation-a', 'shards'))).toHaveLength(2);
    const [shards] = await readdir(join(out, 'shards'));
    const bytes = await readFile(join(out, 'shards', shards!));
    await expect(study(varied, '--out', out)).rejects.toMatchObject({
      code: 'STUDY_UNFINISHED',
      message: expect.stringMatching(/variation-a.shards holds 1 finished shards/),
    });
    await expect(study(varied, '--out', out, '--resume')).rejects.toThrow(/of another study: seed/);
    expect(await readFile(join(out, 'shards', shards!))).toEqual(bytes);
  }, 120_000);

  it('goes on with a scan, too', async () => {
    const out = join(home, 'scan');
    const path = 'triggers.ecl.fam.thresholdCounts';
    const scan = ['--scan', `${path}=80,90`, '--out', out];
    await study(plain, '--seed', '2', ...scan);
    await endedAfter(4, 'stopped', plain, ...scan);
    const resumed = await study(plain, ...scan, '--resume');
    expect(resumed.talk).toMatch(/=90: results of an earlier study, which this one replaces/);
    for (const value of [80, 90]) expect((await results(out, `${path}=${value}`)).seed).toBe(1);
    await expect(study(plain, '--seed', '3', ...scan, '--resume')).rejects.toThrow(
      /seed 1, here 3/,
    );
  }, 120_000);
});

describe('folders of variations', () => {
  it('are remembered before the first is counted, and named as what they are', async () => {
    const out = join(home, 'killed');
    await expect(endedAfter(11, 'failed', varied, '--out', out)).rejects.toThrow('was killed');
    await rm(join(out, 'variation-a'), { recursive: true });
    await expect(endedAfter(11, 'failed', twice, '--out', out)).rejects.toThrow(/STUDY|killed/);
    expect(await sumsOf(out)).toEqual({ 'variation-a': '', 'variation-b': '' });
    expect(existsSync(join(out, 'variation-a', 'results.json'))).toBe(false);
    const other = await study(plain, '--out', out);
    expect(other.talk).toMatch(/variation-a: .*; it stays: its shards are not all there/);
    const unlisted = join(out, 'variation-mine');
    await mkdir(unlisted);
    expect((await study(plain, '--out', out)).talk).toContain(
      `${unlisted} is not in the list of this folder: it stays\n`,
    );
  }, 120_000);

  it('stay where they are symbolic links, with all that is behind these', async () => {
    const out = join(home, 'links');
    await study(twice, '--out', out);
    const [behind, gone] = [join(home, 'behind'), join(home, 'gone')];
    await rename(join(out, 'variation-a'), behind);
    await symlink(behind, join(out, 'variation-a'));
    await rm(join(out, 'variation-b'), { recursive: true });
    await symlink(gone, join(out, 'variation-b'));
    const before = await readdir(behind);
    for (const _ of [1, 2]) {
      const { talk } = await study(plain, '--out', out);
      expect(talk).toMatch(/variation-a: a variation of .*; it stays: it is a symbolic link/);
      expect(talk).toMatch(/variation-b: a variation of .*; it stays: it is a symbolic link/);
    }
    expect(await readdir(behind)).toEqual(before);
  }, 120_000);

  it('stay as links among the values of a scan, and a link to shards stays empty', async () => {
    const out = join(home, 'scan-links');
    const path = 'triggers.ecl.fam.thresholdCounts';
    const scan = (values: string) => study(plain, '--out', out, '--scan', `${path}=${values}`);
    await scan('80,90');
    const behind = join(home, 'value');
    await rename(join(out, `${path}=90`), behind);
    await symlink(behind, join(out, `${path}=90`));
    expect((await scan('80')).talk).toMatch(/=90: .*; it stays: it is a symbolic link/);
    expect(existsSync(join(behind, 'results.json'))).toBe(true);
    const shards = join(home, 'scratch');
    await mkdir(shards);
    await symlink(shards, join(out, `${path}=80`, 'shards'));
    await scan('80');
    expect(await readdir(shards)).toEqual([]);
  }, 120_000);
});
