import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReplaySubject, tap } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { runCommand } from '../../../emulator/commands/run.js';
import { studyCommand } from '../../../emulator/commands/study.js';
import { jeffreys } from '../../../emulator/studies/intervals.js';
import { b2l1, interrupted } from '../../support/command.js';
import { inProcess } from '../../support/in-process.js';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-study-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const study = (...args: readonly string[]) => inProcess(studyCommand, ['--workers', '1', ...args]);
/** Stopped after the first events that come when this was said. */
function stoppedIn(said: RegExp, ...args: readonly string[]) {
  const stop$ = new ReplaySubject<'SIGTERM'>(1);
  let isSaid = false;
  const make: typeof studyCommand = (context) =>
    studyCommand({
      ...context,
      talk: (text) => {
        isSaid ||= said.test(text);
        context.talk(text);
      },
      execute: (work) =>
        context.execute(work.pipe(tap(() => (isSaid ? stop$.next('SIGTERM') : undefined)))),
    });
  return inProcess(make, args, stop$);
}
const photons = async (...args: readonly string[]) =>
  (await study('single-photon', '--json', ...args)).out;

describe('study', () => {
  it('prints the same bytes for any workers and batches, also killed and resumed', async () => {
    const events = ['--events', '1600'];
    const reference = await photons(...events, '--workers', '1', '--batch', '1024');
    expect(
      (await photons(...events, '--workers', '2', '--batch', '256')) === reference,
      '2 workers, batches of 256',
    ).toBe(true);

    const out = ['--out', join(home, 'killed')];
    await interrupted(
      'SIGKILL',
      /%/,
      'study',
      'single-photon',
      ...events,
      '--workers',
      '1',
      '--batch',
      '1',
      ...out,
    );
    const resumed = await study(
      'single-photon',
      '--json',
      ...events,
      '--workers',
      '3',
      '--batch',
      '1',
      '--resume',
      ...out,
    );
    expect(resumed.talk).toMatch(/found \d+ of 16 shards/);
    expect(resumed.out === reference, '3 workers, batches of 1').toBe(true);
    expect(await readFile(join(home, 'killed', 'results.json'), 'utf8')).toBe(reference);
    // Four studies in a row; batches of one event are slow on purpose.
  }, 240_000);

  it('scans the background: none at 0, the machine of each value in the document', async () => {
    const out = join(home, 'scan');
    const scan = ['--scan', 'backgrounds.scale=0,30', '--events', '48', '--json', '--out', out];
    const document = JSON.parse((await study('nn-single-track', ...scan)).out);
    const { points } = document;
    expect(points.map((point: { machine: string }) => point.machine)).toEqual([
      '2022-peak + backgrounds.scale=0',
      '2022-peak + backgrounds.scale=30',
    ]);
    const stt = points.map(
      ({ lines }: { lines: { name: string; fired: number }[] }) =>
        lines.find(({ name }) => name === 'stt')!.fired,
    );
    expect(stt[1]).toBeLessThan(stt[0]);
    expect((await readdir(out)).sort()).toEqual(
      expect.arrayContaining(['backgrounds.scale=0', 'backgrounds.scale=30', 'scan.csv']),
    );
  }, 120_000);

  it('makes intervals as --interval says, before the card, and names them', async () => {
    const args = ['single-photon', '--events', '64', '--interval', 'jeffreys'];
    const { confidence, interval, lines } = JSON.parse((await study(...args, '--json')).out);
    expect(interval).toBe('jeffreys');
    const { selected, fired, low, high } = lines[0];
    expect(lines[0].interval).toBe('jeffreys');
    expect({ low, high }).toEqual(jeffreys(fired, selected, confidence));
    expect((await study(...args)).out).toContain('Intervals are Jeffreys at 68.27 %.');
  });

  it('writes its files, but not of a second one in the folder or of what is refused', async () => {
    const out = join(home, 'shared');
    const args = ['single-photon', '--events', '600', '--out', out];
    const [first, second] = await Promise.allSettled([study(...args), study(...args)]);
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
    expect((second as PromiseRejectedResult).reason).toMatchObject({ code: 'OUTPUT_LOCKED' });
    const files = await readdir(out, { recursive: true });
    expect(files.filter((name) => /lock|shards/.test(name))).toEqual([]);
    for (const ending of ['results.json', '.csv', '.svg', '.png', 'report.html', 'report.txt'])
      expect(
        files.some((file) => file.endsWith(ending)),
        ending,
      ).toBe(true);
    const nowhere = join(home, 'refused');
    await expect(
      study('single-photon', '--out', nowhere, '--set', 'ecl.geometry=x', '--events', '10'),
    ).rejects.toMatchObject({ code: 'CONFIG_BAD_VALUE' });
    expect(await readdir(home)).not.toContain('refused');
  }, 60_000);

  it('refuses a machine for what needs no events', async () => {
    await expect(study('material', '--machine', '2022-peak')).rejects.toMatchObject({
      code: 'USAGE_IDLE_OPTION',
    });
  });

  it('prints the same bytes with tracks and references after prescale, also resumed', async () => {
    // Two points, and so two shards, of few events.
    const card = parse((await study('reference-triggers', '--print')).out);
    const [point] = card.points;
    const points = [point, { ...point, name: 'more' }];
    const file = join(home, 'references.yaml');
    await writeFile(file, stringify({ ...card, points }));
    const taus = (...args: readonly string[]) => study(file, '--events', '600', '--json', ...args);
    const out = ['--out', join(home, 'references'), '--keep-shards'];
    const reference = await taus('--workers', '2', '--batch', '100', ...out);
    const { lines, references } = JSON.parse(reference.out);
    const fired = new Map(
      lines.map((line: { readonly name: string; readonly fired: number }) => [
        line.name,
        line.fired,
      ]),
    );
    expect(fired.get('stt')).toBeGreaterThan(100);
    expect(references[0].total.measured.selected).toBeGreaterThan(150);
    expect(await readdir(join(home, 'references'))).toEqual(
      expect.arrayContaining(['references.csv', 'reference-1.svg', 'totals.csv']),
    );
    expect((await taus('--resume', ...out)).out === reference.out, 'from its shards').toBe(true);
    expect((await taus('--batch', '1024')).out === reference.out, 'one worker').toBe(true);
  }, 120_000);

  it('leaves the τ of a gun undecayed when asked, counts them, and resumes only so', async () => {
    const card = join(home, 'taus.yaml');
    await writeFile(
      card,
      'lines: all\npoints: [{generator: gun, config: {pdg: 15, minimum: 2 GeV}}]\n',
    );
    const taus = (...args: readonly string[]) =>
      study(card, '--events', '50', '--menu', 'ecl', '--json', ...args);
    const said = '50 tau- (PDG code 15) are final';
    const on = await taus();
    expect(on.talk).toContain(`${said} in the generator and were decayed here`);
    const out = ['--out', join(home, 'taus'), '--keep-shards'];
    const off = await taus('--decay', 'off', ...out);
    expect(off.talk).toContain(`${said}, live too short for the detector and were not decayed`);
    const { notes, lines } = JSON.parse(off.out);
    expect(notes).toEqual([
      { code: 'GENERATOR_UNDECAYED', count: 50, message: expect.stringContaining(said) },
    ]);
    expect(lines.every(({ fired }: { fired: number }) => fired === 0)).toBe(true);
    await expect(taus(...out, '--resume')).rejects.toThrow(/decay off, here on/);
  });

  it('takes the menu of conditions of another time, says so, and takes another', async () => {
    const muons = ['two-track', '--events', '64', '--json', '--conditions', '2018'];
    const { out, talk } = await study(...muons);
    expect(JSON.parse(out)).toMatchObject({ menu: '2018', conditions: '2018' });
    expect(talk).toContain('menu 2018, which goes with conditions 2018; --menu names another');
    const named = await study(...muons, '--menu', 'physics');
    expect(JSON.parse(named.out)).toMatchObject({ menu: 'physics', conditions: '2018' });
    expect(named.talk).not.toContain('goes with');
    expect(JSON.parse(named.out).families[0]).toMatchObject({
      name: 'two-track',
      fired: expect.any(Number),
    });
  });

  it('has the agreed shape; null within 0 to 1 where nothing was selected', async () => {
    const document = JSON.parse(await photons('--events', '300'));
    const other = JSON.parse(await photons('--events', '300', '--seed', '2'));
    expect(other).toMatchObject({ seed: 2 });
    expect(other.curves).not.toEqual(document.curves);
    expect(document).toMatchObject({
      version: expect.any(String),
      seed: 1,
      menu: 'physics',
      conditions: 'nominal',
      geometry: 'offset',
      card: 'single-photon',
    });
    expect(document).toMatchObject({ events: 300, weighted: false });
    const curve = document.curves[0];
    for (const column of ['selected', 'fired', 'efficiency', 'low', 'high'])
      expect(curve[column]).toHaveLength(curve.edges.length - 1);
    const empty = curve.selected.indexOf(0);
    expect(empty).toBeGreaterThanOrEqual(0);
    expect([curve.efficiency[empty], curve.low[empty], curve.high[empty]]).toEqual([null, 0, 1]);
  });

  it('takes parameters of its generators, says so, and resumes only with the same', async () => {
    const out = join(home, 'varied');
    const events = ['--events', '200', '--json'] as const;
    const heavy = await study(
      'dark-photon',
      ...events,
      '--with',
      'mass=9.5 GeV',
      '--out',
      out,
      '--keep-shards',
    );
    const document = JSON.parse(heavy.out);
    expect(document.title).toContain('with mass=9.5 GeV');
    expect(document.points[0]).toMatchObject({
      generator: 'dark-photon',
      parameters: { mass: '9.5 GeV' },
    });
    const [mass] = document.curves;
    expect(mass.selected.slice(0, -1).every((count: number) => count === 0)).toBe(true);
    expect(mass.selected.at(-1)).toBeGreaterThan(20);
    const resumed = study('dark-photon', ...events, '--out', out, '--resume');
    await expect(resumed).rejects.toThrow(/card dark-photon/);
    await expect(study('dark-photon', '--with', 'mas=1')).rejects.toThrow(/nearest is "mass"/);
    await expect(study('material', '--with', 'mass=1')).rejects.toThrow(/needs no events/);
  });

  it('of a process without a card counts all lines over all events', async () => {
    const { out } = await study('prongs', '--events', '30', '--json', '--with', 'particles=22');
    const { card, lines, selection, points } = JSON.parse(out);
    expect([card, lines.length, selection]).toEqual(['prongs', 175, 'all events']);
    expect(points).toMatchObject([{ generator: 'prongs', parameters: { particles: '22' } }]);
  });

  it('is brief where asked to be, and says where the rest is', async () => {
    const out = join(home, 'brief');
    const args = ['prongs', '--events', '30', '--with', 'particles=22', '--out', out];
    const brief = (await study(...args, '--brief')).out;
    expect(brief).toContain(`Not shown: 163 lines; ${join(out, 'report.txt')}`);
    expect(brief.split('\n').length).toBeLessThan(40);
    const whole = (await study(...args)).out;
    expect(whole.split('\n').length).toBeGreaterThan(175);
    expect(await readFile(join(out, 'report.txt'), 'utf8')).toBe(whole);
  });

  it('removes its shards when the results are there, not when it is interrupted', async () => {
    const out = join(home, 'stopped');
    const args = ['single-photon', '--events', '3000', '--workers', '1', '--out', out];
    // Batches of one event are slow on purpose.
    const stopped = await interrupted('SIGTERM', /%/, 'study', ...args, '--batch', '1');
    expect(stopped.code).toBe(143);
    expect(await readdir(out)).toContain('shards');
    const done = await study(...args, '--resume');
    expect(done.talk).toMatch(/found \d+ of \d+ shards/);
    expect(await readdir(out)).not.toContain('shards');
  }, 120_000);

  it('finishes the batch on Ctrl-C, prints what is there, says so and exits 130', async () => {
    const result = await interrupted(
      'SIGINT',
      /%/,
      'study',
      'single-photon',
      '--events',
      '50000000',
      '--json',
      '--workers',
      '1',
    );
    expect(result.code).toBe(130);
    const document = JSON.parse(result.stdout);
    expect(document.events).toBeGreaterThan(0);
    expect(document.events).toBeLessThan(50_000_000);
    expect(result.stderr).toContain('stopped after');
  });

  describe('variations of a card', () => {
    const card = (variations: string) => `name: vary
events: 700
points:
  - { generator: gun, config: { pdg: 22, frame: cms, minimum: 0.9 GeV, maximum: 1.3 GeV } }
lines: [lml6, hie]
variations: ${variations}
`;
    const threshold = '{ name: high threshold, set: { triggers.ecl.fam.thresholdCounts: 100 } }';

    it('are measured on the same events beside the study, with differences, files', async () => {
      const file = join(home, 'vary.yaml');
      const folder = join(home, 'varied');
      const background = '{ name: background, machine: 2022-peak }';
      await writeFile(file, card(`[${threshold}, ${background}]`));
      const done = await study(file, '--json', '--out', folder);
      const document = JSON.parse(done.out);
      expect(document.variations.map(({ name }: { name: string }) => name)).toEqual([
        'high threshold',
        'background',
      ]);
      const [high, laid] = document.variations;
      expect(high).toMatchObject({
        conditions: 'nominal + triggers.ecl.fam.thresholdCounts=100',
        machine: 'none',
        events: 700,
      });
      expect(laid).toMatchObject({ conditions: 'nominal', machine: '2022-peak' });
      const laidOver = /^(variation )?background: machine 2022-peak lies over the events: /m;
      expect(laid.notes[0]).toMatchObject({ code: 'MACHINE_LAID_OVER' });
      expect(high.notes).toEqual(document.notes);
      expect(done.talk).toMatch(laidOver);
      expect(done.talk).not.toMatch(/^variation high threshold: /m);
      for (const name of ['report.txt', 'report.html'])
        expect(await readFile(join(folder, name), 'utf8')).toMatch(
          /background: machine 2022-peak lies over the events/,
        );
      const [lml6] = high.subjects;
      expect(lml6.nominal).toMatchObject({ selected: 700, fired: document.lines[0].fired });
      expect(lml6.difference.value).toBeLessThan(-0.01);
      expect(lml6.difference.value).toBeCloseTo(
        lml6.varied.efficiency - lml6.nominal.efficiency,
        12,
      );
      expect(lml6.correlation).toBeGreaterThan(0.5);
      // The numbers of a study with that threshold by itself.
      const set = ['--set', 'triggers.ecl.fam.thresholdCounts=100'];
      await writeFile(file, card('[]'));
      const alone = JSON.parse((await study(file, '--json', ...set)).out);
      expect(lml6.varied).toMatchObject({ fired: alone.lines[0].fired, low: alone.lines[0].low });
      expect(alone).not.toHaveProperty('variations');
      const csv = (await readFile(join(folder, 'variations.csv'), 'utf8')).trim().split('\n');
      expect(csv).toHaveLength(1 + 4);
      expect(csv[1]).toMatch(/^high threshold,triggers\.ecl\.fam\.thresholdCounts=100,,nominal/);
      const files = await readdir(folder);
      expect(files).toContain('variations-1.svg');
      expect(files).toContain('variation-high-threshold');
      const own = await readFile(join(folder, 'variation-high-threshold/results.json'), 'utf8');
      expect(JSON.parse(own).lines[0].fired).toBe(alone.lines[0].fired);
      expect(await readFile(join(folder, 'report.txt'), 'utf8')).toMatch(
        /high threshold +lml6 +[\d.]+ \(.*\) +-[\d.]+ \(/,
      );
    });

    it('say which are short when stopped, and go on from the shards of all', async () => {
      const file = join(home, 'vary-stopped.yaml');
      const folder = join(home, 'vary-stopped');
      const second = '{ name: second, set: { triggers.ecl.fam.thresholdCounts: 90 } }';
      const third = '{ name: third, set: { triggers.ecl.fam.thresholdCounts: 80 } }';
      await writeFile(file, card(`[${threshold}, ${second}, ${third}]`));
      const args = ['--workers', '1', file, '--out', folder];
      const stopped = await stoppedIn(/variation second/, ...args, '--batch', '64');
      const short =
        /INTERRUPTED: variation second has \d+ of 700 .*; variation third has none of 700/;
      expect(stopped.out).toMatch(short);
      expect(stopped.talk).toMatch(/700 of 700 events; variation second has \d+ of 700 .*third/);
      expect(await readFile(join(folder, 'report.html'), 'utf8')).toMatch(short);
      const { variations, variationsShort } = JSON.parse(
        await readFile(join(folder, 'results.json'), 'utf8'),
      );
      expect(variations).toHaveLength(2);
      const { events } = variations[1];
      expect(variationsShort).toEqual([
        { name: 'second', events, eventsPlanned: 700 },
        { name: 'third', events: 0, eventsPlanned: 700 },
      ]);
      const resumed = await study(file, '--out', folder, '--resume');
      expect(resumed.talk.match(/found \d of 1/g)).toEqual(
        [1, 1, 0, 0].map((n) => `found ${n} of 1`),
      );
      expect(resumed.out).not.toContain('INTERRUPTED');
      for (const place of ['', 'variation-high-threshold', 'variation-third'])
        expect(await readdir(join(folder, place))).not.toContain('shards');
      const done = await study(file, '--out', folder, '--resume');
      expect(done.talk.match(/is finished, its 700 events are not counted again/g)).toHaveLength(4);
      expect(done.out).toBe(resumed.out);
      const fresh = ['--workers', '1', file, '--out', join(home, 'vary-early'), '--resume'];
      const early = await stoppedIn(/found 0/, ...fresh);
      expect(early.out).toMatch(/high threshold has none of 700 events; variation second has none/);
    }, 240_000);

    it('that fail leave the study and those before, which are told and written', async () => {
      const file = join(home, 'vary-failing.yaml');
      const folder = join(home, 'vary-failing');
      const second = '{ name: second, set: { triggers.ecl.fam.thresholdCounts: 90 } }';
      const third = '{ name: third, set: { triggers.ecl.fam.thresholdCounts: 80 } }';
      await writeFile(file, card(`[${threshold}, ${second}, ${third}]`));
      await mkdir(folder);
      await writeFile(join(folder, 'variation-second'), 'a file');
      const args = [file, '--events', '64', '--out', folder];
      const said = { out: '', talk: '' };
      const heard: typeof studyCommand = (context) =>
        studyCommand({
          ...context,
          out: (text) => void (said.out += text),
          talk: (text) => void (said.talk += text),
        });
      await expect(inProcess(heard, ['--workers', '1', ...args])).rejects.toThrow(
        /^variation "second": .*variation-second/,
      );
      const short = /variation second failed: .*; variation third has none of 64 events/;
      expect(said.out).toMatch(short);
      expect(said.out).toMatch(/high threshold +lml6 +[\d.]+ \(/);
      expect(said.talk).toMatch(short);
      const written = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8'));
      expect(written).toMatchObject({ events: 64, variations: [{ name: 'high threshold' }] });
      expect(written.variationsShort).toMatchObject([
        { name: 'second', failure: expect.stringContaining('variation-second') },
        { name: 'third', events: 0 },
      ]);
      expect(written.variationsShort[1]).not.toHaveProperty('failure');
      await rm(join(folder, 'variation-second'));
      await mkdir(join(folder, 'variation-of-others'));
      await writeFile(join(folder, 'variation-of-others', 'results.json'), '{}');
      const resumed = await study(...args, '--resume');
      expect(resumed.talk.match(/found \d of 1/g)).toEqual(
        [1, 1, 0, 0].map((n) => `found ${n} of 1`),
      );
      // Of other variations there is nothing left, but for what others have put there.
      await writeFile(join(folder, 'variation-third', 'mine.txt'), 'mine');
      await writeFile(file, card(`[${second}]`));
      const other = await study(...args);
      const left = (await readdir(folder)).filter((name) => name.startsWith('variation-'));
      expect(left.toSorted()).toEqual(
        ['of-others', 'second', 'third'].map((n) => `variation-${n}`),
      );
      expect(await readdir(join(folder, 'variation-third'))).toEqual(['mine.txt']);
      expect(await readdir(join(folder, 'variation-of-others'))).toEqual(['results.json']);
      expect(other.talk).toMatch(/^removed .*variation-high-threshold: a variation of an earlier/m);
      expect(other.talk).toMatch(/variation-third: .* files of others stay$/m);
      expect(other.talk).toMatch(/variation-of-others is not in the list of this folder: it stays/);
    }, 120_000);

    it('are all tried before the first event, unknown keys with the nearest', async () => {
      const file = join(home, 'vary-wrong.yaml');
      await writeFile(
        file,
        card('[{ name: slip, set: { triggers.ecl.fam.thresholdCount: 100 } }]'),
      );
      await expect(study(file)).rejects.toThrow(
        /wrong\.yaml", variations\[0\] "slip": set\.triggers\.ecl\.fam\.thresholdCount: .*Counts"/,
      );
      await writeFile(file, card('[{ name: nothing }]'));
      await expect(study(file)).rejects.toThrow(/variations\[0\] "nothing": nothing varies/);
      await writeFile(file, card(`[{ name: ${'é'.repeat(81)}, machine: 2022-peak }]`));
      await expect(study(file)).rejects.toThrow(/81 characters, expected at most 80/);
      await writeFile(file, card(`[${threshold}, ${threshold}]`));
      await expect(study(file)).rejects.toThrow(/another variation has this name/);
      await writeFile(file, card(`[${threshold}]`));
      await expect(study(file, '--scan', 'cdc.efficiency=0.9,1')).rejects.toMatchObject({
        code: 'USAGE_IDLE_OPTION',
      });
    });
  });

  it('names the nearest card, and the wrong key of a card file, with exit code 2', async () => {
    expect(await b2l1('study', 'single-foton')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"single-photon"'),
    });
    const file = join(home, 'card.yaml');
    await writeFile(file, 'name: mine\npoints:\n  - generator: gun\n    confg: {}\n');
    await expect(study(file)).rejects.toThrow('confg');
    const heavy =
      'name: heavy\ntitle: too heavy\npoints:\n  - generator: dark-photon\n    config: { mass: ' +
      '12 GeV }\nlines: [lml1]\n';
    await writeFile(file, heavy);
    await expect(study(file)).rejects.toThrow('12 GeV');
    await expect(inProcess(runCommand, ['--card', file, '--port', '0'])).rejects.toThrow('12 GeV');
    await expect(study('single-photon', '--resume')).rejects.toMatchObject({
      code: 'USAGE_RESUME',
    });
  });
});
