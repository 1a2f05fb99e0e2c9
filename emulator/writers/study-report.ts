import type { CardDefinition } from '../studies/define-card.js';
import type { StudyDocument } from '../studies/document.js';
import { intervalNames } from '../studies/intervals.js';
import { type JudgedReading, type Reading, type Verdict, verdictOf } from '../studies/readings.js';
import { curvesByRequest } from '../studies/results.js';
import {
  type CurveResult,
  countWithin,
  type EfficiencyResult,
  efficiencyOf,
} from '../studies/curve-result.js';
import type { Systematic } from '../studies/systematics.js';
import { textTable } from '../files/text-table.js';
import { fitsTable } from './fits.js';
import { definitionsText } from './totals.js';
import { referencesTable } from './references.js';
import { remarksOf } from './totals-remarks.js';

/** Rows of a curve's table at most: finer bins are put together. */
const longestTable = 30;

/** The results of a study for people: what was run, numbers read off, totals and curves. */
export function showStudy(
  study: StudyDocument,
  { curves: requests }: Pick<CardDefinition, 'curves'>,
): string {
  const silent = new Set(requests.filter(({ printed }) => printed === false).map(({ id }) => id));
  const sections = [
    head(study),
    study.readings.length > 0 ? readingsTable(study.readings) : '',
    [
      `Totals: ${study.selection}\n`,
      totalsTable([...study.lines, ...study.families, ...study.probes]),
      definitionsText(study.families),
      systematicsText(study.systematics),
      remarksOf([...study.lines, ...study.families]),
    ].join(''),
    fitsTable(study.curves),
    referencesTable(study.references),
    ...curveTables(study.curves.filter(({ id }) => !silent.has(id))),
    silent.size > 0 ? `${silent.size} more sets of curves are written by --out.\n` : '',
  ];
  return sections.filter((section) => section !== '').join('\n');
}

function head(study: StudyDocument): string {
  const { title, card, version, events, eventsPlanned, seed, menu, conditions } = study;
  const { machine, geometry } = study;
  const incomplete = events < eventsPlanned ? ` of ${eventsPlanned} planned: INTERRUPTED` : '';
  return [
    title,
    `card ${card}, ${events} events${incomplete}, seed ${seed}, menu ${menu}, conditions ` +
      `${conditions}, machine ${machine}, geometry ${geometry}, belle2-l1 ${version}`,
    ...ratesText(study),
    `${stageText(study)}Intervals are ${intervalNames[study.interval]} at ` +
      `${percent(study.confidence)} %${study.weighted ? ', of effective counts' : ''}.`,
    '',
  ].join('\n');
}

/** How often the events of the points happen, where that is known. */
function ratesText({ points }: StudyDocument): readonly string[] {
  return points.flatMap(({ name, generator, events, rateHz }) =>
    rateHz === undefined
      ? []
      : [`point ${name}: generator ${generator}, ${events} events of ${rateHz.toFixed(1)} Hz`],
  );
}

function stageText({ stage, lines, families }: StudyDocument): string {
  if (lines.length + families.length === 0) return '';
  return (
    'Efficiencies are ' +
    `${stage === 'ftdl' ? 'before prescale (FTDL bits)' : 'after prescale and mask (PSNM bits)'}. `
  );
}

/** Numbers with their limits and whether they keep them. */
export function readingsTable(
  readings: readonly JudgedReading[],
  title = 'read off the curves',
): string {
  const rows = readings.map((reading) => [
    reading.name,
    shown(reading, reading.value),
    reading.low === undefined || reading.high === undefined
      ? ''
      : `${shown(reading, reading.low)} – ${shown(reading, reading.high)}`,
    limits(reading),
    verdictText(reading),
    reading.note ?? '',
  ]);
  const table = textTable([title, 'value', 'interval', 'expected', '', ''], rows);
  const isUndecided = readings.some((reading) => verdictOf(reading) === 'undecided');
  return isUndecided ? table + undecidedNote : table;
}

const verdictTexts: Readonly<Record<Verdict, readonly [untuned: string, tuned: string]>> = {
  met: ['met', 'tuned'],
  missed: ['NOT MET', 'tuned, NOT KEPT'],
  undecided: ['undecided', 'tuned, undecided'],
};

function verdictText(reading: JudgedReading): string {
  const tuned = reading.tuned === true;
  const verdict = tuned ? verdictOf(reading) : reading.verdict;
  if (verdict === undefined) return tuned ? 'tuned' : '';
  return verdictTexts[verdict][tuned ? 1 : 0];
}

/** What "undecided" means, below a table that says it. */
const undecidedNote =
  'undecided: the interval holds the limit, so more events (--events) are needed.\n';

