import { beams } from '../../../detector/beams.js';
import { cm, degree, GeV } from '../../../detector/base/units.js';
import { steppedEdges } from '../axis.js';
import { rejectionPoints, shareBelow } from '../observers/cut-curves.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type DependencePlot,
} from '../define-card.js';
import { type ObserveContext, type ObservedBatch, variablesFrom } from '../../chain/observed.js';
import { displacedMuons } from '../observers/displaced-muons.js';
import { leadingParticle } from '../observers/leading-particle.js';
import { noiseLevels, noiseText, noisyChamber, seenColumns } from '../observers/noisy-chamber.js';
import type { Range, Selection } from '../../chain/observations.js';
import type { Reading } from '../readings.js';
import type { Variable } from '../../chain/observed.js';

const upwards = (from: number): Range => [from, Number.POSITIVE_INFINITY];

/**
 * Cuts that are looked at; the last bin holds what is beyond them and events without a neural
 * track.
 */
const lastCut = 60 * cm;
const noTrack = 1000 * cm;
/** |z| cuts of the counted tracks and of the single-track trigger are 20 and 15 cm. */
const quotedCuts = [5, 10, 15, 20, 30, 40];

const samples = {
  collision: { text: 'of the collision', ranges: { decayRadius: upwards(1e-9) } },
  elsewhere: {
    text: 'from more than 5 cm away',
    ranges: { decayRadius: [0, 1e-9] as Range, distance: upwards(5 * cm) },
  },
  far: {
    text: 'from more than 30 cm away',
    ranges: { decayRadius: [0, 1e-9] as Range, distance: upwards(30 * cm) },
  },
} as const;
type SampleName = keyof typeof samples;
const sampleNames: readonly SampleName[] = ['collision', 'elsewhere', 'far'];

const fullTracks = (hits: number): string => `fullTracks${hits}`;
const nearest = (hits: number): string => `nearest${hits}`;
const selectionOf = (sample: SampleName, hits: number): string => `${sample}, ${noiseText(hits)}`;
const neural = 'neural track';

const selections: Readonly<Record<string, Selection>> = Object.fromEntries(
  noiseLevels.flatMap((hits) =>
    sampleNames.map((sample) => [
      selectionOf(sample, hits),
      {
        text: `muons ${samples[sample].text} in 36–120° with a full track, ${noiseText(hits)}`,
        ranges: {
          ...samples[sample].ranges,
          theta: [36 * degree, 120 * degree] as Range,
          [fullTracks(hits)]: upwards(1),
        },
      },
    ]),
  ),
);

const ownVariables: Readonly<Record<string, Variable>> = {
  distance: {
    label: '|z0|',
    unit: 'cm',
    factor: cm,
    doc: 'distance of the vertex from the collision point along the beam line',
  },
  ...Object.fromEntries(
    noiseLevels.flatMap((hits): [string, Variable][] => [
      [
        fullTracks(hits),
        { label: 'N(full)', unit: '', factor: 1, doc: `number of full tracks, ${noiseText(hits)}` },
      ],
      [
        nearest(hits),
        {
          label: '|z|',
          unit: 'cm',
          factor: cm,
          doc: `lowest |z| of the neural tracks, ${noiseText(hits)}`,
        },
      ],
    ]),
  ),
};

const edges = steppedEdges([
  [0, lastCut, 1 * cm],
  [lastCut, noTrack, noTrack - lastCut],
]);

const curves: readonly CurveRequest[] = noiseLevels.flatMap((hits) =>
  sampleNames.map((sample) => ({
    id: selectionOf(sample, hits),
    title: `|z| of the neural track nearest to the collision point, ${selectionOf(sample, hits)}`,
    axis: { variable: nearest(hits), edges },
    selection: selectionOf(sample, hits),
    subjects: [neural],
    printed: false,
  })),
);

function variablesOf(context: ObserveContext) {
  const muonOf = leadingParticle(13, beams(context.config.beams).frame);
  const cuts = context.config.bits['nn-single-track'];
  const finder = context.config.triggers.cdc.method;
  const look = noisyChamber(
    context,
    noiseLevels.map((noiseHits) => ({ noiseHits, finder })),
  );
  return (batch: ObservedBatch): Record<string, Float64Array> => {
    const columns: Record<string, Float64Array> = muonOf(batch);
    columns['distance'] = columns['z0']!.map(Math.abs);
    look(batch).forEach((seen, level) => {
      const { fullTracks: count, nearestZ } = seenColumns(seen, cuts);
      columns[fullTracks(noiseLevels[level]!)] = count;
      columns[nearest(noiseLevels[level]!)] = nearestZ.map((z) =>
        Math.min(z, (lastCut + noTrack) / 2),
      );
    });
    return columns;
  };
}

function readings(curve: CurveLookup): readonly Reading[] {
  return noiseLevels.flatMap((hits) =>
    quotedCuts.flatMap((cut) =>
      sampleNames.map((sample) => ({
        name: `|z| < ${cut} cm: muons ${samples[sample].text}, ${noiseText(hits)}`,
        ...shareBelow(curve(selectionOf(sample, hits), neural), cut),
      })),
    ),
  );
}

const dependences = (curve: CurveLookup): readonly DependencePlot[] => [
  {
    file: 'rejection',
    title: 'Cuts on |z|: muons of the collision against muons from more than 5 cm away',
    xName: 'Muons from more than 5 cm away rejected [%]',
    yName: 'Muons of the collision kept [%]',
    series: noiseLevels.map((hits) => ({
      label: noiseText(hits),
      points: rejectionPoints(
        curve(selectionOf('collision', hits), neural),
        curve(selectionOf('elsewhere', hits), neural),
        quotedCuts,
      ),
    })),
    ranges: { x: [40, 100], y: [80, 101] },
  },
];

/**
 * Card `z-rejection`: tracks of the collision kept against tracks from elsewhere rejected, cut by
 * cut in z.
 */
export const zRejection = defineCard({
  name: 'z-rejection',
  title: 'Neural z trigger: tracks of the collision kept against tracks from elsewhere rejected',
  doc:
    'Single muons of 0.3 to 5 GeV, density 1/p, in 36–120°: half from the collision point, ' +
    'half with z uniform in ±100 cm. What each cut on |z| of the neural tracks keeps of those ' +
    'with a full track, without noise and with 160 and 700 noise hits within 512 ns on the ' +
    'same events.',
  events: 100_000,
  points: displacedMuons({ minimum: 0.3 * GeV, thetaMin: 36 * degree, thetaMax: 120 * degree }),
  lines: [],
  families: [],
  probes: [
    {
      name: neural,
      text: `has a neural track within ${lastCut / cm} cm, ${noiseText(0)}`,
      variable: nearest(0),
      range: [0, lastCut],
    },
  ],
  selections,
  totals: selectionOf('collision', 0),
  pdg: 13,
  ownVariables,
  variables: variablesFrom({ reads: [], uses: [] }, variablesOf),
  curves,
  plots: [],
  dependences,
  readings,
});
