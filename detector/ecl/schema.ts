import { choice, type ConfigOf, quantity } from '../base/config.js';
import { MeV, MHz } from '../base/units.js';
import { photonScale } from './photon-scale.js';
import { resolutionLevels } from './resolution.js';

const softPhotons = (where: string) =>
  quantity(0, 'MHz', `Rate of soft photons in each crystal of the ${where}: noise by pile-up`, {
    min: 0,
    max: 100 * MHz,
  });

/** Parameters of the calorimeter's response. */
export const eclSchema = {
  geometry: choice(
    'offset',
    ['offset', 'projective'],
    'Crystals as built, pointing beside the interaction point, or each turned to it about ' +
      'its front-face centre (for comparison)',
  ),
  resolution: choice(
    'low',
    resolutionLevels,
    'Background level whose photon energy resolution is simulated (basf2 ' +
      'ECLCovarianceMatrixModule.cc); off: shower fluctuations only',
  ),
  calibration: quantity(
    photonScale,
    '',
    'Energy read per energy deposited, in crystals and trigger cells: the median photon of ' +
      '1 GeV at 40–120° reads 1 GeV (b2l1 derive calorimeter-scale)',
    { min: 0.5, max: 2 },
  ),
  noise: quantity(
    0.3 * MeV,
    'MeV',
    'Electronics noise of a crystal, σ (0.2–0.35 MeV recalled, not verified)',
    { min: 0 },
  ),
  pileUp: {
    forward: softPhotons('forward endcap'),
    barrel: softPhotons('barrel'),
    backward: softPhotons('backward endcap'),
    energy: quantity(1 * MeV, 'MeV', 'Energy that each leaves, root mean square (recalled)', {
      min: 0,
    }),
  },
  crystalThreshold: quantity(
    2 * MeV,
    'MeV',
    'Energy from which a crystal is read out: over six times the noise, so that crystals ' +
      'without a deposit may be left out (our choice)',
    { min: 0 },
  ),
  cellThreshold: quantity(
    30 * MeV,
    'MeV',
    'Trigger cells whose sum stays below are not digitized (basf2 trg/ecl/src/TrgEclDigitizer.cc)',
    {
      min: 0,
    },
  ),
  hotEnergy: quantity(
    200 * MeV,
    'MeV',
    'Energy of the pulses that hot crystals of a mask make (our choice: twice the threshold of ' +
      'a trigger cell)',
    { min: 0 },
  ),
  timeScale: quantity(
    1684 * MeV,
    'ns·MeV',
    'Half-width of the 99 % interval of a crystal time is this over its energy (basf2 ' +
      'ECLDigitCalibratorModule.cc, no background)',
    { min: 0 },
  ),
  timeFloor: quantity(
    3.5,
    'ns',
    'Smallest half-width of the 99 % interval of a crystal time (basf2 ' +
      'ECLDigitCalibratorModule.cc)',
    {
      min: 0,
    },
  ),
} as const;

/** The calorimeter's response, in base units. */
export interface EclConfig extends ConfigOf<typeof eclSchema> {}
