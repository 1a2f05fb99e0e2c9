import { describe, expect, it } from 'vitest';
import { Stretches } from '../../../emulator/readout/stretches.js';

describe('stretches of ticks', () => {
  it('are passed when they end, and joined when they touch', () => {
    const stretches = new Stretches();
    stretches.add(10, 20);
    stretches.add(20, 25);
    stretches.add(26, 30);
    stretches.add(27, 28);
    expect(stretches.passTo(24)).toBe(true);
    expect([stretches.from, stretches.until]).toEqual([10, 25]);
    expect(stretches.passTo(25)).toBe(true);
    expect([stretches.from, stretches.until]).toEqual([26, 30]);
    expect(stretches.passTo(30)).toBe(false);
  });

  it('are many, and room is used again when they have passed', () => {
    const stretches = new Stretches();
    for (let each = 0; each < 1000; each++) {
      stretches.add(10 * each, 10 * each + 5);
      if (each % 3 === 0) stretches.passTo(10 * (each - 20));
    }
    const { from, until } = stretches.state();
    expect(from).toHaveLength(1000 - (999 - 20));
    expect([from[0], until.at(-1)]).toEqual([9790, 9995]);
    const resumed = new Stretches(stretches.state());
    for (const each of [stretches, resumed]) each.add(20_000, 20_001);
    expect(resumed.state()).toEqual(stretches.state());
  });
});
