import { type ConfigOf, groupFactors, quantity } from '../base/config.js';
import { MeV, MHz, um } from '../base/units.js';
import { superLayers } from './geometry.js';

const momentum = (value: number, which: string) =>
  quantity(value * MeV, 'MeV', `${which} momentum of those electrons; flat in between (assumed)`, {
    min: 1 * MeV,
    max: 50 * MeV,
  });

/** Parameters of the drift chamber's response. */
export const cdcSchema = {
  efficiency: quantity(
    0.98,
    '',
    'Probability that a cell crossed by a particle gives a hit (above 0.98 offline, ' +
      'recalled, not verified)',
    {
      min: 0,
      max: 1,
    },
  ),
  clusterDensity: quantity(
    22,
    '1/cm',
    'Primary ionizations along the path: a grazed cell may see none (He and C2H6, recalled, ' +
      'not verified)',
    {
      min: 0,
    },
  ),
  driftVelocity: quantity(
    4e-3,
    'cm/ns',
    'Distance over drift time, one straight x–t relation (basf2 ' +
      'cdc/modules/cdcDigitizer/src/CDCDigitizerModule.cc)',
    { min: 1e-4 },
  ),
  resolution: quantity(
    130 * um,
    'cm',
    'Gaussian smearing of the drift distance (basf2 CDCDigitizerModule.cc, simple mode)',
    { min: 0 },
  ),
  wireSpeed: quantity(
    27.25,
    'cm/ns',
    'Speed of the signal along the wire to the backward end (placeholder in basf2 ' +
      'CDCDigitizerModule.cc)',
    {
      min: 1,
    },
  ),
  noiseRate: quantity(
    0,
    'Hz',
    'Rate of hits of noise on every wire; uncorrelated but for the share cdc.correlated',
    {
      min: 0,
      max: 5 * MHz,
    },
  ),
  noiseScale: groupFactors(
    superLayers.map((_, superLayer) => `superLayer${superLayer}`),
    (name) => `Noise of the wires of ${name} over noiseRate`,
  ),
  correlated: quantity(
    0,
    '',
    'Share of the hits of noise that belong together: patterns that one electron makes in the gas',
    { min: 0, max: 1 },
  ),
  correlatedBy: {
    minMomentum: momentum(2, 'Lowest'),
    maxMomentum: momentum(15, 'Highest'),
  },
  windowStart: quantity(
    -100,
    'ns',
    'Earliest hit that is accepted, after the nominal collision (basf2 CDCDigitizerModule.cc)',
    {
      min: -10000,
      max: 10000,
    },
  ),
  windowLength: quantity(
    500 * 0.98254,
    'ns',
    'Length of the window of acceptance (500 TDC bins: basf2 CDCTriggerTSFModule.cc)',
    {
      min: 0,
      max: 20000,
    },
  ),
} as const;

/** The drift chamber's response, in base units. */
export interface CdcConfig extends ConfigOf<typeof cdcSchema> {}
