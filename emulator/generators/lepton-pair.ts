import { choice, flag, quantity } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { RandomStream } from '../../detector/base/random.js';
import { MeV } from '../../detector/base/units.js';
import { polarizations, type VacuumPolarization } from './vacuum-polarization.js';

/** What is produced, which part of phase space is generated, and what radiates. */
export interface LeptonPair {
  /** Name of the generator, for messages. */
  readonly generator: string;
  /** PDG code of the lepton; its antiparticle is the other. */
  readonly pdg: number;
  readonly mass: number;
  /**
   * Range of the polar angle of both leptons after radiation, centre of mass, to the electron beam.
   */
  readonly thetaMin: number;
  readonly thetaMax: number;
  /** Least energy of both leptons after radiation, centre of mass. */
  readonly minEnergy: number;
  readonly isr: boolean;
  readonly fsr: boolean;
  readonly minIsrEnergy: number;
  readonly requiredIsrEnergy: number;
  readonly minFsrEnergy: number;
  readonly vacuumPolarization: VacuumPolarization;
  /** Whether angles are drawn alike and weighted, where the process can; not when absent. */
  readonly weighted?: boolean;
}

/** Before the leptons radiate: a scratch record. */
export interface HardPoint {
  /** Share of the energy that the beams radiate. */
  share: number;
  /** Of the lepton to the electron, at rest of the pair. */
  cosTheta: number;
  /** ln(Q²/m²) − 1 of the radiation of the leptons. */
  logScale: number;
  /** Rapidity along beams and leptons from which on they radiate: 0 is their hemisphere. */
  minRapidity: number;
  /** 1, or what the angle is worth. */
  weight: number;
}

/** The process and the radiation of its beams. */
export interface HardProcess {
  /** [nb] */
  readonly crossSection: number;
  /** Draws the next point of a collision of mass² s. */
  readonly draw: (stream: RandomStream, s: number, point: HardPoint) => void;
}

interface Limits {
  readonly thetaMin: number;
  readonly thetaMax: number;
  readonly minEnergy: number;
  /** The smallest angle to the beams that may be asked for. */
  readonly closest: number;
}

/** What generators of lepton pairs let a user choose. */
export const leptonPairSchema = ({ thetaMin, thetaMax, minEnergy, closest }: Limits) => ({
  thetaMin: quantity(
    thetaMin,
    'deg',
    'Smallest polar angle of both leptons in the centre of mass, to the electron beam',
    {
      min: closest,
      max: Math.PI - closest,
    },
  ),
  thetaMax: quantity(
    thetaMax,
    'deg',
    'Largest polar angle of both leptons in the centre of mass, to the electron beam',
    {
      min: closest,
      max: Math.PI - closest,
    },
  ),
  minEnergy: quantity(minEnergy, 'GeV', 'Least energy of both leptons in the centre of mass', {
    min: 0,
  }),
  isr: flag(true, 'Whether the beams radiate a photon'),
  fsr: flag(true, 'Whether the leptons radiate photons'),
  minIsrEnergy: quantity(
    1 * MeV,
    'MeV',
    'Photons of the beams of less energy in the centre of mass are left out',
    { min: 1e-6 },
  ),
  requiredIsrEnergy: quantity(
    0,
    'GeV',
    'Only collisions whose beams radiate at least this energy; 0 takes all',
    { min: 0 },
  ),
  minFsrEnergy: quantity(
    1 * MeV,
    'MeV',
    'Photons of the leptons of less energy, at rest of the pair, are left out',
    { min: 1e-6 },
  ),
  vacuumPolarization: choice(
    'none',
    polarizations,
    'What makes the coupling of the exchanged photon run: nothing, charged leptons, or hadrons ' +
      'too, without resonances; it changes the cross section, and angles and energies with it',
  ),
});

/** @throws GENERATOR_CONFIG */
export function checkLeptonPair(pair: LeptonPair, sqrtS: number): void {
  const fail = (what: string): never => {
    throw new EmulatorError('GENERATOR_CONFIG', `generator "${pair.generator}": ${what}`);
  };
  if (!(pair.thetaMin < 0.5 * Math.PI && pair.thetaMax > 0.5 * Math.PI)) {
    fail(
      `thetaMin ${pair.thetaMin} and thetaMax ${pair.thetaMax} rad leave no two leptons back ` +
        'to back; 90° must lie between',
    );
  }
  const shared = 0.49 * (sqrtS - pair.requiredIsrEnergy);
  if (Math.max(pair.minEnergy, pair.mass) >= shared) {
    fail(
      `at √s = ${sqrtS.toFixed(3)} GeV not both leptons have minEnergy ${pair.minEnergy} GeV ` +
        'beside the photon of the beams',
    );
  }
  if (pair.requiredIsrEnergy > 0 && !pair.isr) fail('requiredIsrEnergy needs isr');
  const most = 0.99 * ((sqrtS * sqrtS - 4 * pair.mass * pair.mass) / (2 * sqrtS));
  if (pair.requiredIsrEnergy >= most)
    fail(`requiredIsrEnergy ${pair.requiredIsrEnergy} GeV is more than the beams can radiate`);
}
