import { existsSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Subject } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainCommand } from '../../../emulator/commands/explain.js';
import { emulateCommand } from '../../../emulator/commands/emulate.js';
import { lockFolder } from '../../../emulator/files/folder-lock.js';
import type { Note } from '../../../detector/base/notes.js';
import { b2l1, b2l1Reading } from '../../support/command.js';
import { fiveEvents } from '../../support/event-files/events.js';
import { inProcess } from '../../support/in-process.js';
import { hepmc3Text, lheText } from '../../support/event-files/texts.js';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-emulate-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const emulate = (...args: readonly string[]) =>
  inProcess(emulateCommand, ['--workers', '1', ...args]);

/** Per-event decisions of a file, as the bytes of the CSV table. */
async function decisions(file: string, ...options: readonly string[]): Promise<string> {
  const out = join(home, 'decisions.csv');
  await emulate(file, '--events-out', out, ...options);
  return readFile(out, 'utf8');
}

/** A file with 40 events: the five of the readers' tests, eight times. */
const events = Array.from({ length: 8 }, () =>
  fiveEvents.map((event) => ({ ...event, weight: 1 })),
).flat();

describe('emulate', () => {
  it('decides the same event by event from LHE and from HepMC3, plain or gzip', async () => {
    const files = { 'a.lhe': lheText(events), 'a.hepmc': hepmc3Text(events) };
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(home, name), text);
      await writeFile(join(home, `${name}.gz`), gzipSync(text));
    }
    const reference = await decisions(join(home, 'a.lhe'));
    expect(reference.trim().split('\n')).toHaveLength(41);
    const rows = (table: string): string[] =>
      table
        .trim()
        .split('\n')
        .map((row) => row.replace(/^[^,]*,/, ''));
    expect(rows(await decisions(join(home, 'a.lhe.gz')))).toEqual(rows(reference));
    expect(rows(await decisions(join(home, 'a.hepmc')))).toEqual(rows(reference));
    expect(rows(await decisions(join(home, 'a.hepmc.gz'), '--workers', '2'))).toEqual(
      rows(reference),
    );
  });

  it('prints one JSON document with intervals and curves of the agreed shape', async () => {
    const file = join(home, 'b.lhe');
    await writeFile(file, lheText(events));
    const document = JSON.parse((await emulate(file, '--json', '--seed', '3')).out);
    expect(document).toMatchObject({
      file,
      seed: 3,
      menu: 'physics',
      conditions: 'nominal',
      geometry: 'offset',
      events: 40,
      card: 'own-events',
      points: [{ name: file, generator: 'user-events', parameters: { format: 'LHE' }, events: 40 }],
    });
    const curve = document.curves.find(
      ({ id, line }: { id: string; line: string }) => id === 'tracks' && line === 'two-track',
    );
    expect(curve.selected.reduce((sum: number, n: number) => sum + n, 0)).toBe(40);
    expect(document.lines.find(({ name }: { name: string }) => name === 'random')).toMatchObject({
      efficiency: null,
      low: 0,
      high: 1,
      remark: 'not emulated: nothing sets pseud_rand',
    });
    for (const line of [...document.lines, ...document.families]) {
      expect(line.selected).toBe(40);
      if (line.remark !== undefined) continue;
      expect(line.low).toBeLessThanOrEqual(line.efficiency);
      expect(line.high).toBeGreaterThanOrEqual(line.efficiency);
    }
  });

  it('runs a process in place of a file: the events that explain shows', async () => {
    const out = join(home, 'process.csv');
    const process = ['--process', 'gamma-gamma', '--with', 'isr=false'] as const;
    const { out: text } = await emulate(
      ...process,
      '--limit',
      '300',
      '--events-out',
      out,
      '--json',
    );
    const document = JSON.parse(text);
    expect(document).toMatchObject({
      process: 'gamma-gamma',
      parameters: { isr: 'false' },
      events: 300,
    });
    const [header, ...rows] = (await readFile(out, 'utf8')).trim().split('\n');
    expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(
      Array.from({ length: 300 }, (_, event) => event),
    );
    const lines = header!.split(',');
    const { ftdl } = JSON.parse(
      (await inProcess(explainCommand, [...process, '--event', '299', '--json'])).out,
    );
    const fired = rows[299]!.split(',').flatMap((bit, at) => (bit === '1' ? [lines[at]!] : []));
    expect(fired.filter((name) => ftdl.includes(name)).toSorted()).toEqual(ftdl.toSorted());
    expect(ftdl.length).toBeGreaterThan(0);
  });

  it('counts as a card does, on events of its own, and writes what a study writes', async () => {
    const process = ['--process', 'mumu', '--limit', '300', '--seed', '5'] as const;
    const folder = join(home, 'results');
    const { out } = await emulate(...process, '--card', 'two-track', '--out', folder, '--json');
    const document = JSON.parse(out);
    expect(document).toMatchObject({ card: 'two-track', process: 'mumu', events: 300 });
    expect(document.accepted.selected).toBe(300);
    const total = document.families.find(({ name }: { name: string }) => name === 'two-track');
    expect(total.fired).toBeGreaterThan(0);
    expect(document.curves.length).toBeGreaterThan(0);
    const files = await readdir(folder);
    for (const name of ['results.json', 'curves.csv', 'histograms.json'])
      expect(files).toContain(name);
    expect(files.some((name) => name.endsWith('.svg'))).toBe(true);
    expect(JSON.parse(await readFile(join(folder, 'results.json'), 'utf8'))).toEqual(document);
    const text = (await emulate(...process, '--card', 'two-track')).out;
    expect(text).toMatch(/^accepted \(after prescale\): \d+ of all 300 events/m);
    expect(text).toContain(`${total.selected}`);
  });

  it('counts the bits after prescale where the card says so', async () => {
    const card = join(home, 'psnm.yaml');
    const body = 'points: [{generator: mumu}]\nlines: [mu_b2b]\n';
    await writeFile(card, `${body}stage: psnm\n`);
    const process = ['--process', 'mumu', '--limit', '300', '--json'] as const;
    const menu = join(home, 'prescaled.yaml');
    await writeFile(menu, 'extends: physics\nchange: { mu_b2b: { prescale: 10 } }\n');
    const after = JSON.parse((await emulate(...process, '--card', card, '--menu', menu)).out);
    await writeFile(card, body);
    const before = JSON.parse((await emulate(...process, '--card', card, '--menu', menu)).out);
    expect(before.lines[0].fired).toBeGreaterThan(50);
    expect(after.lines[0].fired).toBeLessThan(before.lines[0].fired / 5);
    expect(after.stage).toBe('psnm');
  });

  it('makes intervals as it is asked to, and leaves variations of a card out by name', async () => {
    const card = join(home, 'varied.yaml');
    const vary = 'variations: [{ name: projective, set: { ecl.geometry: projective } }]\n';
    await writeFile(card, `points: [{generator: mumu}]\nlines: [mu_b2b]\n${vary}`);
    const process = ['--process', 'mumu', '--limit', '64', '--json', '--card', card] as const;
    const { out, talk } = await emulate(...process, '--interval', 'wilson');
    const [wilson] = JSON.parse(out).lines;
    const [exact] = JSON.parse((await emulate(...process)).out).lines;
    expect(wilson).toMatchObject({ interval: 'wilson', fired: exact.fired });
    expect(exact.interval).toBe('clopper-pearson');
    expect(wilson.high - wilson.low).toBeLessThan(exact.high - exact.low);
    expect(talk).toContain('are left out: only b2l1 study runs them');
    await expect(emulate(...process, '--interval', 'wald')).rejects.toThrow(/jeffreys/);
  });

  it('says of each event whether it is accepted, its families, and its prescale', async () => {
    const table = join(home, 'table.csv');
    const asked = ['--process', 'bbbar', '--limit', '60', '--events-out', table, '--json'];
    const { out } = await emulate(...asked);
    const document = JSON.parse(out);
    const [head, ...rows] = (await readFile(table, 'utf8'))
      .trim()
      .split('\n')
      .map((row) => row.split(','));
    const column = (name: string) => rows.map((row) => Number(row[head!.indexOf(name)]));
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(head!.slice(0, 4)).toEqual(['number', 'weight', 'accepted', 'prescale']);
    expect(sum(column('accepted'))).toBe(document.accepted.fired);
    for (const { name, fired, remark } of document.families)
      if (remark === undefined) expect(sum(column(name)), name).toBe(fired);
    const { prescales } = JSON.parse(await readFile(`${table}.json`, 'utf8'));
    const known = new Map<string, number>(
      prescales.split(' ').map((each: string) => {
        const [name, value] = each.split('=') as [string, string];
        return [name, Number(value)];
      }),
    );
    rows.forEach((row, event) => {
      const fired = [...known].filter(
        ([name, prescale]) => prescale > 0 && row[head!.indexOf(name)] === '1',
      );
      const least = Math.min(...fired.map(([, prescale]) => prescale));
      expect(column('prescale')[event]).toBe(fired.length === 0 ? 0 : least);
    });
    expect(sum(column('accepted'))).toBeGreaterThan(50);
  });

  it('says which curves of a card hold none of the events', async () => {
    const asked = ['--process', 'mumu', '--limit', '20', '--card', 'single-photon', '--json'];
    const { out, talk } = await emulate(...asked);
    const { notes } = JSON.parse(out);
    expect(notes.map(({ code }: Note) => code)).toContain('EMULATE_EMPTY_CURVES');
    expect(talk).toContain('no event is in a bin of the curves');
  });

  it('refuses a folder that cannot be written to before any event is made', async () => {
    const file = join(home, 'taken');
    await writeFile(file, '');
    await expect(
      emulate('--process', 'mumu', '--limit', '5', '--out', join(file, 'results')),
    ).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
  });

  it('refuses a folder that another writes into, and gives it back', async () => {
    const out = join(home, 'locked');
    const asked = ['--process', 'mumu', '--limit', '5', '--card', 'single-photon', '--out', out];
    const release = lockFolder(out);
    await expect(emulate(...asked)).rejects.toMatchObject({ code: 'OUTPUT_LOCKED' });
    release();
    await emulate(...asked);
    expect(existsSync(join(out, 'results.json'))).toBe(true);
    expect(existsSync(join(out, '.b2l1.lock'))).toBe(false);
  });

  it('wants a file or a process, and no options that do nothing', async () => {
    await expect(emulate()).rejects.toThrow(/either a file or --process/);
    await expect(emulate('a.lhe', '--process', 'mumu')).rejects.toThrow(/either a file/);
    await expect(emulate('a.lhe', '--with', 'mass=1')).rejects.toThrow(/--with sets parameters/);
    await expect(emulate('--process', 'mumu', '--frame', 'lab')).rejects.toThrow(/of a file/);
    await expect(emulate('--process', 'mumuu')).rejects.toThrow(/nearest is "mumu"/);
    await expect(emulate('--process', 'mumu', '--with', 'ist=true')).rejects.toThrow(/"isr"/);
  });

  it('says on stderr and in JSON when not one line fires: a photon along the beams', async () => {
    const file = join(home, 'past.hepevt');
    await writeFile(file, '1\n0 0 5 5 0 22\n'.repeat(3));
    const { out, talk } = await emulate(file, '--frame', 'lab', '--json');
    const note = { code: 'EMULATE_NOTHING_FIRES', count: 3 };
    expect(JSON.parse(out).notes).toContainEqual(expect.objectContaining(note));
    expect(talk).toContain('not one line fired on 3 events');
    await writeFile(file, '1\n0 5 0 5 0 22\n');
    expect((await emulate(file, '--frame', 'lab')).talk).not.toContain('not one line');
  });

  it('does not say that nothing fires where the menu keeps events by other lines', async () => {
    const card = join(home, 'mumu.yaml');
    const high = 'high: { energyLab: [19, 20] }';
    const of = (totals: string) =>
      `points: [{ generator: mumu }]\nlines: [ggbrl]\nselections: { ${high} }\ntotals: ${totals}\n`;
    await writeFile(card, of('high'));
    const asked = ['--process', 'mumu', '--limit', '40', '--card', card, '--json'];
    const unselected = JSON.parse((await emulate(...asked)).out);
    expect(unselected).toMatchObject({ lines: [{ name: 'ggbrl', selected: 0 }] });
    expect(unselected.accepted.fired).toBeGreaterThan(0);
    const codes = ({ notes }: { readonly notes: readonly Note[] }) =>
      notes.map(({ code }: Note) => code);
    expect(codes(unselected)).not.toContain('EMULATE_NOTHING_FIRES');
    await writeFile(card, of('all'));
    const others = JSON.parse((await emulate(...asked)).out);
    expect(others.lines[0]).toMatchObject({ selected: 40, fired: 0 });
    expect(codes(others)).not.toContain('EMULATE_NOTHING_FIRES');
    const file = join(home, 'past-too.hepevt');
    await writeFile(file, '1\n0 0 5 5 0 22\n'.repeat(3));
    expect((await emulate(file, '--frame', 'lab', '--card', card)).talk).toContain(
      "none of the card's lines ggbrl fired on 3 events (all events)",
    );
  });

  it('gives no values of the points of a card to events that are of none', async () => {
    const card = join(home, 'values.yaml');
    const point = '{ generator: gamma-gamma, values: { sample: 1 } }';
    const of = 'variables: rejection\nselections: { signal: { sample: [1, 2] } }\ntotals: signal\n';
    await writeFile(card, `points: [${point}]\nlines: [stt]\n${of}`);
    const { out } = await emulate('--process', 'mumu', '--limit', '20', '--card', card, '--json');
    const { events: made, lines, notes } = JSON.parse(out);
    expect(made).toBe(20);
    expect(lines).toMatchObject([{ name: 'stt', selected: 0, fired: 0 }]);
    expect(notes.map(({ code }: Note) => code)).toContain('CARD_EMPTY_SELECTION');
  });

  it('passes over a bad event and names it; --strict keeps those before and fails', async () => {
    const text = lheText(events);
    const cut = text.indexOf('<event>', text.length / 2);
    const lineNumber = text.slice(0, cut).split('\n').length + 1;
    const file = join(home, 'broken.lhe');
    await writeFile(
      file,
      text.slice(0, cut) + text.slice(cut).replace(/<event>\n[^\n]*/, '<event>\nsix things'),
    );
    const said = await emulate(file, '--json');
    const document = JSON.parse(said.out);
    expect(document.events).toBe(39);
    expect(document.notes.find(({ code }: Note) => code === 'READER_BAD_EVENT')).toEqual({
      code: 'READER_BAD_EVENT',
      message: expect.stringContaining(`line ${lineNumber}: found "six"`),
      count: 1,
    });
    const out = join(home, 'broken.csv');
    const strict = await b2l1('emulate', file, '--strict', '--json', '--events-out', out);
    expect(strict.code).toBe(1);
    expect(strict.stderr).toContain(`line ${lineNumber}`);
    expect(strict.stderr).toContain('found "six"');
    const good = JSON.parse(strict.stdout).events;
    expect(good).toBeGreaterThan(10);
    expect(good).toBeLessThan(39);
    expect((await readFile(out, 'utf8')).trim().split('\n')).toHaveLength(good + 1);
  });

  it('has in its JSON every note that it prints, and prints every note', async () => {
    const file = join(home, 'notes.lhe');
    const text = lheText(events).replace('</event>', '#vertex 1 2 3\n</event>');
    await writeFile(file, text.replace('</LesHouchesEvents>\n', ''));
    const { out, talk } = await emulate(file, '--json');
    const notes: readonly Note[] = JSON.parse(out).notes;
    expect(notes.map(({ code, count }) => `${code} ${count}`)).toEqual([
      'READER_FRAME_TAKEN 1',
      'READER_PLACES_TAKEN 1',
      'READER_REMARK 1',
      'READER_NO_END_MARK 1',
      'READER_UNKNOWN_PARTICLE 8',
      'READER_UNKNOWN_PARTICLE 8',
    ]);
    for (const { message } of notes) expect(talk).toContain(message);
    const rest = notes.reduce((left, { message }) => left.replace(message, ''), talk);
    expect(rest.replace(/^emulate.*$/gm, '').trim()).toBe(`${file}: LHE; ;`);
  });

  it('says that nothing of a file is final, and fails', async () => {
    const file = join(home, 'history.lhe');
    await writeFile(file, lheText(events).replace(/^(\S+) 1 (?=\d+ \d+ 0 0 )/gm, '$1 0 '));
    const { code, stdout, stderr } = await b2l1('emulate', file, '--json', '--workers', '1');
    expect(code).toBe(1);
    expect(stderr).toMatch(/none of the 192 particles of 40 events is final.*READER_NOTHING_FINAL/);
    const { notes } = JSON.parse(stdout);
    expect(notes.map((note: Note) => note.code)).toContain('READER_NOTHING_FINAL');
  });

  it('reads standard input, plain or gzip', async () => {
    const file = join(home, 'piped.lhe');
    await writeFile(file, lheText(events));
    const reference = JSON.parse((await emulate(file, '--json')).out);
    const { code, stdout } = await b2l1Reading(
      gzipSync(lheText(events)),
      'emulate',
      '-',
      '--json',
      '--workers',
      '1',
    );
    expect(code).toBe(0);
    const [point] = reference.points;
    const points = [{ ...point, name: '-', parameters: { ...point.parameters, file: '-' } }];
    expect(JSON.parse(stdout)).toEqual({ ...reference, file: '-', points });
  });

  it('waits for the writer of a pipe only until it is asked to stop', async () => {
    const pipe = join(home, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const stop$ = new Subject<'SIGINT'>();
    for (const json of [[], ['--json']]) {
      const ended = inProcess(emulateCommand, ['--workers', '1', ...json, pipe], stop$);
      setImmediate(() => stop$.next('SIGINT'));
      const { out, talk } = await ended;
      expect(talk).toBe('stopped before the first event\n');
      if (json.length === 0) expect(out).toBe('');
      else {
        const notes = [{ code: 'READER_STOPPED', message: talk.trim(), count: 1 }];
        expect(JSON.parse(out)).toMatchObject({ file: pipe, events: 0, notes });
      }
    }
  });

  it('reads a pipe that is written to', async () => {
    const pipe = join(home, 'written');
    execFileSync('mkfifo', [pipe]);
    const ended = emulate(pipe, '--json');
    await writeFile(pipe, lheText(events));
    expect(JSON.parse((await ended).out).events).toBe(40);
  });

  it('leaves nothing half-written when the file is no event file', async () => {
    const file = join(home, 'letter.txt');
    await writeFile(file, 'Dear trigger group,\n');
    await expect(emulate(file, '--events-out', join(home, 'letter.csv'))).rejects.toMatchObject({
      code: 'READER_UNKNOWN_FORMAT',
    });
    expect((await readdir(home)).filter((name) => name.startsWith('letter'))).toEqual([
      'letter.txt',
    ]);
  });

  it('refuses tables of unknown kind and wrong options before it reads: exit 2', async () => {
    await expect(emulate('x.lhe', '--frame', 'moon')).rejects.toThrow(/moon.*auto, lab, cms/);
    expect(await b2l1('emulate', 'x.lhe', '--set', 'ecl.geometri=offset')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"geometry"'),
    });
  });
});