/** A reading with half of its interval. */
export function readingText(reading: Reading): string {
  const { value, low, high } = reading;
  if (value === null || low === undefined || high === undefined) return shown(reading, value);
  return `${shown(reading, value)} ± ${shown(reading, (high - low) / 2)}`;
}

/** Fractions in percent, others in their unit. */
function shown({ unit }: Reading, value: number | null): string {
  if (value === null) return '–';
  return unit === ''
    ? `${Math.abs(value) < 0.01 ? (100 * value).toFixed(3) : percent(value)} %`
    : `${value.toFixed(3)} ${unit}`;
}

function limits(reading: Reading): string {
  const { atLeast, atMost } = reading;
  if (atLeast !== undefined && atMost !== undefined)
    return `${shown(reading, atLeast)} – ${shown(reading, atMost)}`;
  if (atLeast !== undefined) return `≥ ${shown(reading, atLeast)}`;
  return atMost === undefined ? '' : `≤ ${shown(reading, atMost)}`;
}

/** What is given, in words. */
const systematicsText = (systematics: StudyDocument['systematics']): string =>
  systematics.length === 0
    ? ''
    : 'Given (1 σ, added in squares at the confidence of the intervals): ' +
      `${systematics.map(systematicText).join('; ')}\n`;

function systematicText({ name, relative, absolute = 0, lines }: Systematic): string {
  const size =
    relative === undefined ? `${percent(absolute)} points` : `${percent(relative)} % of it`;
  return `${name} ${size}${lines === undefined ? '' : ` (${lines.join(', ')})`}`;
}

function totalsTable(totals: readonly EfficiencyResult[]): string {
  const isGiven = totals.some(({ systematic }) => systematic !== undefined);
  const rows = totals.map(
    ({ kind, name, family, selected, fired, efficiency, low, high, prescale, systematic }) => [
      kind === 'family' ? `family ${name}` : name,
      kind === 'line' ? family : '',
      prescale === undefined ? '' : prescale === 0 ? 'masked' : String(prescale),
      selected,
      fired,
      efficiency === null ? '–' : percent(efficiency),
      percent(low),
      percent(high),
      ...(isGiven
        ? systematic === undefined
          ? ['', '', '']
          : [systematic.error, systematic.low, systematic.high].map(percent)
        : []),
    ],
  );
  return textTable(
    [
      'line',
      'family',
      'prescale',
      'selected',
      'fired',
      'efficiency [%]',
      'low',
      'high',
      ...(isGiven ? ['given', 'all low', 'all high'] : []),
    ],
    rows,
  );
}

/** Curves of one request share their bins and selection: they are columns of one table. */
function curveTables(curves: readonly CurveResult[]): readonly string[] {
  return curvesByRequest(curves).map((group) => {
    const { title, label, unit, selection } = group[0]!;
    const header = [
      unit === '' ? label : `${label} [${unit}]`,
      'selected',
      ...group.flatMap(({ line }) => [`${line} [%]`, 'interval']),
    ];
    return `${title}: ${selection}\n${textTable(header, curveRows(group))}`;
  });
}

function curveRows(group: readonly CurveResult[]): readonly (readonly (string | number)[])[] {
  const { edges, positions, selected, unit } = group[0]!;
  const bins = selected.length;
  const together = Math.ceil(bins / longestTable);
  const ownPositions = positions.some(
    (position, bin) => Math.abs(position - (edges[bin]! + edges[bin + 1]!) / 2) > 1e-9,
  );
  const wholeNumbers = unit === '' && edges.every((edge, bin) => edge === edges[0]! + bin);
  return Array.from({ length: Math.ceil(bins / together) }, (_, row) => {
    const from = row * together;
    const to = Math.min(bins, from + together);
    const single =
      together === 1 && (ownPositions ? positions[from] : wholeNumbers ? edges[from] : undefined);
    const range =
      typeof single === 'number'
        ? trimmed(single)
        : `${trimmed(edges[from]!)}–${trimmed(edges[to]!)}`;
    const selectedSum = countWithin(group[0]!, 'selected', from, to);
    const cells = group.flatMap((curve) => {
      const { efficiency, low, high } = efficiencyOf(
        curve,
        selectedSum,
        countWithin(curve, 'fired', from, to),
      );
      return efficiency === null
        ? ['–', '']
        : [percent(efficiency), `${percent(low)} – ${percent(high)}`];
    });
    return [range, selectedSum.n, ...cells];
  });
}

const trimmed = (value: number): string => String(Number(value.toFixed(4)));

const percent = (value: number): string => (100 * value).toFixed(2);
