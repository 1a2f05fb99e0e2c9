import { twoPhotonLeptons } from './two-photon-leptons.js';

/** Generator `two-photon-mumu`: muon pairs of two photons. */
export const twoPhotonMumu = twoPhotonLeptons({
  name: 'two-photon-mumu',
  doc:
    'e+e- → e+e-μ+μ- by two equivalent photons: leading order with the mass of the muon, ' +
    'scattered beams along the beams; no radiation, no detected scattered electrons.',
  pdg: 13,
  minPt: 0.05,
  total: {
    minMass: 0.5,
    expected: 18.1,
    source: 'AAFH has 18.9 ± 0.1 (arXiv:1808.10567, recalled), to which k was fitted',
  },
  seen: [
    { pt: 0.1, tracks: 1, expected: 24.7 },
    { pt: 0.2, tracks: 1, expected: 8.7 },
    { pt: 0.3, tracks: 2, expected: 1.79 },
  ],
});
