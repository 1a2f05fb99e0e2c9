import { wrapAngle } from '../../../detector/base/units.js';
import type { CdcObjects, NeuroObjects } from '../../../triggers/cdc/objects.js';

/** A neural track further off in azimuth is of something else [rad]. */
const maxDistance = 0.2;

/**
 * z of the neural track nearest in azimuth to a particle, less its true z; not a number without one
 * near it. Only background under which other tracks come asks for more than the first.
 */
export function zMissOf(
  {
    cdc: { tracks2d },
    neuro: { tracks },
  }: { readonly cdc: CdcObjects; readonly neuro: NeuroObjects },
  { phi, z0 }: { readonly phi: Float64Array; readonly z0: Float64Array },
): Float64Array {
  return phi.map((azimuth, event) => {
    let [miss, nearest] = [Number.NaN, maxDistance];
    for (let row = tracks.offsets[event]!; row < tracks.offsets[event + 1]!; row++) {
      const track = tracks2d.offsets[event]! + tracks.track[row]!;
      const distance = Math.abs(wrapAngle(tracks2d.phi[track]! - azimuth));
      if (distance >= nearest) continue;
      nearest = distance;
      miss = tracks.z[row]! - z0[event]!;
    }
    return miss;
  });
}
