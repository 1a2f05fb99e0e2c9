import { escapeHtml, type HtmlCell, htmlPage, htmlTable } from '../files/html-page.js';
import { textTable } from '../files/text-table.js';
import { type RowKind, rowKinds, type ValidationRow } from './validation-row.js';

/** What stands over the rows of a kind. */
const headings: Readonly<Record<RowKind, string>> = {
  analytic: 'Against formulas and calculations of others',
  published: 'Against published numbers',
  tuned: 'Tuned to what they are held against: no checks',
};

const digits = (value: number, count = 4): string => String(Number(value.toPrecision(count)));

/** A value with its interval. */
function valueText({
  value,
  low,
  high,
  unit,
}: Pick<ValidationRow, 'value' | 'low' | 'high' | 'unit'>): string {
  if (value === null) return 'nothing measured';
  const interval =
    low === null || high === null || (low === value && high === value)
      ? ''
      : ` [${digits(low)}, ${digits(high)}]`;
  return `${digits(value)}${interval}${unit === '' ? '' : ` ${unit}`}`;
}

const boundTexts = { about: '', 'at least': '≥ ', 'at most': '≤ ' } as const;

/** What is expected, with its tolerance. */
const expectedText = ({ expected, tolerance, bound, unit }: ValidationRow): string =>
  `${boundTexts[bound]}${digits(expected)}` +
  `${tolerance > 0 ? ` ± ${digits(tolerance, 2)}` : ''}${unit === '' ? '' : ` ${unit}`}`;

const verdictText = ({ met, kind }: ValidationRow): string =>
  met ? 'met' : kind === 'tuned' ? 'off' : 'MISSED';

/** How many of a kind are met. */
function tallyOf(rows: readonly ValidationRow[], kind: RowKind): string {
  const ofKind = rows.filter((row) => row.kind === kind);
  return `${ofKind.filter(({ met }) => met).length} of ${ofKind.length} ${kind} rows met`;
}

const kindsIn = (rows: readonly ValidationRow[]): readonly RowKind[] =>
  rowKinds.filter((kind) => rows.some((row) => row.kind === kind));

/** What today's conditions give, of a row of another time. */
const todayText = ({ today, unit }: ValidationRow): string =>
  today === undefined ? '' : `${valueText({ ...today, unit })} by ${today.conditions}`;

/** For a terminal: a table a kind, then what is known of the misses. */
export function validationText(rows: readonly ValidationRow[]): string {
  const tables = kindsIn(rows).map((kind) => {
    const ofKind = rows.filter((row) => row.kind === kind);
    return `${headings[kind]}\n\n${textTable(
      ['', 'id', 'ours', 'expected', 'what'],
      ofKind.map((row) => [verdictText(row), row.id, valueText(row), expectedText(row), row.what]),
    )}`;
  });
  const today = rows
    .filter((row) => row.today !== undefined)
    .map((row) => `${row.id}: ${todayText(row)}`);
  const misses = rows
    .filter(({ met, kind }) => !met && kind !== 'tuned')
    .map(
      ({ id, reason, source }) =>
        `${id}: ${reason === '' ? 'no reason is known' : reason} (${source})`,
    );
  return [
    ...tables,
    ...(today.length > 0 ? [`Of another time, today:\n${today.join('\n')}\n`] : []),
    ...(misses.length > 0 ? [`Missed:\n${misses.join('\n')}\n`] : []),
    `${kindsIn(rows)
      .map((kind) => tallyOf(rows, kind))
      .join('; ')}\n`,
  ].join('\n');
}

/** With what the rows were made. */
interface ValidationHeader {
  readonly version: string;
  readonly seed: number;
  readonly menu: string;
  readonly conditions: string;
  /** Which rows were asked for; all without. */
  readonly only?: string;
  /** Whether all of them were made; false when it was stopped. */
  readonly isWhole: boolean;
}

/** A page of its own, without anything from elsewhere. */
export function validationHtml(header: ValidationHeader, rows: readonly ValidationRow[]): string {
  const { version, seed, menu, conditions, only, isWhole } = header;
  const which = only === undefined ? '' : ` Only rows "${escapeHtml(only)}" were asked for.`;
  const end = isWhole ? '' : ' <b>Stopped before the end: rows are missing.</b>';
  const tables = kindsIn(rows)
    .map((kind) => tableOf(kind, rows))
    .join('');
  const page = `<h1>What the emulator gives, beside what it should</h1>
<p>b2l1 ${escapeHtml(version)}, seed ${seed}, menu ${escapeHtml(menu)}, conditions
${escapeHtml(conditions)}, unless a row says otherwise. A row is met when its interval (68 % where
there are events) touches what is expected with its tolerance. No row is met by tuning: what
was tuned stands apart.${which}${end}</p>
<p>${kindsIn(rows)
    .map((kind) => tallyOf(rows, kind))
    .join('; ')}.</p>
${tables}`;
  return htmlPage('b2l1 validate', page);
}

const tableOf = (kind: RowKind, rows: readonly ValidationRow[]): string =>
  htmlTable(
    headings[kind],
    {
      header: ['Verdict', 'What', 'Ours', 'Expected', 'Source'],
      rows: rows.filter((row) => row.kind === kind).map(htmlRow),
    },
    { named: 1 },
  );

function htmlRow(row: ValidationRow): readonly HtmlCell[] {
  const { id, what, conditions, source, reason, met } = row;
  const about = [id, conditions].filter((text) => text !== '').join(' · ');
  return [
    { text: verdictText(row).toLowerCase(), isMissed: !met },
    { text: what, small: [about] },
    { text: valueText(row), small: [todayText(row)] },
    expectedText(row),
    { text: source, small: [reason] },
  ];
}
