import * as Plot from '@observablehq/plot';
import type { Note } from '../../detector/base/notes.js';
import { type Table, tableText } from '../files/text-table.js';
import type { StudyDocument } from '../studies/document.js';
import { intervalNames } from '../studies/intervals.js';
import type {
  ShortVariation,
  VariationResult,
  VariedSubject,
} from '../studies/variations/result.js';
import { quoteField } from './csv-table.js';
import type { AskedPicture } from './pictures.js';
import { faint, framedPlot, seriesStyle } from './plot-frame.js';
import { percent } from './study-tables.js';

const shown = (
  value: number | null,
  { low, high }: { readonly low: number; readonly high: number },
): string => (value === null ? '–' : `${percent(value)} (${percent(low)} – ${percent(high)})`);

/** A study as far as its variations go. */
type Varied = Pick<StudyDocument, 'variations' | 'notes'>;

/** Notes of variations that the study itself has not, behind their names. */
export const notesOfVariations = (
  variations: readonly VariationResult[],
  ofStudy: readonly Note[],
): readonly string[] =>
  variations.flatMap(({ name, notes }) =>
    notes
      .filter(({ message }) => ofStudy.every((note) => note.message !== message))
      .map(({ message }) => `${name}: ${message}`),
  );

/** Variations for people; empty without any. */
export const variationsText = ({ variations = [], notes }: Varied): string =>
  variations.length === 0
    ? ''
    : tableText(variationsTableOf(variations)) +
      variationNotes(variations, notes)
        .map((note) => `${note}\n`)
        .join('');

/** A row for each subject of each variation. */
export const variationsTableOf = (variations: readonly VariationResult[]): Table => ({
  header: ['variation [%]', '', 'nominal', 'varied', 'difference', 'correlation'],
  rows: variations.flatMap(({ name, subjects }) =>
    subjects.map(({ name: subject, nominal, varied, difference, correlation, remark }) => [
      name,
      subject,
      ...(remark === undefined
        ? [
            shown(nominal.efficiency, nominal),
            shown(varied.efficiency, varied),
            shown(difference.value, difference),
            correlation.toFixed(3),
          ]
        : [remark, '', '', '']),
    ]),
  ),
});

/**
 * What each variation is, what is to be known of it that the notes of the study do not say, and
 * how differences are made: a line each.
 */
export const variationNotes = (
  variations: readonly VariationResult[],
  notes: readonly Note[],
): readonly string[] => [
  ...variations.map(
    ({ name, conditions, machine, events }) =>
      `${name}: conditions ${conditions}, machine ${machine}; ${events} events`,
  ),
  ...notesOfVariations(variations, notes),
  'Difference: varied less nominal of the same events, with the interval of correlated ' +
    'efficiencies (Newcombe, for pairs).',
];

/** Which variations lack how much, in words. */
export const shortVariationsText = (short: readonly ShortVariation[]): string =>
  short
    .map(({ name, events, eventsPlanned, failure }) =>
      failure !== undefined
        ? `variation ${name} failed: ${failure}`
        : `variation ${name} has ${events === 0 ? 'none' : events} of ${eventsPlanned} events`,
    )
    .join('; ');

const columns =
  'variation,set,machine_set,conditions,machine,events,kind,name,' +
  'nominal_selected,nominal_fired,nominal,nominal_low,nominal_high,' +
  'varied_selected,varied_fired,varied,varied_low,varied_high,' +
  'difference,difference_low,difference_high,correlation,interval,confidence,remark';

/** One row for each subject of each variation. */
export function variationsCsv(variations: readonly VariationResult[]): string {
  const rows = variations.flatMap((variation) =>
    variation.subjects.map((subject) => csvRow(variation, subject)),
  );
  return `${[columns, ...rows].join('\n')}\n`;
}

function csvRow(
  { name, set, machineSet, conditions, machine, events, interval, confidence }: VariationResult,
  subject: VariedSubject,
): string {
  const { nominal, varied, difference, correlation, remark = '' } = subject;
  return [
    quoteField(name),
    quoteField(set.join(' ')),
    quoteField(machineSet.join(' ')),
    quoteField(conditions),
    quoteField(machine),
    events,
    subject.kind,
    quoteField(subject.name),
    ...[nominal, varied].flatMap(({ selected, fired, efficiency, low, high }) => [
      selected,
      fired,
      efficiency ?? '',
      low,
      high,
    ]),
    difference.value ?? '',
    difference.low,
    difference.high,
    correlation,
    intervalNames[interval],
    confidence,
    quoteField(remark),
  ].join(',');
}

/** A picture has so many subjects at most; more have one more. */
const maxSeries = 6;

/**
 * What each variation changes of each subject, points beside each other with the intervals of the
 * differences; as many subjects in a picture as can be told apart.
 */
export function variationPictures(
  variations: readonly VariationResult[] = [],
  caption: string,
): readonly AskedPicture[] {
  const [first] = variations;
  if (first === undefined) return [];
  const known = first.subjects.flatMap(({ remark }, place) => (remark === undefined ? place : []));
  return Array.from({ length: Math.ceil(known.length / maxSeries) }, (_, page) => ({
    name: `variations-${page + 1}`,
    title: differencesTitle,
    draw: () =>
      differencesSvg(variations, known.slice(page * maxSeries, (page + 1) * maxSeries), caption),
  }));
}

const differencesTitle = 'Efficiency varied less nominal, of the same events';

/** Width that the points of one variation take, of the distance to the next. */
const spread = 0.5;

function differencesSvg(
  variations: readonly VariationResult[],
  places: readonly number[],
  caption: string,
): string {
  const series = places.map((place, index) => {
    const beside = places.length === 1 ? 0 : spread * (index / (places.length - 1) - 0.5);
    return {
      label: variations[0]!.subjects[place]!.name,
      points: variations.flatMap(({ name, subjects }, at) => {
        const { value, low, high } = subjects[place]!.difference;
        if (value === null) return [];
        return [{ name, x: at + beside, y: 100 * value, low: 100 * low, high: 100 * high }];
      }),
    };
  });
  const ends = series.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]));
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const room = 0.08 * (most - least) || 1;
  const yName = 'Varied less nominal [percentage points]';
  return framedPlot(
    {
      title: differencesTitle,
      xName: 'Variation',
      yName,
      caption,
      labels: series.map(({ label }) => label),
      areas: true,
      names: variations.map(({ name }) => name),
      description: `${yName}. ${series.map(seriesWords).join('. ')}.`,
    },
    {
      x: { domain: [-0.5, variations.length - 0.5] },
      y: { domain: [least - room, most + room] },
      marks: [
        Plot.ruleY([0], { stroke: faint, strokeDasharray: '2 4' }),
        ...series.flatMap(({ points }, index) => {
          const { colour: stroke } = seriesStyle(index);
          const bars = { x: 'x', y1: 'low', y2: 'high', stroke, strokeWidth: 1.5 };
          const dots = { x: 'x', y: 'y', fill: 'white', stroke, strokeWidth: 2, r: 3.5 };
          return [Plot.ruleX(points, bars), Plot.dot(points, dots)];
        }),
      ],
    },
  );
}

interface Differences {
  readonly label: string;
  readonly points: readonly {
    readonly name: string;
    readonly y: number;
    readonly low: number;
    readonly high: number;
  }[];
}

const seriesWords = ({ label, points }: Differences): string =>
  `${label}: ${points
    .map(({ name, y, low, high }) => `${name} ${short(y)} (${short(low)} to ${short(high)})`)
    .join(', ')}`;

const short = (value: number): string => value.toFixed(2);
