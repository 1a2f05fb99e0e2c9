import { degree, GeV } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard } from '../collision-card.js';

/** Card `tautau`: pairs of τ, the hardest of which have one prong each. */
export const tautauCard = collisionCard({
  name: 'tautau',
  title: 'e+e- → ττ(γ)',
  doc:
    'Pairs of τ, all decays, from one prong against one, two tracks and little energy in the ' +
    'calorimeter, to three against three.',
  events: 100_000,
  points: [{ name: 'ττ(γ)', generator: 'tautau', share: 1, config: {} }],
  selection: {
    text: 'at least two tracks in 17–150° with pT above 0.1 GeV',
    ranges: { tracks: [2, Number.POSITIVE_INFINITY] },
  },
  lines: ['ffo', 'fyo', 'fffo', 'ffy', 'stt', 'hie', 'c4', 'cdcklm1'],
  families: ['two-track', 'three-track', 'nn-single-track', 'single-muon'],
  scans: [
    { variable: 'tracks', edges: uniformEdges(1.5, 6.5, 5), positions: [2, 3, 4, 5, 6] },
    { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 18) },
    { variable: 'pt', edges: uniformEdges(0, 6 * GeV, 12) },
  ],
});
