import { byId, make, setText } from './dom.js';
import { formatKnownRate } from './format.js';
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
  const head = make('tr');
  head.append(...['Minutes ago', ...series.map(({ label }) => label)].map(columnHead));
  byId('level1-head').replaceChildren(head);
  byId('level1-rows').replaceChildren(
    ...bins.minutes.map((middle, bin) => {
      const row = make('tr');
      const half = width / 120;
      const title = make(
        'th',
        '',
        `${(half - middle).toFixed(0)} – ${(-middle - half).toFixed(0)}`,
      );
      title.scope = 'row';
      row.append(title, ...bins.columns.map((column) => cell(column[bin])));
      return row;
    }),
  );
  setText(byId('level1-caption'), 'Rates of the last hour, means over the minutes of each row');
}

function columnHead(text: string): HTMLElement {
  const head = make('th', '', text);
  head.scope = 'col';
  return head;
}

const cell = (value: number | null | undefined): HTMLElement =>
  make('td', '', formatKnownRate(value));
