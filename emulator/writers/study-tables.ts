import type { Table } from '../files/text-table.js';
import { namedText } from './totals.js';
import {
  type CurveResult,
  countWithin,
  type EfficiencyResult,
  efficiencyOf,
} from '../studies/curve-result.js';
import { cellsOf, type MapResult } from '../studies/map-result.js';
import { type JudgedReading, type Reading, type Verdict, verdictOf } from '../studies/readings.js';

/** A share in percent. */
export const percent = (value: number): string => (100 * value).toFixed(2);

/** Numbers with their limits and whether they keep them. */
export const readingsTableOf = (
  readings: readonly JudgedReading[],
  title = 'read off the curves',
): Table => ({
  header: [title, 'value', 'interval', 'expected', '', ''],
  rows: readings.map((reading) => [
    reading.name,
    shown(reading, reading.value),
    reading.low === undefined || reading.high === undefined
      ? ''
      : `${shown(reading, reading.low)} – ${shown(reading, reading.high)}`,
    limits(reading),
    verdictText(reading),
    reading.note ?? '',
  ]),
});

const verdictTexts: Readonly<Record<Verdict, readonly [untuned: string, tuned: string]>> = {
  met: ['met', 'tuned'],
  missed: ['NOT MET', 'tuned, NOT KEPT'],
  undecided: ['undecided', 'tuned, undecided'],
};

/** Whether a reading keeps its limits, in words; what was tuned says so. */
export function verdictText(reading: JudgedReading): string {
  const tuned = reading.tuned === true;
  const verdict = tuned ? verdictOf(reading) : reading.verdict;
  if (verdict === undefined) return tuned ? 'tuned' : '';
  return verdictTexts[verdict][tuned ? 1 : 0];
}

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

/** Overall efficiencies, in percent. */
export function totalsTableOf(totals: readonly EfficiencyResult[]): Table {
  const isGiven = totals.some(({ systematic }) => systematic !== undefined);
  const rows = totals.map(
    ({ kind, name, family, selected, fired, efficiency, low, high, prescale, systematic }) => [
      namedText({ kind, name }),
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
  const given = isGiven ? ['given', 'all low', 'all high'] : [];
  const names = [
    'line',
    'family',
    'prescale',
    'selected',
    'fired',
    'efficiency [%]',
    'low',
    'high',
  ];
  return { header: [...names, ...given], rows };
}

/** What the curves of a request share, in words. */
export const titleOfCurves = ([first]: readonly CurveResult[]): string =>
  `${first!.title}: ${first!.selection}`;

interface CurvesTableOptions {
  /** Finer bins are put together; none are by default. */
  readonly maxRows?: number;
  /** Whether there is a column with the events that fired. */
  readonly hasFired?: boolean;
}

/** Curves of one request share their bins and selection: they are columns of one table. */
export function curvesTableOf(
  group: readonly CurveResult[],
  { maxRows = Number.POSITIVE_INFINITY, hasFired = false }: CurvesTableOptions = {},
): Table {
  const { label, unit } = group[0]!;
  const names = group.flatMap(({ line }) => [
    ...(hasFired ? [`${line} fired`] : []),
    `${line} [%]`,
    'interval',
  ]);
  const header = [unit === '' ? label : `${label} [${unit}]`, 'selected', ...names];
  return { header, rows: curveRows(group, maxRows, hasFired) };
}

function curveRows(
  group: readonly CurveResult[],
  maxRows: number,
  hasFired: boolean,
): Table['rows'] {
  const { edges, positions, selected, unit } = group[0]!;
  const bins = selected.length;
  const together = Math.max(1, Math.ceil(bins / maxRows));
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
      const firedSum = countWithin(curve, 'fired', from, to);
      const { efficiency, low, high } = efficiencyOf(curve, selectedSum, firedSum);
      return [
        ...(hasFired ? [firedSum.n] : []),
        ...(efficiency === null
          ? ['–', '']
          : [percent(efficiency), `${percent(low)} – ${percent(high)}`]),
      ];
    });
    return [range, selectedSum.n, ...cells];
  });
}

/** What a map is of, in words. */
export const titleOfMap = ({ line, title, selection }: MapResult): string =>
  `${line}: ${title} (${selection})`;

/** Columns and rows of a map that is printed, at most. */
const [maxMapColumns, maxMapRows] = [12, 40];

/**
 * A map for people: efficiencies in percent, a column for each bin of x and a row for each of y,
 * the highest above; nothing of one that is too wide.
 */
export function mapGridOf({ x, y, efficiency }: MapResult): Table | undefined {
  const [columns, rows] = [x.edges.length - 1, y.edges.length - 1];
  if (columns > maxMapColumns || rows > maxMapRows) return undefined;
  const range = ({ edges }: MapResult['x'], bin: number): string =>
    `${trimmed(edges[bin]!)}–${trimmed(edges[bin + 1]!)}`;
  return {
    header: [
      `${nameIn(y)} \\ ${nameIn(x)}`,
      ...Array.from({ length: columns }, (_, ix) => range(x, ix)),
    ],
    rows: Array.from({ length: rows }, (_, row) => rows - 1 - row).map((iy) => [
      range(y, iy),
      ...Array.from({ length: columns }, (_, ix) => {
        const value = efficiency[ix * rows + iy];
        return value === null || value === undefined ? '–' : percent(value);
      }),
    ]),
  };
}

/** Every cell of a map with its interval; null where no event is. */
export function mapCellsOf(map: MapResult): Table {
  const { x, y, selected, fired, efficiency, low, high } = map;
  return {
    header: [nameIn(x), nameIn(y), 'selected', 'fired', `${map.line} [%]`, 'interval'],
    rows: cellsOf(map).map(({ cell, x: [xLow, xHigh], y: [yLow, yHigh] }) => {
      const value = efficiency[cell]!;
      return [
        `${trimmed(xLow)}–${trimmed(xHigh)}`,
        `${trimmed(yLow)}–${trimmed(yHigh)}`,
        selected[cell]!,
        fired[cell]!,
        ...(value === null
          ? ['–', '']
          : [percent(value), `${percent(low[cell]!)} – ${percent(high[cell]!)}`]),
      ];
    }),
  };
}

const nameIn = ({ label, unit }: MapResult['x']): string =>
  unit === '' ? label : `${label} [${unit}]`;

const trimmed = (value: number): string => String(Number(value.toFixed(4)));
