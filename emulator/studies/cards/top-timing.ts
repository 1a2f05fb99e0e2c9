import { atan2, hypot } from '../../../detector/base/elementary.js';
import { degree, GeV, MHz } from '../../../detector/base/units.js';
import type { Particles } from '../../../detector/particles.js';
import { digitizeTop } from '../../../detector/top/digitize.js';
import { topNoise } from '../../../detector/top/noise.js';
import type { TopHits } from '../../../detector/top/hits.js';
import { rawCount } from '../../../triggers/top/clock.js';
import type { TopObjects } from '../../../triggers/top/objects.js';
import { topObjects } from '../../../triggers/top/top-trigger.js';
import { uniformEdges } from '../axis.js';
import { barTracks } from '../observers/bar-tracks.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type PlotRequest,
} from '../define-card.js';
import { type ObserveContext, type ObservedBatch, variablesFrom } from '../../chain/observed.js';
import type { Probe, Range, Selection } from '../../chain/observations.js';
import { efficiencyWithin, type Reading } from '../readings.js';
import { halfWidth, meanOf, rootMeanSquare } from '../observers/residuals.js';
import type { Variable } from '../../chain/observed.js';

/** The delay and the background with which the same photons are looked at once more. */
const delay = 7;
const background = 1.8 * MHz;

const ownVariables = {
  prongs: { label: 'N(prongs)', unit: '', factor: 1, doc: 'particles of the collision' },
  tracks: {
    label: 'N(tracks in bars)',
    unit: '',
    factor: 1,
    doc: 'tracks of the collision that give light in a bar',
  },
  kind: { label: '|PDG|', unit: '', factor: 1, doc: '|PDG code| of the first particle' },
  photons: {
    label: 'N(photons)',
    unit: 'p.e.',
    factor: 1,
    doc: 'photoelectrons of the module that a lone track crosses',
  },
  slots: { label: 'N(slots)', unit: '', factor: 1, doc: 'slots with a decision' },
  miss: { label: 't − t0', unit: 'ns', factor: 1, doc: 'event time of the TOP less the true one' },
  shift: {
    label: 'shift',
    unit: 'ns',
    factor: 1,
    doc: 'event time with all photons 7 ns later, less that without',
  },
  noisySlots: {
    label: 'N(slots)',
    unit: '',
    factor: 1,
    doc: 'slots with a decision under 1.8 MHz in every photodetector',
  },
  noisyMiss: {
    label: 't − t0',
    unit: 'ns',
    factor: 1,
    doc: 'event time less the true one under 1.8 MHz in every photodetector',
  },
} as const satisfies Readonly<Record<string, Variable>>;

const upwards = (from: number): Range => [from, Number.POSITIVE_INFINITY];
const lone: Range = [1, 2];
const fast = { p: upwards(1 * GeV) };
const kinds = { muons: 13, pions: 211, kaons: 321, protons: 2212 } as const;
const ranges = { '33–60°': [33, 60], '60–100°': [60, 100], '100–120°': [100, 120] } as const;

