import { fourLeptons } from './four-leptons.js';

/** Generator `mumutautau`: a pair of muons and one of τ, decayed by our tables. */
export const mumutautau = fourLeptons({
  name: 'mumutautau',
  doc:
    'e+e- → μ+μ-τ+τ-, the τ decayed by our tables: two virtual photons of the beams, or one that ' +
    'a lepton radiates, become pairs; tree level, photons transverse, no radiation, no ' +
    'polarization of the τ.',
  leptons: [13, 15],
  onPurpose: ['decayed'],
  recalled: '1.4e-4 nb (KoralW, arXiv:1808.10567)',
});
