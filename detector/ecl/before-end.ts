// kernel: once per antibaryon that annihilates in the crystals
import { speedOfLight } from '../base/constants.js';
import type { Arcs } from '../propagation/arcs.js';
import type { Arrival } from './arrival.js';
import type { PlacedGeometry } from './placed-geometry.js';
import type { RayPath } from './ray-path.js';
import { chargeAndMass } from './response.js';
import type { DepositRows } from './share.js';
import { traceRay } from './trace.js';

/**
 * What an antibaryon loses between the front of the calorimeter and its annihilation, where the arc
 * `last` begins: shared evenly along its path through the crystals.
 */
export function depositBeforeEnd(
  geometry: PlacedGeometry,
  arcs: Arcs,
  last: number,
  pdg: number,
  arrival: Arrival,
  path: RayPath,
  builder: DepositRows,
): void {
  const { x, y, z, px, py, pz } = arcs;
  const { mass } = chargeAndMass(pdg);
  arrival.along(arcs, last - 1, pdg);
  traceRay(geometry, arrival.x, arrival.y, arrival.z, arrival.ux, arrival.uy, arrival.uz, path);
  if (path.entryCrystal < 0) return;
  const dx = x[last] - arrival.x;
  const dy = y[last] - arrival.y;
  const dz = z[last] - arrival.z;
  const p2 = px[last] * px[last] + py[last] * py[last] + pz[last] * pz[last];
  const loss = arrival.kineticEnergy + mass - Math.sqrt(p2 + mass * mass);
  depositEvenly(path, arrival, Math.sqrt(dx * dx + dy * dy + dz * dz), loss, builder);
}

/** Shares an energy loss evenly along the CsI path up to `end` on the ray [cm]. */
function depositEvenly(
  path: RayPath,
  arrival: Arrival,
  end: number,
  loss: number,
  builder: DepositRows,
): void {
  const csi = path.csiBehind(0) - path.csiBehind(end);
  builder.reserve(path.count);
  const { crystal, energy, time } = builder.columns;
  for (let segment = 0; segment < path.count && path.enter[segment] < end; segment++) {
    const leave = Math.min(end, path.leave[segment]);
    const middle = (path.enter[segment] + leave) / 2;
    const row = builder.rowCount++;
    crystal[row] = path.crystal[segment];
    energy[row] = (loss * (leave - path.enter[segment])) / csi;
    time[row] = arrival.time + middle / speedOfLight + path.lightDelay(middle);
  }
}
