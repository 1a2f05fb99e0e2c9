import { byId, make, setText } from './dom.js';
import { formatDuration, formatKnownRate } from './format.js';
import { binned } from './history-series.js';

/** Rows that the table has at most: twelve fifths of an hour, or of ten minutes. */
const rowsShown = 12;

/** The plot of the last hour in numbers: its text alternative. Filled only while it is open. */
export function showLevel1Table(
  times: readonly number[],
  series: readonly { readonly label: string; readonly values: readonly (number | null)[] }[],
  span: number,
): void {
  if (!byId<HTMLDetailsElement>('level1-values').open) return;
  const width = span / rowsShown;
  const bins = binned(
    times,
    series.map(({ values }) => values),
    { span, width },
  );
  const covered = Math.min(span, coveredBy(times));
  const label = agoLabel(width);
  const head = make('tr');
  head.append(...['Minutes ago', ...series.map((each) => each.label)].map(columnHead));
  byId('level1-head').replaceChildren(head);
  byId('level1-rows').replaceChildren(
    ...bins.minutes.map((middle, bin) => {
      const row = make('tr');
      const [from, to] = [-60 * middle + width / 2, -60 * middle - width / 2];
      const title = make('th', '', `${label(Math.min(from, covered))} – ${label(to)}`);
      title.scope = 'row';
      row.append(title, ...bins.columns.map((column) => cell(column[bin])));
      return row;
    }),
  );
  setText(
    byId('level1-caption'),
    `Rates of the last ${formatDuration(covered)}, means over the time of each row`,
  );
}

/** Time that rows of a second each cover [s]. */
const coveredBy = (times: readonly number[]): number =>
  times.length === 0 ? 0 : Math.round((times.at(-1) ?? 0) - (times[0] ?? 0) + 1);

/** An age [s] as rows of a width [s] need it: whole minutes, or minutes and seconds. */
export function agoLabel(width: number): (age: number) => string {
  if (width % 60 === 0) return (age) => (age / 60).toFixed(0);
  return (age) => {
    const seconds = Math.max(0, Math.round(age));
    return `${Math.floor(seconds / 60)}:${(seconds % 60).toString().padStart(2, '0')}`;
  };
}

function columnHead(text: string): HTMLElement {
  const head = make('th', '', text);
  head.scope = 'col';
  return head;
}

const cell = (value: number | null | undefined): HTMLElement =>
  make('td', '', formatKnownRate(value));
