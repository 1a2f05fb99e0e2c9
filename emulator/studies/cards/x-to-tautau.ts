import { degree, GeV } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massPoints, massScan } from '../collision-card.js';

/** Masses that are generated [GeV]. */
const masses = [3.6, 4, 5, 6, 7, 8, 9, 10] as const;
/** Code of a Z′ that decays. */
const zPrimePdg = 32;

/**
 * Card `x-to-tautau`: two muons and the two prongs of two τ.
 * @see arXiv:2306.12294 for the selection and the lines
 */
export const xToTauTauCard = collisionCard({
  name: 'x-to-tautau',
  title: 'e+e- → μμX, X → ττ',
  doc:
    'Two muons beside two τ of one prong each, X a vector of 3.6 to 10 GeV: lines of three ' +
    'tracks or of single muons, as in the search (arXiv:2306.12294).',
  events: 80_000,
  points: massPoints('mumu-zprime', masses, { decay: 'tautau' }),
  searched: [zPrimePdg],
  selection: {
    text: 'four tracks in 17–150°, two or more of them muons, of less than 9.5 GeV together',
    ranges: { tracks: [4, 5], muons: [2, 5], trackMass: [0, 9.5 * GeV] },
  },
  search: {
    data: '62.8 fb⁻¹, periods not sourced, the nearest',
    dataMachine: '2020',
    leftOut:
      'identification of muons, networks against background; scalars and ALPs, which differ in ' +
      'how hard X is radiated (generator mumu-scalar)',
  },
  lines: ['fff', 'ffy', 'ffo', 'ff30', 'fyo', 'stt', 'cdcklm1'],
  families: ['three-track', 'single-muon', 'two-track', 'nn-single-track'],
  scans: [
    massScan(masses),
    { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 18) },
    { variable: 'trackMass', edges: uniformEdges(0, 10 * GeV, 20) },
  ],
});
