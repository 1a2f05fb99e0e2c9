import type { BenchRow, WorkCount } from '../bench/measure.js';
import type { NativeReport } from '../bench/native/bench-twins.js';
import { textTable } from '../files/text-table.js';

/** Rows of `b2l1 bench` and native twins, as far as there are some. */
export const benchTables = (rows: readonly BenchRow[], native?: NativeReport): string =>
  [
    ...(rows.length === 0 ? [] : [`${benchTable(rows)}\n`]),
    ...(native === undefined ? [] : [`${nativeTable(native)}\n`]),
  ].join('\n');

/** Rows of `b2l1 bench` as a table. */
function benchTable(rows: readonly BenchRow[]): string {
  return textTable(
    [
      'stage',
      'ns/event',
      'events/s',
      'ratio to reference',
      'work/event',
      'ns/unit',
      'GC',
      'GC ms',
      'bytes/event',
      'what',
    ],
    rows.map((row) => [
      row.name,
      Number(row.nsPerEvent.toFixed(1)),
      Math.round(row.eventsPerSecond),
      Number(row.ratioToReference.toPrecision(3)),
      row.work.map(perEvent).join(', '),
      row.work.map(({ nsPerUnit }) => nsPerUnit.toPrecision(3)).join(', '),
      row.gcCount,
      Number(row.gcMs.toFixed(1)),
      Math.round(row.bytesPerEvent),
      row.what,
    ]),
  );
}

const perEvent = (work: WorkCount): string =>
  `${Number(work.perEvent.toPrecision(3))} ${work.unit}`;

/** Native twins as a table, or the word that they were skipped. */
function nativeTable(report: NativeReport): string {
  if ('skipped' in report) return report.skipped;
  const table = textTable(
    ['twin', 'ns here', 'ns native', 'ratio', 'middle half', 'per', 'what'],
    report.rows.map((row) => [
      row.name,
      Number(row.nsPerUnit.toPrecision(3)),
      Number(row.nativeNsPerUnit.toPrecision(3)),
      row.ratio.toFixed(2),
      `${row.ratioLow.toFixed(2)}–${row.ratioHigh.toFixed(2)}`,
      row.unit,
      row.what,
    ]),
  );
  return `${table}\nthe same results, checksums compared; ${report.compiler}, ${report.flags}`;
}
