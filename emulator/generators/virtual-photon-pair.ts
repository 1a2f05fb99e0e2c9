// kernel: a few evaluations per event
import { fineStructure, hbarCSquaredNb } from '../../detector/base/constants.js';
import { exp, log, tanh } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { gaussLegendre } from './gauss-legendre.js';
import { conversionDensity } from './photon-conversion.js';

const { points, weights } = gaussLegendre(32);
/** Places per variable where the largest weight is looked for, and what it is raised by. */
const scanSteps = 60;
const margin = 1.1;

/** Masses² of two virtual photons against s: what all of the cross section is made of. */
function kinematics(s: number, first: number, second: number) {
  const sum = first * first + second * second;
  const rest = s - sum;
  const product = 2 * first * second;
  const root = Math.sqrt(Math.max(0, (rest - product) * (rest + product)));
  return { sum, rest, root, logRange: 2 * log((rest + root) / product) };
}

/**
 * Cross section [nb] of e⁺e⁻ → γ*γ* for photons of these masses that are told apart, the electron
 * massless: dσ/dt = (2πα²/s²) [t/u + u/t + 2s(m₁² + m₂²)/tu − m₁²m₂²(1/t² + 1/u²)], integrated.
 * @see R. W. Brown and K. O. Mikaelian, Phys. Rev. D19 (1979) 922, for Z pairs (recalled; it
 * becomes γγ and γA′ where masses vanish)
 */
export function virtualPairCrossSection(s: number, first: number, second: number): number {
  if (first + second >= Math.sqrt(s)) return 0;
  const { sum, rest, root, logRange } = kinematics(s, first, second);
  return (
    ((4 * Math.PI * fineStructure * fineStructure) / (s * s)) *
    (((s * s + sum * sum) / rest) * logRange - 2 * root) *
    hbarCSquaredNb
  );
}

/** Draws the direction cosine of the first photon to the electron, centre of mass. */
export function drawVirtualPairCosTheta(
  stream: RandomStream,
  s: number,
  first: number,
  second: number,
): number {
  const { sum, rest, root, logRange } = kinematics(s, first, second);
  const masses = first * first * second * second;
  for (;;) {
    const along = tanh(0.5 * logRange * (2 * stream.uniform() - 1));
    // t·u for rest·tanh = √λ·cosθ.
    const product = 0.25 * rest * rest * (1 - along) * (1 + along);
    const lost = 2 * product + masses * (rest * (rest / product) - 2);
    if (stream.uniform() * (s * s + sum * sum) < s * s + sum * sum - lost)
      return Math.max(-1, Math.min(1, (along * rest) / root));
  }
}

/**
 * Two virtual photons of the beams that become pairs of leptons. Proposals are uniform in ln m of
 * the first; those of the second crowd at the end of phase space, where the first is soft.
 */
export class VirtualPhotonPair {
  /** Of both pairs together [nb]; identical pairs are counted once. */
  readonly crossSection: number;
  /** Masses of the last draw [GeV]. */
  first = 0;
  second = 0;
  readonly #s: number;
  readonly #leptons: readonly [number, number];
  readonly #largest: number;
  #draws = 0;
  #excesses = 0;

  /** @param leptons masses of the leptons of both photons [GeV]. */
  constructor(s: number, leptons: readonly [number, number]) {
    this.#s = s;
    this.#leptons = leptons;
    this.#largest = margin * this.#scan();
    const identical = leptons[0] === leptons[1] ? 0.5 : 1;
    this.crossSection = identical * this.#integrate();
  }

  /** Share of all tries whose weight was above the largest that was found. */
  get excessShare(): number {
    return this.#excesses / this.#draws;
  }

  /** Draws masses at a mass² of the beams that is all but that of the tables. */
  draw(stream: RandomStream, s: number): void {
    let weight: number;
    do {
      weight = this.#place(s, stream.uniform(), stream.uniform());
      this.#draws++;
      if (weight > this.#largest) this.#excesses++;
    } while (weight <= this.#largest * stream.uniform());
  }

  /** Places both masses at shares of their ranges; density over that of the shares. */
  #place(s: number, share: number, shareOfSecond: number): number {
    const [one, other] = this.#leptons;
    const root = Math.sqrt(s);
    const low = log(2 * one);
    const length = log(root - 2 * other) - low;
    this.first = exp(low + length * share);
    const lowest = log(2 * other);
    const range = log(root - this.first) - lowest;
    // Towards the end in cubes: the cross section has a pole where all energy is in the second.
    const left = 1 - shareOfSecond;
    this.second = exp(lowest + range * (1 - left * left * left));
    return (
      length *
      range *
      3 *
      left *
      left *
      conversionDensity(this.first, one) *
      conversionDensity(this.second, other) *
      virtualPairCrossSection(s, this.first, this.second)
    );
  }

  #scan(): number {
    let largest = 0;
    for (let i = 0; i <= scanSteps; i++)
      for (let j = 0; j <= scanSteps; j++)
        largest = Math.max(largest, this.#place(this.#s, i / scanSteps, j / scanSteps));
    return largest;
  }

  #integrate(): number {
    let sum = 0;
    for (const [i, share] of points.entries())
      for (const [j, other] of points.entries())
        sum += weights[i]! * weights[j]! * this.#place(this.#s, share, other);
    return sum;
  }
}
