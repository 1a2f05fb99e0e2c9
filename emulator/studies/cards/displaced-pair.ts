import { variablesFrom } from '../../chain/observed.js';
import { beams } from '../../../detector/beams.js';
import { cm, degree } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type PlotRequest,
} from '../define-card.js';
import type { Selection } from '../../chain/observations.js';
import { chargedProngs, prongVariables } from '../observers/prong-variables.js';
import { efficiencyWithin, type Reading } from '../readings.js';

const kinds = { μμ: 13, ππ: 211, ee: 11 } as const;
const kindNames = Object.keys(kinds) as (keyof typeof kinds)[];

const selections: Readonly<Record<string, Selection>> = Object.fromEntries(
  kindNames.flatMap((name) => {
    const kind = [kinds[name], kinds[name] + 1] as const;
    return [
      [name, { text: `${name} of 0.5–3 GeV from one vertex, 30–120° apart`, ranges: { kind } }],
      [
        `${name}, Δφ > 100°`,
        {
          text: `${name}, Δφ > 100°`,
          ranges: { kind, deltaPhi: [100 * degree, 181 * degree] as const },
        },
      ],
    ];
  }),
);

const radiusAxis = { variable: 'decayRadius', edges: uniformEdges(0, 100 * cm, 20) };
const lines = ['f', 's', 'ff', 'ffo', 'ff30', 'fs30', 'ss30', 'fso', 'sso', 'hie', 'c2'] as const;
const shown = ['f', 's', 'ff30', 'fs30', 'ss30', 'two-track'] as const;

const curves: readonly CurveRequest[] = kindNames.flatMap((name) => [
  {
    id: name,
    title: `Displaced ${name} against the radius of its vertex`,
    axis: radiusAxis,
    selection: name,
    subjects: [...lines, 'two-track', 'single-photon'],
    live: name === 'μμ',
    printed: name === 'μμ',
  },
  {
    id: `${name}, open`,
    title: `Displaced ${name} with Δφ > 100° against the radius of its vertex`,
    axis: radiusAxis,
    selection: `${name}, Δφ > 100°`,
    subjects: ['ffo', 'fso', 'sso', 'two-track'],
    printed: false,
  },
]);

const plots: readonly PlotRequest[] = [
  ...kindNames.map((name, index) => ({
    file: ['muons', 'pions', 'electrons'][index]!,
    title: `Displaced ${name}, 30–120° apart`,
    series: shown.map((subject) => ({ curve: name, subject, label: subject })),
  })),
  {
    file: 'energy',
    title: 'Displaced pairs: energy in the calorimeter above 1 GeV (hie)',
    series: kindNames.map((name) => ({ curve: name, subject: 'hie', label: name })),
  },
];

const stretches = [
  [0, 5],
  [5, 10],
  [10, 20],
  [20, 40],
  [40, 100],
] as const;

function readings(curve: CurveLookup): readonly Reading[] {
  const within = (line: string): readonly Reading[] =>
    stretches.map(([from, to]) => ({
      name: `${line}: μμ, vertex at ${from}–${to} cm`,
      ...efficiencyWithin(curve('μμ', line), from, to),
    }));
  return [
    ...['f', 'ff', 'ff30', 'two-track'].flatMap(within),
    {
      name: 'ffo: μμ with Δφ > 100°, vertex within 5 cm',
      ...efficiencyWithin(curve('μμ, open', 'ffo'), 0, 5),
    },
    // A track that starts outside of super-layer 2 has at most three axial super-layers left; the
    // vote asks for four.
    {
      name: 'ff: μμ, vertex at 60–100 cm',
      ...efficiencyWithin(curve('μμ', 'ff'), 60, 100),
      atMost: 0.01,
    },
  ];
}

/**
 * Card `displaced-pair`: how lines turn off as the vertex of a pair moves away from the beam line.
 */
export const displacedPair = defineCard({
  name: 'displaced-pair',
  title: 'Pairs from a displaced vertex: efficiency against the decay radius, 0 to 100 cm',
  doc:
    'Two muons, pions or electrons of 0.5 to 3 GeV, 30° to 120° apart, from a vertex up to a ' +
    'metre from the beam line, which their parent reached from the collision point: lines of ' +
    'one and two tracks, and those of the energy.',
  events: 300_000,
  points: kindNames.map((name) => ({
    name,
    generator: 'prongs',
    share: 1,
    config: {
      particles: `${kinds[name]} -${kinds[name]}`,
      topology: 'opening',
      openingMin: '30 deg',
      openingMax: '120 deg',
      vertex: { radiusMax: '100 cm' },
    },
  })),
  lines,
  families: ['two-track', 'single-photon'],
  selections,
  totals: 'μμ',
  ownVariables: prongVariables,
  variables: variablesFrom({ reads: [], uses: [] }, ({ config }) =>
    chargedProngs(beams(config.beams).frame),
  ),
  curves,
  plots,
  readings,
});
