import { cm, GeV } from '../../../detector/base/units.js';
import { darkPhotonPdg } from '../../../detector/pdg.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massScan } from '../collision-card.js';

/** Masses of the A′ [GeV]; χ₁ has a third of it, the splitting is a tenth of that. */
const masses = [0.6, 1.5, 3, 4.5, 6, 7.5] as const;

/**
 * Card `inelastic-dark-matter`: a photon and two soft electrons from somewhere else.
 * @see arXiv:1911.03176 for the ratios of masses
 */
export const inelasticDarkMatterCard = collisionCard({
  name: 'inelastic-dark-matter',
  title: "e+e- → γA', A' → χ1χ2, χ2 → χ1ee",
  doc:
    "A photon beside two soft electrons from χ2 → χ1 ee after a flight of cτ = 10 cm, A' of 0.6 " +
    'to 7.5 GeV with masses in the ratio 3 : 1 : 1.1: what the lines of photons and of tracks, ' +
    'which look for vertices near the beams, see of it.',
  events: 60_000,
  points: masses.map((mass) => ({
    name: `${mass} GeV`,
    generator: 'inelastic-dark-matter',
    share: 1,
    config: {
      mass: `${mass} GeV`,
      lightMass: `${mass / 3} GeV`,
      splitting: `${mass / 30} GeV`,
      flight: '10 cm',
    },
  })),
  searched: [darkPhotonPdg],
  selection: {
    text:
      'a photon above 0.5 GeV in the centre of mass and two electrons with pT above 0.1 GeV ' +
      'from within 60 cm, all in 17–150°',
    ranges: {
      electrons: [2, 3],
      photonEnergy: [0.5 * GeV, Number.POSITIVE_INFINITY],
    },
  },
  search: {
    data: 'none yet',
    dataMachine: '2022-peak',
    leftOut: 'what separates the vertex from conversions; one mean flight, one ratio of masses',
  },
  lines: ['hie', 'lml1', 'lml6', 'ff30', 'ss30', 'fyo', 'stt'],
  families: ['single-photon', 'two-track', 'nn-single-track'],
  scans: [massScan(masses), { variable: 'decayRadius', edges: uniformEdges(0, 60 * cm, 12) }],
});
