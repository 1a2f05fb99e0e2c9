import { variablesFrom } from '../../chain/observed.js';
import { degree, GeV } from '../../../detector/base/units.js';
import { steppedEdges, uniformEdges } from '../axis.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type PlotRequest,
} from '../define-card.js';
import type { Probe, Range, Selection } from '../../chain/observations.js';
import { differenceOf, loneTrack, loneTrackVariables } from '../observers/lone-track.js';
import { type WorkingPointName, workingPoints } from '../../offline/pid/working-points.js';
import { efficiencyWithin, type Reading } from '../readings.js';

const upwards = (from: number): Range => [from, Number.POSITIVE_INFINITY];
const kinds = { electrons: 11, muons: 13, pions: 211, kaons: 321 } as const;
type Kind = keyof typeof kinds;

/** Where each working point is looked at, and which kind it looks for. */
const acceptance: Readonly<
  Record<
    WorkingPointName,
    { readonly of: Kind; readonly p: Range; readonly theta: Range; readonly text: string }
  >
> = {
  kaon: {
    of: 'kaons',
    p: upwards(0.5 * GeV),
    theta: [17 * degree, 128 * degree],
    text: 'above 0.5 GeV in 17–128°',
  },
  muon: {
    of: 'muons',
    p: upwards(0.7 * GeV),
    theta: [40 * degree, 125 * degree],
    text: 'above 0.7 GeV in 40–125°',
  },
  electron: {
    of: 'electrons',
    p: upwards(1 * GeV),
    theta: [17 * degree, 128 * degree],
    text: 'above 1 GeV in 17–128°',
  },
};
const points = Object.keys(acceptance) as readonly WorkingPointName[];

const idOf = (point: WorkingPointName): string => `${point} id`;
const counters = ['top', 'arich'] as const;
const byCounter = (counter: string): string => `kaon by ${counter.toUpperCase()}`;
const selected = (kind: Kind, point: WorkingPointName, without: 'p' | 'theta' | '' = ''): string =>
  `${kind} for ${idOf(point)}${without === '' ? '' : `, any ${without}`}`;

const probes: readonly Probe[] = [
  ...points.map((point): Probe => {
    const { kind, against, detectors, above } = workingPoints[point];
    const difference = `log-likelihood of ${kind} over ${against} from ${detectors.join(', ')}`;
    const text = `${difference} is above ${above}`;
    return { name: idOf(point), text, variable: differenceOf(point), range: upwards(above) };
  }),
  ...counters.map((counter) => ({
    name: byCounter(counter),
    text: `${counter.toUpperCase()} alone prefers the kaon`,
    variable: differenceOf(counter),
    range: upwards(0),
  })),
];

/**
 * Those looked for and pions, for each working point: all, and without the limit on what a curve is
 * drawn against.
 */
const selections: Readonly<Record<string, Selection>> = Object.fromEntries([
  ...points.flatMap((point) => {
    const { of, p, theta, text } = acceptance[point];
    return ([of, 'pions'] as const).flatMap((kind) => {
      const code: Range = [kinds[kind], kinds[kind] + 1];
      return [
        [selected(kind, point), { text: `${kind} ${text}`, ranges: { kind: code, p, theta } }],
        [
          selected(kind, point, 'p'),
          { text: `${kind} of any momentum in the same angles`, ranges: { kind: code, theta } },
        ],
        [
          selected(kind, point, 'theta'),
          { text: `${kind} of such momenta at any angle`, ranges: { kind: code, p } },
        ],
      ];
    });
  }),
  ...counters.flatMap((counter) =>
    (['kaons', 'pions'] as const).map((kind) => [
      `${kind} in ${counter}`,
      {
        text: `${kind} that cross the ${counter.toUpperCase()}`,
        ranges: {
          kind: [kinds[kind], kinds[kind] + 1],
          [differenceOf(counter)]: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
        },
      },
    ]),
  ),
]) as Record<string, Selection>;

const momentum = {
  variable: 'p',
  edges: steppedEdges([
    [0.3 * GeV, 1.5 * GeV, 0.1],
    [1.5 * GeV, 4 * GeV, 0.25],
  ]),
};
/** Bins of 3.5°. */
const theta = { variable: 'theta', edges: uniformEdges(17 * degree, 150 * degree, 38) };

const curves: readonly CurveRequest[] = [
  ...points.flatMap((point) =>
    ([acceptance[point].of, 'pions'] as const).flatMap((kind): readonly CurveRequest[] => [
      {
        id: `p, ${selected(kind, point)}`,
        title: `${idOf(point)} of ${kind} against momentum`,
        axis: momentum,
        selection: selected(kind, point, 'p'),
        subjects: [idOf(point)],
      },
      {
        id: `θ, ${selected(kind, point)}`,
        title: `${idOf(point)} of ${kind} against polar angle`,
        axis: theta,
        selection: selected(kind, point, 'theta'),
        subjects: [idOf(point)],
        printed: false,
      },
      {
        id: `all, ${selected(kind, point)}`,
        title: `${idOf(point)} of ${kind} in its acceptance`,
        axis: momentum,
        selection: selected(kind, point),
        subjects: [idOf(point)],
        printed: false,
      },
    ]),
  ),
  ...counters.flatMap((counter) =>
    (['kaons', 'pions'] as const).map(
      (kind): CurveRequest => ({
        id: `p, ${kind} in ${counter}`,
        title: `${counter.toUpperCase()} alone: ${kind} against momentum`,
        axis: momentum,
        selection: `${kind} in ${counter}`,
        subjects: [byCounter(counter)],
        printed: false,
      }),
    ),
  ),
];

