// kernel: once per decay
import type { RandomStream } from '../../detector/base/random.js';
import type { FourVector } from '../../detector/lorentz.js';
import type { FlyingPair } from './flying-pair.js';

/** How a vector that recoils against a photon decays into two of one mass. */
interface VectorDecay {
  /** Whether the two are leptons; else they have no spin. */
  readonly isFermions: boolean;
  /** Velocity² of either in the rest frame of the vector. */
  readonly velocity2: number;
}

/**
 * Share of longitudinal polarization of a massive vector beside a photon at cosθ; `term` is
 * 4m²s/(s − m²)² of the angular distribution.
 * @see D-263
 */
export function longitudinalShare(cosTheta: number, term: number): number {
  const cos2 = cosTheta * cosTheta;
  return (0.5 * term * (1 - cos2)) / (1 + cos2 + term);
}

/**
 * Draws the two of `pair` about the direction of flight of the vector. With x the velocity times
 * the cosine to it, leptons follow 2 − β² + x² (1 + cos² where they are fast) of transverse vectors
 * and 1 − x² of longitudinal ones; particles without spin β² − x² (sin²) and x².
 */
export function drawVectorDecay(
  stream: RandomStream,
  pair: FlyingPair,
  { isFermions, velocity2 }: VectorDecay,
  { vector, recoil, longitudinal }: PolarizedVector,
): void {
  const isLongitudinal = stream.uniform() < longitudinal;
  const most = isFermions ? (isLongitudinal ? 1 : 2) : velocity2;
  const along = product(vector, recoil);
  let density: number;
  do {
    pair.draw(stream, vector);
    // In the rest frame of the vector the photon goes against its direction of flight.
    const x = 1 - (2 * product(pair.first, recoil)) / along;
    if (isFermions) density = isLongitudinal ? 1 - x * x : 2 - velocity2 + x * x;
    else density = isLongitudinal ? x * x : velocity2 - x * x;
  } while (stream.uniform() * most > density);
}

/** A vector, the photon beside it, and the probability that it is longitudinal. */
interface PolarizedVector {
  readonly vector: Readonly<FourVector>;
  readonly recoil: Readonly<FourVector>;
  readonly longitudinal: number;
}

function product(a: Readonly<FourVector>, b: Readonly<FourVector>): number {
  return a.energy * b.energy - a.px * b.px - a.py * b.py - a.pz * b.pz;
}
