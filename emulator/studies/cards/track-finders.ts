import { beams } from '../../../detector/beams.js';
import { cm, degree, GeV } from '../../../detector/base/units.js';
import { steppedEdges, uniformEdges } from '../axis.js';
import { cutPoints, rejectionPoints, shareBelow } from '../observers/cut-curves.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type DependencePlot,
  type PlotRequest,
} from '../define-card.js';
import { type ObserveContext, type ObservedBatch, variablesFrom } from '../../chain/observed.js';
import { displacedMuons } from '../observers/displaced-muons.js';
import { leadingParticle } from '../observers/leading-particle.js';
import {
  noiseLevels,
  noiseText,
  noisyChamber,
  seenColumns,
  type TrackFinder,
} from '../observers/noisy-chamber.js';
import type { Probe, Range, Selection } from '../../chain/observations.js';
import { ratioOf } from '../ratio.js';
import { efficiencyWithin, type Reading } from '../readings.js';
import type { Variable } from '../../chain/observed.js';

const finders = ['hough2d', 'hough3d'] as const satisfies readonly TrackFinder[];
const finderNames: Readonly<Record<TrackFinder, string>> = {
  hough2d: '2-D finder',
  hough3d: '3-D finder',
};
const views = noiseLevels.flatMap((noiseHits) => finders.map((finder) => ({ noiseHits, finder })));
type View = (typeof views)[number];

/**
 * What a view finds in an event: a full track, a counted neural track (`y`), one that fires alone
 * (`stt`, before the Bhabha veto).
 */
const questions = ['full track', 'y', 'stt'] as const;
type Question = (typeof questions)[number];

const answerOf = (question: Question, { noiseHits, finder }: View): string =>
  `${question}, ${finder}, ${noiseText(noiseHits)}`;
const answers = views.flatMap((view) => questions.map((question) => answerOf(question, view)));
const plottedNoise = 160;
const plotted = (question: Question): readonly string[] =>
  finders.map((finder) => answerOf(question, { noiseHits: plottedNoise, finder }));

/** Place of |z| without a neural track, beyond all cuts. */
const lastCut = 60 * cm;
/** Cut of the counted tracks, and others that the pictures name [cm]. */
const quotedCut = 20;
const quotedCuts = [5, 10, 15, quotedCut];
const noTrack = 1000 * cm;
const nearest = ({ noiseHits, finder }: View): string =>
  `nearest, ${finder}, ${noiseText(noiseHits)}`;

const ownVariables: Readonly<Record<string, Variable>> = {
  distance: {
    label: '|z0|',
    unit: 'cm',
    factor: cm,
    doc: 'distance of the vertex from the collision point along the beam line',
  },
  ...Object.fromEntries(
    answers.map((name): [string, Variable] => [
      name,
      { label: name, unit: '', factor: 1, doc: `1 when the trigger has: ${name}` },
    ]),
  ),
  ...Object.fromEntries(
    views.map((view): [string, Variable] => [
      nearest(view),
      {
        label: '|z|',
        unit: 'cm',
        factor: cm,
        doc: `lowest |z| of the neural tracks: ${view.finder}, ${noiseText(view.noiseHits)}`,
      },
    ]),
  ),
};
const probes: readonly Probe[] = answers.map((name) => ({
  name,
  text: name,
  variable: name,
  range: [1, 2],
}));

const upwards = (from: number): Range => [from, Number.POSITIVE_INFINITY];
const collision = { decayRadius: upwards(1e-9) };
const acceptance: Range = [30 * degree, 126 * degree];
const elsewhere = { decayRadius: [0, 1e-9] as Range };

const signal = 'collision, 30–126°';
const judged = 'collision, 30–126°, pT > 0.3 GeV';
const everywhere = 'collision, pT > 0.3 GeV';
const background = 'uniform z';
const far = 'uniform z, beyond 20 cm';
const selections: Readonly<Record<string, Selection>> = {
  [signal]: {
    text: 'muons of the collision in 30–126°',
    ranges: { ...collision, theta: acceptance },
  },
  [judged]: {
    text: 'muons of the collision in 30–126° with pT > 0.3 GeV',
    ranges: { ...collision, theta: acceptance, pt: upwards(0.3 * GeV) },
  },
  [everywhere]: {
    text: 'muons of the collision with pT > 0.3 GeV',
    ranges: { ...collision, pt: upwards(0.3 * GeV) },
  },
  [background]: { text: 'muons with z uniform in ±100 cm', ranges: elsewhere },
  [far]: {
    text: 'muons from more than 20 cm away',
    ranges: { ...elsewhere, distance: upwards(20 * cm) },
  },
};

