import { describe, expect, it } from 'vitest';
import { estimateOf, meritOn } from '../../../emulator/optimize/estimates.js';
import { derivativesOf, valuesOf } from '../../../emulator/optimize/merit.js';
import { randomEvents, toyMenu, toySample, uniform } from './toy.js';

const random = uniform(2);
const often = [0.2, 0.5, 0.4, 0.6, 0.3];
const sample = toySample({
  menu: toyMenu([1, 2, 3, 4, 5, 6]),
  free: [0, 1, 2, 3, 4],
  groups: [undefined, new Set([1, 2, 5])],
  signals: [
    { fired: randomEvents(300, often, random) },
    { fired: randomEvents(200, [0.5, 0.1, 0.1, 0.2, 0.6, 0.5], random) },
  ],
  worth: [3, 1],
  classes: [
    { fired: randomEvents(200, [...often, 0.5], random) },
    { fired: randomEvents(400, [0.01, 0.1, 0.2, 0.3, 0.4, 0.5], random) },
  ],
  rates: [1000, 30],
});
const merit = meritOn(sample, 0, 0);
const pairs = Array.from(
  { length: 25 },
  (_, pair) => [Math.floor(pair / 5), pair % 5] as const,
).filter(([one, other]) => one !== other);

describe('efficiency and rates as functions of chances', () => {
  it('are those that are estimated of the same events', () => {
    for (const chances of [
      [0, 0, 0, 0, 0],
      [1, 1, 1, 1, 1],
      [0.2, 1, 0.3, 0, 0.5],
    ].map((each) => Float64Array.from(each))) {
      const [efficiency, ...rates] = valuesOf(merit, chances);
      const estimate = estimateOf(sample, 0, { trigger: 0, chances });
      expect(efficiency).toBeCloseTo(estimate.efficiency.value, 12);
      expect(rates).toHaveLength(2);
      for (const [group, hz] of rates.entries())
        expect(hz).toBeCloseTo(estimate.rates[group]!.hz, 9);
    }
  });

  it('change by their slopes and bends exactly, also where lines keep all', () => {
    for (const chances of [
      [0.2, 0.5, 0.3, 0.1, 0.5],
      [1, 0.5, 1, 0, 0.1],
      [1, 1, 1, 1, 1],
    ].map((each) => Float64Array.from(each))) {
      const now = valuesOf(merit, chances);
      for (const place of merit.quantities.keys()) {
        const { slopes, bends } = derivativesOf(merit, place, chances, true);
        expect(derivativesOf(merit, place, chances, false).slopes).toEqual(slopes);
        for (const [one, other] of pairs) {
          const [step, otherStep] = [0.15 - chances[one]!, 0.85 - chances[other]!];
          const then = chances.slice();
          then[one]! += step;
          const alone = valuesOf(merit, then)[place]! - now[place]!;
          expect(alone).toBeCloseTo(slopes[one]! * step, 9);
          then[other]! += otherStep;
          const both = valuesOf(merit, then)[place]! - now[place]!;
          const bend = bends[5 * one + other]! * step * otherStep;
          expect(both).toBeCloseTo(slopes[one]! * step + slopes[other]! * otherStep + bend, 9);
        }
      }
    }
  });
});
