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
