// kernel: follows every photon of a study through the crystals, twice
import { acos, hypot } from '../../../detector/base/elementary.js';
import type { EclGeometryKind } from '../../../detector/ecl/geometry.js';
import { placedGeometry } from '../../../detector/ecl/placed-geometry.js';
import { ecl } from '../../../detector/ecl/ecl.js';
import type { EclDeposits } from '../../../detector/ecl/hits.js';
import { csiRadiationLength } from '../../../detector/ecl/materials.js';
import { RayPath } from '../../../detector/ecl/ray-path.js';
import { traceRay } from '../../../detector/ecl/trace.js';
import type { ObserveContext, ObservedBatch } from '../../chain/observed.js';

/** The two geometries side by side, on the same photons. */
export const geometryKinds: readonly EclGeometryKind[] = ['offset', 'projective'];

/**
 * What the calorimeter has for the first particle of each event, taken as a photon: for both
 * geometries the length of the straight ray in CsI [radiation lengths], where it enters (distance
 * to the nearest wall in θ and in φ, in widths of the crystal, −½ to ½; NaN when it misses all),
 * and the energy left in all crystals, electronics aside.
 */
export function crystalRays({
  config,
  seed,
}: ObserveContext): (batch: ObservedBatch) => Record<string, Float64Array> {
  const sides = geometryKinds.map((kind) => ({
    kind,
    geometry: placedGeometry(kind),
    deposit: ecl.deposit({ ...config.ecl, geometry: kind }, { seed }),
  }));
  const path = new RayPath();
  return ({ eventCount, addresses, particles, arcs }) => {
    const { offsets, px, py, pz, energy, x, y, z } = particles;
    const columns: Record<string, Float64Array> = {
      energyLab: new Float64Array(eventCount).fill(Number.NaN),
      theta: new Float64Array(eventCount).fill(Number.NaN),
    };
    for (const { kind, geometry, deposit } of sides) {
      const length = new Float64Array(eventCount).fill(Number.NaN);
      const thetaDistance = new Float64Array(eventCount).fill(Number.NaN);
      const phiDistance = new Float64Array(eventCount).fill(Number.NaN);
      for (let event = 0; event < eventCount; event++) {
        const row = offsets[event]!;
        if (row === offsets[event + 1]) continue;
        const p = hypot(px[row]!, py[row]!, pz[row]!);
        traceRay(
          geometry,
          x[row]!,
          y[row]!,
          z[row]!,
          px[row]! / p,
          py[row]! / p,
          pz[row]! / p,
          path,
        );
        columns.energyLab![event] = energy[row]!;
        columns.theta![event] = acos(pz[row]! / p);
        length[event] = path.csi / csiRadiationLength;
        if (path.entryCrystal < 0) continue;
        thetaDistance[event] = fromWall(path.thetaFraction);
        phiDistance[event] = fromWall(path.phiFraction);
      }
      columns[`length-${kind}`] = length;
      columns[`theta-${kind}`] = thetaDistance;
      columns[`phi-${kind}`] = phiDistance;
      columns[`visible-${kind}`] = visibleEnergy(deposit(particles, addresses, arcs), eventCount);
    }
    return columns;
  };
}

/**
 * Distance to the nearer of two walls, from the position between them: positive behind the first,
 * negative before the second.
 */
function fromWall(fraction: number): number {
  return fraction < 0.5 ? fraction : fraction - 1;
}

function visibleEnergy({ offsets, energy }: EclDeposits, eventCount: number): Float64Array {
  const visible = new Float64Array(eventCount);
  for (let event = 0; event < eventCount; event++) {
    let sum = 0;
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++) sum += energy[row]!;
    visible[event] = sum;
  }
  return visible;
}
