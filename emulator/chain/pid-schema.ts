import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { mrad, ns } from '../../detector/base/units.js';

/** What particle identification assumes of the detectors; the simulation does not read it. */
export const pidSchema = {
  dedxResolution: quantity(
    0.06,
    '',
    'Relative resolution of the ionization of a track through 50 layers of the chamber ' +
      '(recalled, not verified)',
    { min: 0.01, max: 1 },
  ),
  arichAngle: quantity(
    13.5 * mrad,
    'mrad',
    'Resolution of the angle of one photon of the ARICH (13 to 14 recalled, not verified)',
    {
      min: 1e-4,
    },
  ),
  arichBackground: quantity(
    1e-3,
    '',
    'Probability that background hits a pad of the ARICH near a ring (our choice)',
    {
      min: 1e-9,
      max: 1,
    },
  ),
  topTime: quantity(
    0.08 * ns,
    'ns',
    'Resolution of the time of one photon of the TOP, with that of the collision (our choice)',
    {
      min: 1e-3,
    },
  ),
  topBackground: quantity(
    0.15,
    '',
    'Photons of the TOP that come late or from elsewhere, over those of the track: spread ' +
      'evenly over 50 ns (our choice)',
    { min: 1e-6 },
  ),
  misled: quantity(
    0.055,
    '',
    'Share of tracks whose Cherenkov light favours kaon and pion the wrong way round: wrong or ' +
      'overlapping tracks, light lost to what is not simulated (tuned to 10 % of pions at 90 % ' +
      'of kaons)',
    { min: 0, max: 1 },
  ),
} as const;

/** Particle identification of studies, in base units. */
export interface PidConfig extends ConfigOf<typeof pidSchema> {}
