// kernel: once per hadron
/**
 * Hadrons in the crystals. A charged one ionizes until it interacts, a neutral one does nothing
 * before; half of them pass without. An interaction leaves a broadly distributed part of the energy
 * in a core and fragments around it, which may light further cells.
 */
import { speedOfLight } from '../base/constants.js';
import { cos, sin } from '../base/elementary.js';
import type { RandomDraws } from '../base/kernel-stream.js';
import type { Arrival } from './arrival.js';
import { ringOfCrystal } from './crystals.js';
import { depositIonization } from './ionization.js';
import { annihilates } from '../propagation/annihilation.js';
import { absorptionChance } from '../propagation/interactions.js';
import { depositStoppedPion, isChargedPion, pionMass } from './ended-pions.js';
import type { PlacedGeometry } from './placed-geometry.js';
import type { RayPath } from './ray-path.js';
import { csiInteractionLength } from './materials.js';
import { chargeAndMass } from './response.js';
import { type DepositRows, shareShower } from './share.js';

/**
 * Mean number of fragments beside the core, their mean distance from it [cm], and their weight
 * against it: our choice, no source gives them.
 */
const meanFragments = 2;
const fragmentDistance = 6;
const fragmentWeight = 0.35;
/** More fragments than that are not drawn. */
const maxFragments = 12;

const weights = new Float64Array(maxFragments + 1);

/**
 * Where on the ray the hadron interacts [cm], −1 when it passes: exponential along the CsI.
 * @see D-080
 */
export function interactionPoint(
  path: Pick<RayPath, 'count' | 'enter' | 'leave'>,
  random: RandomDraws,
): number {
  let left = csiInteractionLength * random.exponential();
  const { count, enter, leave } = path;
  for (let segment = 0; segment < count; segment++) {
    const csi = leave[segment] - enter[segment];
    if (left < csi) return enter[segment] + left;
    left -= csi;
  }
  return -1;
}

/**
 * Part of the available energy that an interaction leaves in the crystals: density 2(1 − f), mean
 * one third. Our choice: broad, 0.2 to beyond 1 GeV for hadrons of some GeV, and well below the
 * momentum for neutral ones.
 */
function visibleShare(random: RandomDraws): number {
  return 1 - Math.sqrt(random.uniform());
}

/** Deposits of hadrons into `builder`; `path` and `arrival` are of the particle. */
export function depositHadron(
  geometry: PlacedGeometry,
  path: RayPath,
  arrival: Arrival,
  pdg: number,
  random: RandomDraws,
  builder: DepositRows,
): void {
  // Antibaryons that come here pass: transport has taken those out that annihilate.
  const at = annihilates(pdg) ? -1 : interactionPoint(path, random);
  const { charge } = chargeAndMass(pdg);
  const end = at < 0 ? Number.POSITIVE_INFINITY : at;
  const kinetic =
    charge === 0 ? arrival.kineticEnergy : depositIonization(path, arrival, end, random, builder);
  if (charge !== 0 && kinetic <= 0) {
    if (isChargedPion(pdg)) depositStoppedPion(pdg, visibleShare(random), random, builder);
    return;
  }
  if (at < 0) return;
  // The mass of a pion that a nucleus absorbs goes where its kinetic energy goes.
  const isAbsorbed = isChargedPion(pdg) && random.uniform() < absorptionChance(kinetic);
  const energy = visibleShare(random) * (isAbsorbed ? kinetic + pionMass : kinetic);
  depositFragments(geometry, path, arrival, at, energy, random, builder);
}

/**
 * A core at `at` on the ray and fragments in random directions about a point beyond it; those
 * outside of the crystals are lost.
 */
function depositFragments(
  geometry: PlacedGeometry,
  path: RayPath,
  { x, y, z, ux, uy, uz, time }: Arrival,
  at: number,
  energy: number,
  random: RandomDraws,
  builder: DepositRows,
): void {
  const fragments = Math.min(maxFragments, random.poisson(meanFragments));
  let total = random.exponential();
  weights[0] = total;
  for (let fragment = 1; fragment <= fragments; fragment++) {
    weights[fragment] = fragmentWeight * random.exponential();
    total += weights[fragment];
  }
  const ring = ringOfCrystal[path.entryCrystal];
  for (let fragment = 0; fragment <= fragments; fragment++) {
    const distance = fragment === 0 ? 0 : fragmentDistance * random.exponential();
    const cosine = fragment === 0 ? 0 : 2 * random.uniform() - 1;
    const turn = fragment === 0 ? 0 : 2 * Math.PI * random.uniform();
    const across = distance * Math.sqrt(1 - cosine * cosine);
    const dx = across * cos(turn);
    const dy = across * sin(turn);
    const dz = distance * cosine;
    // A step along the ray as long as the one in a random direction: fragments fly forward on
    // average.
    const along = at + distance;
    const depth = along + dx * ux + dy * uy + dz * uz;
    if (depth < path.first || depth > path.last) continue;
    const light = time + depth / speedOfLight + path.lightDelay(depth);
    const share = (energy * weights[fragment]) / total;
    shareShower(
      geometry,
      ring,
      x + ux * along + dx,
      y + uy * along + dy,
      z + uz * along + dz,
      share,
      light,
      builder,
    );
  }
}
