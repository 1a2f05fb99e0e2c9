import { describe, expect, it } from 'vitest';
import { meritOn } from '../../../emulator/optimize/estimates.js';
import { ladderOf } from '../../../emulator/optimize/ladders.js';
import { valuesOf } from '../../../emulator/optimize/merit.js';
import {
  chancesOf,
  fits,
  giveBack,
  lowest,
  type Problem,
  search,
} from '../../../emulator/optimize/search.js';
import { randomEvents, toyMenu, toySample, twice, uniform } from './toy.js';

/** Events of one signal and one class, `each` times the lines given, of so many. */
const some = (...kinds: readonly (readonly [count: number, lines: readonly number[]])[]) =>
  twice(kinds.flatMap(([count, lines]) => Array.from({ length: count }, () => lines)));

function problemOf(
  sample: Parameters<typeof meritOn>[0],
  prescales: readonly number[],
  limits: readonly number[],
): Problem {
  const ladder = ladderOf({ prescale: prescales.at(-1)! } as never, prescales).chances;
  const merit = meritOn(sample, 0, 0);
  return {
    merit,
    ladders: Array.from({ length: merit.lineCount }, () => ladder),
    limits: Float64Array.from(limits),
  };
}

const found = (problem: Problem): readonly number[] => [
  ...chancesOf(problem, search(problem, [])!),
];

/** The best of all choices there are. */
function bruteForce(problem: Problem): number {
  const sizes = problem.ladders.map(({ length }) => length);
  const all = sizes.reduce((product, size) => product * size, 1);
  let best = Number.NEGATIVE_INFINITY;
  for (let choice = 0; choice < all; choice++) {
    let rest = choice;
    const levels = Int16Array.from(sizes, (size) => {
      const level = rest % size;
      rest = (rest - level) / size;
      return level;
    });
    const values = valuesOf(problem.merit, chancesOf(problem, levels));
    if (fits(problem, values)) best = Math.max(best, values[0]!);
  }
  return best;
}

/** All changes of one level and of two. */
function* neighboursOf(levels: Int16Array, size: number): Generator<Int16Array> {
  for (let change = 0; change < (levels.length * size) ** 2; change++) {
    const other = levels.slice();
    for (const one of [change % (levels.length * size), Math.floor(change / levels.length / size)])
      other[Math.floor(one / size)] = one % size;
    yield other;
  }
}

