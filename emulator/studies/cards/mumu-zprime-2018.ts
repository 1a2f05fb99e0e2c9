import { degree, GeV } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massPoints, massScan } from '../collision-card.js';

/** Masses that are generated [GeV]. */
const masses = [0.1, 0.5, 1, 2, 3, 4, 5, 6] as const;

/**
 * Card `mumu-zprime-2018`: two muons and what nobody sees, as first searched for.
 * @see arXiv:1912.11276 for the line, basf2 skim/dark.py for the selection
 */
export const mumuZPrime2018Card = collisionCard({
  name: 'mumu-zprime-2018',
  title: "e+e- → μμZ', Z' → invisible, the search of 2018",
  doc:
    "Two muons and missing momentum, Z' of Lμ − Lτ of 0.1 to 6 GeV: the line of two tracks open " +
    'by 90° (arXiv:1912.11276). With --conditions 2018 the family of two tracks is that line.',
  events: 80_000,
  points: massPoints('mumu-zprime', masses, { decay: 'invisible' }),
  searched: [53],
  selection: {
    text: 'two muons in 17–150°, together of pT* above 0.2 GeV',
    ranges: {
      tracks: [2, 3],
      muons: [2, 3],
      pairPt: [0.2 * GeV, Number.POSITIVE_INFINITY],
    },
  },
  search: {
    data: '276 pb⁻¹ of 2018: --conditions 2018; its background is not known',
    leftOut: 'identification of muons, distances from the collision point, vetoes of photons',
  },
  lines: ['ffo', 'ff30', 'ff'],
  families: ['two-track'],
  scans: [
    massScan(masses),
    { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 18) },
    { variable: 'recoilMass', edges: uniformEdges(0, 10 * GeV, 20) },
  ],
});
