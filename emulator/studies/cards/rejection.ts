import { cm, Hz } from '../../../detector/base/units.js';
import { momentumUnits } from '../../../triggers/lines/nn-single-track.js';
import { strayClasses } from '../../backgrounds/seeds.js';
import type { Range, Selection } from '../../chain/observations.js';
import { type ObservedBatch, type Variable, variablesFrom } from '../../chain/observed.js';
import { beamStateOf, loadMachine, referenceState } from '../../settings/machine.js';
import { steppedEdges } from '../axis.js';
import {
  type CardPoint,
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type DependencePlot,
} from '../define-card.js';
import { firedBelow } from '../observers/cut-curves.js';
import type { Reading } from '../readings.js';

/** State whose stray particles are counted. */
const machine = '2022-peak';

/** Samples by the value that all of their events share. */
const samples = { background: 0, signal: 1 } as const;
type Sample = keyof typeof samples;

/** Each source by its rate [Hz]: all together stand for the whole. */
function strayPoints(): readonly CardPoint[] {
  const { config } = loadMachine(machine);
  const [state, reference] = [beamStateOf(config), referenceState()];
  return strayClasses(config.backgrounds)
    .filter(({ tier, origin }) => tier === 'anchor' && origin === 'stray')
    .map(({ name, generator, config: own, rateAt }) => ({
      name,
      generator,
      config: own,
      share: rateAt(state, reference) / Hz,
      values: { sample: samples.background },
    }))
    .filter(({ share }) => share > 0);
}

const strays = strayPoints();
/** How often those that may fire a line come. */
const strayHz = strays.reduce((sum, { share }) => sum + share, 0);

const points: readonly CardPoint[] = [
  ...strays,
  {
    name: 'ττ(γ)',
    generator: 'tautau',
    config: {},
    share: strayHz / 2,
    values: { sample: samples.signal },
  },
];

const selections: Readonly<Record<Sample, Selection>> = {
  background: {
    text: `stray particles of ${machine} that may fire a line`,
    ranges: { sample: [samples.background, samples.background + 1] as Range },
  },
  signal: {
    text: 'ττ(γ)',
    ranges: { sample: [samples.signal, samples.signal + 1] as Range },
  },
};

/** Cuts on the momentum of the single-track trigger, whole units of 0.1 GeV: above this. */
const momentumCuts = [0, 3, 5, 7, 10, 15] as const;
const above = (units: number): string => `nearestAbove${units}`;

/**
 * A trigger with its cut on |z| open: the line that it is with all tracks, and the variable that
 * the cut is on.
 */
interface OpenTrigger {
  readonly trigger: 'stt' | 'fyo' | 'ffy';
  readonly line: string;
  readonly variable: string;
  readonly label: string;
}
const network = 'nearest';
const fit = 'nearestFit';
const triggers: readonly OpenTrigger[] = [
  ...momentumCuts.map((units) => ({
    trigger: 'stt' as const,
    line: 'f',
    variable: above(units),
    label: units === 0 ? 'networks, any p' : `networks, p > ${units / 10} GeV`,
  })),
  { trigger: 'stt', line: 'f', variable: fit, label: '3-D fit, any p' },
  { trigger: 'fyo', line: 'ffo', variable: network, label: 'networks' },
  { trigger: 'fyo', line: 'ffo', variable: fit, label: '3-D fit' },
  { trigger: 'ffy', line: 'fff', variable: network, label: 'networks' },
  { trigger: 'ffy', line: 'fff', variable: fit, label: '3-D fit' },
];

/** The last bin holds what no cut keeps, and events without such a track. */
const [lastCut, noTrack] = [60 * cm, 1000 * cm];
const edges = steppedEdges([
  [0, lastCut, 1 * cm],
  [lastCut, noTrack, noTrack - lastCut],
]);
const quotedCuts = [5, 10, 15, 20, 30, 60];

const nearestDoc = (which: string): Variable => ({
  label: '|z|',
  unit: 'cm',
  factor: cm,
  doc: `lowest |z| of ${which}`,
});
const ownVariables: Readonly<Record<string, Variable>> = {
  [network]: nearestDoc('the neural tracks'),
  [fit]: nearestDoc('the 3-D fits'),
  ...Object.fromEntries(
    momentumCuts.map((units) => [
      above(units),
      nearestDoc(`the neural tracks of more than ${units / 10} GeV`),
    ]),
  ),
};

const idOf = (sample: Sample, { line, variable }: OpenTrigger): string =>
  `${sample}, ${line}, ${variable}`;
const curves: readonly CurveRequest[] = (['background', 'signal'] as const).flatMap((sample) =>
  triggers.map(
    (open): CurveRequest => ({
      id: idOf(sample, open),
      title: `${open.trigger} with its cut on |z| open, ${open.label}: ${sample}`,
      axis: { variable: open.variable, edges },
      selection: sample,
      subjects: [open.line],
      printed: false,
    }),
  ),
);

