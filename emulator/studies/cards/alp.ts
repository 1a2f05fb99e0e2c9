import { degree, GeV } from '../../../detector/base/units.js';
import { variablesFrom } from '../../chain/observed.js';
import type { Selection } from '../../chain/observations.js';
import { uniformEdges } from '../axis.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type PlotRequest,
} from '../define-card.js';
import { alpPhotons, alpVariables } from '../observers/alp-photons.js';
import { efficiencyWithin, type Reading } from '../readings.js';

/** Masses that are generated [GeV]. */
const masses = [0.2, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9.7] as const;

/** One bin for each mass, its borders halfway to the next. */
const massEdges = Float64Array.from({ length: masses.length + 1 }, (_, edge) => {
  const [below = 0, above = 10] = [masses[edge - 1], masses[edge]];
  return ((below + above) / 2) * GeV;
});

const lines = ['bhie', 'hie', 'c4', 'lml0', 'lml1', 'lml2', 'lml12', 'eclmumu', 'ggsel'] as const;
const vetoed = 'single-photon';

const selections: Readonly<Record<string, Selection>> = {
  three: {
    text: 'three photons above 0.1 GeV in 17–150°',
    ranges: { inside: [3, 4] },
  },
  light: {
    text: 'm < 1.5 GeV, three photons above 0.1 GeV in 17–150°',
    ranges: { inside: [3, 4], mass: [0, 1.5 * GeV] },
  },
};

const curves: readonly CurveRequest[] = [
  {
    id: 'mass',
    title: 'Three photons of γa, a → γγ, against the mass of the ALP',
    axis: { variable: 'mass', edges: massEdges },
    selection: 'three',
    subjects: [...lines, vetoed],
    positions: masses,
    live: true,
  },
  {
    id: 'opening',
    title: 'Light ALPs against the angle between their photons',
    axis: { variable: 'opening', edges: uniformEdges(0, 40 * degree, 20) },
    selection: 'light',
    subjects: ['bhie', 'hie', vetoed],
    printed: false,
  },
];

const shown = [
  { subject: 'bhie', label: 'energy above 1 GeV, no veto (bhie)' },
  { subject: 'hie', label: 'with the 3-D Bhabha veto (hie)' },
  { subject: vetoed, label: 'any whole single-photon line' },
] as const;

const plots: readonly PlotRequest[] = curves.map(({ id, title }) => ({
  file: id,
  title,
  series: shown.map(({ subject, label }) => ({ curve: id, subject, label })),
}));

/** Edges of the bin of a mass [GeV]. */
function binOf(mass: (typeof masses)[number]): readonly [number, number] {
  const bin = masses.indexOf(mass);
  return [massEdges[bin]! / GeV, massEdges[bin + 1]! / GeV];
}

function readings(curve: CurveLookup): readonly Reading[] {
  const at = (line: string, mass: (typeof masses)[number]) =>
    efficiencyWithin(curve('mass', line), ...binOf(mass));
  const some = [0.5, 3, 9] as const;
  return [
    ...some.map((mass) => ({
      name: `bhie, no Bhabha veto: m = ${mass} GeV`,
      ...at('bhie', mass),
      atLeast: 0.99,
    })),
    ...some.map((mass) => ({ name: `hie: m = ${mass} GeV`, ...at('hie', mass) })),
    ...some.map((mass) => ({ name: `single-photon lines: m = ${mass} GeV`, ...at(vetoed, mass) })),
  ];
}

/** Card `alp`: what the 3-D Bhabha veto takes from events of three photons. */
export const alpCard = defineCard({
  name: 'alp',
  title: 'e+e- → γa, a → γγ: three photons and the Bhabha veto, ALPs of 0.2 to 9.7 GeV',
  doc:
    'Two of three photons back to back, each of more than 3 GeV and one of more than 4.5 GeV in ' +
    'the centre of mass, are a Bhabha pair to the calorimeter alone. Energy above 1 GeV with ' +
    'and without that veto, and other lines, on prompt ALPs that decay to two photons.',
  events: 120_000,
  points: masses.map((mass) => ({
    name: `${mass} GeV`,
    generator: 'alp',
    share: 1,
    config: { mass: `${mass} GeV` },
  })),
  lines,
  families: [vetoed],
  selections,
  totals: 'three',
  ownVariables: alpVariables,
  variables: variablesFrom({ reads: [], uses: [] }, () => alpPhotons),
  curves,
  plots,
  readings,
});
