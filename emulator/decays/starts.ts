// kernel: looks at every particle of an event
import {
  backwardPlane,
  barrelRadius,
  crystalLength,
  forwardPlane,
  isBehindFront,
} from '../../detector/envelope.js';
import { readOutWindow } from '../../detector/ecl/waveform.js';
import { backwardZ, barrelApothem, forwardZ } from '../../detector/klm/geometry.js';
import { decayOf } from '../../detector/propagation/decays.js';
import { type Particles, particleStatus } from '../../detector/particles.js';
import { countOne, type DecayCounts } from './decay-counts.js';

/** What is farther out than the outermost gaps of the KLM by this is outside [cm]. */
const behindGap = 4;
const outermost = {
  apothem: barrelApothem.at(-1)! + behindGap,
  forward: forwardZ.at(-1)! + behindGap,
  backward: backwardZ.at(-1)! - behindGap,
} as const;

/**
 * Counts final particles that start outside of the detector or when nothing is read out, what
 * showers and starts behind the calorimeter, what would decay behind its front, and takes those at
 * rest, which no part of it follows, out of what is final.
 */
export function countStarts(particles: Particles, counts: DecayCounts): void {
  const { pdg, status, px, py, pz, x, y, z, time } = particles;
  for (let row = 0; row < pdg.length; row++) {
    if (status[row] !== particleStatus.final) continue;
    if (px[row] === 0 && py[row] === 0 && pz[row] === 0) {
      status[row] = particleStatus.intermediate;
      countOne(counts.atRest, pdg[row]!);
    } else if (isOutside(x[row]!, y[row]!, z[row]!)) countOne(counts.outside, pdg[row]!);
    else if (!(time[row]! >= readOutWindow.start && time[row]! <= readOutWindow.end))
      countOne(counts.late, pdg[row]!);
    else if (showers(pdg[row]!) && isBehindCrystals(x[row]!, y[row]!, z[row]!))
      countOne(counts.behind, pdg[row]!);
    else if (decaysSoon(pdg[row]!) && isBehindFront(x[row]!, y[row]!, z[row]!))
      countOne(counts.undecaying, pdg[row]!);
  }
}

/** Lives so long that it flies, and so short that its decay would be near [cm]. */
const nearDecay = 100;

/** Whether a particle decays in flight after some way: K_S, Λ, Σ±, Ξ, Ω. */
function decaysSoon(pdg: number): boolean {
  const decay = decayOf(pdg);
  return decay !== undefined && decay.lifetime < nearDecay;
}

const showers = (pdg: number): boolean => pdg === 22 || pdg === 11 || pdg === -11;

/** Whether a point lies behind the crystals: in coil or yoke, or beside them [cm]. */
function isBehindCrystals(x: number, y: number, z: number): boolean {
  return (
    x * x + y * y >= (barrelRadius + crystalLength) ** 2 ||
    z >= forwardPlane + crystalLength ||
    z <= backwardPlane - crystalLength
  );
}

/** Whether a point lies outside of the KLM: an octagon between two planes [cm]. */
function isOutside(x: number, y: number, z: number): boolean {
  const across = Math.max(Math.abs(x), Math.abs(y), (Math.abs(x) + Math.abs(y)) * Math.SQRT1_2);
  return across > outermost.apothem || z > outermost.forward || z < outermost.backward;
}
