import { cos, sin } from '../../../detector/base/elementary.js';
import { lazily } from '../../../detector/base/lazily.js';
import { degree } from '../../../detector/base/units.js';
import {
  crystalCount,
  phiCountOfRing,
  phiOfCrystal,
  ringOfCrystal,
} from '../../../detector/ecl/crystals.js';
import { Arrival } from '../../../detector/ecl/arrival.js';
import { backwardPlane, forwardPlane } from '../../../detector/envelope.js';
import type { EclHits } from '../../../detector/ecl/hits.js';
import { ringTable } from '../../../detector/ecl/rings.js';
import { type Arcs, arcEnds } from '../../../detector/propagation/arcs.js';
import type { PidTrack } from './tracks.js';

/**
 * What the calorimeter says of each track: one element per track; NaN for one that does not reach
 * it.
 */
export interface EclMeasurement {
  /** Energy around the track over its momentum. */
  readonly energyOverMomentum: Float32Array;
  /** Whether the track enters by an endcap. */
  readonly inEndcap: Uint8Array;
}

/**
 * Crystals with the centre of their front this near to where the track enters count to its energy:
 * 5 × 5 of them, nearly [cm].
 */
const coneRadius = 13;
/** Tracks end this near to the plane of an endcap that they enter by [cm]. */
const atPlane = 0.01;

/** Centres of the fronts of all crystals [cm]; few cards want to know. */
const fronts = lazily(() => {
  const [frontX, frontY, frontZ] = [0, 1, 2].map(() => new Float32Array(crystalCount));
  for (let crystal = 0; crystal < crystalCount; crystal++) {
    const ring = ringOfCrystal[crystal]!;
    const [, , r, z] = ringTable[ring]!;
    const azimuth = ((phiOfCrystal[crystal]! + 0.5) * 360 * degree) / phiCountOfRing[ring]!;
    frontX![crystal] = r * cos(azimuth);
    frontY![crystal] = r * sin(azimuth);
    frontZ![crystal] = z;
  }
  return { frontX: frontX!, frontY: frontY!, frontZ: frontZ! };
});

/** Sums the energy of crystals around each track. */
export function measureEcl(
  tracks: readonly PidTrack[],
  arcs: Arcs,
  { crystals }: EclHits,
): EclMeasurement {
  const arrival = new Arrival();
  const { frontX, frontY, frontZ } = fronts();
  const out = {
    energyOverMomentum: new Float32Array(tracks.length).fill(Number.NaN),
    inEndcap: new Uint8Array(tracks.length),
  };
  tracks.forEach(({ event, endArc, p }, index) => {
    if (arcs.end[endArc - 1] !== arcEnds.calorimeter) return;
    arrival.along(arcs, endArc - 1, 13);
    const { x, y, z } = arrival;
    if (z > forwardPlane - atPlane || z < backwardPlane + atPlane) out.inEndcap[index] = 1;
    let energy = 0;
    for (let row = crystals.offsets[event]!; row < crystals.offsets[event + 1]!; row++) {
      const crystal = crystals.crystal[row]!;
      const square =
        (frontX[crystal]! - x) ** 2 + (frontY[crystal]! - y) ** 2 + (frontZ[crystal]! - z) ** 2;
      if (square < coneRadius * coneRadius) energy += crystals.energy[row]!;
    }
    out.energyOverMomentum[index] = energy / p;
  });
  return out;
}
