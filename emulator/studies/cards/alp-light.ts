import { cm, degree } from '../../../detector/base/units.js';
import { variablesFrom } from '../../chain/observed.js';
import type { Selection } from '../../chain/observations.js';
import { uniformEdges } from '../axis.js';
import { massScan } from '../collision-card.js';
import { type CurveRequest, defineCard } from '../define-card.js';
import { alpPhotons, alpVariables } from '../observers/alp-photons.js';
import { efficiencyWithin } from '../readings.js';

/** Masses of ALPs that decay at once [GeV]: below 0.2 GeV most pairs are one cluster. */
const masses = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5] as const;
/** Mean flights cτ of an ALP of 0.2 GeV that decays far away [cm]. */
const flights = [1, 5, 25] as const;

const lines = ['bhie', 'hie', 'lml0', 'lml1', 'lml2', 'lml6', 'lml12', 'ggsel'] as const;
const family = 'single-photon';

/** Of the three photons of the event. */
const inside = [3, 4] as const;
const selections: Readonly<Record<string, Selection>> = {
  prompt: {
    text: 'ALPs that decay within 1 cm of the beams, three photons above 0.1 GeV in 17–150°',
    ranges: { inside, radius: [0, 1 * cm] },
  },
  flown: {
    text: 'ALPs that fly, three photons above 0.1 GeV that go to 17–150°',
    ranges: { inside, radius: [1 * cm, Number.POSITIVE_INFINITY] },
  },
};

const curves: readonly CurveRequest[] = [
  {
    id: 'mass',
    title: 'Light ALPs against their mass',
    axis: massScan(masses),
    selection: 'prompt',
    subjects: [...lines, family],
    positions: masses,
    live: true,
  },
  {
    id: 'opening',
    title: 'Light ALPs against the angle between their photons: below 3° one crystal takes both',
    axis: { variable: 'opening', edges: uniformEdges(0, 20 * degree, 20) },
    selection: 'prompt',
    subjects: [...lines, family],
  },
  {
    id: 'radius',
    title: 'ALPs of 0.2 GeV against the radius of their decay: a single photon beyond 125 cm',
    axis: { variable: 'radius', edges: uniformEdges(0, 200 * cm, 20) },
    selection: 'flown',
    subjects: [...lines, family],
  },
];

/** Card `alp-light`: photons of an ALP that merge, and ALPs that decay behind the calorimeter. */
export const alpLight = defineCard({
  name: 'alp-light',
  title: 'e+e- → γa, a → γγ: merged photons below 0.2 GeV, and ALPs that live long',
  doc:
    'The photons of a light ALP are at least 2m/E apart, 4° at 0.2 GeV in the centre of mass, ' +
    'and most not much more: lighter ones make one cluster, so that the event is two photons ' +
    'back to back, a Bhabha pair to the calorimeter. One that decays behind the calorimeter ' +
    'leaves a single photon. Lines of energy and of single photons.',
  events: 100_000,
  points: [
    ...masses.map((mass) => ({
      name: `${mass} GeV, at once`,
      generator: 'alp',
      share: 1,
      config: { mass: `${mass} GeV`, flight: 0 },
    })),
    ...flights.map((flight) => ({
      name: `0.2 GeV, cτ ${flight} cm`,
      generator: 'alp',
      share: 1,
      config: { mass: '0.2 GeV', flight: `${flight} cm` },
    })),
  ],
  lines,
  families: [family],
  selections,
  totals: 'prompt',
  ownVariables: alpVariables,
  variables: variablesFrom({ reads: [], uses: [] }, () => alpPhotons),
  curves,
  plots: curves.map(({ id, title, subjects }) => ({
    file: id,
    title,
    series: subjects.map((subject) => ({ curve: id, subject, label: subject })),
  })),
  readings: (curve) =>
    ['hie', family].flatMap((subject) => [
      ...(
        [
          ['merged, α < 3°', 0, 3],
          ['resolved, α > 6°', 6, 20],
        ] as const
      ).map(([what, from, to]) => ({
        name: `${subject}: ${what}`,
        ...efficiencyWithin(curve('opening', subject), from, to),
      })),
      ...(
        [
          ['decay within 100 cm', 0, 100],
          ['decay beyond 150 cm', 150, 200],
        ] as const
      ).map(([what, from, to]) => ({
        name: `${subject}: ${what}`,
        ...efficiencyWithin(curve('radius', subject), from, to),
      })),
    ]),
});
