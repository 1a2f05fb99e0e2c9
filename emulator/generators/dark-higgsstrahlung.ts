// kernel: once per event, scalars and reused vectors only
import { type ConfigOf, flag, quantity } from '../../detector/base/config.js';
import { fineStructure, hbarCSquaredNb } from '../../detector/base/constants.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { RandomStream } from '../../detector/base/random.js';
import { GeV, MeV } from '../../detector/base/units.js';
import type { Beams } from '../../detector/beams.js';
import { type FourVector, fourVector } from '../../detector/lorentz.js';
import { radiatedCrossSection, RadiatingBeams } from './radiating-beams.js';
import { setPhoton } from './recoil.js';
import { weightedFlag } from './weighted.js';

/** What generators of A′h′ let a user choose of their production. */
export const darkHiggsstrahlungSchema = {
  mass: quantity(2 * GeV, 'GeV', "Mass of the A'; a resonance without width", { min: 10 * MeV }),
  higgsMass: quantity(0.5 * GeV, 'GeV', "Mass of the h'", { min: 10 * MeV }),
  epsilon: quantity(1e-3, '', 'Kinetic mixing ε: the cross section is proportional to ε²', {
    min: 0,
  }),
  alphaDark: quantity(
    0.1,
    '',
    "Coupling α_D of A' and h': the cross section is proportional to it",
    { min: 0 },
  ),
  isr: flag(true, 'Whether the beams radiate a photon'),
  minIsrEnergy: quantity(
    1 * MeV,
    'MeV',
    'Photons of the beams of less energy in the centre of mass are left out',
    { min: 1e-6 },
  ),
  weighted: weightedFlag,
};

/** The production of A′h′. */
type DarkHiggsstrahlung = ConfigOf<typeof darkHiggsstrahlungSchema>;

/** Källén's function λ(1, a, b) of the shares of mass². */
const kallen = (a: number, b: number): number => (1 - a - b) * (1 - a - b) - 4 * a * b;

/**
 * Cross section of e⁺e⁻ → A′h′ at mass² s [nb]: (πα α_D ε²/3s)(1 − m²/s)⁻² √λ (λ + 12m²/s).
 * @see B. Batell et al., arXiv:0903.0363 (recalled; as e⁺e⁻ → ZH, the integral checked).
 */
function bornCrossSection(config: DarkHiggsstrahlung, s: number): number {
  const { mass, higgsMass, epsilon, alphaDark } = config;
  const a = (mass * mass) / s;
  const lambda = kallen(a, (higgsMass * higgsMass) / s);
  if (mass + higgsMass >= Math.sqrt(s)) return 0;
  const couplings = fineStructure * alphaDark * epsilon * epsilon;
  return (
    ((Math.PI * couplings) / (3 * s) / (1 - a) ** 2) *
    Math.sqrt(lambda) *
    (lambda + 12 * a) *
    hbarCSquaredNb
  );
}

/** Share of the excess over the threshold below which nothing is generated. */
const lowest = 1e-6;

function processOf(config: DarkHiggsstrahlung, { frame }: Beams) {
  const threshold = (config.mass + config.higgsMass) ** 2;
  return {
    crossSection: (s: number): number => bornCrossSection(config, s),
    least: threshold + lowest * (frame.s - threshold),
    threshold,
  };
}

/** @throws GENERATOR_CONFIG where the beams do not reach both masses */
export function checkDarkHiggsstrahlung(
  generator: string,
  { mass, higgsMass }: DarkHiggsstrahlung,
  { sqrtS }: Beams,
): void {
  // A per cent covers the spread of the beam energies, 0.05 %, many times over.
  if (mass + higgsMass <= 0.99 * sqrtS) return;
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "${generator}": masses of ${mass} and ${higgsMass} GeV are beyond √s = ` +
      `${sqrtS.toFixed(3)} GeV`,
  );
}

/** Cross section of A′h′ with the radiation of the beams [nb]. */
export function darkHiggsstrahlungCrossSection(config: DarkHiggsstrahlung, beams: Beams): number {
  return radiatedCrossSection(processOf(config, beams), config, beams);
}

/** Draws A′ and h′ of one event after the other, laboratory frame. */
export class DarkHiggsstrahlungSampler {
  readonly darkPhoton: FourVector = fourVector();
  readonly higgs: FourVector = fourVector();
  /** The beams, with the photon that they may have radiated. */
  readonly radiating: RadiatingBeams;
  /** Of the last draw: 1, or what its angle is worth; its mean is 1. */
  weight = 1;
  readonly #config: DarkHiggsstrahlung;

  constructor(config: DarkHiggsstrahlung, beams: Beams) {
    this.#config = config;
    // What is drawn does not depend on the couplings, which may be 0.
    const unit = { ...config, epsilon: 1, alphaDark: 1 };
    this.radiating = new RadiatingBeams(processOf(unit, beams), config, beams);
  }

  draw(stream: RandomStream): void {
    const { darkPhoton, higgs, radiating } = this;
    const { mass, higgsMass } = this.#config;
    const s = radiating.draw(stream);
    const root = Math.sqrt(s);
    const lambda = kallen((mass * mass) / s, (higgsMass * higgsMass) / s);
    const momentum = 0.5 * root * Math.sqrt(Math.max(0, lambda));
    const cosTheta = this.#drawCosTheta(stream, lambda, (mass * mass) / s);
    setPhoton(darkPhoton, momentum, cosTheta, 2 * Math.PI * stream.uniform());
    darkPhoton.energy = Math.sqrt(momentum * momentum + mass * mass);
    higgs.px = -darkPhoton.px;
    higgs.py = -darkPhoton.py;
    higgs.pz = -darkPhoton.pz;
    higgs.energy = root - darkPhoton.energy;
    radiating.toLab(darkPhoton);
    radiating.toLab(higgs);
  }

  /** cosθ* of the A′ with density λ(1 − c²) + 8m²/s. */
  #drawCosTheta(stream: RandomStream, lambda: number, a: number): number {
    let cosTheta: number;
    if (this.#config.weighted) {
      cosTheta = 2 * stream.uniform() - 1;
      const mean = (2 / 3) * lambda + 8 * a;
      this.weight = (lambda * (1 - cosTheta * cosTheta) + 8 * a) / mean;
      return cosTheta;
    }
    do cosTheta = 2 * stream.uniform() - 1;
    while (stream.uniform() * (lambda + 8 * a) > lambda * (1 - cosTheta * cosTheta) + 8 * a);
    return cosTheta;
  }
}
