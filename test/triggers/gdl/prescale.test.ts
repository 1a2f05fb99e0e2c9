import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { hasBit, outputWords } from '../../../triggers/batches.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { isAccepted, prescaleAndMask } from '../../../triggers/gdl/prescale.js';
import { ftdlBits, line, menuOf } from './support.js';

const counter = { method: 'counter', phase: 'seeded' } as const;
const counterFromZero = { method: 'counter', phase: 'zero' } as const;
const byChance = { method: 'random', phase: 'seeded' } as const;

/** Events of the batch in which PSNM bit `number` is set. */
function eventsWith(psnmBits: Uint32Array, number: number): readonly number[] {
  return Array.from({ length: psnmBits.length / outputWords }, (_, event) => event).filter(
    (event) => hasBit(psnmBits, outputWords, event, number),
  );
}

const always = (count: number, ...numbers: readonly number[]) =>
  ftdlBits(Array.from({ length: count }, () => numbers));

describe('prescale by counter', () => {
  it.each([1, 2, 42, 2 ** 40])(
    'keeps 1 in 20 of 1000 occurrences: exactly 50, with seed %d',
    (seed) => {
      const kept = eventsWith(
        prescaleAndMask(
          compileMenu(menuOf(line(31, 'elow', 20))),
          counter,
          seed,
        )(always(1000, 31), 1000),
        31,
      );
      expect(kept).toHaveLength(50);
      expect(kept.slice(1).every((event, index) => event - kept[index]! === 20)).toBe(true);
    },
  );

  it.each([
    [2.5, [2, 4, 7, 9]],
    [1.25, [1, 2, 3, 4, 6, 7, 8, 9]],
    [3.333, [3, 6, 9]],
  ])('of %d keeps as many as go into each 10 occurrences, evenly', (prescale, expected) => {
    const menu = compileMenu(menuOf(line(5, 'elow', prescale)));
    const kept = prescaleAndMask(menu, counterFromZero, 1)(always(10, 5), 10);
    expect(eventsWith(kept, 5)).toEqual(expected);
    const many = prescaleAndMask(menu, counter, 7)(always(10_000, 5), 10_000);
    expect(eventsWith(many, 5).length).toBeGreaterThanOrEqual(Math.floor(10_000 / prescale));
    expect(eventsWith(many, 5).length).toBeLessThanOrEqual(Math.ceil(10_000 / prescale));
  });

  it('of 2.5 keeps the first event in two seeds of five', () => {
    const menu = compileMenu(menuOf(line(5, 'elow', 2.5)));
    const seeds = Array.from({ length: 4000 }, (_, seed) => seed);
    const kept = seeds.filter(
      (seed) => eventsWith(prescaleAndMask(menu, counter, seed)(always(1, 5), 1), 5).length > 0,
    );
    // Binomial: 4 σ of 4000 × 0.4 × 0.6 is 124.
    expect(Math.abs(kept.length - 1600)).toBeLessThan(124);
  });

  it('counts occurrences, not events', () => {
    const stream = new RandomStream().seed(3, 0, 0, 0, purpose.test);
    const fired = Array.from({ length: 5000 }, () => stream.uniform() < 0.3);
    const bits = ftdlBits(fired.map((hit) => (hit ? [100] : [])));
    const kept = eventsWith(
      prescaleAndMask(compileMenu(menuOf(line(100, 'elow', 7))), counterFromZero, 1)(bits, 5000),
      100,
    );
    const occurrences = fired.flatMap((hit, event) => (hit ? [event] : []));
    expect(kept).toEqual(occurrences.filter((_, index) => index % 7 === 6));
  });

  it('from phase 0 keeps the Nth occurrence first', () => {
    const kept = prescaleAndMask(
      compileMenu(menuOf(line(5, 'elow', 3))),
      counterFromZero,
      1,
    )(always(10, 5), 10);
    expect(eventsWith(kept, 5)).toEqual([2, 5, 8]);
  });

  it('starts anywhere in its period with equal chance: the first event is kept once in N', () => {
    const menu = compileMenu(menuOf(line(5, 'elow', 4)));
    const seeds = 4000;
    let kept = 0;
    for (let seed = 0; seed < seeds; seed++)
      kept += eventsWith(prescaleAndMask(menu, counter, seed)(always(1, 5), 1), 5).length;
    // Binomial: 4 σ of 4000 × 1/4 × 3/4 is 110.
    expect(Math.abs(kept - seeds / 4)).toBeLessThan(110);
  });

  it('goes on from its state as if it had seen the events before, by counter and by chance', () => {
    const menu = compileMenu(menuOf(line(5, 'elow', 3), line(40, 'ehigh', 5)));
    const events = ftdlBits(Array.from({ length: 300 }, () => [5, 40]));
    const half = 150 * outputWords;
    for (const config of [counter, byChance]) {
      const whole = prescaleAndMask(menu, config, 8);
      whole(events.subarray(0, half), 150);
      const resumed = prescaleAndMask(menu, config, 99, whole.state());
      expect(resumed(events.subarray(half), 150)).toEqual(whole(events.subarray(half), 150));
      expect(resumed.state()).toEqual(whole.state());
    }
  });

  it('gives the same bits in one batch or in many', () => {
    const menu = compileMenu(menuOf(line(5, 'elow', 3), line(40, 'ehigh', 5), line(191, 'elum')));
    const stream = new RandomStream().seed(9, 0, 0, 0, purpose.test);
    const events = Array.from({ length: 200 }, () =>
      [5, 40, 191].filter(() => stream.uniform() < 0.5),
    );
    for (const config of [counter, byChance]) {
      const whole = prescaleAndMask(menu, config, 8)(ftdlBits(events), 200);
      const inParts = prescaleAndMask(menu, config, 8);
      const parts = [events.slice(0, 1), events.slice(1, 64), [], events.slice(64)].flatMap(
        (part) => [...inParts(ftdlBits(part), part.length)],
      );
      expect(parts).toEqual([...whole]);
    }
  });

  it('is fresh for each call and each line has its own', () => {
    const menu = compileMenu(menuOf(line(5, 'elow', 2), line(6, 'ehigh', 2)));
    const events = ftdlBits([[5], [6], [5], [6]]);
    const first = prescaleAndMask(menu, counterFromZero, 1)(events, 4);
    expect([eventsWith(first, 5), eventsWith(first, 6)]).toEqual([[2], [3]]);
    expect(prescaleAndMask(menu, counterFromZero, 1)(events, 4)).toEqual(first);
  });
});

