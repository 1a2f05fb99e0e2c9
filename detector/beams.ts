import { bucketPeriod, bucketsPerRevolution } from './base/constants.js';
import { type ConfigOf, choice, flag, integer, quantity } from './base/config.js';
import { cos, sin } from './base/elementary.js';
import { EmulatorError } from './base/errors.js';
import { GeV, MeV, mm, mrad, ns, ps, um } from './base/units.js';
import { boost, type FourVector, fourVector } from './lorentz.js';

/** Beam energies [GeV], electrons and positrons. @see basf2 scripts/beamparameters.py. */
const beamPresets = {
  Y4S: { electron: 7.004 * GeV, positron: 4.002 * GeV },
  'Y4S-60MeV': { electron: 6.964 * GeV, positron: 3.979 * GeV },
  Y3S: { electron: 6.855 * GeV, positron: 3.917 * GeV },
  Y5S: { electron: 7.2 * GeV, positron: 4.114 * GeV },
  Y6S: { electron: 7.295 * GeV, positron: 4.169 * GeV },
} as const;

/** Parameters of the machine at the collision point: energies, angles, luminous region, filling. */
export const beamsSchema = {
  preset: choice(
    'Y4S',
    ['Y4S', 'Y4S-60MeV', 'Y3S', 'Y5S', 'Y6S'],
    'Energies of both beams, by the resonance they meet',
  ),
  electronEnergy: quantity(
    0,
    'GeV',
    'Energy of the electron beam (HER); 0 takes that of the preset',
    { min: 0 },
  ),
  positronEnergy: quantity(
    0,
    'GeV',
    'Energy of the positron beam (LER); 0 takes that of the preset',
    { min: 0 },
  ),
  // @see arXiv:2306.02692: beams cross at 83 mrad, each 41.5 mrad from the detector axis.
  electronAngle: quantity(
    41.5 * mrad,
    'mrad',
    'Angle of the electron beam to the detector axis, towards +x',
    { min: -0.5, max: 0.5 },
  ),
  positronAngle: quantity(
    41.5 * mrad,
    'mrad',
    'Angle of the positron beam to the detector axis, towards +x',
    { min: -0.5, max: 0.5 },
  ),
  energySpread: flag(true, 'Whether beam energies vary from event to event'),
  // @see basf2 scripts/beamparameters.py, preset Y4S.
  electronSpread: quantity(5.13 * MeV, 'MeV', 'Energy spread of the electron beam', { min: 0 }),
  positronSpread: quantity(2.375 * MeV, 'MeV', 'Energy spread of the positron beam', { min: 0 }),
  spot: {
    x: quantity(0, 'cm', 'Centre of the luminous region'),
    y: quantity(0, 'cm', 'Centre of the luminous region'),
    z: quantity(0, 'cm', 'Centre of the luminous region'),
    // Sizes in operation: recalled, not verified (10–15 µm, below 1 µm); z derived: σx*/(√2 · 41.5
    // mrad) for σx* ≈ 16–18 µm.
    sigmaX: quantity(12 * um, 'um', 'Width of the luminous region', { min: 0 }),
    sigmaY: quantity(0.5 * um, 'um', 'Width of the luminous region', { min: 0 }),
    sigmaZ: quantity(0.3 * mm, 'mm', 'Width of the luminous region', { min: 0 }),
    // Derived: bunches of 6 and 5 mm (basf2 beamparameters.py) that cross at a large angle meet
    // within 1/√(1/6² + 1/5²) = 3.8 mm of path.
    sigmaTime: quantity(13 * ps, 'ps', 'Spread of the collision time about its nominal instant', {
      min: 0,
    }),
  },
  filling: {
    // December 2024: recalled, not verified.
    bunches: integer(2346, 'bunches', 'Bunches per beam', { min: 1, max: bucketsPerRevolution }),
    spacing: integer(2, 'buckets', 'Distance from one bunch to the next', {
      min: 1,
      max: bucketsPerRevolution,
    }),
    abortGap: quantity(
      200 * ns,
      'ns',
      'Shortest stretch of a turn that stays empty (recalled, not verified)',
      { min: 0 },
    ),
  },
};

/** The machine at the collision point in base units; an energy of 0 is that of the preset. */
export interface BeamsConfig extends ConfigOf<typeof beamsSchema> {}

/**
 * The centre-of-mass frame as seen from the laboratory: velocity [c] and total energy. Its z axis
 * is the direction of the electron beam in it, which lies in the x-z plane of the laboratory at an
 * angle of which sine and cosine are kept; its y axis is that of the laboratory, and the velocity
 * has no y component.
 */
export interface CollisionFrame {
  betaX: number;
  betaZ: number;
  gamma: number;
  sinTilt: number;
  cosTilt: number;
  /** Invariant mass squared of the two beams [GeV²]. */
  s: number;
}

/**
 * Directions of the beams in the x-z plane: sine towards +x, cosine along the beam's own sense of
 * z.
 */
interface Crossing {
  readonly sinElectron: number;
  readonly cosElectron: number;
  readonly sinPositron: number;
  readonly cosPositron: number;
}

