import type { Column, HistoryRowData } from './messages.js';

/** Columns that one question may ask for; the time comes besides. */
const maxAsked = 64;
/** An hour. */
const keptRows = 3600;
/** Longer silence between two rows is a hole, which the server can fill [s]. */
const tolerableGap = 2.5;

/** What the page holds of the server's history: read whole at first, then row by row. */
export interface PageHistory {
  /** Takes a row of topic `history`; asks for the columns again where it does not fit on. */
  readonly take: (row: HistoryRowData) => void;
  /** Asks for columns beyond those always held. */
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

  const wanted = (): readonly string[] => {
    const asked = extra.filter((name) => known.includes(name));
    const held = known.filter((name) => isAlwaysHeld(name) && !asked.includes(name));
    return [...asked, ...held].slice(0, maxAsked);
  };
  const load = async (): Promise<void> => {
    if (isLoading) return;
    isLoading = true;
    try {
      const answer = await readHistory(token, wanted());
      columns = new Map(answer.columns.map(({ name, values }) => [name, [...values.data]]));
      times = columns.get('time') ?? [];
      onChange();
    } catch (error) {
      onChange(error instanceof Error ? error.message : String(error));
    } finally {
      isLoading = false;
    }
  };
  const append = ({ names, values }: HistoryRowData): void => {
    const place = new Map(names.map((name, index) => [name, index]));
    for (const [name, column] of columns) {
      column.push(values.data[place.get(name) ?? -1] ?? null);
      if (column.length > keptRows) column.shift();
    }
    onChange();
  };
  return {
    take: (row) => {
      known = row.names;
      const gap = row.time - (times.at(-1) ?? Number.NEGATIVE_INFINITY);
      if (gap < 0 || gap > tolerableGap || wanted().some((name) => !columns.has(name))) void load();
      else if (gap > 0) append(row);
    },
    want: (names) => {
      extra = names;
      if (wanted().some((name) => !columns.has(name))) void load();
    },
    times: () => times as readonly number[],
    column: (name) => columns.get(name) ?? [],
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
