// kernel: once per event, scalars and reused vectors only
import { pow } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { type Beams, cmsToLab, collisionFrame, setCollisionFrame } from '../../detector/beams.js';
import { type FourVector, fourVector } from '../../detector/lorentz.js';
import { drawIsrCosTheta, radiatorExponent } from './isr.js';
import { radiationTable } from './radiation-table.js';
import { Recoil, setPhoton } from './recoil.js';

/** What the beams do before the process of interest, as users choose it. */
export interface BeamRadiation {
  readonly isr: boolean;
  /** Photons of less energy [GeV, centre of mass] are left out. */
  readonly minIsrEnergy: number;
}

/** A process at any mass² [GeV²]: its cross section [nb], the least mass², its threshold. */
interface ReducedProcess {
  readonly crossSection: (s: number) => number;
  readonly least: number;
  readonly threshold: number;
  /** Least share of the energy that the beams radiate; 0 by default. */
  readonly minShare?: number;
}

/** Cross section with the radiation of the beams [nb]. */
export function radiatedCrossSection(
  process: ReducedProcess,
  { isr }: BeamRadiation,
  { frame: { s } }: Beams,
): number {
  return isr ? tableOf(process, s).integral : process.crossSection(s);
}

const tableOf = ({ crossSection, least, threshold, minShare = 0 }: ReducedProcess, s: number) =>
  radiationTable({ s, exponent: radiatorExponent(s), least, threshold, minShare }, crossSection);

/**
 * Beams with their spread of energies that radiate one effective photon, before they produce a
 * system of mass² `reduced`: momentum is conserved, the system recoils against the photon, and its
 * polar axis is the electron's direction carried along by that boost.
 */
export class RadiatingBeams {
  /** The radiated photon in the laboratory, meaningful if `hasRadiated`. */
  readonly radiated: FourVector = fourVector();
  hasRadiated = false;
  readonly #beams: Beams;
  readonly #least: number;
  readonly #minEnergy: number;
  readonly #table;
  readonly #inverseExponent: number;
  readonly #frame = collisionFrame();
  readonly #recoil = new Recoil();

  constructor(process: ReducedProcess, { isr, minIsrEnergy }: BeamRadiation, beams: Beams) {
    this.#beams = beams;
    this.#least = process.least;
    this.#minEnergy = minIsrEnergy;
    this.#table = isr ? tableOf(process, beams.frame.s) : undefined;
    this.#inverseExponent = 1 / radiatorExponent(beams.frame.s);
    setCollisionFrame(this.#frame, beams.crossing, beams.electronEnergy, beams.positronEnergy);
  }

  /** Draws energies and radiation; returns the mass² that is left to the process [GeV²]. */
  draw(stream: RandomStream): number {
    const frame = this.#frame;
    const { crossing, electronEnergy, positronEnergy, config } = this.#beams;
    for (;;) {
      if (config.energySpread) {
        const electron = electronEnergy + config.electronSpread * stream.gaussian();
        const positron = positronEnergy + config.positronSpread * stream.gaussian();
        setCollisionFrame(frame, crossing, electron, positron);
      }
      const table = this.#table;
      const x = table === undefined ? 0 : pow(table.at(stream.uniform()), this.#inverseExponent);
      const root = Math.sqrt(frame.s);
      const share = 0.5 * x * root < this.#minEnergy ? 0 : x;
      if (frame.s * (1 - share) < this.#least) continue;
      this.hasRadiated = share > 0;
      if (this.hasRadiated) this.#radiate(stream, share, root);
      return frame.s * (1 - share);
    }
  }

  #radiate(stream: RandomStream, share: number, root: number): void {
    const cosTheta = drawIsrCosTheta(stream, share, this.#frame.s);
    setPhoton(this.radiated, 0.5 * share * root, cosTheta, 2 * Math.PI * stream.uniform());
    this.#recoil.against(this.radiated, root, root * Math.sqrt(1 - share));
    cmsToLab(this.#frame, this.radiated);
  }

  /** Takes a vector from the rest frame of the system, z along the electron, to the laboratory. */
  toLab(vector: FourVector): void {
    if (this.hasRadiated) this.#recoil.move(vector);
    cmsToLab(this.#frame, vector);
  }
}
