import { degree, GeV } from '../../../detector/base/units.js';
import { darkPhotonPdg } from '../../../detector/pdg.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massScan } from '../collision-card.js';

/** Masses of A′ and h′ [GeV]. */
const masses = [
  [1.7, 0.5],
  [2, 0.5],
  [3, 1],
  [4, 1],
  [5, 2],
  [6, 2],
  [7, 3],
  [8, 2],
  [9, 1],
  [10.2, 0.2],
] as const;

/**
 * Card `dark-higgs`: two muons of an A′ beside an h′ that nobody sees.
 * @see arXiv:2207.00509 for the line
 */
export const darkHiggsCard = collisionCard({
  name: 'dark-higgs',
  title: "e+e- → A'h', A' → μμ, h' invisible",
  doc:
    "Dark Higgsstrahlung: two muons of an A' of 1.7 to 10.2 GeV and missing momentum; lines of " +
    'two tracks, as in the search (arXiv:2207.00509), and those that came later.',
  events: 100_000,
  points: masses.map(([mass, higgsMass]) => ({
    name: `A' ${mass}, h' ${higgsMass} GeV`,
    generator: 'dark-higgs',
    share: 1,
    config: { mass: `${mass} GeV`, higgsMass: `${higgsMass} GeV`, decay: 'mumu' },
  })),
  searched: [darkPhotonPdg],
  selection: {
    text: 'two muons in 17–150° that have pT* above 0.1 GeV together',
    ranges: {
      tracks: [2, 3],
      muons: [2, 3],
      pairPt: [0.1 * GeV, Number.POSITIVE_INFINITY],
    },
  },
  search: {
    data: '8.34 fb⁻¹, periods not sourced, the nearest',
    dataMachine: '2020',
    leftOut:
      "A' to ee, ππ and ττ, which the search of muons has not; identification of muons, vetoes " +
      "of photons, windows of both masses; one h' for each A'",
  },
  lines: ['ffo', 'ff30', 'fyo', 'fy30', 'stt', 'cdcklm1'],
  families: ['two-track', 'nn-single-track', 'single-muon'],
  scans: [
    massScan(masses.map(([mass]) => mass)),
    { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 18) },
  ],
});
