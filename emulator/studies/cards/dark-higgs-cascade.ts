import { cm, GeV } from '../../../detector/base/units.js';
import { darkPhotonPdg } from '../../../detector/pdg.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massScan } from '../collision-card.js';

/** Masses of the A′ [GeV]; the h′ has 2.2 times as much. */
const masses = [0.25, 0.5, 1, 1.5, 2, 2.5, 3] as const;

/** Card `dark-higgs-cascade`: three pairs of muons. */
export const darkHiggsCascadeCard = collisionCard({
  name: 'dark-higgs-cascade',
  title: "e+e- → A'h', h' → A'A', A' → μμ",
  doc:
    "Six muons of three A' of 0.25 to 3 GeV, which decay at once or, in every second event, " +
    'after a mean flight cτ of 1 cm: lines of three and of two tracks, and of single muons.',
  events: 70_000,
  points: masses.flatMap((mass) =>
    [0, 1].map((flight) => ({
      name: `A' ${mass} GeV, ${flight} cm`,
      generator: 'dark-higgs',
      share: 1,
      config: {
        mass: `${mass} GeV`,
        higgsMass: `${2.2 * mass} GeV`,
        decay: 'mumu',
        higgs: 'cascade',
        flight: `${flight} cm`,
      },
    })),
  ),
  searched: [darkPhotonPdg],
  selection: {
    text: 'six muons of pT above 0.1 GeV in 17–150° from within 60 cm of the axis',
    ranges: { tracks: [6, 7], muons: [6, 7] },
  },
  lines: ['fff', 'fffo', 'ffy', 'ffo', 'ff30', 'stt', 'cdcklm1'],
  families: ['three-track', 'two-track', 'single-muon', 'nn-single-track'],
  scans: [
    massScan(masses),
    { variable: 'decayRadius', edges: uniformEdges(0, 60 * cm, 12) },
    { variable: 'pt', edges: uniformEdges(0, 6 * GeV, 20) },
  ],
});
