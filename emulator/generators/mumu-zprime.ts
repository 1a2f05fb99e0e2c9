import type { ConfigOf } from '../../detector/base/config.js';
import type { Beams } from '../../detector/beams.js';
import { generatedRows, radiatingDefaults } from './generated-rows.js';
import type { EventGenerator } from './generator.js';
import {
  generateLeptonBosons,
  type LeptonBoson,
  leptonBosonCrossSection,
  leptonBosonSchema,
  treeLevelSource,
} from './lepton-boson.js';
import { zPrimeWidths } from './widths.js';

const mumuZPrimeSchema = leptonBosonSchema(['invisible', 'mumu', 'tautau', 'widths'], 1);

const processOf = (config: ConfigOf<typeof mumuZPrimeSchema>): LeptonBoson => ({
  ...config,
  generator: 'mumu-zprime',
  kind: 'vector',
  lepton: 13,
  boson: 32,
  invisible: 53,
  widths: zPrimeWidths(config.mass, config.coupling),
});

const crossSection = (config: ConfigOf<typeof mumuZPrimeSchema>, beams: Beams): number =>
  leptonBosonCrossSection(processOf(config), beams);

/** Mass [GeV] and cross section [fb] at g′ = 1. */
const independent = [
  [0.1, 5.678e5],
  [1, 9.957e4],
  [3, 1.371e4],
  [5, 2025],
  [7, 174],
] as const;

const crossSections = generatedRows({ schema: mumuZPrimeSchema, crossSection, unit: 'fb' }, [
  radiatingDefaults("Z' of 1 GeV, g' = 1e-3, all decays, all angles"),
  ...independent.map(([mass, expected]) => ({
    definition: `Z' of ${mass} GeV, g' = 1, all decays, all angles, no radiation of the beams`,
    order: 'tree level with the mass of the muon',
    expected,
    tolerance: 0.01,
    source: treeLevelSource,
    parameters: { mass, coupling: 1, isr: false },
  })),
]);

/** Generator `mumu-zprime`: muons that radiate a vector, the Z′ of Lμ − Lτ. */
export const mumuZPrime: EventGenerator<typeof mumuZPrimeSchema> = {
  name: 'mumu-zprime',
  kind: 'signal',
  doc:
    "e+e- → μ+μ-Z'(γ), the Z' radiated off a muon, invisible, to μμ or ττ, or each by its " +
    'width: tree level with the mass of the muon, one effective photon of the beams; ' +
    'no photons of the muons.',
  schema: mumuZPrimeSchema,
  onPurpose: ['decayed'],
  crossSection,
  crossSections,
  build: (config, context) => generateLeptonBosons(processOf(config), context),
};
