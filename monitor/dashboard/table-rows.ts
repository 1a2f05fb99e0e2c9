import { make, setText } from './dom.js';

/** A cell: its text, or a bar with the text that stands for it. */
export interface Cell {
  readonly text: string;
  /** Share of the whole, 0 to 1; a cell without one has no bar. */
  readonly bar?: number | undefined;
  /** What the bar is of: what is good is not brown. */
  readonly isGood?: boolean;
  /** Words rather than a number: to the left, and may break. */
  readonly isWords?: boolean;
}

/**
 * Fills the rows of a table, whose elements stay while their number does. The first cell of a row
 * is its head; the labels tell the others where a row is a card.
 */
export function fillRows(
  body: HTMLElement,
  labels: readonly string[],
  rows: readonly (readonly Cell[])[],
): void {
  while (body.children.length > rows.length) body.lastElementChild?.remove();
  while (body.children.length < rows.length) body.append(makeRow(labels));
  rows.forEach((cells, row) => {
    const element = body.children[row];
    cells.forEach((cell, column) => fillCell(element?.children[column], cell));
  });
}

function makeRow(labels: readonly string[]): HTMLElement {
  const row = make('tr');
  labels.forEach((label, column) => {
    const cell = make(column === 0 ? 'th' : 'td');
    if (column === 0) (cell as HTMLTableCellElement).scope = 'row';
    else cell.dataset.label = label;
    const bar = make('div', 'bar');
    bar.hidden = true;
    bar.ariaHidden = 'true';
    bar.append(make('div', 'fill'));
    cell.append(make('span'), bar);
    row.append(cell);
  });
  return row;
}

function fillCell(
  element: Element | undefined,
  { text, bar, isGood = false, isWords = false }: Cell,
): void {
  const [words, track] = Array.from(element?.children ?? []);
  const fill = track?.firstElementChild;
  if (!words || !(track instanceof HTMLElement) || !(fill instanceof HTMLElement)) return;
  setText(words, text);
  element?.classList.toggle('words-cell', isWords);
  fill.classList.toggle('good', isGood);
  track.hidden = bar === undefined;
  if (bar !== undefined) fill.style.width = `${(100 * Math.min(1, Math.max(0, bar))).toFixed(3)}%`;
}
