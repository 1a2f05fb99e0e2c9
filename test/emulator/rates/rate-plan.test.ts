import { describe, expect, it } from 'vitest';
import { chanceSums } from '../../../emulator/rates/chance-sums.js';
import { allocate } from '../../../emulator/rates/rate-plan.js';

const quantities = [
  { kind: 'ftdl', name: 'line' },
  { kind: 'accepted', name: 'accepted' },
] as const;

/** A class of seeds of which a share fires the only line. */
function classOf(hz: number, share: number) {
  const sums = chanceSums({ quantities, chanceOf: new Float64Array(1), familyCount: 0 });
  sums.events = 1000;
  for (const column of [sums.chances, sums.squares]) column.fill(1000 * share);
  return { hz, sums };
}

describe('events of a class', () => {
  it('go with its rate: errors in Hz are its rate over the root of its events', () => {
    const [slow, fast] = allocate([classOf(100, 0.3), classOf(300, 0.3)], quantities, 4000);
    expect(slow).toBe(1000);
    expect(fast).toBe(3000);
  });

  it('are few where all events do the same', () => {
    const [sure, unsure] = allocate([classOf(100, 1), classOf(100, 0.5)], quantities, 1000);
    expect(sure).toBeLessThan(100);
    expect(unsure).toBeGreaterThan(900);
  });

  it('are not none where no event has fired yet', () => {
    const [silent] = allocate([classOf(10_000, 0), classOf(100, 0.5)], quantities, 1000);
    expect(silent).toBeGreaterThan(100);
  });

  it('do not follow a line below 10 Hz', () => {
    // Only the total, which both make alike, decides: a rare line would ask for the second class.
    const rare = classOf(1, 0.5);
    const often = classOf(1000, 0.5);
    often.sums.chances[0] = 0;
    often.sums.squares[0] = 0;
    const [, rareEvents] = allocate([often, rare], quantities, 10_000);
    expect(rareEvents).toBeLessThan(20);
  });

  it('go to the line that is known worst, until all are known alike', () => {
    const lines = [
      { kind: 'ftdl', name: 'often' },
      { kind: 'ftdl', name: 'rare' },
    ] as const;
    const sumsOf = (...shares: readonly number[]) => {
      const sums = chanceSums({
        quantities: lines,
        chanceOf: new Float64Array(2),
        familyCount: 0,
      });
      // So many that none that has not fired weighs.
      sums.events = 1e8;
      for (const column of [sums.chances, sums.squares])
        column.set(shares.map((share) => 1e8 * share));
      return { hz: 10_000, sums };
    };
    const [often, rare] = allocate([sumsOf(0.5, 0), sumsOf(0, 0.002)], lines, 100_000);
    // Squared errors are (1 − p)/p over the events: 499 to 1. By their sum it would be the root.
    expect(rare! / often!).toBeGreaterThan(450);
    expect(rare! / often!).toBeLessThan(550);
  });
});
