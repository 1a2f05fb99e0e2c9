import { cm } from '../../../detector/base/units.js';
import { scalarPdg } from '../../generators/scalar-off-lepton.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massPoints, massScan } from '../collision-card.js';

/** Masses that are generated [GeV]: to electrons below two muons, to muons above. */
const light = [0.04, 0.1, 0.2] as const;
const heavy = [0.3, 0.5, 1, 2, 3, 4, 5, 6.5] as const;

/**
 * Card `tautau-scalar`: two τ and the leptons of a scalar that τ radiate, displaced where it is
 * light.
 */
export const tautauScalarCard = collisionCard({
  name: 'tautau-scalar',
  title: 'e+e- → ττφ, φ → ee or μμ',
  doc:
    'A leptophilic scalar of 0.04 to 6.5 GeV, to electrons with cτ = 1 cm below two muons and to ' +
    'muons at once above: one prong of each τ and two leptons, missing momentum.',
  events: 110_000,
  points: [
    ...massPoints('tautau-scalar', light, { decay: 'ee', flight: '1 cm' }),
    ...massPoints('tautau-scalar', heavy, { decay: 'mumu' }),
  ],
  searched: [scalarPdg],
  selection: {
    text: 'four tracks in 17–150° with pT above 0.1 GeV from within 60 cm',
    ranges: { tracks: [4, 5] },
  },
  search: {
    data: 'of Belle, 626 fb⁻¹: its trigger and background are not those here',
    leftOut: 'identification, missing momentum, networks against background',
  },
  lines: ['fffo', 'ffy', 'fyo', 'stt', 'hie', 'c4', 'cdcklm1'],
  families: ['three-track', 'two-track', 'nn-single-track', 'single-muon'],
  scans: [
    massScan([...light, ...heavy]),
    { variable: 'decayRadius', edges: uniformEdges(0, 60 * cm, 12) },
  ],
});
