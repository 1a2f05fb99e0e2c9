// kernel: once per event, reused vectors only
/**
 * Radiation of the two leptons of a pair. Each radiates photons of the share z of its energy with
 * dP = (α/2π)·[1 + (1 − z)²]/z·L dz and L = ln(Q²/m²) − 1, one after the other, each out of what is
 * left (the leading logarithms of all orders). Directions follow the soft photons of the pair's
 * charges from a least rapidity y along the lepton on, whose integral is the same L for Q² =
 * s·e^(−2y); so nearly all are collinear.
 */
import { fineStructure } from '../../detector/base/constants.js';
import { exp, log } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { type FourVector, fourVector } from '../../detector/lorentz.js';
import { drawEmissionCosTheta } from './isr.js';
import type { HardPoint } from './lepton-pair.js';
import { setAbout } from './about-axis.js';
import { Recoil } from './recoil.js';

/**
 * More photons than a pair radiates: the chance of a further one is below 1e-15 for the softest
 * limit allowed.
 */
const capacity = 32;

/** Shape of the spectrum over that of the soft photon, 1/z. */
function splitting(z: number): number {
  return 0.5 * (1 + (1 - z) * (1 - z));
}

/**
 * Mean number of photons of an energy share above `least` from one lepton.
 * @see D-079
 */
export function meanPhotons(least: number, logScale: number): number {
  return (
    (fineStructure / (2 * Math.PI)) *
    logScale *
    (-2 * log(least) - 2 * (1 - least) + (1 - least * least) / 2)
  );
}

/** Draws what a pair radiates; a scratch record. */
export class FinalStateRadiation {
  /** Photons of the last draw, in the rest frame of what the pair was before. */
  readonly photons: readonly FourVector[] = Array.from({ length: capacity }, () => fourVector());
  count = 0;
  readonly #mass: number;
  readonly #minEnergy: number;
  readonly #recoil = new Recoil();
  readonly #share = new Float64Array(capacity);
  readonly #axis = fourVector();

  /** @param minEnergy photons of less energy at rest of the pair are left out [GeV] */
  constructor(mass: number, minEnergy: number) {
    this.#mass = mass;
    this.#minEnergy = minEnergy;
  }

  /**
   * Turns a pair of opposite momenta and mass `pairMass`, at rest, into leptons and photons of the
   * same total momentum.
   * @param logScale ln(Q²/m²) − 1
   * @param minRapidity along a lepton from which on it radiates
   */
  radiate(
    stream: RandomStream,
    lepton: FourVector,
    antilepton: FourVector,
    pairMass: number,
    { logScale, minRapidity }: Pick<HardPoint, 'logScale' | 'minRapidity'>,
  ): void {
    this.#drawShares(stream, pairMass, logScale);
    if (this.count === 0) return;
    Object.assign(this.#axis, lepton);
    let massAfter = pairMass;
    for (let photon = 0; photon < this.count; photon++)
      massAfter *= Math.sqrt(1 - this.#share[photon]!);
    scaleTo(lepton, massAfter, this.#mass);
    scaleTo(antilepton, massAfter, this.#mass);
    // The last photon first: each sets in motion what is left after it.
    for (let photon = this.count - 1; photon >= 0; photon--) {
      const share = this.#share[photon]!;
      const massBefore = massAfter / Math.sqrt(1 - share);
      this.#direct(
        stream,
        this.photons[photon]!,
        0.5 * share * massBefore,
        massBefore,
        minRapidity,
      );
      this.#recoil.against(this.photons[photon]!, massBefore, massAfter);
      this.#recoil.move(lepton);
      this.#recoil.move(antilepton);
      for (let later = photon + 1; later < this.count; later++)
        this.#recoil.move(this.photons[later]!);
      massAfter = massBefore;
    }
  }

  /**
   * Number and shares: Poisson by the soft spectrum, thinned to the true one; what would leave less
   * than the leptons' masses is left out.
   */
  #drawShares(stream: RandomStream, pairMass: number, logScale: number): void {
    const logLeast = log((2 * this.#minEnergy) / pairMass);
    const smallest = (2 * this.#mass) ** 2;
    this.count = 0;
    if (logLeast >= 0 || logScale <= 0) return;
    const candidates = stream.poisson(
      (-2 * fineStructure * logScale * 2 * logLeast) / (2 * Math.PI),
    );
    let left = pairMass * pairMass;
    for (let candidate = 0; candidate < candidates && this.count < capacity; candidate++) {
      const z = exp(logLeast * stream.uniform());
      if (stream.uniform() > splitting(z) || left * (1 - z) <= smallest) continue;
      this.#share[this.count++] = z;
      left *= 1 - z;
    }
  }

  /** Direction about the axis of the leptons, either sense. */
  #direct(
    stream: RandomStream,
    photon: FourVector,
    energy: number,
    mass: number,
    least: number,
  ): void {
    const side = stream.uniform() < 0.5 ? 1 : -1;
    const along = side * energy * drawEmissionCosTheta(stream, 0, mass * mass, this.#mass, least);
    const across = Math.sqrt(Math.max(0, energy * energy - along * along));
    setAbout(photon, this.#axis, along, across, 2 * Math.PI * stream.uniform());
    photon.energy = energy;
  }
}

/** Keeps the direction and gives the vector half of the mass of the pair. */
function scaleTo(vector: FourVector, pairMass: number, mass: number): void {
  const factor =
    Math.sqrt(0.25 * pairMass * pairMass - mass * mass) /
    Math.sqrt(vector.px * vector.px + vector.py * vector.py + vector.pz * vector.pz);
  vector.px *= factor;
  vector.py *= factor;
  vector.pz *= factor;
  vector.energy = 0.5 * pairMass;
}