/** Hz of background and percent of signal at a cut. */
function atCut(curve: CurveLookup, open: OpenTrigger, cut: number) {
  const [background, signal] = (['background', 'signal'] as const).map((sample) =>
    firedBelow(curve(idOf(sample, open), open.line), cut),
  );
  return { background: background!, signal: signal! };
}

const readings = (curve: CurveLookup): readonly Reading[] =>
  triggers.flatMap((open) =>
    quotedCuts.flatMap((cut): readonly Reading[] => {
      const { background, signal } = atCut(curve, open, cut);
      const name = `${open.trigger}, ${open.label}, |z| < ${cut} cm`;
      return [
        {
          name: `${name}: background`,
          value: background.value === null ? null : background.value * strayHz,
          low: background.low * strayHz,
          high: background.high * strayHz,
          unit: 'Hz',
        },
        { name: `${name}: ττ`, ...signal, unit: '' },
      ];
    }),
  );

/** Efficiency against rate for each trigger, a curve for each of its variants. */
const dependences = (curve: CurveLookup): readonly DependencePlot[] =>
  (['stt', 'fyo', 'ffy'] as const).map((name) => {
    const series = triggers
      .filter(({ trigger }) => trigger === name)
      .map((open) => ({
        label: open.label,
        points: Array.from({ length: lastCut }, (_, bin) => bin + 1).flatMap((cut) => {
          const { background, signal } = atCut(curve, open, cut);
          if (background.value === null || signal.value === null) return [];
          const point = { x: background.value * strayHz, y: 100 * signal.value };
          return quotedCuts.includes(cut) ? [{ ...point, label: `${cut} cm` }] : [point];
        }),
      }));
    const reached = (of: 'x' | 'y'): number =>
      Math.max(1, ...series.flatMap((one) => one.points.map((point) => point[of])));
    return {
      file: `rejection-${name}`,
      title: `${name}: ττ kept against background, cuts on |z| from 1 to ${lastCut / cm} cm`,
      xName: `Background at ${machine} [Hz]`,
      yName: 'ττ(γ) kept [%]',
      series,
      ranges: { x: [0, 1.05 * reached('x')], y: [0, 1.05 * reached('y')] },
    };
  });

/** Card `rejection`: what cuts on z and momentum cost in signal and save in background. */
export const rejection = defineCard({
  name: 'rejection',
  title: 'Background of stt, fyo and ffy against efficiency, cut by cut',
  doc:
    `Stray particles of ${machine} by source, each as often as it comes, and ττ(γ): Hz of ` +
    'background and efficiency as the cuts on |z| and momentum move, by networks and by the 3-D ' +
    'fit. Networks of your own: --set triggers.neuro.networks=FOLDER; with --machine background ' +
    'lies over both.',
  events: 60_000,
  points,
  lines: ['stt', 'fyo', 'ffy', 'f', 'ffo', 'fff'],
  families: [],
  selections,
  totals: 'background',
  ownVariables,
  variables: variablesFrom(
    { reads: [], uses: ['cdc', 'neuro'] },
    () => (batch) => nearestColumns(batch),
  ),
  curves,
  plots: [],
  dependences,
  readings,
});

/** Lowest |z| of the tracks of each event, below which a cut on it keeps the event. */
function nearestColumns({
  eventCount,
  objects: { cdc, neuro },
}: ObservedBatch<never, 'cdc' | 'neuro'>): Record<string, Float64Array> {
  const none = (lastCut + noTrack) / 2;
  const empty = (): Float64Array => new Float64Array(eventCount).fill(none);
  const nearest = Object.fromEntries(Object.keys(ownVariables).map((name) => [name, empty()]));
  const take = (name: string, event: number, z: number): void => {
    const column = nearest[name]!;
    column[event] = Math.min(column[event]!, Math.abs(z));
  };
  const { tracks } = neuro;
  for (let event = 0; event < eventCount; event++) {
    for (let row = tracks.offsets[event]!; row < tracks.offsets[event + 1]!; row++) {
      const track = cdc.tracks2d.offsets[event]! + tracks.track[row]!;
      const momentum = momentumUnits(cdc.tracks2d.omega[track]!, tracks.theta[row]!);
      take(network, event, tracks.z[row]!);
      for (const units of momentumCuts)
        if (units === 0 || momentum > units) take(above(units), event, tracks.z[row]!);
    }
    for (let row = cdc.tracks3d.offsets[event]!; row < cdc.tracks3d.offsets[event + 1]!; row++)
      take(fit, event, cdc.tracks3d.z0[row]!);
  }
  return nearest;
}
