// kernel: once per event, scalars and reused vectors only
import type { RandomStream } from '../../detector/base/random.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Beams } from '../../detector/beams.js';
import { type FourVector, fourVector } from '../../detector/lorentz.js';
import { particleInfo, particleNamed } from '../../detector/pdg.js';
import { momentumOfPair } from '../../detector/propagation/decays.js';
import { RadiatingBeams } from './radiating-beams.js';
import { setPhoton } from './recoil.js';

/** Charge of the two B of a pair. */
export const bMesons = ['charged', 'neutral'] as const;
/** One of `bMesons`. */
export type BMesons = (typeof bMesons)[number];

/** PDG codes of the mesons with a b̄ quark. */
export const bPdg: Readonly<Record<BMesons, number>> = {
  charged: particleNamed('B+')!,
  neutral: particleNamed('B0')!,
};

/**
 * Cross sections of Υ(4S) → B⁺B⁻ and B⁰B̄⁰ at the peak [nb]: 1.110 shared as 51.4 to 48.6. They are
 * set, not computed, and hold what beams radiate and how their energies vary.
 * @see Belle II Physics Book, arXiv:1808.10567 (recalled, not verified): 1.110 ± 0.008
 */
export const bPairCrossSections: Readonly<Record<BMesons, number>> = {
  charged: 1.11 * 0.514,
  neutral: 1.11 * 0.486,
};

const excited = particleInfo(particleNamed('B*0')!)!.mass;
const massOf = (mesons: BMesons): number => particleInfo(bPdg[mesons])!.mass;

/**
 * Refuses beams that do not meet the Υ(4S): below two B, or where a B* may come with a B.
 * @throws GENERATOR_CONFIG
 */
export function checkBPair(generator: string, { sqrtS }: Beams): void {
  const least = 2 * massOf('neutral');
  const most = massOf('charged') + excited;
  if (sqrtS > least && sqrtS < most) return;
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "${generator}": beams of √s = ${sqrtS.toFixed(4)} GeV do not meet the Υ(4S), ` +
      `which takes more than two B, ${least.toFixed(4)} GeV, and less than B and B*, ` +
      `${most.toFixed(4)} GeV; the preset Y4S does`,
  );
}

/**
 * Pairs of B mesons from the Υ(4S), laboratory frame: sin²θ* about the electron beam, the momentum
 * that the beams' energies leave (0.33 GeV, with their spread 0.23 to 0.41). The spread of energies
 * is that of the beams; collisions below threshold, 1 in 40 000, are drawn again. Radiation by the
 * beams, of at most 20 MeV in what makes a pair, is left out.
 */
export class BPair {
  /** The meson with the b̄ quark, B⁺ or B⁰. */
  readonly meson: FourVector = fourVector();
  /** The meson with the b quark, B⁻ or B̄⁰. */
  readonly antimeson: FourVector = fourVector();
  /** Of the last draw: 1, or of weighted pairs what its angle is worth; its mean is 1. */
  weight = 1;
  /** PDG code of `meson`; the other is its antiparticle. */
  pdg = bPdg.charged;
  readonly #chargedShare: number;
  readonly #weighted: boolean;
  readonly #sources: Readonly<Record<BMesons, RadiatingBeams>>;

  /**
   * @param chargedShare share of B⁺B⁻ in all pairs, 0 to 1
   * @param weighted whether angles are drawn alike and weighted
   * @throws GENERATOR_CONFIG when the beams do not meet the Υ(4S)
   */
  constructor(generator: string, chargedShare: number, beams: Beams, weighted = false) {
    checkBPair(generator, beams);
    this.#chargedShare = chargedShare;
    this.#weighted = weighted;
    this.#sources = {
      charged: sourceOf('charged', beams),
      neutral: sourceOf('neutral', beams),
    };
  }

  /** Draws the next pair. */
  draw(stream: RandomStream): void {
    const mesons = stream.uniform() < this.#chargedShare ? 'charged' : 'neutral';
    const source = this.#sources[mesons];
    const { meson, antimeson } = this;
    const mass = massOf(mesons);
    const energy = 0.5 * Math.sqrt(source.draw(stream));
    this.pdg = bPdg[mesons];
    const momentum = momentumOfPair(2 * energy, mass, mass);
    const cosTheta = this.#weighted ? 2 * stream.uniform() - 1 : drawCosTheta(stream);
    if (this.#weighted) this.weight = 1.5 * (1 - cosTheta * cosTheta);
    setPhoton(meson, momentum, cosTheta, 2 * Math.PI * stream.uniform());
    meson.energy = energy;
    antimeson.px = -meson.px;
    antimeson.py = -meson.py;
    antimeson.pz = -meson.pz;
    antimeson.energy = energy;
    source.toLab(meson);
    source.toLab(antimeson);
  }
}

/** The beams of pairs of one kind. */
function sourceOf(mesons: BMesons, beams: Beams): RadiatingBeams {
  const threshold = (2 * massOf(mesons)) ** 2;
  const process = { crossSection: () => 1, least: threshold, threshold };
  return new RadiatingBeams(process, { isr: false, minIsrEnergy: 0 }, beams);
}

/** cosθ* with density 1 − c²: two mesons without spin from one photon. */
function drawCosTheta(stream: RandomStream): number {
  let cosTheta: number;
  do cosTheta = 2 * stream.uniform() - 1;
  while (stream.uniform() > 1 - cosTheta * cosTheta);
  return cosTheta;
}
