import { twoPhotonLeptons } from './two-photon-leptons.js';

/** Generator `two-photon-tautau`: τ pairs of two photons, decayed by our tables. */
export const twoPhotonTautau = twoPhotonLeptons({
  name: 'two-photon-tautau',
  doc:
    'e+e- → e+e-τ+τ- by two equivalent photons, the τ decayed by our tables: leading order with ' +
    'the mass of the τ, scattered beams along the beams; no radiation, no polarization.',
  pdg: 15,
  minPt: 0,
  onPurpose: ['decayed'],
  total: {
    minMass: 0,
    expected: 0.0172,
    source: 'KoralW has 0.0184 (arXiv:1808.10567, recalled), to which k was fitted',
  },
  seen: [],
});
