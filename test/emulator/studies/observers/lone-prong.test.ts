import { describe, expect, it } from 'vitest';
import { degree } from '../../../../detector/base/units.js';
import type { ObservedBatch } from '../../../../emulator/chain/observed.js';
import { loneProng } from '../../../../emulator/studies/observers/lone-prong.js';
import { move, particlesOf } from '../../../detector/cdc/chamber.js';
import { shot } from '../../../detector/klm/passages.js';

/** What is observed of events of one particle when the trigger matched so many tracks in each. */
function observe(
  shots: readonly ReturnType<typeof shot>[],
  cdcklm: readonly number[],
  decays: boolean,
) {
  const { particles } = move(particlesOf(shots.map((one) => [one])), { transport: { decays } });
  const objects = { klmMatches: { cdcklm: Uint8Array.from(cdcklm) } };
  return {
    particles,
    found: loneProng({ eventCount: shots.length, particles, objects } as unknown as ObservedBatch<
      never,
      'klmMatches'
    >),
  };
}

describe('the lone particle of an event', () => {
  it('has momentum and angles as generated', () => {
    const { found } = observe([shot(-13, 1.5, 70, 40)], [0], false);
    expect(found.kind[0]).toBe(13);
    expect(found.p[0]).toBeCloseTo(1.5, 6);
    expect(found.theta[0]).toBeCloseTo(70 * degree, 6);
    expect(found.phi[0]).toBeCloseTo(40 * degree, 6);
  });

  it('is matched as itself, or by what it decayed into, or not', () => {
    expect([...observe([shot(211, 2, 70), shot(211, 2, 70)], [1, 0], false).found.matched]).toEqual(
      [1, 0],
    );
    const { particles, found } = observe(
      Array.from({ length: 300 }, () => shot(211, 0.5, 70)),
      Array.from({ length: 300 }, () => 1),
      true,
    );
    const replaced = Array.from(
      particles.offsets.subarray(0, 300),
      (row) => particles.status[row] === 2,
    );
    // One in sixteen decays on 1.3 m at 0.5 GeV.
    expect(replaced.filter(Boolean).length).toBeGreaterThan(5);
    expect([...found.matched].map((value) => value === 2)).toEqual(replaced);
  });
});
