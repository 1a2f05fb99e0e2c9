import { scalarOffLepton } from './scalar-off-lepton.js';

/** Generator `mumu-scalar`: muons that radiate a scalar that couples to them. */
export const mumuScalar = scalarOffLepton(
  'mumu-scalar',
  'e+e- → μ+μ-S(γ), a muonphilic scalar or pseudoscalar radiated off a muon, to μμ, ee, ττ or ' +
    'invisible: tree level with the mass of the muon, one effective photon of the beams; no ' +
    'photons of the muons.',
  13,
  ['mumu', 'invisible', 'ee', 'tautau'],
  {
    scalar: [
      [1, 1.343e4],
      [3, 3443],
      [5, 705],
    ],
    pseudoscalar: [
      [1, 1.318e4],
      [3, 3414],
      [5, 699],
    ],
  },
);
