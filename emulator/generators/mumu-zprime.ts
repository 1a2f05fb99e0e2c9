import type { ConfigOf } from '../../detector/base/config.js';
import type { EventGenerator } from './generator.js';
import {
  generateLeptonBosons,
  type LeptonBoson,
  leptonBosonCrossSection,
  leptonBosonSchema,
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
  crossSection: (config, beams) => leptonBosonCrossSection(processOf(config), beams),
  build: (config, context) => generateLeptonBosons(processOf(config), context),
};