const curves: readonly CurveRequest[] = [
  {
    id: 'pT',
    title: 'Muons of the collision against transverse momentum',
    axis: {
      variable: 'pt',
      edges: steppedEdges([
        [0.2 * GeV, 0.6 * GeV, 0.02],
        [0.6 * GeV, 2 * GeV, 0.2],
      ]),
    },
    selection: signal,
    subjects: answers,
    printed: false,
  },
  {
    id: 'theta',
    title: 'Muons of the collision against polar angle',
    axis: { variable: 'theta', edges: uniformEdges(24 * degree, 134 * degree, 55) },
    selection: everywhere,
    subjects: answers,
    printed: false,
  },
  {
    id: background,
    title: 'Muons from along the beam line against z',
    axis: { variable: 'z0', edges: uniformEdges(-100 * cm, 100 * cm, 40) },
    selection: background,
    subjects: answers,
    printed: false,
  },
];

const samples = [judged, background, far] as const;
const cutCurve = (sample: string, view: View): string =>
  `|z|, ${sample}, ${view.finder}, ${noiseText(view.noiseHits)}`;
const cutCurves: readonly CurveRequest[] = views.flatMap((view) =>
  samples.map((sample) => ({
    id: cutCurve(sample, view),
    title:
      `|z| of the neural track nearest to the collision point: ${sample}, ` +
      `${finderNames[view.finder]}, ${noiseText(view.noiseHits)}`,
    axis: {
      variable: nearest(view),
      edges: steppedEdges([
        [0, lastCut, 1 * cm],
        [lastCut, noTrack, noTrack - lastCut],
      ]),
    },
    selection: sample,
    subjects: questions.map((question) => answerOf(question, view)),
    printed: false,
  })),
);

const plots: readonly PlotRequest[] = (['full track', 'y'] as const).flatMap(
  (question): PlotRequest[] => {
    const name = question === 'y' ? 'neural' : 'full';
    const what = question === 'y' ? 'A neural track with |z| < 20 cm' : 'A full track';
    const series = (curve: string) =>
      plotted(question).map((subject, index) => ({
        curve,
        subject,
        label: finderNames[finders[index]!],
      }));
    const noise = `${plottedNoise} noise hits`;
    return [
      {
        file: `${name}-pt`,
        title: `${what} for muons of the collision in 30–126°, ${noise}`,
        series: series('pT'),
      },
      {
        file: `${name}-theta`,
        title: `${what} for muons of the collision, pT > 0.3 GeV, ${noise}`,
        series: series('theta'),
      },
      {
        file: `${name}-z`,
        title: `${what} for muons from along the beam line, ${noise}`,
        series: series(background),
      },
    ];
  },
);

type Share = Omit<Reading, 'name'>;

/**
 * By how much the new finder's share is above the old one's; both see the same events, the interval
 * is that of independent ones.
 */
function change(name: string, before: Share, after: Share, note?: string): Reading {
  const told = { name, unit: '', ...(note !== undefined && { note }) };
  const { value, low, high } = ratioOf(intervalOf(before), intervalOf(after));
  if (value === null) return { ...told, value };
  return {
    ...told,
    value: value - 1,
    low: low - 1,
    ...(Number.isFinite(high) && { high: high - 1 }),
  };
}

const intervalOf = ({ value, low = value ?? 0, high = value ?? 1 }: Share) => ({
  efficiency: value,
  low,
  high,
});

/**
 * The same for `y` when the cut of the new finder is the closest one that still keeps as many muons
 * of the collision as the old does.
 */
function changeAtEqualEfficiency(
  curve: CurveLookup,
  sample: string,
  [before, after]: readonly View[],
  text: string,
): Reading {
  const cutsOf = (name: string, view: View) => curve(cutCurve(name, view), answerOf('y', view));
  const kept = shareBelow(cutsOf(judged, before!), quotedCut).value ?? 1;
  const closest = cutPoints(cutsOf(judged, after!)).find(({ value }) => value >= kept);
  const name = `y at the efficiency of the 2-D finder: ${text}, change`;
  if (closest === undefined) return { name, value: null, unit: '' };
  const share = shareBelow(cutsOf(sample, after!), closest.cut);
  return change(
    name,
    shareBelow(cutsOf(sample, before!), quotedCut),
    share,
    `|z| < ${closest.cut} cm`,
  );
}

