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

const tautauScalarSchema = {
  ...leptonBosonSchema(['mumu', 'ee', 'invisible', 'tautau'], 1),
  kind: scalarKind,
};

const processOf = (config: ConfigOf<typeof tautauScalarSchema>): LeptonBoson => ({
  ...config,
  generator: 'tautau-scalar',
  lepton: 15,
  boson: scalarPdg,
  invisible: 51,
});

/** Generator `tautau-scalar`: τ that radiate a scalar that couples to leptons by their mass. */
export const tautauScalar: EventGenerator<typeof tautauScalarSchema> = {
  name: 'tautau-scalar',
  doc:
    'e+e- → τ+τ-φ(γ), a leptophilic scalar or pseudoscalar radiated off a τ, to μμ, ee, ττ or ' +
    'invisible, prompt or displaced: tree level with the mass of the τ, one effective photon of ' +
    'the beams; no polarization of the τ.',
  schema: tautauScalarSchema,
  onPurpose: ['decayed'],
  crossSection: (config, beams) => leptonBosonCrossSection(processOf(config), beams),
  build: (config, context) => generateLeptonBosons(processOf(config), context),
};
