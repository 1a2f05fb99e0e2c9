import { degree, GeV } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massPoints, massScan } from '../collision-card.js';

/** Masses that are generated [GeV]. */
const masses = [0.1, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/**
 * Card `mumu-zprime`: two muons and what nobody sees.
 * @see arXiv:2212.03066 for the selection and the lines
 */
export const mumuZPrimeCard = collisionCard({
  name: 'mumu-zprime',
  title: "e+e- → μμZ', Z' → invisible",
  doc:
    "Two muons and missing momentum that points into the barrel, Z' of Lμ − Lτ of 0.1 to 9 GeV: " +
    'lines of two tracks, that of one neural track, and those of muons in the KLM, as the search ' +
    'of 2019 to 2020 had them (arXiv:2212.03066; the muons in the KLM recalled).',
  events: 110_000,
  points: massPoints('mumu-zprime', masses, { decay: 'invisible' }),
  searched: [53],
  selection: {
    text:
      'two muons in 17–150°, both pT* > 0.4 GeV, less than 179° apart in the centre of mass, ' +
      'recoil into 32.2–128.7°',
    ranges: {
      tracks: [2, 3],
      muons: [2, 3],
      ptCmsLow: [0.4 * GeV, Number.POSITIVE_INFINITY],
      opening: [0, 179 * degree],
      recoilTheta: [32.2 * degree, 128.7 * degree],
    },
  },
  search: {
    data: '79.7 fb⁻¹ of 2019 to 2020',
    dataMachine: '2020',
    leftOut: 'identification of muons, vetoes of photons, the network that rejects background',
  },
  lines: ['ffo', 'ff30', 'fyo', 'fy30', 'stt', 'cdcklm1', 'lml10'],
  families: ['two-track', 'nn-single-track', 'single-muon'],
  scans: [
    massScan(masses),
    { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 18) },
    { variable: 'recoilMass', edges: uniformEdges(0, 10 * GeV, 20) },
  ],
});
