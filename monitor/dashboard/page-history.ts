import type { Column, HistoryRowData } from './messages.js';

/** Columns that one question may ask for; the time comes besides. */
const maxAsked = 64;
/** An hour. */
const keptRows = 3600;
/** Longer silence between two rows is a hole, which the server can fill [s]. */
const tolerableGap = 2.5;

/**
 * What the page holds of the server's history: read whole at first, then row by row; columns that
 * are wanted later are read alone.
 */
export interface PageHistory {
  /** Takes a row of topic `history`; asks for all columns again where it does not fit on. */
  readonly take: (row: HistoryRowData) => void;
  /** Asks for columns beyond those always held, as far as they are not here. */
  readonly want: (names: readonly string[]) => void;
  readonly times: () => readonly number[];
  /** Aligned with the times; empty for a column that is not held. */
  readonly column: (name: string) => readonly (number | null)[];
}

/** Columns that the page always draws, as many as may be asked for. */
const isAlwaysHeld = (name: string): boolean =>
  /^(l1|luminosity)$|^(l1|family|current):/.test(name);

interface Answer {
  readonly columns: readonly { readonly name: string; readonly values: Column }[];
}

/** An empty history; `onChange` is called when there is something new to draw. */
export function makePageHistory(
  token: string | undefined,
  onChange: (failure?: string) => void,
): PageHistory {
  let times: (number | null)[] = [];
  let columns = new Map<string, (number | null)[]>();
  let extra: readonly string[] = [];
  let known: readonly string[] = [];
  let isLoading = false;
  /** Rows that came while an answer was awaited, which may end before them. */
  let arrived: HistoryRowData[] = [];

  const wanted = (): readonly string[] => {
    const asked = extra.filter((name) => known.includes(name));
    const held = known.filter((name) => isAlwaysHeld(name) && !asked.includes(name));
    return [...asked, ...held].slice(0, maxAsked);
  };
  const load = async (names: readonly string[], hold: (answer: Answer) => void): Promise<void> => {
    if (isLoading) return;
    isLoading = true;
    arrived = [];
    try {
      hold(await readHistory(token, names));
      onChange();
    } catch (error) {
      onChange(error instanceof Error ? error.message : String(error));
    } finally {
      isLoading = false;
    }
  };
  const append = (row: HistoryRowData): void => {
    for (const [name, column] of columns) {
      column.push(valueOf(row, name));
      if (column.length > keptRows) column.shift();
    }
  };
  const loadAll = (): Promise<void> =>
    load(wanted(), (answer) => {
      columns = new Map(answer.columns.map(({ name, values }) => [name, [...values.data]]));
      times = columns.get('time') ?? [];
      const last = times.at(-1) ?? 0;
      for (const row of arrived) if (row.time > last) append(row);
    });
  const loadMissing = (): Promise<void> | undefined => {
    const missing = wanted().filter((name) => !columns.has(name));
    if (missing.length === 0) return undefined;
    return load(missing, (answer) => {
      const added = alignedTo(times, answer, arrived);
      for (const name of missing) columns.set(name, added(name));
    });
  };
  return {
    take: (row) => {
      known = row.names;
      const gap = row.time - (times.at(-1) ?? Number.NEGATIVE_INFINITY);
      if (isLoading) arrived.push(row);
      if (gap < 0 || gap > tolerableGap) return void loadAll();
      if (gap > 0) {
        append(row);
        onChange();
      }
      void loadMissing();
    },
    want: (names) => {
      extra = names;
      if (times.length > 0) void loadMissing();
    },
    times: () => times as readonly number[],
    column: (name) => columns.get(name) ?? [],
  };
}

const valueOf = ({ names, values }: HistoryRowData, name: string): number | null =>
  values.data[names.indexOf(name)] ?? null;

/** Columns of an answer and of rows behind it, at the times that are held. */
function alignedTo(
  times: readonly (number | null)[],
  { columns }: Answer,
  arrived: readonly HistoryRowData[],
): (name: string) => (number | null)[] {
  const dataOf = (wanted: string): Column['data'] =>
    columns.find(({ name }) => name === wanted)?.values.data ?? [];
  const places = new Map(dataOf('time').map((time, place) => [time, place]));
  const rows = new Map(arrived.map((row) => [row.time, row]));
  return (name) => {
    const data = dataOf(name);
    return times.map((time) => {
      const row = rows.get(time ?? Number.NaN);
      return row ? valueOf(row, name) : (data[places.get(time) ?? -1] ?? null);
    });
  };
}

async function readHistory(token: string | undefined, names: readonly string[]): Promise<Answer> {
  const headers: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const query = new URLSearchParams({ columns: names.length === 0 ? 'time' : names.join(',') });
  const reply = await fetch(`api/history?${query}`, { headers });
  const body = (await reply.json().catch(() => ({ message: reply.statusText }))) as Answer & {
    readonly message?: string;
  };
  if (reply.ok) return body;
  throw new Error(body.message ?? reply.statusText);
}
