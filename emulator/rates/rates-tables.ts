import { quoteField } from '../writers/csv-table.js';
import type { RatesDocument } from './rates-document.js';

type Cell = string | number | null;

/** Comma-separated values with a head line; what is not known is an empty field. */
function csv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const field = (cell: Cell): string => (cell === null ? '' : quoteField(String(cell)));
  return [head, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

/** Lines of the menu: a row each. */
export const linesCsv = ({ lines }: RatesDocument): string =>
  csv(
    [
      'line',
      'family',
      'prescale',
      'ftdlHz',
      'errorHz',
      'modelLowHz',
      'modelHighHz',
      'psnmHz',
      'exclusiveHz',
    ],
    lines.map((line) => [
      line.name,
      line.family,
      line.prescale,
      line.ftdlHz,
      line.errorHz,
      line.modelLowHz,
      line.modelHighHz,
      line.psnmHz,
      line.exclusiveHz,
    ]),
  );

/**
 * What comes, what of it opens windows and what is accepted: a row a process, or a tier of a source
 * of background.
 */
export const sourcesCsv = ({ sources }: RatesDocument): string =>
  csv(
    ['source', 'tier', 'origin', 'seedHz', 'windowHz', 'l1Hz', 'errorHz', 'events'],
    sources.map(({ name, tier, origin, seedHz, windowHz, l1Hz, errorHz, events }) => [
      name,
      tier,
      origin,
      seedHz,
      windowHz,
      l1Hz,
      errorHz,
      events,
    ]),
  );

/** What fires each line, before prescale: a row a line and source. */
export const lineSourcesCsv = ({ lines }: RatesDocument): string =>
  csv(
    ['line', 'source', 'ftdlHz', 'errorHz'],
    lines.flatMap(({ name, sources }) =>
      sources.map((source) => [name, source.name, source.hz, source.errorHz]),
    ),
  );

/** Pairs of lines and of families that keep the same events. */
export const overlapsCsv = ({ overlaps }: RatesDocument): string =>
  csv(
    ['of', 'one', 'other', 'hz'],
    (['families', 'lines'] as const).flatMap((of) =>
      overlaps[of].map(({ one, other, hz }) => [of, one, other, hz]),
    ),
  );

/** Rates at one value of what is scanned. */
export interface ScanPoint {
  readonly value: string;
  readonly rates: RatesDocument;
}

/** A scan: a row a value. */
export function scanCsv(path: string, points: readonly ScanPoint[]): string {
  const families = points[0]?.rates.families.map(({ name }) => name) ?? [];
  const totals = ['luminosity', 'totalHz', 'totalErrorHz', 'modelLowHz', 'modelHighHz'];
  return csv(
    [path, ...totals, ...families],
    points.map(({ value, rates }) => [
      value,
      rates.luminosity.delivered,
      rates.totalHz,
      rates.totalErrorHz,
      rates.modelLowHz,
      rates.modelHighHz,
      ...rates.families.map(({ hz }) => hz),
    ]),
  );
}
