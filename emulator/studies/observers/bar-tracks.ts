import type { Particles } from '../../../detector/particles.js';
import type { Arcs } from '../../../detector/propagation/arcs.js';
import { Crossing } from '../../../detector/top/crossing.js';
import type { ObservedBatch } from '../../chain/observed.js';

/**
 * Velocity from which a particle gives light at all wavelengths that are detected: 1/1.45, that of
 * the reddest.
 */
const radiates = 0.69;

/** Tracks of the collision that give light in a bar of the TOP, and the module of the first one. */
interface BarTracks {
  readonly count: Float64Array;
  readonly module: Int32Array;
}

/** Counts them; products of decays and of the material do not count. */
export function barTracks(): (
  batch: Pick<ObservedBatch, 'eventCount' | 'particles' | 'arcs'>,
) => BarTracks {
  const crossing = new Crossing();
  return ({ eventCount, particles, arcs }) => {
    const count = new Float64Array(eventCount);
    const module = new Int32Array(eventCount).fill(-1);
    for (let event = 0; event < eventCount; event++) {
      for (let arc = arcs.offsets[event]!; arc < arcs.offsets[event + 1]!; arc++) {
        if (
          !crosses(crossing, particles, particles.offsets[event]! + arcs.particle[arc]!, arcs, arc)
        )
          continue;
        count[event] = count[event]! + 1;
        if (count[event] === 1) module[event] = crossing.module;
      }
    }
    return { count, module };
  };
}

function crosses(
  crossing: Crossing,
  { mother, pdg }: Particles,
  row: number,
  arcs: Arcs,
  arc: number,
): boolean {
  return mother[row]! < 0 && crossing.find(arcs, arc, pdg[row]!) && crossing.velocity > radiates;
}