const yieldOf = (name: string): string => `lone ${name}, p > 1 GeV`;
const selections: Readonly<Record<string, Selection>> = {
  'two tracks': { text: 'at least two tracks in bars', ranges: { tracks: upwards(2) } },
  'muon pairs': {
    text: 'muon pairs, both in bars',
    ranges: { tracks: upwards(2), kind: [kinds.muons, kinds.muons + 1] },
  },
  'one track': { text: 'one track in a bar', ranges: { tracks: lone } },
  'lone muons': {
    text: 'lone muons above 1 GeV, in bars or not',
    ranges: { ...fast, prongs: lone, kind: [kinds.muons, kinds.muons + 1] },
  },
  'no track': { text: 'events without charged particles', ranges: { kind: [12, 13] } },
  ...Object.fromEntries(
    Object.entries(kinds).map(([name, pdg]) => [
      yieldOf(name),
      {
        text: `lone ${name} above 1 GeV in a bar`,
        ranges: { ...fast, tracks: lone, kind: [pdg, pdg + 1] },
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(ranges).map(([name, [from, to]]) => [
      yieldOf(`muons, ${name}`),
      {
        text: `lone muons above 1 GeV in a bar at ${name}`,
        ranges: {
          ...fast,
          tracks: lone,
          kind: [kinds.muons, kinds.muons + 1],
          theta: [from * degree, to * degree],
        },
      },
    ]),
  ),
};

const withTime = 'event time';
const withNoisyTime = 'event time, 1.8 MHz';
const probes: readonly Probe[] = [
  { name: withTime, text: 'a slot has a decision', variable: 'slots', range: upwards(1) },
  {
    name: withNoisyTime,
    text: 'a slot has a decision, with background',
    variable: 'noisySlots',
    range: upwards(1),
  },
];

const fine = uniformEdges(-400, 400, 8000);
const distribution = (variable: string, selection: string): CurveRequest => ({
  id: `${variable}: ${selection}`,
  title: `${variable}: ${selection}`,
  axis: { variable, edges: variable === 'photons' ? uniformEdges(-0.5, 149.5, 150) : fine },
  selection,
  subjects: [withTime],
  printed: false,
});

const yields = [...Object.keys(kinds), ...Object.keys(ranges).map((name) => `muons, ${name}`)].map(
  yieldOf,
);
const curves: readonly CurveRequest[] = [
  {
    id: 'tracks',
    title: 'Events with an event time, against tracks in bars',
    axis: { variable: 'tracks', edges: uniformEdges(0, 7, 7) },
    selection: 'all',
    subjects: [withTime, withNoisyTime, 'toptiming'],
  },
  {
    id: 'theta',
    title: 'Lone muons against polar angle',
    axis: { variable: 'theta', edges: uniformEdges(25 * degree, 130 * degree, 21) },
    selection: 'lone muons',
    subjects: [withTime, 'cdctop1'],
  },
  {
    id: 'empty',
    title: 'Events without charged particles',
    axis: { variable: 'tracks', edges: uniformEdges(0, 1, 1) },
    selection: 'no track',
    subjects: [withTime, withNoisyTime],
    printed: false,
  },
  ...['two tracks', 'muon pairs', 'one track'].flatMap((selection) =>
    ['miss', 'noisyMiss', 'shift'].map((variable) => distribution(variable, selection)),
  ),
  ...yields.map((selection) => distribution('photons', selection)),
];

const plots: readonly PlotRequest[] = [
  {
    file: 'tracks',
    title: 'Events with an event time of the TOP',
    series: [withTime, withNoisyTime].map((subject) => ({
      curve: 'tracks',
      subject,
      label: subject,
    })),
  },
];

function readings(curve: CurveLookup): readonly Reading[] {
  const of = (variable: string, selection: string) => curve(`${variable}: ${selection}`, withTime);
  const share = (subject: string) => efficiencyWithin(curve('tracks', subject), 2, 7);
  const timing = (selection: string, text: string, limited: boolean): Reading[] => [
    {
      name: `event time, RMS: ${text}`,
      ...rootMeanSquare(of('miss', selection)),
      ...(limited && { atMost: 5 }),
    },
    { name: `event time, half width of 68 %: ${text}`, ...halfWidth(of('miss', selection)) },
    { name: `event time, mean: ${text}`, ...meanOf(of('miss', selection)) },
    {
      name: `event time, RMS, 1.8 MHz: ${text}`,
      ...rootMeanSquare(of('noisyMiss', selection)),
      ...(limited && { atMost: 5 }),
    },
    {
      name: `shift by photons 7 ns later: ${text}`,
      ...meanOf(of('shift', selection)),
      ...(limited && { atLeast: 6.5, atMost: 7.5 }),
    },
  ];
  return [
    ...yields.map((selection, index) => ({
      name: `photoelectrons: ${selection}`,
      ...meanOf(of('photons', selection)),
      ...(index < 2 && { atLeast: 20, atMost: 45, tuned: true }),
    })),
    { name: 'share with an event time: two tracks or more', ...share(withTime) },
    { name: 'share with an event time, 1.8 MHz: two tracks or more', ...share(withNoisyTime) },
    ...timing('two tracks', 'two tracks or more', true),
    ...timing('muon pairs', 'muon pairs', true),
    ...timing('one track', 'one track', false),
    {
      name: 'share with an event time, 1.8 MHz: no charged particle',
      ...efficiencyWithin(curve('empty', withNoisyTime), 0),
    },
  ];
}

/** Times of the trigger less the true ones; NaN without one. */
const missOf = ({ slotCount, eventTime }: TopObjects, truth: Float64Array): Float64Array =>
  truth.map((time, event) =>
    slotCount[event] === 0 ? Number.NaN : eventTime[event]! * rawCount - time,
  );

function photonsIn({ offsets, module }: TopHits, event: number, wanted: number): number {
  let count = 0;
  for (let row = offsets[event]!; row < offsets[event + 1]!; row++)
    if (module[row] === wanted) count++;
  return count;
}

function collisionParticles({ offsets, mother }: Particles, eventCount: number): Float64Array {
  return Float64Array.from({ length: eventCount }, (_, event) => {
    let count = 0;
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++) if (mother[row]! < 0) count++;
    return count;
  });
}

function timingOf({ seed, config }: ObserveContext) {
  const find = topObjects(config.triggers.top, { seed });
  // A seed of its own: the conditions may have background of the same stream.
  const noise = topNoise({ ...config.top, noiseRate: background }, { seed: seed + 1 });
  const digitize = digitizeTop(config.top);
  const count = barTracks();
  return (
    batch: ObservedBatch<'top', 'top'>,
  ): Record<keyof typeof ownVariables | 'p' | 'theta', Float64Array> => {
    const { eventCount, particles, hits, objects, addresses } = batch;
    const { count: tracks, module } = count(batch);
    const first = (column: { readonly [row: number]: number }) =>
      Float64Array.from({ length: eventCount }, (_, event) => column[particles.offsets[event]!]!);
    const [px, py, pz, truth] = [
      first(particles.px),
      first(particles.py),
      first(particles.pz),
      first(particles.time),
    ];
    const lists = noise === undefined ? [hits.top] : [hits.top, noise(addresses)];
    const noisy = find(digitize(lists, addresses), eventCount);
    const moved = find(
      { ...hits.top, time: hits.top.time.map((time) => time + delay) },
      eventCount,
    );
    const miss = missOf(objects.top, truth);
    return {
      prongs: collisionParticles(particles, eventCount),
      tracks,
      kind: first(particles.pdg).map(Math.abs),
      p: px.map((x, event) => hypot(x, py[event]!, pz[event]!)),
      theta: px.map((x, event) => atan2(hypot(x, py[event]!), pz[event]!)),
      photons: tracks.map((many, event) =>
        many === 1 ? photonsIn(hits.top, event, module[event]!) : Number.NaN,
      ),
      slots: Float64Array.from(objects.top.slotCount),
      miss,
      shift: missOf(moved, truth).map((late, event) => late - miss[event]!),
      noisySlots: Float64Array.from(noisy.slotCount),
      noisyMiss: missOf(noisy, truth),
    };
  };
}

/** Prongs in independent directions all over the bars and a little beyond. */
const prongs = (
  name: string,
  particles: string,
  minimum: string,
  maximum: string,
  share: number,
) => ({
  name,
  generator: 'prongs',
  share,
  config: { particles, minimum, maximum, thetaMin: '25 deg', thetaMax: '130 deg' },
});

/**
 * Card `top-timing`: how often the TOP has an event time, how far it is off, and the light behind
 * it.
 */
export const topTiming = defineCard({
  name: 'top-timing',
  title: 'Event time and light of the TOP',
  doc:
    'Muon pairs of 1 to 5 GeV, six hadrons of 0.3 to 2 GeV, lone muons, pions, kaons and ' +
    'protons of 0.5 to 3 GeV, and events without charged particles: photoelectrons of a track, ' +
    'how often there is an event time and how far it is off, without and with 1.8 MHz of ' +
    'background in every photodetector, and how it follows photons that all come 7 ns later.',
  events: 40_000,
  points: [
    prongs('muon pairs', '13 -13', '1 GeV', '5 GeV', 3),
    prongs('hadrons', '211 -211 321 -321 211 -211', '0.3 GeV', '2 GeV', 2),
    ...Object.entries(kinds).map(([name, pdg]) =>
      prongs(`lone ${name}`, String(pdg), '0.5 GeV', '3 GeV', 1),
    ),
    prongs('nothing', '12', '0.5 GeV', '3 GeV', 1),
  ],
  lines: ['toptiming', 'cdctop1', 'cdctop2', 'cdctop3', 'cdctop4'],
  families: [],
  probes,
  selections,
  totals: 'two tracks',
  ownVariables,
  variables: variablesFrom({ reads: ['top'], uses: ['top'] }, timingOf),
  curves,
  plots,
  readings,
});
