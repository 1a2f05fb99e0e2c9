import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studyCommand } from '../../../emulator/commands/study.js';
import { writeResult } from '../../../emulator/writers/result-files.js';
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

const network = new URL('../../support/weights/torch-half.onnx', import.meta.url);

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
    await writeFile(join(out, 'results.json'), '{}');
    expect(await told('--events', '310')).toMatch(/results\.json has changed since it was written/);
    await rm(join(out, 'study.provenance.json'));
    expect(await told('--events', '310')).not.toContain('are not counted');
  }, 300_000);

  it('refuses a finished study of other settings, and not another name of its card', async () => {
    const out = join(home, 'refused');
    const again = (own: string, ...args: readonly string[]) =>
      study(own, '--events', '40', '--out', out, '--resume', ...args);
    await again(card);
    const written = await readFile(join(out, 'results.json'), 'utf8');
    const refused = async (found: RegExp, ...args: readonly string[]): Promise<void> => {
      const ended = again(card, ...args);
      await expect(ended).rejects.toMatchObject({ code: 'STUDY_DIFFERS' });
      await expect(ended).rejects.toThrow(found);
    };
    await refused(/refused holds results of another study: seed 1, here 2; choose/, '--seed', '2');
    await refused(/interval clopper-pearson, here wilson/, '--interval', 'wilson');
    await refused(/study: menu \S+ \S+ \w+, here 2018/, '--menu', '2018');
    await refused(
      /thresholdCounts \d+, here 90; conditions nominal, here nominal \+ /,
      '--set',
      'triggers.ecl.fam.thresholdCounts=90',
    );
    await refused(/study: events 40, here 30; choose/, '--events', '30');
    const renamed = join(home, 'other name.yaml');
    await writeFile(renamed, await readFile(card));
    const same = await again(renamed);
    expect(same.talk).toMatch(/is finished, its 40 events are not counted again/);
    expect(same.talk).toMatch(/refused: its card was named photons\.yaml, as results and/);
    await writeFile(renamed, `title: other\n${await readFile(card, 'utf8')}`);
    await expect(again(renamed)).rejects.toThrow(/card photons\.yaml \w+, here other name\.yaml/);
    expect(await readFile(join(out, 'results.json'), 'utf8')).toBe(written);
  }, 300_000);

  it('refuses a folder with the results of rates, before its events', async () => {
    const out = join(home, 'of-rates');
    await writeResult(out, 'rates', [
      ['results.json', '{}'],
      ['scan.csv', ''],
    ]);
    const args = [card, '--events', '1000000000', '--out', out];
    const scan = ['--scan', 'triggers.ecl.fam.thresholdCounts=80,90'];
    for (const more of [[], ['--resume'], scan])
      await expect(study(...args, ...more)).rejects.toMatchObject({ code: 'OUTPUT_OTHER' });
    await rm(join(out, 'results.json'));
    await expect(study(...args, ...scan)).rejects.toThrow(
      /scan\.csv is of another result \(rates\)/,
    );
    expect(await readdir(out)).toEqual(['.b2l1.files.json', 'scan.csv']);
  }, 300_000);

  it('ends a scan before its first event where a value is of another study', async () => {
    const out = join(home, 'refused-scan');
    const path = 'triggers.ecl.fam.thresholdCounts';
    const own = join(out, `${path}=90`);
    await study(card, '--events', '40', '--seed', '2', '--out', own);
    const args = ['--events', '40', '--out', out, '--resume', '--scan', `${path}=80,90`];
    await expect(study(card, ...args)).rejects.toThrow(
      /=90 holds results of another study: seed 2/,
    );
    expect((await readdir(out)).filter((name) => name.includes('='))).toEqual([`${path}=90`]);
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

  it('keeps values of a scan that are not provably of the one before it, by name', async () => {
    const out = join(home, 'values');
    const [path, other] = ['triggers.ecl.fam.thresholdCounts', 'backgrounds.scale'];
    const scan = (...args: readonly string[]) =>
      study(card, '--events', '40', '--out', out, '--scan', ...args);
    await scan(`${path}=80,90,100`);
    const byHand = join(out, `${path}=90`);
    await study(card, '--events', '50', '--seed', '2', '--out', byHand);
    const results = await readFile(join(byHand, 'results.json'), 'utf8');
    const second = await scan(`${other}=0,1`);
    for (const value of [80, 90, 100])
      expect(second.talk).toMatch(RegExp(`=${value}: .*; it stays: it is of another parameter`));
    const resumed = await scan(`${path}=100`, '--resume');
    expect(resumed.talk).toMatch(/=100: this study is finished/);
    expect(resumed.talk).toMatch(/=80: .*; it stays: with --resume none is removed/);
    const last = await scan(`${path}=100`);
    expect(last.talk).toMatch(/removed .*=80: a value of an earlier study/);
    expect(last.talk).toMatch(/=90: .*; it stays: its results are not those that the scan has/);
    expect(await readFile(join(byHand, 'results.json'), 'utf8')).toBe(results);
    const folders = (await readdir(out)).filter((name) => name.includes('='));
    const kept = [`${other}=0`, `${other}=1`, `${path}=100`, `${path}=90`];
    expect(folders.toSorted()).toEqual(kept);
  }, 300_000);

  it('keeps variations that are not provably of the study before it, by name', async () => {
    const out = join(home, 'variations');
    const file = join(home, 'varied.yaml');
    const names = ['one', 'two', 'three', 'four'];
    const withVariations = (few: readonly string[]) =>
      writeFile(
        file,
        `lines: [lml6]\npoints: [{ generator: gun }]\nvariations:\n` +
          few
            .map((name) => {
              const set = `triggers.ecl.fam.thresholdCounts: ${80 + names.indexOf(name)}`;
              return `  - { name: ${name}, set: { ${set} } }\n`;
            })
            .join(''),
      );
    const asked = [file, '--events', '40', '--out', out];
    await withVariations(names);
    await study(...asked);
    const folder = (name: string): string => join(out, `variation-${name}`);
    await study(card, '--events', '50', '--seed', '2', '--out', folder('two'));
    const bytes = () => readFile(join(folder('two'), 'results.json'), 'utf8');
    const results = await bytes();
    await expect(study(...asked, '--resume')).rejects.toMatchObject({
      code: 'STUDY_DIFFERS',
      message: expect.stringMatching(/variation-two holds results of another study: seed 2/),
    });
    await withVariations(['one', 'four']);
    const again = await study(...asked);
    expect(again.talk).toMatch(/removed .*-three: a variation of an earlier study/);
    expect(again.talk).toMatch(/-two: .*; it stays: its results are not those that the study has/);
    expect(await bytes()).toBe(results);
    // Rates, which lie where a variation would write.
    const rates = join(folder('four'), '.b2l1.files.json');
    await writeFile(rates, '{"rates":["results.json"]}');
    await expect(study(...asked)).rejects.toMatchObject({ code: 'OUTPUT_OTHER' });
    await rm(folder('four'), { recursive: true });
    await withVariations(['one']);
    const last = await study(...asked);
    expect(last.talk).not.toContain('-four');
    const left = (await readdir(out)).filter((name) => name.startsWith('variation-'));
    expect(left.toSorted()).toEqual(['variation-one', 'variation-two']);
  }, 300_000);

  it('has one folder in it for a value with slashes, and forgets no file for it', async () => {
    const out = join(home, 'paths');
    const networks = join(home, 'networks');
    await mkdir(networks);
    for (const expert of [0, 1, 2, 3, 4])
      await copyFile(network, join(networks, `expert-${expert}.onnx`));
    await study(card, '--events', '40', '--out', out);
    const scan = (values: string) =>
      study(card, '--events', '40', '--out', out, '--scan', `triggers.neuro.networks=${values}`);
    await scan(`standard,${networks}`);
    const folder = `triggers.neuro.networks=${networks.replaceAll('/', '-')}`;
    expect(await readdir(join(out, folder))).toContain('results.json');
    const again = await scan('standard');
    expect(again.talk).toContain(`removed ${join(out, folder)}: a value of an earlier study`);
    const list = JSON.parse(await readFile(join(out, '.b2l1.files.json'), 'utf8'));
    expect(list.study).toContain('results.json');
    await expect(scan('standard,a/b,a-b')).rejects.toThrow(/"a\/b" and "a-b" would have the same/);
  }, 300_000);
});
