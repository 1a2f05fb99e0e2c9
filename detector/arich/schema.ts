import { type ConfigOf, flag, groupFactors, quantity } from '../base/config.js';
import { mrad } from '../base/units.js';
import { rings } from './geometry.js';

/** Parameters of the aerogel counter. */
export const arichSchema = {
  efficiency: quantity(
    0.62,
    '',
    'Photons seen of those that reach a pad and make a photoelectron: window, crosstalk, ' +
      'edges of tiles (tuned to 11.5 per saturated track)',
    { min: 0, max: 1 },
  ),
  angleSpread: quantity(
    5 * mrad,
    'mrad',
    'Spread of the angle of emission on top of emission point and pad: dispersion, surface ' +
      'of the aerogel, field (tuned to 13.5 mrad in all)',
    { min: 0 },
  ),
  scattered: flag(true, 'Light scattered in the aerogel reaches the plane: a diffuse background'),
  noiseHits: quantity(
    0,
    'hits/HAPD',
    'Mean uncorrelated hits of an HAPD in an event (basf2 arich/modules/arichDigitizer: ' +
      '0.066); of a machine its diffuse hits',
    { min: 0, max: 144 },
  ),
  noiseScale: groupFactors(
    rings.map((_, ring) => `ring${ring + 1}`),
    (name) => `Noise of the photo detectors of ${name}, from inside, over noiseHits`,
  ),
  windowStart: quantity(
    -125,
    'ns',
    'Earliest signal that is accepted, after the nominal collision (our choice: window centred)',
    {
      min: -10000,
      max: 10000,
    },
  ),
  windowLength: quantity(
    250,
    'ns',
    'Length of the window of acceptance (basf2 arich/modules/arichDigitizer)',
    { min: 0, max: 20000 },
  ),
} as const;

/** The aerogel counter's response, in base units. */
export interface ArichConfig extends ConfigOf<typeof arichSchema> {}
