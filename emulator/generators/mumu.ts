import { type ConfigOf, parseConfig } from '../../detector/base/config.js';
import { muonMass } from '../../detector/base/constants.js';
import { annihilation } from './annihilation.js';
import { annihilationRows } from './annihilation-rows.js';
import type { EventGenerator } from './generator.js';
import { type LeptonPair, leptonPairSchema } from './lepton-pair.js';
import { generateLeptonPairs, leptonPairCrossSection } from './lepton-pair-generator.js';

const mumuSchema = leptonPairSchema({
  thetaMin: 0,
  thetaMax: Math.PI,
  minEnergy: 0,
  closest: 0,
});

const pairOf = (config: ConfigOf<typeof mumuSchema>): LeptonPair => ({
  ...config,
  generator: 'mumu',
  pdg: 13,
  mass: muonMass,
});

/** Generator `mumu`: muon pairs with photons of beams and muons. */
export const mumu: EventGenerator<typeof mumuSchema> = {
  name: 'mumu',
  kind: 'sm',
  doc:
    'e+e- → μ+μ-(γ…): leading order with one effective photon of the beams and collinear ' +
    'photons of the muons; vacuum polarization is an option, without resonances; no interference ' +
    'of the two radiations.',
  schema: mumuSchema,
  crossSections: annihilationRows(() => pairOf(parseConfig(mumuSchema, {}, 'mumu')), {
    born: 0.776,
    radiated: 1.082,
    published: [1.148, 0.005],
  }),
  crossSection: (config, beams) => leptonPairCrossSection(pairOf(config), annihilation, beams),
  build: (config, context) => generateLeptonPairs(pairOf(config), annihilation, context),
};