describe('prescale and mask', () => {
  it('passes prescale 1 whole, masks 0, and drops bits that no line has', () => {
    const menu = compileMenu(menuOf(line(0, 'elow'), line(31, 'ehigh', 0), line(32, 'elum')));
    const kept = prescaleAndMask(menu, counter, 1)(always(10, 0, 31, 32, 77), 10);
    expect([0, 31, 32, 77].map((number) => eventsWith(kept, number).length)).toEqual([
      10, 0, 10, 0,
    ]);
  });

  it('accepts an event when any of its PSNM bits is set', () => {
    const menu = compileMenu(menuOf(line(0, 'elow', 0), line(175, 'elum')));
    const kept = prescaleAndMask(menu, counter, 1)(ftdlBits([[0], [175], [], [0, 175]]), 4);
    expect([0, 1, 2, 3].map((event) => isAccepted(kept, event))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it('by chance keeps 1 in N on average', () => {
    const kept = eventsWith(
      prescaleAndMask(
        compileMenu(menuOf(line(9, 'elow', 10))),
        byChance,
        5,
      )(always(20_000, 9), 20_000),
      9,
    ).length;
    // Binomial: 4 σ of 20000 × 0.1 × 0.9 is 170.
    expect(Math.abs(kept - 2000)).toBeLessThan(170);
  });

  it('of 2.5 keeps two in five within 4 σ', () => {
    const menu = compileMenu(menuOf(line(9, 'elow', 2.5)));
    const psnmBits = prescaleAndMask(menu, byChance, 5)(always(20_000, 9), 20_000);
    // Binomial: 4 σ of 20000 × 0.4 × 0.6 is 277.
    expect(Math.abs(eventsWith(psnmBits, 9).length - 8000)).toBeLessThan(277);
  });
});

describe('windows that stand for several', () => {
  const menu = compileMenu(
    menuOf(line(5, 'elow', 4), line(6, 'ehigh', 6), line(40, 'elum'), line(41, 'elow', 0)),
  );
  const fired = ftdlBits([[5], [5, 6], [], [5, 40, 41], [6], [6, 41], [41]]);
  const weights = Float64Array.of(3, 10, 7, 5, 1, 4, 2);

  it.each([counterFromZero, byChance])(
    'move the counters as so many windows in a row ($method)',
    (config) => {
      const prescale = prescaleAndMask(menu, config, 4);
      const { accepts, psnmBits, kept } = prescale.standing(fired, { window: weights });
      const oneByOne = prescaleAndMask(menu, config, 4);
      weights.forEach((weight, window) => {
        const words = fired.subarray(window * outputWords, (window + 1) * outputWords);
        const each = Array.from({ length: weight }, () => oneByOne(words, 1));
        expect(accepts[window]).toBe(each.filter((bits) => isAccepted(bits, 0)).length);
        const rows = [kept.offsets[window]!, kept.offsets[window + 1]!] as const;
        const times = new Map(
          [5, 6, 40, 41].map((number) => [
            number,
            each.filter((bits) => hasBit(bits, outputWords, 0, number)).length,
          ]),
        );
        expect([...kept.number.subarray(...rows)]).toEqual(
          [...times].filter(([, count]) => count > 0).map(([number]) => number),
        );
        expect([...kept.times.subarray(...rows)]).toEqual(
          [...times.values()].filter((count) => count > 0),
        );
        for (const [number, count] of times)
          expect(hasBit(psnmBits, outputWords, window, number)).toBe(count > 0);
      });
      expect(prescale.state()).toEqual(oneByOne.state());
    },
  );

  it('are accepts as often as a prescale below their weight goes into it', () => {
    const { accepts } = prescaleAndMask(menu, counterFromZero, 1).standing(fired, {
      window: weights,
    });
    // Line 5 of prescale 4 stands at 3, then 13 = 3 · 4 + 1: three accepts; line 6 of prescale 6
    // keeps the sixth of the same ten, line 5 the first, fifth and ninth.
    expect([...accepts]).toEqual([0, 4, 0, 5, 0, 1, 0]);
  });

  it('are told when they fire a line without prescale, which was not meant to be thinned', () => {
    const { thinned } = prescaleAndMask(menu, counter, 1).standing(fired, { window: weights });
    expect(thinned).toEqual({ windows: 6, occurrences: 31, unprescaled: 1 });
    const single = prescaleAndMask(menu, counter, 1).standing(fired, { window: weights.fill(1) });
    expect(single.thinned).toEqual({ windows: 0, occurrences: 0, unprescaled: 0 });
  });

  it('that stand for one each are events', () => {
    const ones = new Float64Array(7).fill(1);
    for (const config of [counter, byChance]) {
      const { psnmBits } = prescaleAndMask(menu, config, 3).standing(fired, { window: ones });
      expect(psnmBits).toEqual(prescaleAndMask(menu, config, 3)(fired, 7));
    }
  });

  it('count an artificial input as often as it stands for, for lines that need one', () => {
    const clocked = compileMenu(
      menuOf(line(5, 'elow', 4), line(76, 'revo & !veto', 100), line(81, 'poissonin | elow', 2)),
    );
    const both = ftdlBits([[5, 76], [5], [76, 81], [5, 76]]);
    const prescale = prescaleAndMask(clocked, counterFromZero, 1);
    const { accepts, ftdl, kept } = prescale.standing(both, {
      window: Float64Array.of(1, 4, 1, 2),
      artificial: Float64Array.of(100, 1, 250, 1),
    });
    expect([ftdl[5], ftdl[76], ftdl[81]]).toEqual([1 + 4 + 2, 100 + 250 + 1, 1]);
    // Line 76 is kept by its hundredth, then twice of 250; line 5 by its fourth.
    expect([...accepts]).toEqual([1, 1, 2, 0]);
    expect([...kept.number]).toEqual([76, 5, 76]);
    expect([...kept.times]).toEqual([1, 1, 2]);
    expect([5, 76, 81].map((number) => prescale.state()[number])).toEqual([3, 51, 1]);
  });
});
