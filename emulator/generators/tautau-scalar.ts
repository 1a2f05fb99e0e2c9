import { scalarOffLepton } from './scalar-off-lepton.js';

/** Generator `tautau-scalar`: τ that radiate a scalar that couples to leptons by their mass. */
export const tautauScalar = scalarOffLepton(
  'tautau-scalar',
  'e+e- → τ+τ-φ(γ), a leptophilic scalar or pseudoscalar radiated off a τ, to μμ, ee, ττ or ' +
    'invisible, prompt or displaced: tree level with the mass of the τ, one effective photon of ' +
    'the beams; no polarization of the τ.',
  15,
  ['mumu', 'ee', 'invisible', 'tautau'],
);
