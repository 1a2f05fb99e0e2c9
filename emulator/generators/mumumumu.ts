import { fourLeptons } from './four-leptons.js';

/** Generator `mumumumu`: two pairs of muons, beside which Z′ and scalars to μμ are searched for. */
export const mumumumu = fourLeptons({
  name: 'mumumumu',
  doc:
    'e+e- → μ+μ-μ+μ-: two virtual photons of the beams, or one that a muon radiates, become ' +
    'pairs; tree level, identical muons do not interfere, photons transverse, no radiation.',
  leptons: [13, 13],
  recalled: '3.5e-4 nb (AAFH, arXiv:1808.10567)',
});
