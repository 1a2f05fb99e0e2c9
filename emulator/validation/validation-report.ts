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

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

const style = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem; }
caption { text-align: left; font-weight: 600; font-size: 1.15rem; padding: 0.5rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.6rem; }
th, td { border-bottom: 1px solid #8886; }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.missed { font-weight: 700; color: light-dark(#a40000, #ff8a80); }
small { display: block; opacity: 0.8; }
.wide { overflow-x: auto; }`;

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
  const which = only === undefined ? '' : ` Only rows "${escaped(only)}" were asked for.`;
  const end = isWhole ? '' : ' <b>Stopped before the end: rows are missing.</b>';
  const tables = kindsIn(rows)
    .map((kind) => tableOf(kind, rows))
    .join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>b2l1 validate</title><style>${style}</style></head><body>
<h1>What the emulator gives, beside what it should</h1>
<p>b2l1 ${escaped(version)}, seed ${seed}, menu ${escaped(menu)}, conditions ${escaped(conditions)}, unless a row says otherwise.
A row is met when its interval (68 % where there are events) touches what is expected with its
tolerance. No row is met by tuning: what was tuned stands apart.${which}${end}</p>
<p>${kindsIn(rows)
    .map((kind) => tallyOf(rows, kind))
    .join('; ')}.</p>
${tables}</body></html>
`;
}

function tableOf(kind: RowKind, rows: readonly ValidationRow[]): string {
  const lines = rows.filter((row) => row.kind === kind).map(htmlRow);
  return `<div class="wide"><table><caption>${headings[kind]}</caption>
<thead><tr><th scope="col"></th><th scope="col">What</th><th scope="col">Ours</th>
<th scope="col">Expected</th><th scope="col">Source</th></tr></thead>
<tbody>${lines.join('')}</tbody></table></div>
`;
}

function htmlRow(row: ValidationRow): string {
  const { id, what, conditions, source, reason, met } = row;
  const small = (text: string): string => (text === '' ? '' : `<small>${escaped(text)}</small>`);
  const about = [id, conditions].filter((text) => text !== '').join(' · ');
  return `<tr><td${met ? '' : ' class="missed"'}>${verdictText(row).toLowerCase()}</td>
<td>${escaped(what)}${small(about)}</td>
<td class="number">${escaped(valueText(row))}${small(todayText(row))}</td>
<td class="number">${escaped(expectedText(row))}</td>
<td>${escaped(source)}${small(reason)}</td></tr>
`;
}
