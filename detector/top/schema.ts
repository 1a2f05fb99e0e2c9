import { type ConfigOf, groupFactors, quantity } from '../base/config.js';
import { m, MHz, ps } from '../base/units.js';
import { moduleCount } from './geometry.js';

/** Parameters of the TOP counter. */
export const topSchema = {
  filterEdge: quantity(
    340,
    'nm',
    'Shortest wavelength that the filter before the photodetectors passes (recalled, not verified)',
    {
      min: 280,
      max: 700,
    },
  ),
  collectionEfficiency: quantity(
    0.5677,
    '',
    'Photoelectrons that are multiplied (basf2 top/data/TOP-QENaKSbCs.xml)',
    { min: 0, max: 1 },
  ),
  yieldScale: quantity(
    1.1,
    '',
    'Detected light: type of the tubes (0.96 to 1.13, basf2 top/data/TTSofPMTs.xml), glue ' +
      'joints, contacts, threshold (tuned: 20 to 45 a track)',
    { min: 0, max: 5 },
  ),
  mirrorReflectivity: quantity(
    0.9,
    '',
    'Of the mirror at the forward end (recalled, not verified)',
    { min: 0, max: 1 },
  ),
  surfaceLoss: quantity(
    1e-4,
    '',
    'Light lost at each reflection on a face (below 1e-3, recalled, not verified)',
    { min: 0, max: 0.1 },
  ),
  attenuationLength: quantity(
    200 * m,
    'm',
    'In the quartz: 99.5 % are left after 1 m (recalled, not verified)',
    { min: 1 },
  ),
  jitter: quantity(
    50 * ps,
    'ps',
    'Time resolution of the electronics (below 50 ps: arXiv:1804.10782)',
    { min: 0, max: 1 },
  ),
  noiseRate: quantity(
    0,
    'Hz',
    'Rate of uncorrelated hits in every photodetector; of a machine its diffuse hits',
    {
      min: 0,
      max: 50 * MHz,
    },
  ),
  noiseScale: groupFactors(
    Array.from({ length: moduleCount }, (_, module) => `slot${module + 1}`),
    (name) => `Noise of the photodetectors of ${name} over noiseRate`,
  ),
  windowStart: quantity(
    -100,
    'ns',
    'Earliest hit that is accepted, after the nominal collision (our choice)',
    { min: -10000, max: 10000 },
  ),
  windowLength: quantity(500, 'ns', 'Length of the window of acceptance (our choice)', {
    min: 0,
    max: 20000,
  }),
} as const;

/** The TOP counter's response, in base units. */
export interface TopConfig extends ConfigOf<typeof topSchema> {}
