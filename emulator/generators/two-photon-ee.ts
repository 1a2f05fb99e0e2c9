import { twoPhotonLeptons } from './two-photon-leptons.js';

/** Generator `two-photon-ee`: electron pairs of two photons, the most frequent tracks of all. */
export const twoPhotonEe = twoPhotonLeptons({
  name: 'two-photon-ee',
  doc:
    'e+e- → e+e-e+e- by two equivalent photons: leading order, scattered beams along the beams; ' +
    'no exchange of scattered and produced electrons, no radiation, no detected scattered ones.',
  pdg: 11,
  minPt: 0.05,
  total: {
    minMass: 0.5,
    expected: 40.5,
    source: 'AAFH has 39.7 ± 0.1 (arXiv:1808.10567, recalled), to which k was fitted',
  },
  seen: [
    { pt: 0.1, tracks: 1, expected: 52.2 },
    { pt: 0.2, tracks: 1, expected: 10.8 },
    { pt: 0.3, tracks: 2, expected: 1.97 },
  ],
});
