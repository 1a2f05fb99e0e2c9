import { byId, make, setText } from './dom.js';
import { formatShare, formatThree } from './format.js';
import type { BackgroundsData } from './messages.js';
import { makeStackBar, showLegend, type StackBar } from './stack-bar.js';
import { makeStackOrder, type StackPart } from './stack-parts.js';

type Detector = BackgroundsData['detectors'][number];

interface ShownDetector {
  readonly element: HTMLElement;
  readonly name: HTMLElement;
  readonly value: HTMLElement;
  readonly limit: HTMLElement;
  readonly bar: StackBar;
}

const sum = (values: readonly (number | null)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** Background hit rates by subdetector and source against their limits, and the same as a table. */
export function makeBackgroundsView(): { readonly show: (data: BackgroundsData) => void } {
  const list = byId('backgrounds');
  const details = byId<HTMLDetailsElement>('background-values');
  const order = makeStackOrder();
  const kept: ShownDetector[] = [];
  let latest: BackgroundsData | undefined;
  const fillTable = (): void => {
    if (latest && details.open) showTable(latest);
  };
  details.addEventListener('toggle', fillTable);
  return {
    show: (data) => {
      latest = data;
      const { sources, detectors } = data;
      byId('backgrounds-empty').hidden = detectors.length > 0;
      byId('backgrounds-body').hidden = detectors.length === 0;
      // A source counts by its share in each subdetector, so that units do not matter.
      const shares = sources.map((_, source) =>
        detectors.reduce((total, { rates }) => {
          const all = sum(rates.data);
          return total + (all > 0 ? (rates.data[source] ?? 0) / all : 0);
        }, 0),
      );
      const parts = order(sources, shares, sum(shares) > 0);
      while (kept.length < detectors.length) kept.push(makeDetector());
      detectors.forEach((detector, index) => kept[index] && fill(kept[index], detector, parts));
      if (list.children.length !== detectors.length)
        list.replaceChildren(...kept.slice(0, detectors.length).map(({ element }) => element));
      showLegend(byId('background-legend'), parts, () => '');
      fillTable();
    },
  };
}

function makeDetector(): ShownDetector {
  const element = make('li');
  const [name, value, limit] = [make('span'), make('span', 'number'), make('span', 'hint')];
  const bar = makeStackBar();
  element.append(name, value, bar.element, limit);
  return { element, name, value, limit, bar };
}

function fill(
  { element, name, value, limit, bar }: ShownDetector,
  { detector, unit, rates, limit: bound, limitNote }: Detector,
  parts: readonly StackPart[],
): void {
  const total = sum(rates.data);
  setText(name, detector);
  setText(value, `${formatThree(total)} ${unit}`);
  const isKnown = typeof bound === 'number' && bound > 0;
  element.dataset.over = String(isKnown && total > bound);
  setText(
    limit,
    isKnown
      ? `${formatShare(total / bound)} of ${formatThree(bound)} ${unit}` +
          (limitNote === undefined ? '' : `: ${limitNote}`)
      : 'no limit known',
  );
  const scale = 1.05 * Math.max(total, isKnown ? bound : 0);
  bar.show(parts, rates.data, scale, isKnown ? bound : undefined);
}

function showTable({ sources, detectors }: BackgroundsData): void {
  const head = make('tr');
  head.append(
    ...['Source', ...detectors.map(({ detector, unit }) => `${detector} [${unit}]`)].map((text) => {
      const cell = make('th', '', text);
      cell.scope = 'col';
      return cell;
    }),
  );
  byId('background-head').replaceChildren(head);
  const rowOf = (title: string, values: readonly string[]): HTMLElement => {
    const row = make('tr');
    const first = make('th', '', title);
    first.scope = 'row';
    row.append(first, ...values.map((text) => make('td', '', text)));
    return row;
  };
  const text = (value: number | null | undefined): string =>
    typeof value === 'number' ? formatThree(value) : '–';
  byId('background-rows').replaceChildren(
    ...sources.map((source, index) =>
      rowOf(
        source,
        detectors.map(({ rates }) => text(rates.data[index])),
      ),
    ),
    rowOf(
      'all',
      detectors.map(({ rates }) => text(sum(rates.data))),
    ),
    rowOf(
      'limit',
      detectors.map(({ limit }) => text(limit)),
    ),
  );
}
