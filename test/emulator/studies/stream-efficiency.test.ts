import { from, lastValueFrom, map, of, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { sliceAddresses } from '../../../detector/event.js';
import { emulatorSchema, nominalConfig } from '../../../emulator/chain/parts.js';
import { clopperPearson, efficiencyInterval } from '../../../emulator/studies/intervals.js';
import { efficiency, fires, select } from '../../../emulator/studies/stream-efficiency.js';
import { outputWords, setBit } from '../../../triggers/batches.js';
import { compileMenu, findLine } from '../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const menu = compileMenu(physicsMenu);
const numberOf = (name: string) => menu.lines[findLine(menu, name)]!.number;

interface Made {
  readonly lines: readonly string[];
  readonly weight?: number;
}

/** Events that fire given lines, in batches of a size. */
function batchesOf(events: readonly Made[], size: number, config = nominalConfig()) {
  const settings = { seed: 1, conditions: config };
  const starts = Array.from({ length: Math.ceil(events.length / size) }, (_, at) => at * size);
  return starts.map((start) => {
    const here = events.slice(start, start + size);
    const ftdlBits = new Uint32Array(here.length * outputWords);
    here.forEach(({ lines }, event) => {
      for (const line of lines) setBit(ftdlBits, outputWords, event, numberOf(line));
    });
    return {
      eventCount: here.length,
      addresses: sliceAddresses(0, 0, start, here.length),
      weights: Float64Array.from(here, ({ weight = 1 }) => weight),
      ftdlBits,
      menu,
      settings,
    };
  });
}

const events: readonly Made[] = [
  { lines: ['lml1'] },
  { lines: ['lml6', 'stt'] },
  { lines: [] },
  { lines: ['stt'] },
  { lines: ['lml1', 'lml6'] },
];

describe('an efficiency of a stream', () => {
  it('is of a line, or of the OR of the lines of a family, before prescale', async () => {
    const efficiencyOf = (name: string) =>
      lastValueFrom(from(batchesOf(events, 2)).pipe(fires(name), efficiency()));
    const line = await efficiencyOf('lml1');
    expect(line).toMatchObject({
      kind: 'line',
      name: 'lml1',
      fired: 2,
      selected: 5,
      stage: 'ftdl',
    });
    expect(line).toMatchObject(clopperPearson(2, 5));
    expect(line.efficiency).toBe(0.4);
    const family = await efficiencyOf('single-photon');
    expect(family).toMatchObject({ kind: 'family', fired: 3, selected: 5 });
    expect(family.lines).toContain('lml6');
    expect(family.selection).toBe('all events');
  });

  it('does not count lines of the family that are prescaled', async () => {
    const prescaled = menu.lines.filter(
      ({ family, prescale }) => family === 'single-photon' && prescale !== 1,
    );
    expect(prescaled.length).toBeGreaterThan(0);
    const soft = [{ lines: [prescaled[0]!.name] }, { lines: ['lml1'] }];
    const result = await lastValueFrom(
      from(batchesOf(soft, 2)).pipe(fires('single-photon'), efficiency()),
    );
    expect(result.fired).toBe(1);
    expect(result.lines).not.toContain(prescaled[0]!.name);
  });

  it('counts what is selected, with the words of each selection', async () => {
    const result = await lastValueFrom(
      from(batchesOf(events, 3)).pipe(
        select('not the first', ({ addresses }, event) => addresses.index[event]! > 0),
        select('not the last', ({ addresses }, event) => addresses.index[event]! < 4),
        fires('stt'),
        efficiency(0.95),
      ),
    );
    expect(result).toMatchObject({
      selected: 3,
      fired: 2,
      selection: 'not the first, not the last',
    });
    expect(result).toMatchObject(clopperPearson(2, 3, 0.95));
    expect(result.confidence).toBe(0.95);
  });

  it('is of sums of weights, with the same bytes however the events are cut', async () => {
    const weighted = Array.from({ length: 60 }, (_, at) => ({
      lines: at % 3 === 0 ? ['stt'] : [],
      weight: 0.1 + (at % 7) / 9,
    }));
    const cutBy = (size: number) =>
      lastValueFrom(from(batchesOf(weighted, size)).pipe(fires('stt'), efficiency()));
    const [one, other] = [await cutBy(7), await cutBy(60)];
    expect(one).toEqual(other);
    const sums = (rows: typeof weighted) => ({
      n: rows.length,
      sumw: rows.reduce((sum, { weight }) => sum + weight, 0),
      sumw2: rows.reduce((sum, { weight }) => sum + weight * weight, 0),
    });
    const fired = weighted.filter(({ lines }) => lines.length > 0);
    const expected = efficiencyInterval(sums(weighted), sums(fired));
    expect(one.efficiency).toBeCloseTo(expected.efficiency!, 12);
    expect(one.low).toBeCloseTo(expected.low, 10);
  });

  it('is null with a reason where what a line reads is not simulated', async () => {
    const raw = { simulated: { ecl: false } };
    const blind = parseConfig(emulatorSchema, raw, 'test');
    const result = await lastValueFrom(
      from(batchesOf(events, 5, blind)).pipe(fires('lml1'), efficiency()),
    );
    expect(result).toMatchObject({ efficiency: null, low: 0, high: 1 });
    expect(result.remark).toMatch(/ecl/);
  });

  it('says what a user should know: of the file, or of what was made, added up', async () => {
    const note = { code: 'GENERATOR_DECAYED', message: '3 tau', count: 3 } as const;
    const told = (add: object) =>
      lastValueFrom(
        from(batchesOf(events, 3)).pipe(
          map((batch) => ({ ...batch, ...add })),
          fires('stt'),
          efficiency(),
        ),
      );
    const made = await told({ notes: [note] });
    expect(made.notes).toContainEqual({ ...note, count: 6 });
    const read = await told({ file: { notes: [{ ...note, code: 'READER_DECAYED' }] } });
    expect(read.notes.filter(({ code }) => code === 'READER_DECAYED')).toHaveLength(1);
    const line = { ...menu.lines[0]!, name: 'mine', formula: 'ehigh & !nimin0' };
    const unset = compileMenu({ ...physicsMenu, lines: [line] });
    const [batch] = batchesOf(events, 5);
    const result = await lastValueFrom(
      of({ ...batch!, menu: unset }).pipe(fires('mine'), efficiency()),
    );
    expect(result.notes).toMatchObject([{ code: 'MENU_UNSET_INPUT', count: 1 }]);
  });

  it('refuses a name that the menu has not, with the nearest', async () => {
    const wrong = lastValueFrom(from(batchesOf(events, 5)).pipe(fires('single-foton')));
    await expect(wrong).rejects.toMatchObject({ code: 'MENU_UNKNOWN_LINE' });
    await expect(wrong).rejects.toThrow(/nearest is "single-photon"/);
  });

  it('of a stream without events there is none', async () => {
    const none = await lastValueFrom(
      from(batchesOf([], 5)).pipe(fires('stt'), efficiency(), toArray()),
    );
    expect(none).toEqual([]);
  });
});
