import { describe, expect, it } from 'vitest';
import { revolutionPeriod } from '../../../detector/base/constants.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { ms } from '../../../detector/base/units.js';
import { InjectionBurst, injectionFlow } from '../../../emulator/backgrounds/injection-burst.js';

const shape = { fastShare: 0.7, fastDecay: 0.3 * ms, slowDecay: 5 * ms, width: 100 };
const burst = new InjectionBurst(shape);
const stream = (): RandomStream => new RandomStream().seed(1, 0, 0, 0, purpose.test);
const turnOf = (time: number): number => Math.floor(time / revolutionPeriod);

describe('background of an injected bunch', () => {
  it('is 1 in all, 0.7 (1 − e⁻¹) + 0.3 (1 − e^−0.06) of it in the first 0.3 ms', () => {
    expect(burst.shareOf(0, Number.POSITIVE_INFINITY)).toBeCloseTo(1, 12);
    const turns = Math.round((0.3 * ms) / revolutionPeriod);
    const time = turns * revolutionPeriod;
    const expected =
      0.7 * (1 - Math.exp(-time / shape.fastDecay)) + 0.3 * (1 - Math.exp(-time / shape.slowDecay));
    expect(burst.shareOf(0, turns)).toBeCloseTo(expected, 9);
    expect(expected).toBeCloseTo(0.459, 2);
  });

  it('is drawn as it is dense: turns by their shares, the passage 100 ns wide', () => {
    const source = stream();
    const [first, end, count] = [20, 300, 40_000];
    const times = Array.from({ length: count }, () => burst.draw(source, first, end));
    const turns = times.map(turnOf);
    expect(Math.min(...turns)).toBe(first);
    expect(Math.max(...turns)).toBeLessThan(end);
    for (const edge of [30, 50, 100, 200]) {
      const share = burst.shareOf(first, edge) / burst.shareOf(first, end);
      const found = turns.filter((turn) => turn < edge).length / count;
      expect(Math.abs(found - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / count));
    }
    const squares = times.reduce((sum, time, at) => {
      const away = time - turns[at]! * revolutionPeriod;
      return sum + away * away;
    }, 0);
    expect(Math.abs(Math.sqrt(squares / count) / 100 - 1)).toBeLessThan(0.015);
  });

  it('comes with 68.3 % within 100 ns of a passage, before it not, in turns by shares', () => {
    const [turn, first] = [40, 40 * revolutionPeriod];
    const inTurn = burst.shareOf(turn, turn + 1);
    expect(burst.shareBetween(first, first + 100) / inTurn).toBeCloseTo(0.682_689, 5);
    expect(burst.shareBetween(first - 300, first) / inTurn).toBeLessThan(1e-6);
    expect(burst.shareBetween(first + 100, first + 250) / inTurn).toBeCloseTo(
      0.987_581 - 0.682_689,
      5,
    );
    expect(burst.shareBetween(-1e4, 0)).toBe(0);
    const turns = burst.shareBetween(first - 5000, first + 3 * revolutionPeriod - 5000);
    expect(turns / burst.shareOf(turn, turn + 3)).toBeCloseTo(1, 6);
  });

  it('of shots falls into slices whose parts add up to all, each time inside of its slice', () => {
    const arrivals = [1 * ms, 7 * ms];
    const slices = Array.from({ length: 40 }, (_, slice) =>
      injectionFlow(burst, {
        arrivals,
        perShot: 500,
        from: 5 * slice * ms,
        to: 5 * (slice + 1) * ms,
      }),
    );
    expect(slices.reduce((sum, { mean }) => sum + mean, 0)).toBeCloseTo(1000, 6);
    const source = stream();
    const drawn = Array.from({ length: 4000 }, () => slices[1]!.draw(source));
    for (const time of drawn) {
      expect(time).toBeGreaterThanOrEqual(0);
      expect(time).toBeLessThan(5 * ms);
    }
    // From 5 to 10 ms: before the second arrival what the first has left, as part of the mean.
    const old = drawn.filter((time) => time < 1.9 * ms).length / 4000;
    const turn = (time: number): number => Math.ceil(time / revolutionPeriod);
    const left = 500 * burst.shareOf(turn(4 * ms), turn(5.9 * ms));
    const expected = left / slices[1]!.mean;
    expect(Math.abs(old - expected)).toBeLessThan(
      4 * Math.sqrt((expected * (1 - expected)) / 4000),
    );
  });

  it('of no shot is none', () => {
    expect(injectionFlow(burst, { arrivals: [], perShot: 500, from: 0, to: 1 }).mean).toBe(0);
    const before = injectionFlow(burst, { arrivals: [9], perShot: 500, from: 0, to: 5 });
    expect(before.mean).toBe(0);
  });
});
