import { make } from './dom.js';

/** A table as the page writes it: one heading a row. */
interface TableParts {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | HTMLElement)[])[];
  /** What each row is called in the drawings; undefined where it is not drawn. */
  readonly objects?: readonly (string | undefined)[];
}

/** A table with its caption; the first cell of each row is its heading. */
export function makeTable({ title, columns, rows, objects = [] }: TableParts): HTMLTableElement {
  const table = make('table');
  const head = make('tr');
  for (const column of columns) {
    // What has no name heads nothing.
    const cell = column === '' ? make('td') : make('th', '', column);
    if (column !== '') cell.scope = 'col';
    head.append(cell);
  }
  const body = make('tbody');
  for (const [index, row] of rows.entries()) {
    const line = make('tr');
    nameRow(line, objects, index);
    line.append(
      ...row.map((content, column) => {
        const cell = make(column === 0 ? 'th' : 'td');
        if (cell instanceof HTMLTableCellElement && column === 0) cell.scope = 'row';
        cell.append(content);
        return cell;
      }),
    );
    body.append(line);
  }
  const section = make('thead');
  section.append(head);
  table.append(make('caption', '', title), section, body);
  return table;
}

/** Rows that are drawn have the name of what they tell of; of a table the first has the focus. */
function nameRow(row: HTMLElement, objects: readonly (string | undefined)[], index: number): void {
  const name = objects[index];
  if (name === undefined) return;
  row.dataset.of = name;
  row.tabIndex = index === objects.findIndex((object) => object !== undefined) ? 0 : -1;
}

/** A table in a frame of its own that scrolls, reached by keyboard too. */
export function scrolled(table: HTMLTableElement, name: string): HTMLElement {
  const frame = make('div', 'scroll');
  frame.tabIndex = 0;
  frame.role = 'region';
  frame.ariaLabel = name;
  frame.append(table);
  return frame;
}
