import { GeV } from '../../../detector/base/units.js';
import { alpPdg } from '../../generators/alp.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massPoints, massScan } from '../collision-card.js';

/** Masses that are generated [GeV]. */
const masses = [0.2, 0.5, 1, 2, 3, 4, 5, 6, 8] as const;

/** Card `alp-fusion`: two soft photons of an ALP of two photons. */
export const alpFusionCard = collisionCard({
  name: 'alp-fusion',
  title: 'e+e- → e+e-a of two photons, a → γγ',
  doc:
    'Two photons back to back in azimuth and nothing else, from ALPs of 0.2 to 8 GeV that two ' +
    'equivalent photons make: lines of energy, of clusters and of photon pairs. No search is ' +
    'published yet; the snowmass report of Belle II calls its trigger challenging.',
  events: 90_000,
  points: massPoints('alp-fusion', masses),
  searched: [alpPdg],
  selection: {
    text: 'two photons above 0.1 GeV in 17–150°',
    ranges: { photons: [2, Number.POSITIVE_INFINITY] },
  },
  search: {
    data: 'none yet',
    dataMachine: '2022-peak',
    leftOut: 'balance of pT, angle in azimuth',
  },
  lines: ['hie', 'bhie', 'c4', 'ggsel', 'eclmumu', 'lml0', 'lml1', 'lml2', 'lml12', 'g_c1'],
  families: ['single-photon'],
  scans: [massScan(masses), { variable: 'photonEnergy', edges: uniformEdges(0, 5 * GeV, 20) }],
});
