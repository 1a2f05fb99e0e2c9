import { EmulatorError, nearestHint } from '../detector/base/errors.js';
import { columnName } from './column-name.js';
import { tellColumns } from './history-columns.js';
import type { RunSnapshot } from './ports.js';

/** An hour of seconds. */
const keptRows = 3600;
/** New names beyond are not kept, so that memory stays bounded whatever runs are played. */
const maxColumns = 2048;
/** Columns that one question may ask for. */
const maxAsked = 64;

/** Columns that are given when none are named. */
const usualColumns = ['emulated', 'l1', 'real-time'];

/** One row of the history, as topic `history` sends it. */
export interface HistoryRow {
  /** Wall time since the server began [s]. */
  readonly time: number;
  readonly names: readonly string[];
  readonly units: readonly string[];
  readonly values: Float64Array;
}

/** Rows of some columns, as `GET /api/history` answers. */
export interface HistoryRows {
  /** Wall time since the server began, now [s]. */
  readonly now: number;
  readonly rows: number;
  /** In the order asked for; the first is always the time of the rows. */
  readonly columns: readonly {
    readonly name: string;
    readonly unit: string;
    readonly values: Float64Array;
  }[];
  /** All columns that there are. */
  readonly available: readonly string[];
}

interface HistoryColumn {
  readonly unit: string;
  readonly values: Float64Array;
}

/**
 * What the page shows of the last hour: a row a second of wall time, 3600 rows, in columns that are
 * made in full when their name first comes up. Rates are per second that was played. It goes on
 * over the end of a run and the start of the next.
 * @see D-313
 */
export class History {
  readonly #columns = new Map<string, HistoryColumn>([['time', newColumn('s')]]);
  /** Rows written so far; the place of the next one is this modulo the rows kept. */
  #written = 0;
  #last: RunSnapshot | undefined;
  #newest: HistoryRow | undefined;

  /** Writes the next row; `time` is the wall time since the server began [s]. */
  add(snapshot: RunSnapshot, time: number): void {
    const place = this.#written % keptRows;
    for (const { values } of this.#columns.values()) values[place] = Number.NaN;
    const put = (name: string, unit: string, value: number): void => {
      const column = this.#columnOf(name, unit);
      // Milliseconds, or six digits: they tell all and keep the JSON short.
      if (column)
        column.values[place] = Number(unit === 's' ? value.toFixed(3) : value.toPrecision(6));
    };
    put('time', 's', time);
    tellColumns(this.#last, snapshot, (name, unit, value) => put(columnName(name), unit, value));
    this.#last = snapshot;
    this.#written++;
    this.#newest = undefined;
  }

  #columnOf(name: string, unit: string): HistoryColumn | undefined {
    const known = this.#columns.get(name);
    if (known || this.#columns.size >= maxColumns) return known;
    const column = newColumn(unit);
    this.#columns.set(name, column);
    return column;
  }

  /** The row written last, the same object until the next; undefined before the first. */
  newest(): HistoryRow | undefined {
    if (this.#written === 0) return undefined;
    const place = (this.#written - 1) % keptRows;
    const columns = [...this.#columns.entries()];
    this.#newest ??= {
      time: this.#columns.get('time')!.values[place]!,
      names: columns.map(([name]) => name),
      units: columns.map(([, { unit }]) => unit),
      values: Float64Array.from(columns, ([, { values }]) => values[place]!),
    };
    return this.#newest;
  }

  /**
   * Rows from a time on, oldest first.
   * @param from wall time since the server began [s]; a negative one counts back from `now`.
   * @param names columns; a few of general interest when none is named.
   * @throws MONITOR_BAD_HISTORY when there is no such column, or there are too many
   */
  rows(from: number, names: readonly string[], now: number): HistoryRows {
    const wanted =
      names.length > 0 ? names : usualColumns.filter((name) => this.#columns.has(name));
    const asked = [...new Set(['time', ...wanted])];
    if (asked.length > maxAsked + 1)
      throw badHistory(`columns: ${asked.length - 1} are asked for, at most ${maxAsked} are given`);
    const first = from < 0 ? now + from : from;
    const start = this.#rowFrom(first);
    return {
      now,
      rows: this.#written - start,
      columns: asked.map((name) => {
        const { unit, values } = this.#known(name);
        return { name, unit, values: rowsOf(values, start, this.#written) };
      }),
      available: [...this.#columns.keys()],
    };
  }

  /** Number of the first row that is kept and not before a time [s]. */
  #rowFrom(first: number): number {
    const times = this.#columns.get('time')!.values;
    let row = Math.max(0, this.#written - keptRows);
    while (row < this.#written && times[row % keptRows]! < first) row++;
    return row;
  }

  #known(name: string): HistoryColumn {
    const column = this.#columns.get(name);
    if (column) return column;
    const shown = name.slice(0, 60);
    throw badHistory(
      `columns: there is no column ${JSON.stringify(shown)}` +
        `${nearestHint(shown, this.#columns.keys())}; an answer lists all under "available"`,
    );
  }
}

/** A copy of the rows up to `end`, at most those kept: the next is written over the oldest. */
function rowsOf(values: Float64Array, start: number, end: number): Float64Array {
  const taken = new Float64Array(end - start);
  const place = start % keptRows;
  const untilWrap = values.subarray(place, place + taken.length);
  taken.set(untilWrap);
  taken.set(values.subarray(0, taken.length - untilWrap.length), untilWrap.length);
  return taken;
}

const newColumn = (unit: string): HistoryColumn => ({
  unit,
  values: new Float64Array(keptRows).fill(Number.NaN),
});

const badHistory = (message: string): EmulatorError =>
  new EmulatorError('MONITOR_BAD_HISTORY', message);

/**
 * Reads the query of `/api/history`.
 * @throws MONITOR_BAD_HISTORY
 */
export function readHistoryQuery(query: URLSearchParams): {
  readonly from: number;
  readonly names: readonly string[];
} {
  const odd = [...query.keys()].find((key) => !['from', 'columns', 'token'].includes(key));
  if (odd !== undefined)
    throw badHistory(
      `there is no parameter ${JSON.stringify(odd.slice(0, 40))}; expected ` +
        '/api/history?from=SECONDS&columns=NAME,NAME',
    );
  const from = query.get('from') ?? '0';
  if (!/^-?\d{1,9}(\.\d{1,6})?$/.test(from))
    throw badHistory(
      `from: found ${JSON.stringify(from.slice(0, 40))}, expected seconds since the server ` +
        'began, such as 120, or before now, such as -600',
    );
  const names = query.getAll('columns').flatMap((list) => list.split(','));
  if (names.includes('')) throw badHistory('columns: expected names with commas between them');
  return { from: Number(from), names };
}
