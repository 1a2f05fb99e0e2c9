import { describe, expect, it } from 'vitest';
import { sliceAddresses } from '../../../detector/event.js';
import { passedThrough } from '../../../emulator/chain/passed-through.js';

const passed = (oneIn: number, first = 0, count = 20_000, seed = 3) =>
  passedThrough(oneIn, { seed }, sliceAddresses(1, 4, first, count));

describe('events that pass through', () => {
  it('are one in so many, and all of them for 1', () => {
    const count = 20_000;
    for (const oneIn of [2, 10, 100]) {
      const sum = passed(oneIn).reduce((total, yes) => total + yes, 0);
      const expected = count / oneIn;
      expect(Math.abs(sum - expected)).toBeLessThan(4 * Math.sqrt(expected));
    }
    expect(passed(1).every((yes) => yes === 1)).toBe(true);
  });

  it('follow from seed and address, in whatever batch an event comes', () => {
    expect(passed(7, 500, 100)).toEqual(passed(7).slice(500, 600));
    expect(passed(7, 0, 100, 4)).not.toEqual(passed(7, 0, 100));
  });
});
