import { choice, type ConfigOf, quantity } from '../base/config.js';
import { ns, um } from '../base/units.js';

const occupancy = (layer: number, seen: string) =>
  quantity(0, '', `Share of strips of layer ${layer} that background fires in an event (${seen})`, {
    min: 0,
    max: 0.9,
  });

/** Parameters of the strip detector. */
export const svdSchema = {
  efficiency: quantity(
    0.995,
    '',
    'Probability that a crossing of the sensitive area leaves charge (above 0.99, ' +
      'arXiv:2312.06501)',
    {
      min: 0,
      max: 1,
    },
  ),
  diffusion: quantity(
    8 * um,
    'um',
    'Width of the charge cloud at the strips (recalled, not verified)',
    { min: 0.1 * um },
  ),
  unevenness: quantity(
    0.12,
    'pitch',
    'Spread of the centre of charge of a crossing by uneven ionization (tuned to resolutions ' +
      'of 7 to 12 µm in u, arXiv:2312.06501)',
    { min: 0, max: 1 },
  ),
  readout: choice(
    'six',
    ['six', 'three', 'mixed'],
    'Samples of the APV25 that are read: six, three, or by event (basf2 ' +
      'svd/modules/svdSimulation/include/SVDDigitizerModule.h)',
  ),
  threeSampleShare: quantity(
    0.5,
    '',
    'Share of events read with three samples in mixed mode (by trigger time quality; our choice)',
    {
      min: 0,
      max: 1,
    },
  ),
  zeroSuppression: quantity(
    3,
    'noise',
    'A strip is sent when one sample is this high (basf2 SVDDigitizerModule.h)',
    { min: 0 },
  ),
  shapingTime: quantity(
    250 * ns,
    'ns',
    'Shaping of the APV25, 63 ns to the peak (basf2 SVDDigitizerModule.h)',
    { min: 1 },
  ),
  firstSample: quantity(
    -2 * ns,
    'ns',
    'Earliest first sample after the nominal collision (basf2 SVDDigitizerModule.h)',
    {
      min: -1000,
      max: 1000,
    },
  ),
  occupancy: {
    layer3: occupancy(3, 'below 0.5 % so far, a talk of the collaboration'),
    layer4: occupancy(4, 'less than layer 3'),
    layer5: occupancy(5, 'less than layer 3'),
    layer6: occupancy(6, 'less than layer 3'),
  },
} as const;

/** The strip detector's response, in base units. */
export interface SvdConfig extends ConfigOf<typeof svdSchema> {}
