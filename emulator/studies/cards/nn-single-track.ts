import { beams } from '../../../detector/beams.js';
import { cm, degree, GeV } from '../../../detector/base/units.js';
import { steppedEdges, uniformEdges } from '../axis.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type PlotRequest,
} from '../define-card.js';
import { displacedMuons } from '../observers/displaced-muons.js';
import { leadingParticle } from '../observers/leading-particle.js';
import {
  noiseLevels,
  noiseText,
  noisyChamber,
  type SeenTracks,
  seenColumns,
  type SingleCuts,
} from '../observers/noisy-chamber.js';
import type { Probe, Range, Selection } from '../../chain/observations.js';
import { efficiencyBeyond, efficiencyWithin, halfPoint, type Reading } from '../readings.js';
import { halfWidth } from '../observers/residuals.js';
import { type Variable, variablesFrom } from '../../chain/observed.js';

const upwards = (from: number): Range => [from, Number.POSITIVE_INFINITY];

/**
 * Muons of the collision point, and those whose z is uniform: these start on the axis, which the
 * beam spot never hits.
 */
const collision = { decayRadius: upwards(1e-9) };
const anywhere = (hits: number) => ({
  decayRadius: [0, 1e-9] as Range,
  [under('fullTracks', hits)]: upwards(1),
});
const central: Range = [36 * degree, 120 * degree];

/** Ranges of pT for the resolution. */
const ptRanges = {
  'pT > 2 GeV': upwards(2 * GeV),
  'pT 0.8–1.2 GeV': [0.8 * GeV, 1.2 * GeV],
  'pT 0.38–0.42 GeV': [0.38 * GeV, 0.42 * GeV],
} as const satisfies Readonly<Record<string, Range>>;
const expertNames = ['all stereo', 'without 7', 'without 5', 'without 3', 'without 1'];

/** A name with the noise of its events; those of the chain itself have no addition. */
const under = (name: string, hits: number): string =>
  hits === 0 ? name : `${name}, ${noiseText(hits)}`;
const addedNoise = noiseLevels.filter((hits) => hits > 0);

const resolutionOf = (ptRange: string): string => `collision, 36–120°, ${ptRange}`;
const expertOf = (expert: number): string => `collision, expert ${expert}`;

