import { degree, GeV } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massPoints, massScan } from '../collision-card.js';

/** Masses that are generated [GeV]. */
const masses = [0.212, 0.3, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
/** Code of a Z′ that decays. */
const zPrimePdg = 32;

/**
 * Card `x-to-mumu`: four muons.
 * @see arXiv:2403.02841 for the selection; its lines are recalled
 */
export const xToMuMuCard = collisionCard({
  name: 'x-to-mumu',
  title: 'e+e- → μμX, X → μμ',
  doc:
    'Four muons, two of them from a vector of 0.212 to 9 GeV: lines of three tracks and of ' +
    'single muons, as in the search (arXiv:2403.02841; lines recalled).',
  events: 120_000,
  points: massPoints('mumu-zprime', masses, { decay: 'mumu' }),
  searched: [zPrimePdg],
  selection: {
    text: 'four tracks in 17–150° with pT above 0.1 GeV, three or more of them muons',
    ranges: { tracks: [4, 5], muons: [3, 5] },
  },
  search: {
    data: '178 fb⁻¹, periods not sourced, the nearest',
    dataMachine: '2020',
    leftOut: 'identification of muons, mass of the four, networks against background',
  },
  lines: ['fff', 'ffy', 'ffo', 'ff30', 'fyo', 'stt', 'cdcklm1'],
  families: ['three-track', 'single-muon', 'two-track', 'nn-single-track'],
  scans: [
    massScan(masses),
    { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 18) },
    { variable: 'pt', edges: uniformEdges(0, 6 * GeV, 20) },
  ],
});