describe('the search', () => {
  it('opens the line with more signal a hertz, and prescales the other into what is left', () => {
    // a: 40 % of the signal for 30 Hz; b: 20 % for 20 Hz; c: nothing for 10 Hz.
    const sample = toySample({
      menu: toyMenu([1, 1, 1]),
      signals: [some([40, [0]], [20, [1]], [40, []])],
      classes: [some([30, [0]], [20, [1]], [10, [2]], [40, []])],
      rates: [100],
    });
    const prescales = [0, 1, 2, 4];
    expect(found(problemOf(sample, prescales, [60]))).toEqual([1, 1, 0]);
    expect(found(problemOf(sample, prescales, [40]))).toEqual([1, 0.5, 0]);
    expect(found(problemOf(sample, prescales, [34]))).toEqual([1, 0, 0]);
    // 15 Hz of a are 20 % of the signal, 10 and 5 Hz of b beside a quarter of a less.
    expect(found(problemOf(sample, prescales, [20]))).toEqual([0.5, 0.25, 0]);
    expect(search(problemOf(sample, prescales, [0]), [])).toEqual(Int16Array.of(0, 0, 0));
  });

  it('pays once for what two lines keep together', () => {
    // b fires on all that a fires and on a little more: nothing is gained by both.
    const sample = toySample({
      menu: toyMenu([1, 1]),
      signals: [some([50, [0, 1]], [5, [1]], [45, []])],
      classes: [some([20, [0, 1]], [20, [1]], [60, []])],
      rates: [1000],
    });
    expect(found(problemOf(sample, [0, 1], [200]))).toEqual([1, 0]);
    expect(found(problemOf(sample, [0, 1], [399]))).toEqual([1, 0]);
    // With both open a costs nothing and gives nothing; it stays down.
    expect(valuesOf(meritOn(sample, 0, 0), Float64Array.of(1, 1))[1]).toBeCloseTo(400, 9);
    expect(found(problemOf(sample, [0, 1], [400]))[1]).toBe(1);
  });

  it('weighs signals, and keeps each budget', () => {
    const toy = {
      menu: toyMenu([1, 1]),
      signals: [some([100, [0]]), some([100, [1]])],
      classes: [some([10, [0]], [10, [1]], [80, []])],
      rates: [100],
    };
    const heavier = (worth: readonly number[]) =>
      found(problemOf(toySample({ ...toy, worth }), [0, 1], [10]));
    expect(heavier([2, 1])).toEqual([1, 0]);
    expect(heavier([1, 2])).toEqual([0, 1]);
    const grouped = toySample({ ...toy, worth: [2, 1], groups: [undefined, new Set([0])] });
    expect(found(problemOf(grouped, [0, 1, 5], [10, 4]))).toEqual([0, 1]);
    expect(found(problemOf(grouped, [0, 1, 5], [12, 4]))).toEqual([0.2, 1]);
    expect(found(problemOf(grouped, [0, 1, 5], [Number.POSITIVE_INFINITY, 4]))).toEqual([0.2, 1]);
  });

  it('is the best of all choices on small cases, and never better', () => {
    const random = uniform(7);
    let missed = 0;
    for (let round = 0; round < 60; round++) {
      const often = () => Array.from({ length: 5 }, () => random() ** 2);
      const sample = toySample({
        menu: toyMenu([1, 1, 1, 1, 1]),
        signals: [{ fired: randomEvents(120, often(), random) }],
        classes: [{ fired: randomEvents(160, often(), random) }],
        rates: [100],
      });
      const full = valuesOf(meritOn(sample, 0, 0), new Float64Array(5).fill(1))[1]!;
      const problem = problemOf(sample, [0, 1, 2, 5], [(0.1 + 0.8 * random()) * full]);
      const levels = search(problem, [])!;
      const values = valuesOf(problem.merit, chancesOf(problem, levels));
      expect(fits(problem, values)).toBe(true);
      const best = bruteForce(problem);
      expect(values[0]).toBeLessThanOrEqual(best + 1e-12);
      // It may end in a place that no change of two lines leaves: near the best.
      expect(values[0]).toBeGreaterThan(0.97 * best);
      if (values[0]! < best - 1e-12) missed++;
    }
    expect(missed).toBeLessThanOrEqual(2);
  });

  it('leaves nothing that a change of one line or of two would gain', () => {
    const random = uniform(11);
    for (let round = 0; round < 12; round++) {
      const often = () => Array.from({ length: 9 }, () => 0.4 * random() ** 2);
      const sample = toySample({
        menu: toyMenu(Array.from({ length: 9 }, () => 1)),
        signals: [{ fired: randomEvents(150, often(), random) }],
        classes: [{ fired: randomEvents(200, often(), random) }],
        rates: [100],
      });
      const full = valuesOf(meritOn(sample, 0, 0), new Float64Array(9).fill(1))[1]!;
      const problem = problemOf(sample, [0, 1, 1.5, 4], [(0.2 + 0.5 * random()) * full]);
      const levels = search(problem, [])!;
      const [efficiency] = valuesOf(problem.merit, chancesOf(problem, levels));
      for (const other of neighboursOf(levels, 4)) {
        const values = valuesOf(problem.merit, chancesOf(problem, other));
        if (fits(problem, values)) expect(values[0]).toBeLessThanOrEqual(efficiency! + 1e-11);
      }
    }
  });

  it('finds nothing where even the least is too much', () => {
    const sample = toySample({
      menu: toyMenu([1, 2]),
      free: [0],
      signals: [some([1, [0]])],
      classes: [some([50, [1]], [50, [0]])],
      rates: [100],
    });
    expect(search(problemOf(sample, [0, 1], [24.9]), [])).toBeUndefined();
    expect(found(problemOf(sample, [0, 1], [25]))).toEqual([0]);
  });

  it('gives lines back what they have, the cheapest first, as far as there is room', () => {
    const sample = toySample({
      menu: toyMenu([1, 1, 1]),
      signals: [some([100, [0]])],
      classes: [some([10, [0]], [30, [1]], [20, [2]], [40, []])],
      rates: [100],
    });
    const problem = problemOf(sample, [0, 1, 10], [50]);
    const levels = search(problem, [])!;
    expect([...chancesOf(problem, levels)]).toEqual([1, 0, 0]);
    const present = Int16Array.of(2, 2, 2);
    expect([...chancesOf(problem, giveBack(problem, levels, present))]).toEqual([1, 0, 1]);
    // None is lowered to what it has.
    const low = Int16Array.of(1, 0, 0);
    expect([...chancesOf(problem, giveBack(problem, levels, low))]).toEqual([1, 0, 0]);
    expect(lowest(problem)).toEqual(Int16Array.of(0, 0, 0));
  });
});
