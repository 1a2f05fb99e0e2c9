import { choice, type ConfigOf, quantity } from '../base/config.js';
import { um, us } from '../base/units.js';
import { pixelLayers } from './geometry.js';

const occupancy = (layer: number) =>
  quantity(
    0,
    '',
    `Share of pixels of layer ${layer} that background fires in a frame (limit 0.03, ` +
      'arXiv:2011.00067)',
    {
      min: 0,
      max: 0.9,
    },
  );

/** Parameters of the pixel detector. */
export const pxdSchema = {
  layers: choice(
    'two',
    pixelLayers,
    'Layers installed; one and a half: the first and two ladders of the second (basf2 ' +
      'pxd/data/PXD-Run1.xml)',
  ),
  efficiency: quantity(
    0.99,
    '',
    'Probability that a crossing of the sensitive area leaves charge (recalled, not verified)',
    {
      min: 0,
      max: 1,
    },
  ),
  diffusion: quantity(
    6 * um,
    'um',
    'Width of the charge cloud at the pixels (4 to 8 µm, recalled, not verified)',
    { min: 0.1 * um },
  ),
  unevenness: quantity(
    0.17,
    'pitch',
    'Spread of the centre of charge of a crossing by uneven ionization and collection (tuned ' +
      'to 12 to 14 µm in d0 at high momentum)',
    { min: 0, max: 1 },
  ),
  noise: quantity(
    150,
    'e',
    'Noise of a pixel (basf2 pxd/modules/pxdSimulation/src/PXDDigitizerModule.cc)',
    { min: 0 },
  ),
  threshold: quantity(
    7,
    'counts',
    'Least charge that is sent (basf2 pxd/data/PXD-Components.xml; 4 nominal in ' +
      'PXDDigitizerModule.cc)',
    {
      min: 1,
      max: 255,
    },
  ),
  occupancy: { layer1: occupancy(1), layer2: occupancy(2) },
  gateStart: quantity(
    -1 * us,
    'ns',
    'Gated mode: when sensors turn blind, after the nominal collision (our choice)',
    {
      min: -100 * us,
      max: 100 * us,
    },
  ),
  gateLength: quantity(
    0,
    'ns',
    'Gated mode: for how long they are blind (1 to 2 µs, recalled, not verified); 0: not gated',
    {
      min: 0,
      max: 100 * us,
    },
  ),
} as const;

/** The pixel detector's response, in base units. */
export interface PxdConfig extends ConfigOf<typeof pxdSchema> {}
