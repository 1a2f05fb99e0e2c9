// kernel: once per particle that starts behind the calorimeter's front
import { speedOfLight } from '../base/constants.js';
import type { RandomDraws } from '../base/kernel-stream.js';
import {
  backwardPlane,
  barrelRadius,
  crystalLength,
  forwardPlane,
  isBehindFront,
  lengthToComeIn,
} from '../envelope.js';
import type { Particles } from '../particles.js';
import { type Arcs, arcEnds } from '../propagation/arcs.js';
import { coilInward } from '../propagation/coil.js';
import type { Arrival } from './arrival.js';
import type { PlacedGeometry } from './placed-geometry.js';
import type { RayPath } from './ray-path.js';
import { responses } from './response.js';
import { traceRay } from './trace.js';

/** Nothing that showers and starts beyond this radius, the coil's, comes through the yoke [cm]. */
const maxRadius = 201;
/** Pairs per radiation length of a photon. @see PDG, passage of particles through matter */
const pairsPerLength = 7 / 9;
/** A particle at a slice of crystals is behind them so far back on its way [cm]. */
const backOff = 15;
/** What starts this close to the first crystal on its way starts in the crystals [cm]. */
const startsIn = 1;

/**
 * Lays the path through the crystals of a particle that starts in them or behind them, from where
 * it is: outward, or inward to the front. `arcs` from `first` up to `last` are its own. Returns as
 * what of `responses` it gets to crystals: none, or an electron for a photon that converts on its
 * way.
 */
export function traceFromBehind(
  geometry: PlacedGeometry,
  { particles, row, response }: { particles: Particles; row: number; response: number },
  { arcs, first, last }: { arcs: Arcs; first: number; last: number },
  random: RandomDraws,
  arrival: Arrival,
  path: RayPath,
): number {
  arrival.straight(particles, row);
  if (response !== responses.photon) arrival.slowDown(particles, row, 0);
  const isCharged =
    response === responses.ionization ||
    response === responses.hadron ||
    response === responses.own;
  const isFromBehind = !isInCrystals(arrival);
  const entry = entryOf(arcs, first, last);
  if (entry >= 0) comeThrough(arcs, entry, particles.pdg[row], arrival);
  else if (isCharged && isFromBehind) {
    if (!reachesSlice(arcs, first, last, particles.pdg[row], arrival)) return responses.none;
    arrival.goOn(-backOff);
  }
  layPath(geometry, arrival, path);
  path.ionizesOnly = path.isInward && (entry >= 0 || !isFromBehind);
  if (path.entryCrystal < 0) return responses.none;
  if (isCharged) {
    const isSeen = isFromBehind || !path.isInward || entry >= 0 || path.first < startsIn;
    return isSeen ? response : responses.none;
  }
  const showers = response === responses.photon || response === responses.electron;
  return showers && isFromBehind
    ? throughCoil(response, particles.energy[row], arrival, random)
    : response;
}

/** From where the arrival is: inward from the front's side, or outward. */
function layPath(geometry: PlacedGeometry, arrival: Arrival, path: RayPath): void {
  const length = lengthToComeIn(arrival);
  const { x, y, z, ux, uy, uz } = arrival;
  if (Number.isNaN(length)) {
    traceRay(geometry, x, y, z, ux, uy, uz, path);
    return;
  }
  traceRay(geometry, x + length * ux, y + length * uy, z + length * uz, -ux, -uy, -uz, path);
  path.reverse(length);
}

/**
 * What comes to the crystals of an electron or photon from behind them, through the shells of the
 * coil that are in between. Electrons, and both of a photon's pair, lose what ionization takes;
 * what they radiate goes on with them.
 */
function throughCoil(
  response: number,
  energy: number,
  arrival: Arrival,
  random: RandomDraws,
): number {
  const { x, y } = arrival;
  if (x * x + y * y > maxRadius * maxRadius) return responses.none;
  const { depth, ionization } = coilInward(arrival);
  if (depth === 0) return response;
  if (response === responses.electron) {
    arrival.kineticEnergy -= ionization;
  } else {
    const converts = random.exponential() / pairsPerLength;
    if (converts > depth) return response;
    arrival.kineticEnergy = energy - 2 * (1 - converts / depth) * ionization;
  }
  return arrival.kineticEnergy > 0 ? responses.electron : responses.none;
}

/** Puts the arrival to the first slice of crystals that a particle from behind them reaches. */
function reachesSlice(
  arcs: Arcs,
  first: number,
  last: number,
  pdg: number,
  arrival: Arrival,
): boolean {
  for (let arc = first; arc < last; arc++) {
    arrival.along(arcs, arc, pdg);
    if (isInCrystals(arrival)) return true;
  }
  return false;
}

function isInCrystals({ x, y, z }: Pick<Arrival, 'x' | 'y' | 'z'>): boolean {
  const isInside =
    x * x + y * y < (barrelRadius + crystalLength) ** 2 &&
    z < forwardPlane + crystalLength &&
    z > backwardPlane - crystalLength;
  return isInside && isBehindFront(x, y, z);
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
