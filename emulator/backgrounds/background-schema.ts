import { type ConfigOf, flag, quantity } from '../../detector/base/config.js';
import { cm, degree, GeV, kHz } from '../../detector/base/units.js';
import type { ShareName } from './background.js';
import { diffuseSchema } from './diffuse-schema.js';

const share = (value: number, what: string) =>
  quantity(value, '', `Share of the background at 2022-peak: ${what} (recalled, low confidence)`, {
    min: 0,
  });

/**
 * Stray particles and diffuse hits at the state of June 2022; all recalled or assumed, none
 * measured.
 */
export const backgroundSchema = {
  on: flag(true, 'Whether beams make background'),
  scale: quantity(1, '', 'Factor on all of it', { min: 0, max: 1000 }),
  // Of mid-2021; that a fifth of what scatters on gas radiates is assumed.
  shares: {
    lerTouschek: share(0.4, 'Touschek, LER'),
    herTouschek: share(0.05, 'Touschek, HER'),
    lerCoulomb: share(0.2, 'beam-gas Coulomb, LER'),
    herCoulomb: share(0.08, 'beam-gas Coulomb, HER'),
    lerBremsstrahlung: share(0.05, 'beam-gas bremsstrahlung, LER'),
    herBremsstrahlung: share(0.02, 'beam-gas bremsstrahlung, HER'),
    radiativeBhabha: share(0.2, 'radiative Bhabha'),
  } satisfies Record<ShareName, unknown>,
  tracks: {
    rate: quantity(
      15 * kHz,
      'kHz',
      'Stray tracks that may fire a line (tuned: unprescaled track lines to 1.0 kHz at 2022-peak)',
      { min: 0 },
    ),
    electrons: quantity(0.2, '', 'Share of electrons; the others are pions (assumed)', {
      min: 0,
      max: 1,
    }),
    minMomentum: quantity(0.2 * GeV, 'GeV', 'Lowest momentum', { min: 0.01 * GeV }),
    maxMomentum: quantity(1.5 * GeV, 'GeV', 'Highest momentum', { min: 0.01 * GeV }),
    thetaMin: quantity(20 * degree, 'deg', 'Smallest polar angle', { min: 0, max: Math.PI }),
    thetaMax: quantity(150 * degree, 'deg', 'Largest polar angle', { min: 0, max: Math.PI }),
    halfLength: quantity(100 * cm, 'cm', 'They start within so much of the collision point in z', {
      min: 0,
    }),
  },
  showers: {
    rate: quantity(1.5 * kHz, 'kHz', 'Stray showers that may fire a line (recalled)', { min: 0 }),
    minEnergy: quantity(0.4 * GeV, 'GeV', 'Lowest energy', { min: 0.01 * GeV }),
    maxEnergy: quantity(3 * GeV, 'GeV', 'Highest energy (assumed; density 1/E)', {
      min: 0.01 * GeV,
    }),
  },
  softTracks: {
    rate: quantity(20 * kHz, 'kHz', 'Tracks of less momentum (recalled)', { min: 0 }),
    minMomentum: quantity(0.05 * GeV, 'GeV', 'Lowest momentum', { min: 0.01 * GeV }),
  },
  softClusters: {
    rate: quantity(50 * kHz, 'kHz', 'Showers of less energy (recalled)', { min: 0 }),
    minEnergy: quantity(0.1 * GeV, 'GeV', 'Lowest energy', { min: 0.01 * GeV }),
  },
  diffuse: diffuseSchema,
};

/** Backgrounds in base units. */
export interface BackgroundConfig extends ConfigOf<typeof backgroundSchema> {}