function readings(curve: CurveLookup): readonly Reading[] {
  return samples.flatMap((sample) =>
    noiseLevels.flatMap((noiseHits) => {
      const both = finders.map((finder): View => ({ noiseHits, finder }));
      const text = `${sample}, ${noiseText(noiseHits)}`;
      const asked = sample === judged ? (['full track', 'y'] as const) : questions;
      const shares = asked.flatMap((question) => {
        const [before, after] = both.map((view) =>
          efficiencyWithin(curve(cutCurve(sample, view), answerOf(question, view)), 0),
        );
        return [
          { name: `${question}: ${text}, ${finderNames.hough2d}`, ...before! },
          { name: `${question}: ${text}, ${finderNames.hough3d}`, ...after! },
          ...(sample === judged ? [] : [change(`${question}: ${text}, change`, before!, after!)]),
        ];
      });
      return sample === judged
        ? shares
        : [...shares, changeAtEqualEfficiency(curve, sample, both, text)];
    }),
  );
}

const dependences = (curve: CurveLookup): readonly DependencePlot[] =>
  noiseLevels.map((noiseHits) => ({
    file: `rejection-${noiseHits}`,
    title: `Cuts on |z| of neural tracks of both finders, ${noiseText(noiseHits)}`,
    xName: 'Muons from more than 20 cm away rejected [%]',
    yName: 'Muons of the collision in 30–126°, pT > 0.3 GeV, kept [%]',
    series: finders.map((finder) => {
      const [kept, rejected] = [judged, far].map((sample) =>
        curve(cutCurve(sample, { noiseHits, finder }), answerOf('y', { noiseHits, finder })),
      );
      return { label: finderNames[finder], points: rejectionPoints(kept!, rejected!, quotedCuts) };
    }),
    ranges: { x: [94, 100], y: [80, 100] },
  }));

function variablesOf(context: ObserveContext) {
  const muonOf = leadingParticle(13, beams(context.config.beams).frame);
  const cuts = context.config.bits['nn-single-track'];
  const look = noisyChamber(context, views);
  return (batch: ObservedBatch): Record<string, Float64Array> => {
    const columns: Record<string, Float64Array> = muonOf(batch);
    columns['distance'] = columns['z0']!.map(Math.abs);
    look(batch).forEach((seen, index) => {
      const view = views[index]!;
      const { fullTracks, nearestZ, nearestSingleZ } = seenColumns(seen, cuts);
      columns[nearest(view)] = nearestZ.map((z) => Math.min(z, (lastCut + noTrack) / 2));
      columns[answerOf('full track', view)] = fullTracks.map((count) => Number(count > 0));
      columns[answerOf('y', view)] = nearestZ.map((z) => Number(z < cuts.maxZ));
      columns[answerOf('stt', view)] = nearestSingleZ.map((z) => Number(z < cuts.singleMaxZ));
    });
    return columns;
  };
}

/**
 * Card `track-finders`: both finders of full tracks on the same particles, with and without noise.
 */
export const trackFinders = defineCard({
  name: 'track-finders',
  title:
    'Track trigger: the 3-D finder of the upgrade against the original 2-D one, on the same events',
  doc:
    'Single muons, uniform in polar angle over the chamber: half from the collision point with ' +
    '0.2 to 5 GeV, density 1/p, half with z uniform in ±100 cm. Full tracks and neural tracks ' +
    'of both finders without noise and with 160 and 700 noise hits within 512 ns.',
  events: 100_000,
  points: displacedMuons({ minimum: 0.2 * GeV, thetaMin: 17 * degree, thetaMax: 150 * degree }),
  lines: [],
  families: [],
  probes,
  selections,
  totals: signal,
  pdg: 13,
  ownVariables,
  variables: variablesFrom({ reads: [], uses: [] }, variablesOf),
  curves: [...curves, ...cutCurves],
  plots,
  dependences,
  readings,
});
