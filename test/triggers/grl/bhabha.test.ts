import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { degree } from '../../../detector/base/units.js';
import { grlObjects, grlSchema } from '../../../triggers/grl/grl.js';
import { at, countsAboveCms, findPair } from '../ecl/pairs.js';
import { objectsOf, pulseAt } from '../ecl/pulses.js';
import { cdcOf, type FullTrack, type GrlEvent } from './events.js';

/**
 * Classes that an event of two energetic back-to-back clusters in these rings gets, and the same
 * without tracks behind it.
 */
function classesOfTwo(
  rings: readonly [number, number],
  tracks: (phi: readonly [number, number]) => GrlEvent,
  energy = 5,
): readonly Record<string, number>[] {
  const pair = findPair(
    ({ rings: [a, b], deltaPhi, sumTheta }) =>
      a === rings[0] &&
      b === rings[1] &&
      deltaPhi > 165 &&
      deltaPhi < 195 &&
      sumTheta > 168 &&
      sumTheta < 188,
  );
  const pulses = [
    at(pair.a, countsAboveCms(pair.a, energy)),
    at(pair.b, countsAboveCms(pair.b, energy)),
    pulseAt(8, 1, 0.2),
  ];
  const ecl = objectsOf([pulses, pulses]);
  const phis = rings.map((ring) => {
    const row = ecl.clusters.thetaId.findIndex(
      (thetaId, place) => thetaId === ring && (ecl.clusters.energyLab[place] ?? 0) > 1,
    );
    return Math.atan2(ecl.clusters.y[row] ?? 0, ecl.clusters.x[row] ?? 0) / degree;
  });
  const event = tracks([phis[0] ?? NaN, phis[1] ?? NaN]);
  const grl = grlObjects(parseConfig(grlSchema, {}, 'test'), { seed: 1 })(
    cdcOf([event, {}]),
    ecl,
    2,
  );
  const names = ['fwdsb', 'bwdsb', 'fwdnb', 'bwdnb', 'brlfb', 'brlnb', 'trkbha'] as const;
  return [0, 1].map((of) =>
    Object.fromEntries(
      names.map((name) => [name, grl[name][of] ?? NaN]).filter(([, value]) => value !== 0),
    ),
  );
}
const classes = (...args: Parameters<typeof classesOfTwo>) => classesOfTwo(...args)[0];

const full = (phi: number): FullTrack => ({ phi, omega: 0 });
const fine = (phi: number): number => Math.floor(((phi + 360) % 360) / 5.625);

describe('clusters of a 3-D Bhabha pair', () => {
  it('in the barrel have a full track or none', () => {
    expect(classes([8, 10], ([a, b]) => ({ full: [full(a), full(b)] }))).toEqual({
      brlfb: 2,
      trkbha: 2,
    });
    expect(classes([8, 10], ([a]) => ({ full: [full(a)] }))).toEqual({
      brlfb: 1,
      brlnb: 1,
      trkbha: 1,
    });
    expect(classes([8, 10], () => ({}))).toEqual({ brlnb: 2 });
    expect(classes([8, 10], ([a]) => ({ full: [full(a + 90)] }))).toEqual({ brlnb: 2 });
  });

  it('in an endcap have a short track or none; a full one nearby keeps them from neutral', () => {
    const forward = (phi: number) => ({
      patterns: [{ bin: fine(phi), endcap: 1 as const, first: 0, last: 0 }],
    });
    const backward = (phi: number) => ({
      patterns: [{ bin: fine(phi), endcap: 2 as const, first: 0, last: 0 }],
    });
    expect(classes([3, 15], ([a, b]) => ({ ...forward(a), full: [full(b)] }))).toEqual({
      fwdsb: 1,
      brlfb: 1,
      trkbha: 2,
    });
    expect(classes([3, 15], ([a]) => backward(a))).toEqual({ fwdnb: 1, brlnb: 1 });
    expect(classes([3, 15], ([a]) => ({ full: [full(a)] }))).toEqual({ brlnb: 1, trkbha: 1 });
    expect(classes([3, 15], () => ({}))).toEqual({ fwdnb: 1, brlnb: 1 });
    expect(classes([2, 16], ([, b]) => backward(b))).toEqual({ fwdnb: 1, bwdsb: 1, trkbha: 1 });
    expect(classes([2, 16], () => ({}))).toEqual({ fwdnb: 1, bwdnb: 1 });
  });

  it('are those of an event without tracks, whatever the event before it had', () => {
    const [, barrel] = classesOfTwo([8, 10], ([a, b]) => ({ full: [full(a), full(b)] }));
    expect(barrel).toEqual({ brlnb: 2 });
    const [, endcap] = classesOfTwo([3, 15], ([a]) => ({
      patterns: [{ bin: fine(a), endcap: 1 as const, first: 0, last: 0 }],
    }));
    expect(endcap).toEqual({ fwdnb: 1, brlnb: 1 });
  });

  it('are those of the veto: softer pairs have no class', () => {
    expect(classes([8, 10], ([a, b]) => ({ full: [full(a), full(b)] }), 2.6)).toEqual({});
  });
});
