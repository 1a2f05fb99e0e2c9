// kernel: one pass over the particles of many seeds
import { cm, GeV } from '../../detector/base/units.js';
import { particleStatus, type Particles } from '../../detector/particles.js';

/** Where particles are looked for, with some margin [cm]. */
const calorimeter = { radius: 125 * cm, backward: -105 * cm, forward: 200 * cm, inner: 38 * cm };
/** Radius at which a track has left super-layer 2, and how far the wires reach there. */
const chamber = { radius: 35 * cm, backward: -75 * cm, forward: 155 * cm };
/** Farther from the axis nothing of the yoke is hit twice. */
const yoke = { radius: 325 * cm };
/** What starts farther out came from the sky. */
const outside = 110 * cm;
/** With less transverse momentum a particle turns before it reaches the barrel calorimeter. */
const barrelPt = 0.27 * GeV;
/** What a particle that does not shower leaves in the calorimeter. */
const ionization = 0.2 * GeV;
/** With less momentum muons stop before they have crossed the yoke. */
const crossingMomentum = 1.5 * GeV;

const [electron, muon] = [11, 13];
const chargedHadrons: ReadonlySet<number> = new Set([211, 321, 2212]);
const neutrinos: ReadonlySet<number> = new Set([12, 14, 16]);

/**
 * What seeds can do at most, from the particles that they begin with: a test that costs less than a
 * hundredth of the simulation. One element a seed.
 */
export interface Reach {
  /** Whether anything can reach a subdetector that the trigger reads. */
  readonly isSeen: Uint8Array;
  /** Energy that may show in the calorimeter [GeV]. */
  readonly energy: Float32Array;
  /** Highest and second highest transverse momentum in the chamber [GeV]; of the sky's muons p. */
  readonly pt: Float32Array;
  readonly second: Float32Array;
}

/** No seeds, so many of them. */
export const noReach = (seeds: number): Reach => ({
  isSeen: new Uint8Array(seeds),
  energy: new Float32Array(seeds),
  pt: new Float32Array(seeds),
  second: new Float32Array(seeds),
});

/** The reach of all seeds of a table of particles. */
export function reachOf(particles: Particles): Reach {
  const { offsets, status } = particles;
  const reach = noReach(offsets.length - 1);
  for (let seed = 0; seed < reach.pt.length; seed++)
    for (let row = offsets[seed]!; row < offsets[seed + 1]!; row++)
      if (status[row] === particleStatus.final) addParticle(reach, seed, particles, row);
  return reach;
}

function addParticle(reach: Reach, seed: number, particles: Particles, row: number): void {
  const { pdg, px, py, pz, energy, x, y, z } = particles;
  const code = Math.abs(pdg[row]!);
  if (neutrinos.has(code)) return;
  const pt = Math.sqrt(px[row]! ** 2 + py[row]! ** 2);
  if (x[row]! ** 2 + y[row]! ** 2 > outside * outside) {
    addFromOutside(reach, seed, particles, row, pt);
    return;
  }
  const slope = pz[row]! / (pt || Number.MIN_VALUE);
  const at = z[row]!;
  const inBarrel =
    at + calorimeter.radius * slope > calorimeter.backward &&
    at + calorimeter.radius * slope < calorimeter.forward;
  const end = slope > 0 ? calorimeter.forward : calorimeter.backward;
  if (!inBarrel && (end - at) / slope < calorimeter.inner) return;
  reach.isSeen[seed] = 1;
  const isCharged = code === electron || code === muon || chargedHadrons.has(code);
  const showers = code === electron || !isCharged;
  if (!isCharged || !inBarrel || pt > barrelPt)
    reach.energy[seed]! += showers ? energy[row]! : ionization;
  if (!isCharged) return;
  const wires = at + chamber.radius * slope;
  if (wires > chamber.backward && wires < chamber.forward) addTrack(reach, seed, pt);
}

/** A muon of the sky: seen where it crosses the yoke. */
function addFromOutside(
  reach: Reach,
  seed: number,
  { px, py, pz, x, y }: Particles,
  row: number,
  pt: number,
): void {
  const d0 = Math.abs(x[row]! * py[row]! - y[row]! * px[row]!) / pt;
  if (d0 > yoke.radius) return;
  reach.isSeen[seed] = 1;
  if (d0 < calorimeter.radius) reach.energy[seed]! += ionization;
  const p = Math.sqrt(pt * pt + pz[row]! ** 2);
  if (p > crossingMomentum) addTrack(reach, seed, p);
}

function addTrack({ pt: highest, second }: Reach, seed: number, pt: number): void {
  if (pt > highest[seed]!) {
    second[seed] = highest[seed]!;
    highest[seed] = pt;
  } else if (pt > second[seed]!) second[seed] = pt;
}
