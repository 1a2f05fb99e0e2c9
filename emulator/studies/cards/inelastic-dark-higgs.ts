import { cm } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massScan } from '../collision-card.js';

/** Masses of the h′ [GeV] and what it becomes. */
const higgses = [
  [0.25, 'mumu'],
  [0.5, 'pipi'],
  [0.8, 'pipi'],
  [1.2, 'kk'],
  [2, 'mumu'],
  [3, 'mumu'],
] as const;
const darkScalarPdg = 51;

/**
 * Card `inelastic-dark-higgs`: two vertices away from the beams and missing momentum.
 * @see arXiv:2505.09705 for the search
 */
export const inelasticDarkHiggsCard = collisionCard({
  name: 'inelastic-dark-higgs',
  title: "e+e- → h'χ1χ2, χ2 → χ1ee, h' → two hadrons or muons",
  doc:
    "An h' of 0.25 to 3 GeV that flies 1 cm (cτ) beside χ1χ2 of 1 and 1.3 GeV from an A' of 3 " +
    'GeV, χ2 to two electrons after 5 cm: four tracks of two vertices (arXiv:2505.09705); lines ' +
    'of three and of two tracks, of one neural track and of energy. Its own lines are not known.',
  events: 60_000,
  points: higgses.map(([mass, higgs]) => ({
    name: `h' ${mass} GeV → ${higgs}`,
    generator: 'inelastic-dark-higgs',
    share: 1,
    config: {
      higgsMass: `${mass} GeV`,
      higgs,
      higgsFlight: '1 cm',
      splitting: '0.3 GeV',
      flight: '5 cm',
    },
  })),
  searched: [darkScalarPdg],
  selection: {
    text: 'four tracks of pT above 0.1 GeV in 17–150° from within 60 cm of the axis, two electrons',
    ranges: { tracks: [4, 5], electrons: [2, 3] },
  },
  search: {
    data: '365 fb⁻¹, periods not sourced, the nearest',
    dataMachine: '2022-peak',
    leftOut:
      "pointing angles and displacements of both vertices; one set of masses of χ and A', one " +
      'mean flight of each',
  },
  lines: ['fff', 'ffy', 'ffo', 'ff30', 'fyo', 'stt', 'hie'],
  families: ['three-track', 'two-track', 'nn-single-track'],
  scans: [
    massScan(higgses.map(([mass]) => mass)),
    { variable: 'decayRadius', edges: uniformEdges(0, 60 * cm, 12) },
  ],
});
