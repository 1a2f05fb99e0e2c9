import { degree, GeV } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard } from '../collision-card.js';

/** Card `mumu`: muon pairs, what the chamber, the KLM and the calorimeter make of them. */
export const mumuCard = collisionCard({
  name: 'mumu',
  title: 'e+e- → μμ(γ)',
  doc:
    'Muon pairs with radiation: lines of two tracks, of one neural track, of muons in the KLM, ' +
    'and of two clusters of minimum ionizing particles (eclmumu).',
  events: 100_000,
  points: [{ name: 'μμ(γ)', generator: 'mumu', share: 1, config: {} }],
  selection: {
    text: 'two muons in 17–150° with pT above 0.1 GeV',
    ranges: { tracks: [2, 3], muons: [2, 3] },
  },
  lines: ['ffo', 'fyo', 'ff30', 'stt', 'cdcklm1', 'eclmumu', 'lml10'],
  families: ['two-track', 'nn-single-track', 'single-muon'],
  scans: [
    { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 18) },
    { variable: 'pt', edges: uniformEdges(0, 6 * GeV, 12) },
    { variable: 'photonEnergy', edges: uniformEdges(0, 5.5 * GeV, 11) },
  ],
});
