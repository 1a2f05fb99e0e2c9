import { describe, expect, it } from 'vitest';
import { RealTime } from '../../../emulator/live/real-time.js';

describe('the real-time factor', () => {
  it('is what was played in a second of wall time, lately and in all', () => {
    const time = new RealTime();
    expect(time.factors()).toEqual({ recent: 0, run: 0 });
    // Ten seconds at half the speed of the beam, then ten at its speed and five at twice that.
    for (let wall = 0; wall <= 25; wall++) {
      const played = wall <= 10 ? wall / 2 : wall <= 20 ? wall - 5 : 15 + 2 * (wall - 20);
      time.note(wall, played);
      if (wall === 10) expect(time.factors()).toEqual({ recent: 0.5, run: 0.5 });
      if (wall === 20) expect(time.factors()).toEqual({ recent: 1, run: 0.75 });
    }
    expect(time.factors().recent).toBeCloseTo((5 + 10) / 10, 12);
    expect(time.factors().run).toBeCloseTo(25 / 25, 12);
  });

  it('stays when the run has ended', () => {
    const time = new RealTime();
    for (const wall of [1, 2, 2, 2]) time.note(wall, wall / 4);
    expect(time.factors()).toEqual({ recent: 0.25, run: 0.25 });
  });
});
