import { cm, degree, GeV } from '../../../detector/base/units.js';
import { darkPhotonPdg } from '../../../detector/pdg.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massPoints, massScan } from '../collision-card.js';

/** Masses that become muons at once [GeV]. */
const prompt = [0.25, 0.5, 0.77, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
/** Masses that become electrons far from the beams [GeV]. */
const displaced = [0.02, 0.05, 0.1, 0.2, 0.5, 1] as const;

const lines = ['hie', 'lml1', 'lml6', 'ffo', 'ff30', 'fs30', 'fyo', 'stt'] as const;
const families = ['single-photon', 'two-track', 'nn-single-track'] as const;
/** The photon of the search, centre of mass. */
const photonEnergy = [1 * GeV, Number.POSITIVE_INFINITY] as const;

/**
 * Card `dark-photon-visible`: a photon and two muons of a prompt A′.
 * @see arXiv:1808.10567 for the search
 */
export const darkPhotonVisibleCard = collisionCard({
  name: 'dark-photon-visible',
  title: "e+e- → γA', A' → μμ at once",
  doc:
    "A photon and two muons of an A' of 0.25 to 9 GeV that decays where it is made: light ones " +
    'have muons close to each other, heavy ones a soft photon. Lines of photons and of tracks.',
  events: 120_000,
  points: massPoints('dark-photon', prompt, { decay: 'mumu', flight: 0 }),
  searched: [darkPhotonPdg],
  selection: {
    text: 'a photon above 1 GeV in the centre of mass and two muons of pT above 0.1 GeV, 17–150°',
    ranges: { photonEnergy, muons: [2, 3] },
  },
  lines,
  families,
  scans: [
    massScan(prompt),
    { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 18) },
    { variable: 'photonEnergy', edges: uniformEdges(1 * GeV, 6 * GeV, 20) },
  ],
});

/**
 * Card `dark-photon-displaced`: a photon and two electrons that start away from the beams.
 * @see arXiv:2202.03452 for photon and vertex
 */
export const darkPhotonDisplacedCard = collisionCard({
  name: 'dark-photon-displaced',
  title: "e+e- → γA', A' → ee away from the beams",
  doc:
    "A photon of high energy and two electrons of an A' of 0.02 to 1 GeV whose mean flight in " +
    'the laboratory is about 25 cm: lines of tracks turn off with the radius of the vertex, the ' +
    'photon stays.',
  events: 120_000,
  points: displaced.map((mass) => ({
    name: `${mass} GeV`,
    generator: 'dark-photon',
    share: 1,
    // 25 cm over p/m, with 5 GeV for p.
    config: { mass: `${mass} GeV`, decay: 'ee', flight: `${5 * mass} cm` },
  })),
  searched: [darkPhotonPdg],
  selection: {
    text:
      'a photon above 1 GeV in the centre of mass and two electrons of pT above 0.1 GeV from ' +
      'within 60 cm of the axis, 17–150°',
    ranges: { photonEnergy, electrons: [2, 3] },
  },
  lines,
  families,
  scans: [{ variable: 'decayRadius', edges: uniformEdges(0, 60 * cm, 12) }, massScan(displaced)],
});
