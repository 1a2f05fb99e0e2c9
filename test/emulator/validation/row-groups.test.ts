import { describe, expect, it } from 'vitest';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { rateSamples } from '../../../emulator/validation/rate-rows.js';
import { rowGroups } from '../../../emulator/validation/row-groups.js';
import { rowsOf, validationStudies } from '../../../emulator/validation/study-rows.js';
import { runCard } from '../studies/run-card.js';

describe('numbers of the emulator', () => {
  const made = rowGroups.map((group) => ({ ...group, made: [...group.rows(nominalConfig(), 1)] }));
  const rows = made.flatMap((group) => group.made);

  it('are in groups that say their kinds and how their ids begin', () => {
    for (const { kinds, begins, made: own } of made) {
      expect([...new Set(own.map(({ kind }) => kind))].sort()).toEqual([...kinds].sort());
      for (const { id } of own)
        expect(
          begins.filter((begin) => id.startsWith(begin)),
          id,
        ).toHaveLength(1);
    }
  });

  it('are what formulas and calculations of others give', () => {
    const formulas = rows.filter(({ kind }) => kind === 'analytic');
    expect(formulas.filter(({ met }) => !met)).toEqual([]);
    expect(formulas.length).toBeGreaterThan(90);
  });

  it('have each an id of its own, a source and a finite value', () => {
    const ids = [
      ...rows,
      ...validationStudies.flatMap((study) => study.rows),
      ...rateSamples.flatMap(({ expectations }) => expectations),
    ].map(({ id }) => id);
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
    for (const { id, source, value, tolerance } of rows) {
      expect(source.length, id).toBeGreaterThan(5);
      expect(Number.isFinite(value), id).toBe(true);
      expect(tolerance, id).toBeGreaterThanOrEqual(0);
    }
  });

  it('that are published are as many as the log of changes says, and name shared events', () => {
    const inStudies = validationStudies.flatMap((study) => study.rows);
    const published = [
      ...rows,
      ...inStudies,
      ...rateSamples.flatMap(({ expectations }) => expectations),
    ].filter(({ kind }) => kind === 'published');
    expect(published).toHaveLength(35);
    const finder = inStudies.find(({ id }) => id === 'finder-3d-background')!;
    expect(finder.conditions).toContain('on the same events; the interval is that of independent');
  });

  it('that others have published and ours misses are told with a reason', () => {
    const missed = rows.filter(({ kind, met }) => kind === 'published' && !met);
    expect(missed.map(({ id }) => id)).toEqual([
      'cross-section-nunu-gamma-2-published',
      'dead-time-published',
      'cdc-event-time-two-tracks',
    ]);
    for (const { reason } of missed) expect(reason).not.toBe('');
  });

  it('of two-photon pairs with a visible track are the sum of electrons and muons', () => {
    const value = (id: string): number => rows.find((row) => row.id === id)!.value!;
    const [ee, mumu] = ['ee', 'mumu'].map((kind) => value(`cross-section-two-photon-${kind}-3`));
    expect(value('cross-section-two-photon-visible')).toBeCloseTo(ee! + mumu!, 10);
    expect(ee! + mumu!).toBeCloseTo(52.2 + 24.7, -1);
  });

  it('of photons with nothing in front are those of the table, and fall with energy', () => {
    const width = (energy: string) => rows.find(({ id }) => id === `ecl-resolution-${energy}`)!;
    const [low, one, high] = ['100-mev', '1-gev', '8-gev'].map(width);
    expect(low!.value!).toBeGreaterThan(one!.value!);
    expect(one!.value!).toBeGreaterThan(high!.value!);
    for (const { value, low: from, high: to } of [low!, one!, high!]) {
      expect(from!).toBeLessThan(value!);
      expect(to!).toBeGreaterThan(value!);
      expect((to! - from!) / value!).toBeLessThan(0.1);
    }
    // The table of the experiment for the barrel, which they are set to, and what gaps add.
    expect(one!.value!).toBeGreaterThan(0.0204);
    expect(one!.value!).toBeLessThan(0.025);
  });

  it('of event times get better with tracks', () => {
    const [five, two] = ['cdc-event-time', 'cdc-event-time-two-tracks'].map(
      (id) => rows.find((row) => row.id === id)!.value!,
    );
    expect(five!).toBeGreaterThan(1);
    expect(five!).toBeLessThan(two!);
  });

  it('that ours was set to are no checks', () => {
    const tuned = rows.filter(({ kind }) => kind === 'tuned').map(({ id }) => id);
    expect(tuned).toEqual(
      expect.arrayContaining(['cross-section-bbbar-1', 'charged-bbbar', 'charged-continuum']),
    );
  });
});

describe('rows of studies', () => {
  it('of rates are of collisions where background is off, and of all otherwise', () => {
    const rates = { totalHz: 5000, modelLowHz: 4000, modelHighHz: 8000 };
    const sources = [
      { origin: 'collision', l1Hz: 12_000, errorHz: 300 },
      { origin: 'collision', l1Hz: 5000, errorHz: 400 },
      { origin: 'sky', l1Hz: 1000, errorHz: 1 },
    ];
    const document = { ...rates, sources, backgroundTracks: { hz: 950, errorHz: 20 } };
    const all = rateSamples.flatMap((sample) => sample.rows(document as never));
    const found = (id: string) => all.find((row) => row.id === id)!;
    expect(found('physics-design')).toMatchObject({ value: 17, low: 16.5, high: 17.5, met: true });
    expect(found('l1-2019')).toMatchObject({ value: 5, low: 4, high: 8, met: true });
    expect(found('background-tracks')).toMatchObject({ value: 0.95, low: 0.93, met: true });
    expect(rateSamples.find(({ machine }) => machine === 'design')!.machineSet).toEqual([
      'backgrounds.on=false',
    ]);
  });

  // Masses of emu-zprime are integrated first, which takes 10 s: `npm run accept` runs it.
  const quick = validationStudies.filter(({ card }) => card !== 'emu-zprime');
  it.each(quick)('of $card take numbers that it has', async (study) => {
    const document = await runCard(study.card, 256);
    const rows = rowsOf(study, document);
    expect(rows.map(({ id }) => id)).toEqual(study.rows.map(({ id }) => id));
    for (const { conditions } of rows) expect(conditions).toContain(`study ${study.card}`);
  });

  it('of another time say so, and have the number of today beside', async () => {
    const [study] = validationStudies.filter(({ conditions }) => conditions === '2018');
    const document = await runCard(study!.card, 256);
    const [row] = rowsOf(study!, document, { ...document, menu: 'physics' });
    expect(row).toMatchObject({
      id: 'two-track-2018',
      conditions: expect.stringContaining('--conditions 2018'),
      today: { conditions: expect.stringContaining('menu physics'), value: row!.value },
    });
    expect(rowsOf(study!, document)[0]).not.toHaveProperty('today');
  });

  it('hold a number of the card against what is expected', async () => {
    const [study] = validationStudies.filter(({ card }) => card === 'cosmics');
    const [row] = rowsOf(study!, await runCard('cosmics', 64));
    expect(row).toMatchObject({ kind: 'published', met: true, unit: 'Hz' });
    expect(row!.value).toBeCloseTo(145.9, 0);
  });
});
