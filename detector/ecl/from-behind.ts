// kernel: once per particle that starts behind the calorimeter's front
import { speedOfLight } from '../base/constants.js';
import { lengthToComeIn } from '../envelope.js';
import type { Particles } from '../particles.js';
import { type Arcs, arcEnds } from '../propagation/arcs.js';
import type { Arrival } from './arrival.js';
import type { EclGeometry } from './geometry.js';
import type { RayPath } from './ray-path.js';
import { responses } from './response.js';
import { traceRay } from './trace.js';

/**
 * Showers begin in the crystals or shortly behind them: what starts farther off comes through coil
 * or iron first, which nothing leaves that showers [cm].
 */
const maxBehind = 15;
/** What starts this close to the first crystal on its way starts in the crystals [cm]. */
const startsIn = 1;

/**
 * Lays the path through the crystals of a particle that starts in them or behind them, from where
 * it is: outward, or inward to the front. `arcs` from `first` up to `last` are its own. False when
 * it meets none.
 */
export function traceFromBehind(
  geometry: EclGeometry,
  { particles, row, response }: { particles: Particles; row: number; response: number },
  { arcs, first, last }: { arcs: Arcs; first: number; last: number },
  arrival: Arrival,
  path: RayPath,
): boolean {
  arrival.straight(particles, row);
  if (response !== responses.photon) arrival.slowDown(particles, row, 0);
  const entry = entryOf(arcs, first, last);
  if (entry >= 0) comeThrough(arcs, entry, particles.pdg[row], arrival);
  const length = lengthToComeIn(arrival);
  const isCharged =
    response === responses.ionization ||
    response === responses.hadron ||
    response === responses.own;
  if (Number.isNaN(length)) {
    traceRay(geometry, arrival.x, arrival.y, arrival.z, arrival.ux, arrival.uy, arrival.uz, path);
    return path.entryCrystal >= 0;
  }
  const { x, y, z, ux, uy, uz } = arrival;
  traceRay(geometry, x + length * ux, y + length * uy, z + length * uz, -ux, -uy, -uz, path);
  path.reverse(length);
  // A charged particle that has not come in ends in the crystals, if it starts in them.
  const reach = isCharged ? (entry < 0 ? startsIn : Number.POSITIVE_INFINITY) : maxBehind;
  return path.entryCrystal >= 0 && path.first < reach;
}

/** The arc on which a particle comes in, or −1. */
function entryOf({ end }: Arcs, first: number, last: number): number {
  for (let arc = first; arc < last; arc++) if (end[arc] === arcEnds.entry) return arc;
  return -1;
}

/**
 * Puts the arrival on the line on which a particle came in, as far back from the front as it
 * started.
 */
function comeThrough(arcs: Arcs, entry: number, pdg: number, arrival: Arrival): void {
  const { x, y, z } = arrival;
  arrival.along(arcs, entry, pdg);
  const away = Math.sqrt((x - arrival.x) ** 2 + (y - arrival.y) ** 2 + (z - arrival.z) ** 2);
  arrival.x -= away * arrival.ux;
  arrival.y -= away * arrival.uy;
  arrival.z -= away * arrival.uz;
  arrival.time -= away / speedOfLight;
}
