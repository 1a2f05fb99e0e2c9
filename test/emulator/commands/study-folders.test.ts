import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studyCommand } from '../../../emulator/commands/study.js';
import { inProcess } from '../../support/in-process.js';

let home = '';
/** A card without pictures, which take longer than its events. */
let card = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-folders-'));
  card = join(home, 'photons.yaml');
  await writeFile(card, 'points: [{ generator: gun, config: { pdg: 22 } }]\nlines: [lml6, hie]\n');
});
afterAll(() => rm(home, { recursive: true, force: true }));

const study = (...args: readonly string[]) => inProcess(studyCommand, ['--workers', '1', ...args]);

describe('the folder of a study', () => {
  it('counts nothing of a finished study, and says what is of no use', async () => {
    const out = join(home, 'finished');
    const args = [card, '--json', '--out', out, '--resume'];
    const first = await study(...args, '--events', '300');
    expect(first.talk).toMatch(/found 0 of \d+ shards/);
    // Pictures of one process count their clipping paths on.
    const tables = ['results.json', 'curves.csv', 'totals.csv', 'report.txt', 'histograms.json'];
    const bytes = () => Promise.all(tables.map((name) => readFile(join(out, name), 'utf8')));
    const written = await bytes();
    const again = await study(...args, '--events', '300');
    expect(again.talk).toMatch(/finished: this study is finished, its 300 events are not counted/);
    expect(again.out).toBe(first.out);
    expect(await bytes()).toEqual(written);
    const told = async (...more: readonly string[]) => (await study(...args, ...more)).talk;
    expect(await told('--events', '310')).toMatch(
      /no shards to go on from: they have 300 events, not 310; all 310 events are counted/,
    );
    expect(await told('--events', '310', '--seed', '2', '--interval', 'wilson')).toMatch(
      /they are of another study: seed 1, here 2; interval clopper-pearson, here wilson; all 310/,
    );
    await writeFile(join(out, 'results.json'), '{}');
    expect(await told('--events', '310')).toMatch(/results\.json has changed since it was written/);
    await rm(join(out, 'study.provenance.json'));
    expect(await told('--events', '310')).not.toContain('are not counted');
  }, 300_000);

  it('takes away what values of an earlier scan have left, not what is of others', async () => {
    const out = join(home, 'scans');
    const path = 'triggers.ecl.fam.thresholdCounts';
    const scan = (values: string) =>
      study(card, '--events', '40', '--out', out, '--keep-shards', '--scan', `${path}=${values}`);
    await scan('80,90,100');
    await writeFile(join(out, `${path}=80`, 'mine.txt'), 'mine');
    // As one that was interrupted.
    const shards = join(out, `${path}=90`, 'shards', 'study.json');
    const description = await readFile(shards, 'utf8');
    await writeFile(shards, description.replace('"complete": true', '"complete": false'));
    const first = await scan('100');
    expect(first.talk).toContain(`${path}=80: results of an earlier study are removed, files of`);
    expect(first.talk).toMatch(/=90: a value of an earlier scan.*; it stays: its shards are not/);
    expect(await readdir(join(out, `${path}=80`))).toEqual(['mine.txt']);
    await writeFile(shards, description);
    const second = await scan('110');
    expect(second.talk).toMatch(/removed .*=90: a value of an earlier study/);
    expect(second.talk).toMatch(/removed .*=100: a value of an earlier study/);
    const folders = (await readdir(out)).filter((name) => name.startsWith(path));
    expect(folders.toSorted()).toEqual([`${path}=110`, `${path}=80`]);
  }, 300_000);
});