/** The machine at the interaction point. */
export interface Beams {
  readonly config: BeamsConfig;
  readonly crossing: Crossing;
  readonly electronEnergy: number;
  readonly positronEnergy: number;
  /** Total four-momentum in the laboratory. */
  readonly total: Readonly<FourVector>;
  /** Frame of beams at their nominal energies. */
  readonly frame: Readonly<CollisionFrame>;
  /** [GeV] */
  readonly sqrtS: number;
}

/**
 * The beams of a configuration.
 * @throws BEAMS_FILLING when the bunches and the abort gap do not fit into a turn.
 * @example
 * ```ts
 * import { beams, emulatorConfig } from 'belle2-l1';
 *
 * const { total } = beams(emulatorConfig().beams);
 * console.log(`${total.energy.toFixed(1)} GeV in the laboratory`); // → 11.0 GeV in the laboratory
 * ```
 */
export function beams(config: BeamsConfig): Beams {
  checkFilling(config);
  const preset = beamPresets[config.preset];
  const electronEnergy = config.electronEnergy || preset.electron;
  const positronEnergy = config.positronEnergy || preset.positron;
  const crossing = {
    sinElectron: sin(config.electronAngle),
    cosElectron: cos(config.electronAngle),
    sinPositron: sin(config.positronAngle),
    cosPositron: cos(config.positronAngle),
  };
  const frame = collisionFrame();
  setCollisionFrame(frame, crossing, electronEnergy, positronEnergy);
  const energy = electronEnergy + positronEnergy;
  const total = fourVector(frame.betaX * energy, 0, frame.betaZ * energy, energy);
  return {
    config,
    crossing,
    electronEnergy,
    positronEnergy,
    total,
    frame,
    sqrtS: Math.sqrt(frame.s),
  };
}

/** A frame at rest in the laboratory, for kernels to fill in place. */
export function collisionFrame(): CollisionFrame {
  return { betaX: 0, betaZ: 0, gamma: 1, sinTilt: 0, cosTilt: 1, s: 0 };
}

/**
 * Writes the frame of two beams of these energies into `frame`. Electrons are taken as massless:
 * their mass changes √s by 3e-8.
 */
export function setCollisionFrame(
  frame: CollisionFrame,
  crossing: Crossing,
  electronEnergy: number,
  positronEnergy: number,
): void {
  const electronX = electronEnergy * crossing.sinElectron;
  const electronZ = electronEnergy * crossing.cosElectron;
  const energy = electronEnergy + positronEnergy;
  const betaX = (electronX + positronEnergy * crossing.sinPositron) / energy;
  const betaZ = (electronZ - positronEnergy * crossing.cosPositron) / energy;
  const gamma = 1 / Math.sqrt(1 - betaX * betaX - betaZ * betaZ);
  // The electron beam boosted to the centre of mass: its direction there is the z axis.
  const along = betaX * electronX + betaZ * electronZ;
  const gain = gamma * ((gamma / (gamma + 1)) * along - electronEnergy);
  const energyCms = gamma * (electronEnergy - along);
  frame.betaX = betaX;
  frame.betaZ = betaZ;
  frame.gamma = gamma;
  frame.sinTilt = (electronX + gain * betaX) / energyCms;
  frame.cosTilt = (electronZ + gain * betaZ) / energyCms;
  frame.s = (energy / gamma) ** 2;
}

/** Takes `vector` from the centre-of-mass frame to the laboratory, in place. */
export function cmsToLab(frame: Readonly<CollisionFrame>, vector: FourVector): void {
  const { px, pz } = vector;
  vector.px = px * frame.cosTilt + pz * frame.sinTilt;
  vector.pz = pz * frame.cosTilt - px * frame.sinTilt;
  boost(vector, frame.betaX, 0, frame.betaZ, frame.gamma);
}

/** Takes `vector` from the laboratory to the centre-of-mass frame, in place. */
export function labToCms(frame: Readonly<CollisionFrame>, vector: FourVector): void {
  boost(vector, -frame.betaX, 0, -frame.betaZ, frame.gamma);
  const { px, pz } = vector;
  vector.px = px * frame.cosTilt - pz * frame.sinTilt;
  vector.pz = pz * frame.cosTilt + px * frame.sinTilt;
}

/**
 * RF bucket 0–5119 of bunch 0–(bunches − 1): one train from the revolution marker on, the gap at
 * its end.
 */
export function bucketOfBunch({ filling }: Pick<BeamsConfig, 'filling'>, bunch: number): number {
  return bunch * filling.spacing;
}

/**
 * Nominal time of the collision of `bunch` in `revolution`, since the revolution marker of turn 0
 * [ns].
 */
export function collisionTime(config: BeamsConfig, revolution: number, bunch: number): number {
  return (revolution * bucketsPerRevolution + bucketOfBunch(config, bunch)) * bucketPeriod;
}

function checkFilling({ filling: { bunches, spacing, abortGap } }: BeamsConfig): void {
  const used = (bunches - 1) * spacing + 1;
  const free = bucketsPerRevolution - Math.ceil(abortGap / bucketPeriod);
  if (used <= free) return;
  throw new EmulatorError(
    'BEAMS_FILLING',
    `beams.filling: ${bunches} bunches ${spacing} buckets apart take ${used} buckets; the ` +
      `abort gap of ${abortGap / ns} ns leaves ${free} of ${bucketsPerRevolution}`,
  );
}
