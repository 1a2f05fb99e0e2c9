import { type ConfigOf, flag, groupFactors, quantity } from '../base/config.js';
import { MeV } from '../base/units.js';
import { layersOfSection, sections } from './geometry.js';

const layerScales = (section: number, where: string) =>
  groupFactors(
    Array.from({ length: layersOfSection[section] }, (_, layer) => `layer${layer + 1}`),
    (name) => `Noise of the strips of ${name} of ${where} over noiseRate`,
  );

/** Parameters of the KLM. */
export const klmSchema = {
  efficiency: quantity(
    0.97,
    '',
    'Probability that a plane crossed by a particle reports it (0.95 to 0.99, recalled, not ' +
      'verified)',
    {
      min: 0,
      max: 1,
    },
  ),
  clusters: flag(
    true,
    'Neighbouring strips of a chamber fire together (shares of basf2 ' +
      'klm/data/BKLMSimulationPar.xml)',
  ),
  crystalDepth: quantity(
    30,
    'cm',
    'Caesium iodide in front, by radius in the barrel and along z in the endcaps',
    { min: 0, max: 100 },
  ),
  coil: flag(true, 'Coil and cryostat in front of the barrel (basf2 structure/data/COIL.xml)'),
  straggling: flag(true, 'Energy loss fluctuates about its mean'),
  scattering: flag(true, 'Multiple scattering in calorimeter, coil and iron'),
  hadronic: flag(true, 'Hadrons interact in calorimeter, coil and iron'),
  yokeField: quantity(
    0,
    'T',
    'Field in the iron along z. 0 as in the published ranges; the returning flux of the ' +
      'solenoid would be about −1.3 (derived)',
    { min: -2, max: 2 },
  ),
  tail: quantity(
    1.5,
    'plates',
    'Mean further iron that secondaries of a hadronic interaction of 1 GeV cross (1 to 2, toy, ' +
      'no source)',
    {
      min: 0,
      max: 10,
    },
  ),
  tailGrowth: quantity(
    0.83,
    '',
    'Growth of that mean, over its value at 1 GeV, when the energy grows by a factor e. The ' +
      'logarithm is that of a hadronic shower’s length (C. W. Fabjan, T. Ludlam, Ann. Rev. ' +
      'Nucl. Part. Sci. 32 (1982) 335, recalled); the slope lets it begin at 0.3 GeV (our ' +
      'choice). 0: the same at all energies',
    { min: 0, max: 5 },
  ),
  minSecondaryEnergy: quantity(
    300 * MeV,
    'GeV',
    'Kinetic energy, and twice the mass of an antibaryon, up to which an interaction sends ' +
      'nothing on (our choice)',
    { min: 0 },
  ),
  scintillatorTime: quantity(
    2,
    'ns',
    'Spread of the time of a scintillator strip (1 to 3, recalled, not verified)',
    { min: 0 },
  ),
  chamberTime: quantity(
    3,
    'ns',
    'Spread of the time of a strip of a resistive plate chamber (a few ns, recalled, not verified)',
    {
      min: 0,
    },
  ),
  noiseRate: quantity(
    0,
    'Hz',
    'Rate of uncorrelated hits on every strip; of a machine its diffuse hits (neutrons)',
    { min: 0 },
  ),
  noiseScale: {
    barrel: layerScales(sections.barrelForward, 'the barrel'),
    forward: layerScales(sections.endcapForward, 'the forward endcap'),
    backward: layerScales(sections.endcapBackward, 'the backward endcap'),
  },
  windowStart: quantity(
    -100,
    'ns',
    'Earliest hit that is accepted, by its true time after the nominal collision (our choice)',
    {
      min: -10000,
      max: 10000,
    },
  ),
  windowLength: quantity(500, 'ns', 'Length of the window of acceptance (our choice)', {
    min: 0,
    max: 20000,
  }),
} as const;

/** The KLM's response, in base units. */
export interface KlmConfig extends ConfigOf<typeof klmSchema> {}
