// kernel: one pass over the particles of many seeds
import { cm, GeV } from '../../detector/base/units.js';
import { particleStatus, type Particles } from '../../detector/particles.js';

/** Where particles are looked for, with some margin [cm]. */
const calorimeter = { radius: 125 * cm, backward: -105 * cm, forward: 200 * cm, inner: 38 * cm };
/** Nearer to the beams in the endcaps energy hardly fires a line without prescale, however much. */
const added = { forward: 62 * cm, backward: 78 * cm };
/** Radius at which a track has left super-layer 2, and how far the wires reach there. */
const chamber = { radius: 45 * cm, backward: -75 * cm, forward: 155 * cm };
/** Farther from the axis nothing of the yoke is hit at all, or twice, and as far along it. */
const yoke = { radius: 325 * cm, twice: 318 * cm, backward: -240 * cm, forward: 345 * cm };
/** What starts farther from the axis, or along it, came from the sky. */
const outside = { radius: 110 * cm, z: 250 * cm };
/** With less transverse momentum a particle turns before it reaches the barrel calorimeter. */
const barrelPt = 0.27 * GeV;
/** What a particle that does not shower leaves in the calorimeter. */
const ionization = 0.2 * GeV;
/** Hadrons of more momentum may shower there, and reach the yoke behind it. */
const showeringMomentum = 0.8 * GeV;
/** With less momentum muons stop before they have crossed the yoke. */
const crossingMomentum = 0.8 * GeV;

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
  const at = z[row]!;
  if (x[row]! ** 2 + y[row]! ** 2 > outside.radius ** 2 || Math.abs(at) > outside.z) {
    addFromOutside(reach, seed, particles, row, pt);
    return;
  }
  const slope = pz[row]! / (pt || Number.MIN_VALUE);
  const inBarrel =
    at + calorimeter.radius * slope > calorimeter.backward &&
    at + calorimeter.radius * slope < calorimeter.forward;
  const end = slope > 0 ? 'forward' : 'backward';
  const radius = (calorimeter[end] - at) / slope;
  if (!inBarrel && radius < calorimeter.inner) return;
  reach.isSeen[seed] = 1;
  const isHadron = chargedHadrons.has(code);
  const isCharged = code === electron || code === muon || isHadron;
  const showersAsHadron = isHadron && Math.sqrt(pt * pt + pz[row]! ** 2) > showeringMomentum;
  const isAdded = inBarrel ? !isCharged || pt > barrelPt : radius >= added[end] || showersAsHadron;
  const showers = code === electron || !isCharged || showersAsHadron;
  if (isAdded) reach.energy[seed]! += showers ? energy[row]! : ionization;
  if (!isCharged) return;
  const wires = at + chamber.radius * slope;
  if (wires > chamber.backward && wires < chamber.forward) addTrack(reach, seed, pt);
}

/** A muon of the sky: seen where it crosses the yoke. */
function addFromOutside(
  reach: Reach,
  seed: number,
  { px, py, pz, x, y, z }: Particles,
  row: number,
  pt: number,
): void {
  const d0 = Math.abs(x[row]! * py[row]! - y[row]! * px[row]!) / pt;
  if (d0 > yoke.radius) return;
  reach.isSeen[seed] = 1;
  if (d0 < calorimeter.radius) reach.energy[seed]! += ionization;
  const p = Math.sqrt(pt * pt + pz[row]! ** 2);
  if (p < crossingMomentum || d0 > yoke.twice) return;
  // Where it is nearest to the axis, and half of its way within the yoke, along the axis.
  const slope = pz[row]! / pt;
  const nearest = z[row]! - (slope * (x[row]! * px[row]! + y[row]! * py[row]!)) / pt;
  const half = Math.abs(slope) * Math.sqrt(yoke.twice ** 2 - d0 * d0);
  if (nearest + half > yoke.backward && nearest - half < yoke.forward) addTrack(reach, seed, p);
}

function addTrack({ pt: highest, second }: Reach, seed: number, pt: number): void {
  if (pt > highest[seed]!) {
    second[seed] = highest[seed]!;
    highest[seed] = pt;
  } else if (pt > second[seed]!) second[seed] = pt;
}
