import { type ConfigOf, parseConfig } from '../../detector/base/config.js';
import { particleInfo } from '../../detector/pdg.js';
import { annihilation } from './annihilation.js';
import { annihilationRows } from './annihilation-rows.js';
import type { EventGenerator } from './generator.js';
import { type LeptonPair, leptonPairSchema } from './lepton-pair.js';
import { generateLeptonPairs, leptonPairCrossSection } from './lepton-pair-generator.js';

const tauPdg = 15;

/** What generators of τ pairs let a user choose. */
export const tauPairSchema = leptonPairSchema({
  thetaMin: 0,
  thetaMax: Math.PI,
  minEnergy: 0,
  closest: 0,
});

/** The τ pairs of a generator. */
export const tauPairOf = (
  generator: string,
  config: ConfigOf<typeof tauPairSchema>,
): LeptonPair => ({ ...config, generator, pdg: tauPdg, mass: particleInfo(tauPdg)!.mass });

const pairOf = (config: ConfigOf<typeof tauPairSchema>) => tauPairOf('tautau', config);

/** Generator `tautau`: pairs of τ, decayed by our tables, with photons of beams and τ. */
export const tautau: EventGenerator<typeof tauPairSchema> = {
  name: 'tautau',
  kind: 'sm',
  doc:
    'e+e- → τ+τ-(γ…), the τ decayed by our tables: leading order with the mass of the τ, one ' +
    'effective photon of the beams and collinear photons of the τ; vacuum polarization is an ' +
    'option, without resonances; no interference of the two radiations, no polarization of the ' +
    'τ and so no correlation of the two decays.',
  schema: tauPairSchema,
  crossSections: annihilationRows(() => pairOf(parseConfig(tauPairSchema, {}, 'tautau')), {
    born: 0.7721,
    radiated: 0.852,
    published: [0.919, 0.003],
  }),
  onPurpose: ['decayed'],
  leaves: [tauPdg],
  crossSection: (config, beams) => leptonPairCrossSection(pairOf(config), annihilation, beams),
  build: (config, context) => generateLeptonPairs(pairOf(config), annihilation, context),
};
