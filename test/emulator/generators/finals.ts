import { type Particles, particleStatus } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';

/** Sums over what is final in each event: px, py, pz, energy [GeV] and charge. */
export function sumsOfFinals({
  offsets,
  status,
  pdg,
  px,
  py,
  pz,
  energy,
}: Particles): readonly (readonly number[])[] {
  return Array.from({ length: offsets.length - 1 }, (_, event) => {
    const sum = [0, 0, 0, 0, 0];
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
      if (status[row] !== particleStatus.final) continue;
      const charge = particleInfo(pdg[row]!)?.charge ?? 0;
      const values = [px[row]!, py[row]!, pz[row]!, energy[row]!, charge];
      for (const [axis, value] of values.entries()) sum[axis]! += value;
    }
    return sum;
  });
}
