import { physicsMenu } from '../../../triggers/menus/physics.js';
import { unknownLines } from '../../../emulator/chain/unknown-lines.js';
import { firstValueFrom, from, lastValueFrom, map, tap, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { cardChain, findCard, listCards, loadCard } from '../../../emulator/studies/card.js';
import { cardFromFile } from '../../../emulator/studies/card-file.js';
import { defineCard } from '../../../emulator/studies/define-card.js';
import { type StudyDocument, studyDocument } from '../../../emulator/studies/document.js';
import { efficiencyWithin, halfPoint, minBin } from '../../../emulator/studies/readings.js';
import { liveEfficiencies } from '../../../emulator/live/efficiencies.js';
import { partCounter } from '../../../emulator/studies/shards/part.js';
import { openStudy, type Study } from '../../../emulator/studies/study.js';
import { subjectsOf } from '../../../emulator/studies/subjects.js';
import { Tally } from '../../../emulator/studies/tally.js';
import { provenanceOfConfig } from '../../../emulator/studies/provenance.js';
import { showStudy } from '../../../emulator/writers/study-report.js';

const config = emulatorConfig({});
const menu = compileMenu(eclMenu);

/** Runs a study in this thread. */
async function run(study: Study): Promise<StudyDocument> {
  const { decide } = cardChain(study.setup);
  const parts$ = from(study.jobs()).pipe(decide, map(partCounter(study.card, study.menu)));
  await lastValueFrom(parts$.pipe(tap(study.add)));
  return study.document();
}

const open = (name: string, events: number, batchEvents = 1024): Study =>
  openStudy(loadCard(name), {
    version: 'test',
    seed: 3,
    events,
    menu: eclMenu,
    conditions: 'nominal',
    config,
    batchEvents,
  });

describe('the single-photon study', async () => {
  const result = await run(open('single-photon', 40_000));
  const reading = (name: string) =>
    result.readings.find((candidate) => candidate.name.startsWith(name))!;

  it('counts every event once and shares them out as its card says', () => {
    expect(result.events).toBe(40_000);
    expect(result.points.map(({ events }) => events).reduce((a, b) => a + b)).toBe(40_000);
    expect(result.points[0]!.events).toBe(30_000);
    expect(result.lines.every(({ selected }) => selected === 40_000)).toBe(true);
  });

  it('turns on at the thresholds of its lines: order of 50 % points, nothing far below', () => {
    const halves = ['lml13', 'lml6', 'lml1'].map((line) => reading(`${line}: 50 % point`).value!);
    // Within 15 % of the nominal 0.5, 1 and 2 GeV: the shower that leaks out of the cells moves
    // them up, never that far.
    for (const [index, nominal] of [0.5, 1, 2].entries()) {
      expect(halves[index]! / nominal).toBeGreaterThan(0.95);
      expect(halves[index]! / nominal).toBeLessThan(1.15);
    }
    for (const line of ['lml13', 'lml6', 'lml1'])
      expect(reading(`${line}: highest bin below`).value).toBeLessThan(0.02);
  });

  it('expects a loss to conversions only of lines that want a lone cluster', () => {
    const [lml6, lml1, lml13] = ['lml6', 'lml1', 'lml13'].map(
      (line) => reading(`${line}: share lost to conversions`).note,
    );
    expect(lml6).toBe('difference of the two plateaus; 2–5 % expected');
    expect(lml13).toBe(lml6);
    expect(lml1).toBe('difference of the two plateaus');
  });

  it('has A′ fire lml1 while its photon is above 2 GeV: to 8 GeV of mass', () => {
    const curve = result.curves.find(
      ({ id, line }) => id === 'mass, signal in barrel' && line === 'lml1',
    )!;
    const at = (mass: number): number => curve.efficiency[curve.positions.indexOf(mass)]!;
    // E* = 4.5 GeV at 4 GeV of mass, 1.46 at 9.
    expect(at(4)).toBeGreaterThan(0.8);
    expect(at(9)).toBe(0);
  });

  it('counts a family when any of its lines that are kept whole fires', () => {
    const family = result.families[0]!;
    const whole = result.lines.filter(
      (line) => line.family === 'single-photon' && line.prescale === 1,
    );
    expect(family.fired).toBeGreaterThanOrEqual(Math.max(...whole.map(({ fired }) => fired)));
    expect(family.fired).toBeLessThanOrEqual(whole.reduce((sum, { fired }) => sum + fired, 0));
  });

  it('is plain data that survives JSON', () => {
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('has every efficiency inside its interval', () => {
    for (const { low, high, efficiency } of result.curves.flatMap((curve) =>
      curve.efficiency.map((value, bin) => ({
        efficiency: value,
        low: curve.low[bin]!,
        high: curve.high[bin]!,
      })),
    )) {
      expect(low).toBeLessThanOrEqual(efficiency ?? 0);
      expect(high).toBeGreaterThanOrEqual(efficiency ?? 1);
    }
  });
});

it('a study is the same to the last bit for batches of 100 and of 4096 events', async () => {
  const small = await run(open('single-photon', 6000, 100));
  expect(await run(open('single-photon', 6000, 4096))).toEqual(small);
});

it('projective crystals are missed by 10 times more straight rays at least', async () => {
  const result = await run(open('crystal-gaps', 20_000));
  const share = (name: string): number =>
    result.probes.find((probe) => probe.name === name)!.efficiency!;
  // 1.8e-2 of 20 000 rays against 8.4e-4: 360 ± 19 against 17 ± 4.
  expect(share('under 1 X0, projective')).toBeGreaterThan(10 * share('under 1 X0, offset'));
  expect(share('veto, projective')).toBeLessThan(share('veto, offset'));
  expect(result.geometry).toBe('offset and projective');
});

it('an interrupted study says how many events of each point it has counted', async () => {
  const study = open('single-photon', 6000, 64);
  const { decide } = cardChain(study.setup);
  // 4500 photons of the gun come first, in slices of 4096 and 404 events, then 100 events of the
  // lightest dark photon, of which one batch is done.
  const jobs = [...study.jobs()].slice(0, 64 + 7 + 1);
  await lastValueFrom(
    from(jobs).pipe(decide, map(partCounter(study.card, study.menu)), tap(study.add)),
  );
  const { events, eventsPlanned, points } = study.document();
  expect(points.slice(0, 3).map((point) => point.events)).toEqual([4500, 64, 0]);
  expect([events, eventsPlanned]).toEqual([4564, 6000]);
});

describe('a family whose lines are all prescaled', async () => {
  const lines = eclMenu.lines.map((line) =>
    line.family === 'single-photon' ? { ...line, prescale: 20 } : line,
  );
  const prescaled = { ...eclMenu, lines };
  const card = loadCard('single-photon');
  const study = openStudy(card, {
    version: 'test',
    seed: 3,
    events: 300,
    menu: prescaled,
    conditions: 'nominal',
    config,
  });
  const tally = new Tally(card.layout(compileMenu(prescaled)));
  const count = partCounter(study.card, study.menu);
  const { decide } = cardChain(study.setup);
  await lastValueFrom(
    from(study.jobs()).pipe(
      decide,
      tap((batch) => {
        study.add(count(batch));
        tally.add(batch);
      }),
    ),
  );
  const document = study.document();
  const remark = 'not measured before prescale: none of its lines is kept whole';

  it('is not measured: its efficiency is between 0 and 1, with a remark', () => {
    expect(document.families).toMatchObject([
      { selected: 300, efficiency: null, low: 0, high: 1, remark },
    ]);
    const curve = document.curves.find(({ line }) => line === 'single-photon')!;
    expect(curve.remark).toBe(remark);
    expect(new Set(curve.efficiency)).toEqual(new Set([null]));
    expect([new Set(curve.low), new Set(curve.high)]).toEqual([new Set([0]), new Set([1])]);
    expect(
      document.lines.every((line) => line.efficiency !== null && line.remark === undefined),
    ).toBe(true);
  });

  it('is not measured live either', () => {
    const { families, curves } = liveEfficiencies([{ card, tally }])();
    expect(families).toEqual([
      {
        name: 'single-photon',
        family: 'single-photon',
        selection: 'all events',
        lines: [],
        selected: 300,
        fired: 0,
        efficiency: Number.NaN,
        low: 0,
        high: 1,
        remark,
      },
    ]);
    const curve = curves.find(({ line }) => line === 'single-photon')!;
    expect(curve.remark).toBe(remark);
    expect(curve.efficiency.every(Number.isNaN)).toBe(true);
  });

  it('is no 0 % in the report', () => {
    const report = showStudy(document, card);
    expect(report).toMatch(/family single-photon +300 +0 +– +0\.00 +100\.00/);
    expect(report).toContain(`family single-photon: ${remark}\n`);
    const table = report.split('hie, single-photon against photon energy')[1]!.split('\n\n')[0]!;
    expect(
      table
        .split('\n')
        .slice(2)
        .every((row) => row.endsWith('–')),
    ).toBe(true);
  });

  it('is not measured after prescale when all of its lines are masked', () => {
    const masked = { lines: prescaled.lines.map((line) => ({ ...line, prescale: 0 })) };
    const names = {
      name: 'mine',
      lines: [],
      families: ['single-photon'],
      probes: [],
      stage: 'psnm',
    } as const;
    expect(subjectsOf(names, masked)[0]).toMatchObject({
      numbers: [],
      remark: 'not measured: all of its lines are masked',
    });
  });
});

describe('live efficiencies', () => {
  it('are unknown between 0 and 1 before the first event, then those of the document', async () => {
    const study = open('single-photon', 4000);
    const tally = new Tally(study.card.layout(menu));
    const sample = liveEfficiencies([{ card: study.card, tally }]);
    const first = sample();
    expect(first.lines[0]).toMatchObject({
      selected: 0,
      fired: 0,
      efficiency: Number.NaN,
      low: 0,
      high: 1,
    });
    expect([
      first.curves[0]!.efficiency[0],
      first.curves[0]!.low[0],
      first.curves[0]!.high[0],
    ]).toEqual([Number.NaN, 0, 1]);
    const { decide } = cardChain(study.setup);
    const count = partCounter(study.card, study.menu);
    const batches = await firstValueFrom(from(study.jobs()).pipe(decide, toArray()));
    for (const batch of batches) {
      tally.add(batch);
      study.add(count(batch));
    }
    const { lines, families, curves } = study.document();
    const live = sample();
    expect(live.confidence).toBe(study.card.confidence);
    expect(new Set(live.curves.map(({ id }) => id)).size).toBe(live.curves.length);
    expect(live.lines.map(({ fired }) => fired)).toEqual(lines.map(({ fired }) => fired));
    expect(live.families[0]).toMatchObject({ name: 'single-photon', fired: families[0]!.fired });
    expect(live.curves.map(({ line }) => line)).toEqual([
      'lml13',
      'lml6',
      'lml1',
      'lml2',
      'lml7',
      'lml4',
      'hie',
      'single-photon',
    ]);
    expect([...live.curves[1]!.fired]).toEqual(
      curves.find(({ id }) => id === 'energy, ids 5–14')!.fired,
    );
  });
});

describe('cards', () => {
  it('that do not exist are refused with the nearest', () => {
    expect(() => loadCard('single-foton')).toThrow(
      /card "single-foton" does not exist; nearest is "single-photon"/,
    );
    expect(() => loadCard('missing.yaml')).toThrow(/missing\.yaml: cannot be read/);
  });

  it('of a user reach a worker by the content of their file', () => {
    const content = {
      points: [{ generator: 'gun' }],
      lines: ['lml6'],
      selections: { high: { energyCms: [2, null] } },
    };
    const card = findCard(structuredClone({ name: 'my.yaml', content }));
    expect(card.selectionNames).toEqual(cardFromFile(content, 'my.yaml').selectionNames);
  });

  it('say what the gun left undecayed, with the number of all their events', async () => {
    const reference = {
      name: 'taus.yaml',
      content: {
        title: 'τ of 3 GeV',
        events: 100,
        points: [{ generator: 'gun', config: { pdg: 15, minimum: 3, maximum: 3 } }],
        lines: ['lml1'],
        curves: [],
      },
    };
    const card = { ...findCard(reference), reference };
    const options = { version: 'test', seed: 3, menu: eclMenu, conditions: 'nominal', config };
    const { notes } = await run(openStudy(card, { ...options, batchEvents: 40 }));
    expect(notes).toEqual([
      {
        code: 'GENERATOR_DECAYED',
        message: '100 tau- (PDG code 15) are final in the generator and were decayed here',
        count: 100,
      },
    ]);
  });

  it('measure nothing that reads a subdetector which is not simulated, and say so', () => {
    const config = emulatorConfig({ simulated: { klm: false } });
    const { subjects } = defineCard({
      name: 'mine',
      title: '',
      doc: '',
      events: 1,
      points: [],
      lines: ['lml1', 'mu_b2b', 'cdcklm1'],
      families: ['single-muon', 'single-photon'],
      curves: [],
    }).layout(compileMenu(physicsMenu), unknownLines(compileMenu(physicsMenu), config));
    const remarks = Object.fromEntries(subjects.map(({ name, remark }) => [name, remark]));
    const unknown = 'not simulated: it reads klm';
    expect(remarks).toEqual({
      lml1: undefined,
      mu_b2b: unknown,
      cdcklm1: unknown,
      'single-muon': unknown,
      'single-photon': undefined,
    });
  });

  it('that name a line which the menu lacks are refused before the first event', () => {
    const card = defineCard({
      name: 'mine',
      title: '',
      doc: '',
      events: 1,
      points: [],
      lines: ['lml66'],
      families: [],
      curves: [],
    });
    expect(() => card.layout(menu)).toThrow(
      /card "mine": line "lml66" is not in the menu; nearest is "lml6"/,
    );
    const family = defineCard({
      name: 'mine',
      title: '',
      doc: '',
      events: 1,
      points: [],
      lines: [],
      families: ['single-muons'],
      curves: [],
    });
    expect(() => family.layout(menu)).toThrow(/no line of family "single-muons"/);
  });

  it('that the menu lacks but others have are left out, and said', () => {
    const { lines, ...rest } = menu.menu;
    const few = compileMenu({
      ...rest,
      name: 'few',
      lines: lines.filter(({ name }) => name === 'lml6' || name === 'hie'),
    });
    const card = defineCard({
      name: 'mine',
      title: '',
      doc: '',
      events: 1,
      points: [],
      lines: ['lml1', 'lml6'],
      families: ['single-photon', 'single-muon'],
      curves: [
        {
          id: 'turn-on',
          title: '',
          axis: { variable: 'energyCms', edges: Float64Array.of(0, 1) },
          selection: 'all',
          subjects: ['lml6', 'stt'],
        },
      ],
      readings: (curve) => [
        { name: 'there', ...efficiencyWithin(curve('turn-on', 'lml6'), 0) },
        { name: 'edge', ...halfPoint(curve('turn-on', 'stt')), atLeast: 1 },
        { name: 'worst', ...minBin(curve('turn-on', 'stt'), 0) },
        { name: 'plateau', ...efficiencyWithin(curve('turn-on', 'stt'), 0) },
      ],
    });
    const layout = card.layout(few);
    expect(layout.subjects.map(({ name }) => name)).toEqual(['lml6', 'single-photon']);
    expect(card.leftOut(few)).toEqual(['lml1', 'single-muon', 'stt']);
    expect(card.leftOut(menu)).toEqual(['single-muon', 'stt']);
    const study = studyDocument(new Tally(layout), card, {
      version: '',
      seed: 1,
      menu: few,
      conditions: '',
      machine: 'none',
      config: emulatorConfig(),
      eventsPlanned: 0,
      pointEvents: [],
      notes: () => [],
      provenance: provenanceOfConfig(emulatorConfig()),
    });
    expect(study.curves.map(({ line }) => line)).toEqual(['lml6']);
    expect(study.notes).toEqual([
      {
        code: 'CARD_LEFT_OUT',
        message: 'menu "few" lacks lml1, single-muon, stt of card "mine": left out',
        count: 3,
      },
    ]);
    const missing = { value: null, note: 'not in the menu' };
    expect(study.readings).toMatchObject([{ note: '0 of 0' }, missing, missing, missing]);
    expect(study.readings[1]).not.toHaveProperty('verdict');
  });

  it('are listed with what they answer', () => {
    expect(listCards()).toMatch(/single-photon .*turn-on[\s\S]*crystal-gaps/);
  });
});

it('the efficiency of a family hides no prescale: such lines count only after it', () => {
  const lines = [
    { number: 1, name: 'a', family: 'single-photon' as const, prescale: 1 },
    { number: 2, name: 'b', family: 'single-photon' as const, prescale: 20 },
    { number: 3, name: 'c', family: 'single-photon' as const, prescale: 0 },
  ].map((line) => ({ ...line, formula: 'ehigh', class: '' as const, source: '' }));
  const card = { name: 'mine', lines: [], families: 'all' as const, probes: [] };
  expect(subjectsOf({ ...card, stage: 'ftdl' }, { lines })[0]!.numbers).toEqual([1]);
  expect(subjectsOf({ ...card, stage: 'psnm' }, { lines })[0]!.numbers).toEqual([1, 2]);
});
