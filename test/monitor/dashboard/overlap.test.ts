import { describe, expect, it } from 'vitest';
import type { RatesData } from '../../../monitor/dashboard/messages.js';
import { overlapWords, partnersOf } from '../../../monitor/dashboard/overlap-panel.js';
import { ratesBetween } from '../../../monitor/snapshot-rates.js';
import { codecs } from '../../../monitor/wire.js';
import { syntheticSnapshot } from '../synthetic-run.js';

const state = { id: 'run-1', state: 'running', reason: '', events: 0, machine: true } as const;
const snapshot = syntheticSnapshot(1, { ...state, wallSeconds: 100 });
/** As the page gets it. */
const data = JSON.parse(
  codecs['b2l1.v1.json'].encode(ratesBetween(undefined, snapshot)).toString(),
) as RatesData;

describe('the overlap of lines', () => {
  it('is what both keep, as a rate and as shares of each', () => {
    // Of 3712 Hz a tenth is of lml1, 35 % of the accepts, and of lml6, 30 %.
    const [first, ...others] = partnersOf(data, 'lml1');
    expect(others).toEqual([]);
    expect(first?.name).toBe('lml6');
    expect(first?.hz).toBeCloseTo((371.2 * 99.8) / 99.59, 0);
    expect(first?.ofFirst).toBeCloseTo(1 / 3.5, 2);
    expect(first?.ofOwn).toBeCloseTo(1 / 3, 2);
  });

  it('lists the lines that share most first, wherever they stand in the menu', () => {
    expect(partnersOf(data, 'lml6').map(({ name }) => name)).toEqual(['lml1', 'hie']);
    expect(partnersOf(data, 'hie').map(({ name }) => name)).toEqual(['lml6']);
    expect(partnersOf(data, 'nobody')).toEqual([]);
  });

  it('is told in words, with what a line keeps alone', () => {
    expect(overlapWords(data, 'lml1', '')).toBe('lml1 keeps 1.30 kHz, of which 325 Hz alone.');
    expect(overlapWords(data, 'lml1', 'lml6')).toMatch(
      /^lml1 and lml6 keep 372 Hz both: 28\.6.% of lml1, 33\.3.% of lml6\. lml1 keeps/,
    );
    expect(overlapWords(data, 'lml1', 'hie')).toMatch(/^lml1 and hie keep 0 Hz both: 0.% of lml1/);
    expect(overlapWords(data, 'lml1', 'lml1')).toMatch(/Choose another line/);
    expect(overlapWords(data, '', '')).toBe('');
  });
});