const plots: readonly PlotRequest[] = [
  ...points.flatMap((point): readonly PlotRequest[] =>
    (['p', 'θ'] as const).map((variable) => ({
      file: `${point}-${variable === 'p' ? 'momentum' : 'theta'}`,
      title: `${idOf(point)} against ${variable === 'p' ? 'momentum' : 'polar angle'}`,
      series: ([acceptance[point].of, 'pions'] as const).map((kind) => ({
        curve: `${variable}, ${selected(kind, point)}`,
        subject: idOf(point),
        label: kind,
      })),
    })),
  ),
  ...counters.map((counter) => ({
    file: `${counter}-momentum`,
    title: `${counter.toUpperCase()} alone prefers the kaon, against momentum`,
    series: (['kaons', 'pions'] as const).map((kind) => ({
      curve: `p, ${kind} in ${counter}`,
      subject: byCounter(counter),
      label: kind,
    })),
  })),
];

/** Parts of the detector looked at on their own, in degrees: whole bins of the polar angle. */
const regions = [
  { point: 'kaon', from: 17, to: 31, what: 'aerogel' },
  { point: 'kaon', from: 34.5, to: 122, what: 'bars' },
  { point: 'muon', from: 20.5, to: 41.5, what: 'forward endcap' },
  { point: 'muon', from: 125.5, to: 150, what: 'backward endcap' },
] as const;

/**
 * Limits: efficiencies are tuned; so is the pions' share as kaons. The others are the published
 * ones, or recalled.
 */
const limits: Readonly<
  Record<WorkingPointName, { readonly signal: Limits; readonly pions: Limits }>
> = {
  kaon: {
    signal: { atLeast: 0.87, atMost: 0.93, tuned: true },
    pions: { atLeast: 0.07, atMost: 0.13, tuned: true },
  },
  muon: {
    signal: { atLeast: 0.87, atMost: 0.93, tuned: true },
    pions: { atLeast: 0.015, atMost: 0.055 },
  },
  electron: { signal: { atLeast: 0.91, atMost: 0.97, tuned: true }, pions: { atMost: 0.02 } },
};
type Limits = Pick<Reading, 'atLeast' | 'atMost' | 'tuned'>;

function readings(curve: CurveLookup): readonly Reading[] {
  const all = (kind: Kind, point: WorkingPointName) =>
    efficiencyWithin(curve(`all, ${selected(kind, point)}`, idOf(point)), 0);
  const counter = (name: string, kind: string, from: number, to: number) =>
    efficiencyWithin(curve(`p, ${kind} in ${name}`, byCounter(name)), from, to);
  return [
    ...points.flatMap((point) => {
      const { of, text } = acceptance[point];
      return [
        { name: `${idOf(point)}: ${of} ${text}`, ...all(of, point), ...limits[point].signal },
        { name: `${idOf(point)}: pions ${text}`, ...all('pions', point), ...limits[point].pions },
      ];
    }),
    ...regions.flatMap(({ point, from, to, what }) =>
      ([acceptance[point].of, 'pions'] as const).map((kind) => ({
        name: `${idOf(point)}: ${kind} in ${from}–${to}°, ${what}`,
        ...efficiencyWithin(curve(`θ, ${selected(kind, point)}`, idOf(point)), from, to),
      })),
    ),
    ...counters.flatMap((name) =>
      (['kaons', 'pions'] as const).flatMap((kind) =>
        (
          [
            [1, 2],
            [2, 3],
            [3, 4],
          ] as const
        ).map(([from, to]) => ({
          name: `${byCounter(name)}: ${kind} of ${from}–${to} GeV`,
          ...counter(name, kind, from, to),
        })),
      ),
    ),
  ];
}

/** Card `pid`: efficiencies and misidentification at the working points. */
export const pid = defineCard({
  name: 'pid',
  title: 'Particle identification: kaons, muons and electrons against pions',
  doc:
    'Lone electrons, muons, pions and kaons of 0.3 to 4 GeV, uniform in momentum and polar ' +
    'angle (17 to 150°): how many are identified at the working points, against momentum and ' +
    'polar angle. TOP, ARICH and ionization for kaons, the KLM for muons, the calorimeter for ' +
    'electrons; thresholds are tuned to the efficiencies. For studies: no trigger sees it.',
  events: 80_000,
  points: Object.values(kinds).flatMap((code) =>
    [code, -code].map((pdg) => ({
      name: `PDG ${pdg}`,
      generator: 'gun',
      share: 1,
      config: {
        pdg,
        frame: 'lab',
        variable: 'momentum',
        minimum: '0.3 GeV',
        maximum: '4 GeV',
        thetaMin: '17 deg',
        thetaMax: '150 deg',
        thetaDensity: 'theta',
      },
    })),
  ),
  lines: [],
  families: [],
  probes,
  selections,
  totals: selected('kaons', 'kaon'),
  ownVariables: loneTrackVariables,
  variables: variablesFrom(
    { reads: ['ecl', 'klm', 'top', 'arich'], uses: ['klmMatches'] },
    loneTrack,
  ),
  curves,
  plots,
  readings,
});
