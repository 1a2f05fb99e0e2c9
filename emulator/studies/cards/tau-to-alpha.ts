import { degree, GeV } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massPoints, massScan } from '../collision-card.js';

/** Masses that are generated [GeV]. */
const masses = [0, 0.5, 1, 1.4, 1.6] as const;

/**
 * Card `tau-to-alpha`: a lepton of one τ against three hadrons of the other.
 * @see arXiv:2212.03634 for the topology
 */
export const tauToAlphaCard = collisionCard({
  name: 'tau-to-alpha',
  title: 'τ → ℓα, α invisible, against three hadrons',
  doc:
    'An electron or muon of one τ and three charged hadrons of the other, an α of 0 to 1.6 GeV ' +
    '(arXiv:2212.03634): the heavier it is, the softer the lepton. Lines of the energy and of ' +
    'three tracks, and those that may stand in for them.',
  events: 50_000,
  points: (['e', 'mu'] as const).flatMap((lepton) =>
    massPoints('tau-to-alpha', masses, { lepton, tag: 'three-prong' }).map((point) => ({
      ...point,
      name: `${lepton}, ${point.name}`,
    })),
  ),
  searched: [51],
  selection: {
    text: 'four tracks in 17–150° with pT > 0.1 GeV: the lepton and the three hadrons',
    ranges: { tracks: [4, 5] },
  },
  search: {
    data: '62.8 fb⁻¹, periods not sourced, the nearest',
    dataMachine: '2020',
    leftOut: 'identification, thrust, vetoes of neutral pions, windows of energies and masses',
  },
  lines: ['hie', 'ffy', 'fyo', 'fy30', 'c4', 'stt', 'sttecl'],
  families: ['three-track', 'two-track', 'nn-single-track'],
  scans: [
    massScan(masses),
    { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 18) },
    { variable: 'trackMass', edges: uniformEdges(0, 10 * GeV, 20) },
  ],
});
