import { cm } from '../../../detector/base/units.js';
import { scalarPdg } from '../../generators/scalar-off-lepton.js';
import { displacedCard } from '../displaced-card.js';

/**
 * Card `b-to-ks`: a scalar that flies, beside a kaon of a B.
 * @see arXiv:2306.02830 for the selection
 */
export const bToKsCard = displacedCard({
  name: 'b-to-ks',
  title: 'B → K S, S → μμ',
  doc:
    'Two muons from a vertex away from the B, beside a kaon and all of the other B, S of 0.3 to ' +
    '4.7 GeV and cτ of 0.1 cm to 4 m (arXiv:2306.02830): lines of three and two tracks, of the ' +
    'energy and of four clusters, which take hadronic BB̄ all but whole.',
  events: 84_000,
  generator: 'b-to-ks',
  config: { kaon: 'K+', decay: 'mumu' },
  flying: scalarPdg,
  masses: [0.3, 0.5, 1, 2, 3, 4, 4.7],
  flights: [0.1, 1, 10, 50, 100, 400],
  selection: {
    text:
      'both muons of the S in 17–150° with pT > 0.1 GeV, from a vertex within 60 cm of the axis ' +
      'that the S reaches after more than 0.05 cm',
    ranges: { products: [2, 3], displacement: [0.05 * cm, Number.POSITIVE_INFINITY] },
  },
  search: {
    data: '189 fb⁻¹, periods not sourced, the nearest',
    dataMachine: '2020',
    leftOut:
      'S to electrons, pions and kaons, K* beside the S (card b-to-ks-modes), ' +
      'flights of less than 0.1 cm (seldom ' +
      'beyond 0.05 cm), ΔE and mass of the B, shapes of the event',
  },
  lines: ['ffy', 'fyo', 'fy30', 'hie', 'c4', 'stt', 'cdcklm1'],
  families: ['three-track', 'two-track', 'single-muon'],
});
