import type { ConfigOf } from '../../detector/base/config.js';
import type { EventGenerator } from './generator.js';
import {
  generateLeptonBosons,
  type LeptonBoson,
  leptonBosonCrossSection,
  leptonBosonSchema,
  scalarKind,
  scalarPdg,
} from './lepton-boson.js';

const mumuScalarSchema = {
  ...leptonBosonSchema(['mumu', 'invisible', 'ee', 'tautau'], 1),
  kind: scalarKind,
};

const processOf = (config: ConfigOf<typeof mumuScalarSchema>): LeptonBoson => ({
  ...config,
  generator: 'mumu-scalar',
  lepton: 13,
  boson: scalarPdg,
  invisible: 51,
});

/** Generator `mumu-scalar`: muons that radiate a scalar that couples to them. */
export const mumuScalar: EventGenerator<typeof mumuScalarSchema> = {
  name: 'mumu-scalar',
  doc:
    'e+e- → μ+μ-S(γ), a muonphilic scalar or pseudoscalar radiated off a muon, to μμ, ee, ττ or ' +
    'invisible: tree level with the mass of the muon, one effective photon of the beams; no ' +
    'photons of the muons.',
  schema: mumuScalarSchema,
  onPurpose: ['decayed'],
  crossSection: (config, beams) => leptonBosonCrossSection(processOf(config), beams),
  build: (config, context) => generateLeptonBosons(processOf(config), context),
};