const shared = fileURLToPath(
  new URL('../../../../shared/data/gamma_aprime_ee_11gev_500', import.meta.url),
);
const present = existsSync(`${shared}.lhe`) && existsSync(`${shared}.hepmc3`);

describe.skipIf(!present)(
  `500 events from MadGraph${present ? '' : ' (the third-party files are not there)'}`,
  () => {
    it('get the same decisions from LHE, HepMC3 and gzip; lml1 fires on at least 65', async () => {
      const reference = await decisions(`${shared}.lhe`);
      const [header, ...rows] = reference
        .trim()
        .split('\n')
        .map((row) => row.split(','));
      const lml1 = header!.indexOf('lml1');
      expect(rows).toHaveLength(500);
      expect(rows.filter((row) => Number(row[lml1]) === 1).length).toBeGreaterThanOrEqual(65);
      expect(await decisions(`${shared}.hepmc3`)).toBe(reference);
      for (const ending of ['lhe', 'hepmc3']) {
        const packed = join(home, `packed.${ending}.gz`);
        await writeFile(packed, gzipSync(readFileSync(`${shared}.${ending}`)));
        expect(await decisions(packed)).toBe(reference);
      }
    });

    it('fire lines of tracks and of matches', async () => {
      const { out } = await emulate(`${shared}.lhe`, '--json');
      const fired = new Map(
        (JSON.parse(out).lines as readonly { readonly name: string; readonly fired: number }[]).map(
          (line) => [line.name, line.fired],
        ),
      );
      // A boosted pair of 1 GeV and its photon: one or two full tracks in some, mostly forward.
      for (const line of ['cdctiming', 'f', 'ff', 'cdcecl1'])
        expect(fired.get(line), line).toBeGreaterThan(0);
      expect(fired.get('fff')).toBeLessThan(30);
    });
  },
);
