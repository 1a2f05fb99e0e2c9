import { cm, MeV } from '../../../detector/base/units.js';
import { heavyNeutrinoPdg } from '../../generators/tau-to-pi-n.js';
import { displacedCard } from '../displaced-card.js';

/** Card `tau-to-pi-n`: a heavy neutrino that flies, beside a pion of a τ. */
export const tauToPiNCard = displacedCard({
  name: 'tau-to-pi-n',
  title: 'τ → πN, N → μμν',
  doc:
    'Two muons from a vertex away from the beams, a pion and the other τ, N of 0.3 to 1.6 GeV ' +
    'and cτ of 0.1 cm to 1 m (Belle, 915 fb⁻¹: masses and veto of the K_S as published, the rest ' +
    'of the selection not): lines of two and three tracks, of the energy and of muons in the KLM.',
  events: 84_000,
  generator: 'tau-to-pi-n',
  config: {},
  flying: heavyNeutrinoPdg,
  masses: [0.3, 0.5, 0.8, 1, 1.2, 1.4, 1.6],
  flights: [0.1, 1, 10, 100],
  selection: {
    text:
      'both muons of the N in 17–150° with pT > 0.1 GeV, from a vertex within 60 cm of the axis ' +
      'that the N reaches after more than 0.05 cm; their mass as pions outside 420–520 MeV; four ' +
      'tracks or more',
    ranges: {
      products: [2, 3],
      displacement: [0.05 * cm, Number.POSITIVE_INFINITY],
      offKShort: [50 * MeV, Number.POSITIVE_INFINITY],
      tracks: [4, Number.POSITIVE_INFINITY],
    },
  },
  search: {
    data: 'of Belle, 915 fb⁻¹: its trigger and background are not those here',
    leftOut: 'identification, masses and angles of the tag',
  },
  lines: ['ffy', 'fyo', 'fy30', 'ff30', 'fs30', 'hie', 'c4', 'stt', 'cdcklm1', 'cdcklm2'],
  families: ['three-track', 'two-track', 'single-muon'],
});