const selections: Readonly<Record<string, Selection>> = {
  'collision, central': {
    text: 'muons of the collision in 36–120°',
    ranges: { ...collision, theta: central },
  },
  'collision, p > 1': {
    text: 'muons of the collision, p > 1 GeV',
    ranges: { ...collision, p: upwards(1 * GeV) },
  },
  ...Object.fromEntries(
    noiseLevels.flatMap((hits) => [
      [
        under('uniform z', hits),
        {
          text: under('muons with z uniform in ±100 cm and a full track', hits),
          ranges: anywhere(hits),
        },
      ],
      [
        under('uniform z, p > 1', hits),
        {
          text: under('the same with p > 1 GeV', hits),
          ranges: { ...anywhere(hits), p: upwards(1 * GeV) },
        },
      ],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(ptRanges).map(([name, pt]) => [
      resolutionOf(name),
      {
        text: `muons of the collision in 36–120°, ${name}`,
        ranges: { ...collision, theta: central, pt },
      },
    ]),
  ),
  ...Object.fromEntries(
    noiseLevels.flatMap((hits) =>
      expertNames.map((name, expert) => [
        under(expertOf(expert), hits),
        {
          text: under(`muons of the collision, expert ${expert}: ${name}`, hits),
          ranges: { ...collision, [under('expert', hits)]: [expert, expert + 1] as Range },
        },
      ]),
    ),
  ),
};

const neural = 'neural track';
const withoutNeural = 'no neural track';
/** Expert of an event without a neural track. */
const noExpert = -1;
/**
 * The single-track trigger before the Bhabha veto, which the noise of the chamber does not touch.
 */
const single = 'single track';
const probes: readonly Probe[] = [
  ...noiseLevels.map((hits) => ({
    name: under(neural, hits),
    text: under('has a neural track', hits),
    variable: under('expert', hits),
    range: [0, expertNames.length] as Range,
  })),
  ...noiseLevels.map((hits) => ({
    name: under(withoutNeural, hits),
    text: under('has no neural track', hits),
    variable: under('expert', hits),
    range: [noExpert, 0] as Range,
  })),
  ...addedNoise.map((hits) => ({
    name: under(single, hits),
    text: under('has a neural track that fires alone', hits),
    variable: under(single, hits),
    range: [1, 2] as Range,
  })),
];
/** What tells that the single-track trigger fired. */
const fired = (hits: number): string => (hits === 0 ? 'stt' : under(single, hits));

const ownVariables: Readonly<Record<string, Variable>> = Object.fromEntries(
  noiseLevels.flatMap((hits): [string, Variable][] => [
    [
      under('fullTracks', hits),
      {
        label: 'N(full)',
        unit: '',
        factor: 1,
        doc: under('number of full tracks of the trigger', hits),
      },
    ],
    [
      under('expert', hits),
      {
        label: 'expert',
        unit: '',
        factor: 1,
        doc: under('network of the first neural track, −1 without', hits),
      },
    ],
    [
      under('zMiss', hits),
      {
        label: 'z − z0',
        unit: 'cm',
        factor: cm,
        doc: under('z of the first neural track less the true one', hits),
      },
    ],
    [
      under(single, hits),
      { label: single, unit: '', factor: 1, doc: under('1 when a neural track fires alone', hits) },
    ],
  ]),
);

/** The first neural track against the truth, and what else is asked of a noise level. */
function neuralColumns(
  seen: SeenTracks,
  hits: number,
  cuts: SingleCuts,
  z0: Float64Array,
): Record<string, Float64Array> {
  const { offsets, expert, z } = seen.neuro.tracks;
  const { fullTracks, nearestSingleZ } = seenColumns(seen, cuts);
  const firstOf = (read: (row: number, event: number) => number, none: number): Float64Array =>
    z0.map((_, event) =>
      offsets[event]! < offsets[event + 1]! ? read(offsets[event]!, event) : none,
    );
  return {
    [under('fullTracks', hits)]: fullTracks,
    [under('expert', hits)]: firstOf((row) => expert[row]!, noExpert),
    [under('zMiss', hits)]: firstOf((row, event) => z[row]! - z0[event]!, Number.NaN),
    [under(single, hits)]: nearestSingleZ.map((distance) => Number(distance < cuts.singleMaxZ)),
  };
}

const momentumAxis = {
  variable: 'p',
  edges: steppedEdges([
    [0.3 * GeV, 1.5 * GeV, 0.05],
    [1.5 * GeV, 5 * GeV, 0.5],
  ]),
};
const missEdges = uniformEdges(-50 * cm, 50 * cm, 500);
const lines = ['stt', 'sttecl', 'y'] as const;

/** Distribution of the miss of the first neural track. */
const missCurve = (sample: string, selection: string, hits: number): CurveRequest => ({
  id: under(`miss, ${sample}`, hits),
  title: `Neural z less the true one, ${under(sample, hits)}`,
  axis: { variable: under('zMiss', hits), edges: missEdges },
  selection,
  subjects: ['y'],
  printed: false,
});

const curves: readonly CurveRequest[] = [
  {
    id: 'p',
    title: 'Single-track trigger against momentum',
    axis: momentumAxis,
    selection: 'collision, central',
    subjects: lines,
    fit: 'erf',
    live: true,
  },
  {
    id: 'pT',
    title: 'Single-track trigger against transverse momentum',
    axis: { ...momentumAxis, variable: 'pt' },
    selection: 'collision, central',
    subjects: lines,
  },
  {
    id: 'theta',
    title: 'Single-track trigger against polar angle, p > 1 GeV',
    axis: { variable: 'theta', edges: uniformEdges(18 * degree, 150 * degree, 66) },
    selection: 'collision, p > 1',
    subjects: [...lines, 'f', neural],
  },
  ...addedNoise.map(
    (hits): CurveRequest => ({
      id: under('theta', hits),
      title: under('Single-track trigger against polar angle, p > 1 GeV', hits),
      axis: { variable: 'theta', edges: uniformEdges(18 * degree, 150 * degree, 66) },
      selection: 'collision, p > 1',
      subjects: [under(single, hits)],
      printed: false,
    }),
  ),
  ...noiseLevels.flatMap((hits) =>
    ['uniform z', 'uniform z, p > 1'].map(
      (sample): CurveRequest => ({
        id: under(sample, hits),
        title: `Single-track trigger against the true z, ${under(sample, hits)}`,
        axis: { variable: 'z0', edges: uniformEdges(-100 * cm, 100 * cm, 40) },
        selection: under(sample, hits),
        subjects: [
          ...(hits === 0 ? ['stt', 'y'] : [under(single, hits)]),
          under(neural, hits),
          under(withoutNeural, hits),
        ],
        printed: hits === 0,
      }),
    ),
  ),
  ...noiseLevels.flatMap((hits) => [
    ...Object.keys(ptRanges).map((name) => missCurve(resolutionOf(name), resolutionOf(name), hits)),
    ...expertNames.map((_, expert) =>
      missCurve(expertOf(expert), under(expertOf(expert), hits), hits),
    ),
  ]),
];

const plots: readonly PlotRequest[] = [
  {
    file: 'momentum',
    title: 'Muons of the collision in 36–120°, against momentum',
    to: 2,
    marks: [{ at: 0.8, label: '0.8 GeV' }],
    series: lines.map((line) => ({ curve: 'p', subject: line, label: line })),
  },
  {
    file: 'transverse-momentum',
    title: 'Muons of the collision in 36–120°, against transverse momentum',
    to: 2,
    series: lines.map((line) => ({ curve: 'pT', subject: line, label: line })),
  },
  {
    file: 'theta',
    title: 'Muons of the collision above 1 GeV, against polar angle',
    series: [...lines, 'f'].map((subject) => ({ curve: 'theta', subject, label: subject })),
  },
  {
    file: 'z',
    title: 'Muons with a full track, p > 1 GeV, against z',
    marks: [-15, 15].map((at) => ({ at, label: `${at} cm` })),
    series: ['stt', neural].map((subject) => ({
      curve: 'uniform z, p > 1',
      subject,
      label: subject,
    })),
  },
];

/** What is expected without noise; with noise, numbers are printed and not judged. */
const limits: Readonly<Record<string, Pick<Reading, 'atLeast' | 'atMost'>>> = {
  stt: { atLeast: 0.95 },
  uniform: { atMost: 0.19 },
  far: { atMost: 0.03 },
  'pT > 2 GeV': { atMost: 3 },
  'pT 0.38–0.42 GeV': { atMost: 6 },
};

function readingsUnder(curve: CurveLookup, hits: number): readonly Reading[] {
  const read = (text: string, value: Omit<Reading, 'name'>, limit?: string): Reading => ({
    name: under(text, hits),
    ...value,
    ...(hits === 0 && limit !== undefined && limits[limit]),
  });
  const sttOf = (sample: string, from: number, to: number) =>
    efficiencyWithin(curve(under(sample, hits), fired(hits)), from, to);
  const width = (sample: string): Omit<Reading, 'name'> =>
    halfWidth(curve(under(`miss, ${sample}`, hits), 'y'));
  return [
    read('stt: collision, 36–120°, p > 1 GeV', sttOf('theta', 36, 120), 'stt'),
    read('stt: uniform z, all momenta', sttOf('uniform z', -100, 100), 'uniform'),
    read(
      'stt: uniform z, |z| > 30 cm, all momenta',
      efficiencyBeyond(curve(under('uniform z', hits), fired(hits)), 30),
      'far',
    ),
    read('stt: uniform z, p > 1 GeV', sttOf('uniform z, p > 1', -100, 100), 'uniform'),
    read('stt: uniform z, p > 1, z < −30 cm', sttOf('uniform z, p > 1', -100, -30), 'far'),
    read('stt: uniform z, p > 1, z > 30 cm', sttOf('uniform z, p > 1', 30, 100), 'far'),
    read(
      'no neural track: uniform z',
      efficiencyWithin(curve(under('uniform z', hits), under(withoutNeural, hits)), -100, 100),
    ),
    ...Object.keys(ptRanges).map((name) =>
      read(`z, half width of 68 %: ${name}`, width(resolutionOf(name)), name),
    ),
    ...expertNames.map((name, expert) =>
      read(`z, half width of 68 %: expert ${expert}, ${name}`, width(expertOf(expert))),
    ),
  ];
}

const readings = (curve: CurveLookup): readonly Reading[] => [
  { name: 'stt: momentum of 50 %', ...halfPoint(curve('p', 'stt')), atLeast: 0.6, atMost: 0.9 },
  ...noiseLevels.flatMap((hits) => readingsUnder(curve, hits)),
];

/** Card `nn-single-track`: turn-on, rejection and resolution of the neural single-track trigger. */
export const nnSingleTrack = defineCard({
  name: 'nn-single-track',
  title:
    'Single-track trigger: efficiency, rejection of tracks from elsewhere, and resolution in z',
  doc:
    'Single muons of 0.3 to 5 GeV, density 1/p, uniform in polar angle over the chamber: half ' +
    'from the collision point, half with z uniform in ±100 cm. Efficiency of the neural lines ' +
    'against momentum, transverse momentum, polar angle and z, and how far the networks miss ' +
    'z, by pT and by expert; numbers also with 160 and 700 noise hits within 512 ns on the ' +
    'same events.',
  events: 200_000,
  points: displacedMuons({ minimum: 0.3 * GeV, thetaMin: 17 * degree, thetaMax: 150 * degree }),
  lines: [...lines, 'f'],
  families: ['nn-single-track'],
  probes,
  selections,
  totals: 'collision, p > 1',
  pdg: 13,
  ownVariables,
  variables: variablesFrom({ reads: [], uses: ['cdc', 'neuro'] }, (context) => {
    const { config } = context;
    const finder = config.triggers.cdc.method;
    const muonOf = leadingParticle(13, beams(config.beams).frame);
    const cuts = config.bits['nn-single-track'];
    const lookAgain = noisyChamber(
      context,
      addedNoise.map((noiseHits) => ({ noiseHits, finder })),
    );
    return (batch) => {
      const muon = muonOf(batch);
      const seen = [batch.objects, ...lookAgain(batch)];
      return Object.assign(
        muon,
        ...seen.map((tracks, level) =>
          neuralColumns(tracks, noiseLevels[level]!, cuts, muon['z0']!),
        ),
      );
    };
  }),
  curves,
  plots,
  readings,
});
