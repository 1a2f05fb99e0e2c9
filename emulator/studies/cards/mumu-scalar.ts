import { GeV } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massPoints, massScan } from '../collision-card.js';
import { scalarPdg } from '../../generators/scalar-off-lepton.js';

/** Masses that are generated [GeV]. */
const masses = [0.25, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/**
 * Card `mumu-scalar`: four muons, two of them from a scalar that muons radiate.
 * @see arXiv:2403.02841
 */
export const mumuScalarCard = collisionCard({
  name: 'mumu-scalar',
  title: 'e+e- → μμS, S → μμ',
  doc:
    'A muonphilic scalar of 0.25 to 9 GeV: lines of three tracks, of muons in the KLM and of one ' +
    'neural track, as the search had them (arXiv:2403.02841, lines recalled).',
  events: 110_000,
  points: massPoints('mumu-scalar', masses, { decay: 'mumu' }),
  searched: [scalarPdg],
  selection: {
    text: 'four tracks in 17–150° with pT above 0.1 GeV, at least three of them muons',
    ranges: { tracks: [4, 5], muons: [3, 5] },
  },
  search: {
    data: '178 fb⁻¹, periods not sourced, the nearest',
    dataMachine: '2020',
    leftOut: 'identification of muons, mass of the four, networks against background',
  },
  lines: ['fffo', 'ffy', 'fyo', 'stt', 'cdcklm1', 'hie'],
  families: ['three-track', 'two-track', 'nn-single-track', 'single-muon'],
  scans: [massScan(masses), { variable: 'pt', edges: uniformEdges(0, 6 * GeV, 12) }],
});
