import { type ConfigOf, flag, quantity } from '../../detector/base/config.js';
import { degree, GeV, kHz, ms, ns } from '../../detector/base/units.js';
import type { ShareName } from './background.js';
import { diffuseSchema } from './diffuse-schema.js';
import { mixSchema } from './mix-schema.js';
import { allBackgrounds } from './sources.js';

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
    lerInjection: share(0.08, 'injection, LER, mean over time, on top of the others'),
    herInjection: share(0.04, 'injection, HER, mean over time, on top of the others'),
  } satisfies Record<ShareName, unknown>,
  mixes: Object.fromEntries(
    allBackgrounds.map(({ share: name, name: title, mix }) => [name, mixSchema(title, mix)]),
  ) as Readonly<Record<ShareName, ReturnType<typeof mixSchema>>>,
  softness: quantity(
    0,
    '',
    'Added to the powers with which the spectra of all sources fall: tracks flat, showers as 1/E',
    { min: -3, max: 3 },
  ),
  // Recalled: 0.2 to 0.5 ms and 3 to 10 ms (arXiv:2012.10948); the shares are assumed.
  injection: {
    fastShare: quantity(0.7, '', 'Share of what dies away fast after an injection (assumed)', {
      min: 0,
      max: 1,
    }),
    fastDecay: quantity(0.3 * ms, 'ms', 'Time in which that falls to 1/e (recalled)', {
      min: 1e-3 * ms,
    }),
    slowDecay: quantity(5 * ms, 'ms', 'Time in which the rest falls to 1/e (recalled)', {
      min: 1e-3 * ms,
    }),
    width: quantity(100 * ns, 'ns', 'Length of the burst behind a passage: its root mean square', {
      min: 0.1 * ns,
      max: 1000 * ns,
    }),
  },
  tracks: {
    rate: quantity(
      14.4 * kHz,
      'kHz',
      'Stray tracks that may fire a line (tuned: unprescaled track lines to 1.0 kHz at 2022-peak)',
      { min: 0 },
    ),
    minMomentum: quantity(0.2 * GeV, 'GeV', 'Lowest momentum', { min: 0.01 * GeV }),
    maxMomentum: quantity(1.5 * GeV, 'GeV', 'Highest momentum', { min: 0.01 * GeV }),
    thetaMin: quantity(20 * degree, 'deg', 'Smallest polar angle', { min: 0, max: Math.PI }),
    thetaMax: quantity(150 * degree, 'deg', 'Largest polar angle', { min: 0, max: Math.PI }),
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
  twoPhoton: quantity(
    17.9 * kHz,
    'kHz',
    'Two-photon pairs that reach chamber or endcaps, none of them a collision, at 2022-peak: ' +
      'cross section of the generator times luminosity',
    { min: 0 },
  ),
  diffuse: diffuseSchema,
};

/** Backgrounds in base units. */
export interface BackgroundConfig extends ConfigOf<typeof backgroundSchema> {}
