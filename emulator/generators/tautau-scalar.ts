import { scalarOffLepton } from './scalar-off-lepton.js';

/** Generator `tautau-scalar`: τ that radiate a scalar that couples to leptons by their mass. */
export const tautauScalar = scalarOffLepton(
  'tautau-scalar',
  'e+e- → τ+τ-φ(γ), a leptophilic scalar or pseudoscalar radiated off a τ, to μμ, ee, ττ or ' +
    'invisible, prompt or displaced: tree level with the mass of the τ, one effective photon of ' +
    'the beams; no polarization of the τ.',
  15,
  ['mumu', 'ee', 'invisible', 'tautau'],
  {
    scalar: [
      [0.1, 1.097e5],
      [1, 2.657e4],
      [3, 4697],
      [5, 559.5],
    ],
    pseudoscalar: [
      [0.1, 8695],
      [1, 5693],
      [3, 1340],
      [5, 122.9],
    ],
  },
);
