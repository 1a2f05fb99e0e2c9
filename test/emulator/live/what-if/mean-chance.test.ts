import { describe, expect, it } from 'vitest';
import { meanChance } from '../../../../emulator/live/what-if/mean-chance.js';
import { clopperPearson, efficiencyInterval } from '../../../../emulator/studies/intervals.js';

type Windows = readonly (readonly [weight: number, chance: number])[];

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const selectedOf = (windows: Windows) => ({
  n: windows.length,
  sumw: total(windows.map(([w]) => w)),
  sumw2: total(windows.map(([w]) => w * w)),
});

const meanOf = (windows: Windows, confidence = 0.6827) =>
  meanChance(
    selectedOf(windows),
    {
      n: windows.filter(([, c]) => c > 0).length,
      sum: total(windows.map(([w, c]) => w * c)),
      squares: total(windows.map(([w, c]) => w * w * c * c)),
      weighted: total(windows.map(([w, c]) => w * w * c)),
    },
    confidence,
  );

const repeated = (windows: Windows, times: number): Windows =>
  Array.from({ length: times }, () => windows).flat();

describe('the mean chance of weighted windows', () => {
  it('has the variance Σw²(c − ε)²/(Σw)² where prescales keep them by chance', () => {
    const windows = repeated(
      [
        [1, 0.25],
        [3, 0.5],
        [2, 0],
        [1, 1],
      ] as const,
      200,
    );
    const { efficiency, low, high } = meanOf(windows);
    const { sumw } = selectedOf(windows);
    expect(efficiency).toBeCloseTo(total(windows.map(([w, c]) => w * c)) / sumw, 14);
    const variance = total(windows.map(([w, c]) => (w * (c - efficiency!)) ** 2)) / sumw ** 2;
    const size = (efficiency! * (1 - efficiency!)) / variance;
    const expected = clopperPearson(efficiency! * size, size);
    expect(low).toBeCloseTo(expected.low, 10);
    expect(high).toBeCloseTo(expected.high, 10);
    expect(meanOf(windows, 0.95).high).toBeGreaterThan(high);
  });

  it('is what fired and what did not where chances are 0 and 1', () => {
    const windows = repeated(
      [
        [1, 1],
        [3, 0],
        [2, 1],
      ] as const,
      5,
    );
    const fired = windows.filter(([, c]) => c === 1);
    expect(meanOf(windows)).toEqual(efficiencyInterval(selectedOf(windows), selectedOf(fired)));
  });

  it('of one chance for all is known well', () => {
    const { low, high } = meanOf(
      repeated(
        [
          [1, 0.5],
          [1, 0.5000001],
        ] as const,
        50,
      ),
    );
    expect(high - low).toBeLessThan(0.01);
  });
});
