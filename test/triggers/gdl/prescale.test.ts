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
});
