import { describe, expect, it } from 'vitest';
import { FrontEnds } from '../../../emulator/readout/front-ends.js';
import { bytePerTick, readout, slowFrontEnds } from './configs.js';

describe('the way from the front ends to the built event', () => {
  const one = {
    frontEnds: slowFrontEnds(1),
    receivers: { events: 1, megabytesPerSecond: bytePerTick * 1.000_001 },
    builder: { events: 1, megabytesPerSecond: bytePerTick * 1.000_001 },
  };

  it('takes link, receiver, builder one after the other; the slowest part completes it', () => {
    const frontEnds = new FrontEnds(readout(one));
    frontEnds.take(10, [100, 40, 0, 0, 0, 0, 0], 0);
    expect([0, 1, 2].map((place) => frontEnds.fifoFreeFrom(place))).toEqual([110, 50, 10]);
    expect(frontEnds.linkFreeFrom()).toBe(210);
    expect(frontEnds.builderFreeFrom()).toBe(350);
  });

  it('shares data among links, and boards of 48 links', () => {
    const given = { ...one.frontEnds, pxd: { events: 1, links: 50, megabytesPerSecond: 127 } };
    const frontEnds = new FrontEnds(readout({ ...one, frontEnds: given }));
    frontEnds.take(0, [1_000_000, 0, 0, 0, 0, 0, 0], 0);
    // 50 links of 127 MB/s: 157.5 µs of 7.86 ns. Then two boards.
    expect(frontEnds.fifoFreeFrom(0)).toBe(20_035);
    expect(frontEnds.linkFreeFrom()).toBe(20_035 + 500_000);
  });

  it('goes on from a state', () => {
    const frontEnds = new FrontEnds(readout(one));
    frontEnds.take(10, [100, 40, 3, 0, 0, 7, 0], 0);
    const resumed = new FrontEnds(readout(one), frontEnds.state());
    for (const each of [frontEnds, resumed]) each.take(20, [1, 2, 3, 4, 5, 6, 7], 0);
    expect(resumed.state()).toEqual(frontEnds.state());
  });
});
