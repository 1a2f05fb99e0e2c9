import { quantity } from '../../detector/base/config.js';
import { cm } from '../../detector/base/units.js';
import type { Mix } from './background.js';

/** The mix of a source as parameters, with its own values for defaults. */
export function mixSchema(name: string, mix: Mix) {
  const times = (value: number, what: string) =>
    quantity(value, '', `${name}: ${what}, beside those of all sources (assumed)`, { min: 0 });
  const share = (value: number, what: string) =>
    quantity(value, '', `${name}: ${what} (assumed)`, { min: 0, max: 1 });
  return {
    tracks: times(mix.tracks, 'tracks that may fire a line'),
    showers: times(mix.showers, 'showers that may fire a line'),
    softTracks: times(mix.softTracks, 'soft tracks'),
    softClusters: times(mix.softClusters, 'soft clusters'),
    electrons: share(mix.electrons, 'share of electrons among tracks; the others are pions'),
    softness: quantity(mix.softness, '', `${name}: added to the powers of its spectra`, {
      min: -3,
      max: 3,
    }),
    company: quantity(
      mix.company,
      '',
      `${name}: mean number of further particles from the same place (assumed)`,
      { min: 0, max: 20 },
    ),
    neutrons: share(mix.neutrons, 'share of neutrons among those'),
    lean: quantity(mix.lean, '', `${name}: how much more fly forward (assumed)`, {
      min: -1,
      max: 1,
    }),
    zMin: quantity(mix.zMin * cm, 'cm', `${name}: they start between here (assumed)`),
    zMax: quantity(mix.zMax * cm, 'cm', `${name}: and here, along the beams (assumed)`),
  };
}
