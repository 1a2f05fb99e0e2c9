import { describe, expect, it } from 'vitest';
import type { RatesData } from '../../../monitor/dashboard/messages.js';
import { overlapWords, partnersOf } from '../../../monitor/dashboard/overlap-panel.js';
import type { RunSnapshot } from '../../../monitor/ports.js';
import { ratesBetween } from '../../../monitor/snapshot-rates.js';
import { codecs } from '../../../monitor/wire.js';
import { syntheticSnapshot } from '../synthetic-run.js';

const state = { id: 'run-1', state: 'running', reason: '', events: 0, machine: true } as const;
const snapshot = syntheticSnapshot(1, { ...state, wallSeconds: 100 });
/** As the page gets it. */
const shown = (of: RunSnapshot): RatesData =>
  JSON.parse(codecs['b2l1.v1.json'].encode(ratesBetween(undefined, of)).toString()) as RatesData;
const data = shown(snapshot);

describe('the overlap of lines', () => {
  it('is what both keep, as a rate and as shares of each', () => {
    // Of 3712 Hz a tenth is of lml1, 35 % of the accepts, and of lml6, 30 %.
    const [first, ...others] = partnersOf(data, 'lml1');
    expect(others).toEqual([]);
    expect(first?.name).toBe('lml6');
    expect(first?.hz).toBeCloseTo((371.2 * 99.8) / 99.55, 0);
    expect(first?.ofFirst).toBeCloseTo(1 / 3.5, 2);
    expect(first?.ofOwn).toBeCloseTo(1 / 3, 2);
  });

  it('has shares of lines that keep less than a millihertz', () => {
    const long = syntheticSnapshot(1, { ...state, wallSeconds: 20_000 });
    const rare = new Map([
      ['lml1', 8],
      ['lml6', 4],
    ]);
    const overlaps = {
      kept: Float64Array.from(long.lines, ({ name, psnm }) => rare.get(name) ?? psnm),
      alone: new Float64Array(long.lines.length),
      one: Float64Array.of(0),
      other: Float64Array.of(3),
      accepts: Float64Array.of(3),
    };
    const [pair] = partnersOf(shown({ ...long, overlaps }), 'lml1');
    expect(pair).toMatchObject({ name: 'lml6', ofFirst: 3 / 8, ofOwn: 3 / 4 });
    expect(pair!.hz).toBeCloseTo(3 / (20_000 * 0.9955), 9);
  });

  it('lists the lines that share most first, wherever they stand in the menu', () => {
    expect(partnersOf(data, 'lml6').map(({ name }) => name)).toEqual(['lml1', 'hie']);
    expect(partnersOf(data, 'hie').map(({ name }) => name)).toEqual(['lml6']);
    expect(partnersOf(data, 'nobody')).toEqual([]);
  });

  it('is told in words, with what a line keeps alone', () => {
    expect(overlapWords(data, 'lml1', '')).toBe('lml1 keeps 1.30 kHz, of which 326 Hz alone.');
    expect(overlapWords(data, 'lml1', 'lml6')).toMatch(
      /^lml1 and lml6 keep 37[23] Hz both: 28\.6.% of lml1, 33\.3.% of lml6\. lml1 keeps/,
    );
    expect(overlapWords(data, 'lml1', 'hie')).toMatch(/^lml1 and hie keep 0 Hz both: 0.% of lml1/);
    expect(overlapWords(data, 'lml1', 'lml1')).toMatch(/Choose another line/);
    expect(overlapWords(data, '', '')).toBe('');
  });

  it('is of the present menu and prescales alone, and says since when', () => {
    const { overlaps } = snapshot;
    const since = { seconds: 90, playedSeconds: 89.55 };
    const fresh = shown({
      ...snapshot,
      overlaps: { ...overlaps, kept: overlaps.kept.map((count) => count / 10), since },
    });
    // A tenth of the counts in a tenth of the time.
    expect(overlapWords(fresh, 'lml1', '')).toMatch(
      /^lml1 keeps 1.30 kHz, of which .* alone, since 1 min 30 s of beam\.$/,
    );
    expect(partnersOf(fresh, 'lml1')[0]?.ofFirst).toBeCloseTo(10 / 3.5, 1);
  });
});
