import { make, setText } from './dom.js';
import { partSum, type StackPart } from './stack-parts.js';

/** A bar of coloured parts; hidden from screen readers, which get the same numbers as text. */
export interface StackBar {
  readonly element: HTMLElement;
  /**
   * @param scale value at the full width.
   * @param mark value at which a limit is marked, when there is one.
   */
  readonly show: (
    parts: readonly StackPart[],
    values: readonly (number | null)[],
    scale: number,
    mark?: number,
  ) => void;
}

/** An empty bar. */
export function makeStackBar(): StackBar {
  const element = make('div', 'stack');
  element.ariaHidden = 'true';
  const limit = make('div', 'limit-mark');
  const fills: HTMLElement[] = [];
  element.append(limit);
  return {
    element,
    show: (parts, values, scale, mark) => {
      while (fills.length < parts.length) {
        const fill = make('div');
        fills.push(fill);
        limit.before(fill);
      }
      fills.forEach((fill, index) => {
        const part = parts[index];
        const share = part && scale > 0 ? Math.min(1, partSum(part, values) / scale) : 0;
        fill.className = `part curve-${part?.slot ?? 1}`;
        fill.style.width = `${(100 * share).toFixed(3)}%`;
        fill.hidden = share === 0;
      });
      limit.hidden = mark === undefined || scale <= 0;
      if (mark !== undefined && scale > 0)
        limit.style.left = `${Math.min(100, (100 * mark) / scale).toFixed(2)}%`;
    },
  };
}

/** Fills a list with one entry a part: its colour, its name, and what it is now. */
export function showLegend(
  list: HTMLElement,
  parts: readonly StackPart[],
  textOf: (part: StackPart) => string,
): void {
  while (list.children.length > parts.length) list.lastElementChild?.remove();
  while (list.children.length < parts.length) {
    const entry = make('li');
    entry.append(make('span'), make('span', 'legend-name'), make('span', 'number'));
    list.append(entry);
  }
  parts.forEach((part, index) => {
    const [key, name, value] = Array.from(list.children[index]?.children ?? []);
    if (!key || !name || !value) return;
    key.className = `key curve-${part.slot}`;
    setText(name, part.name);
    setText(value, textOf(part));
  });
}
