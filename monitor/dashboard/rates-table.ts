import { byId, make, setOptions, setText } from './dom.js';
import { formatKnownRate, formatPrescale } from './format.js';
import type { RatesData } from './messages.js';
import { definitionOf, familyName } from './names.js';
import { makeStackBar, showLegend, type StackBar } from './stack-bar.js';
import { makeStackOrder, partSum, type StackPart } from './stack-parts.js';

/** One row: a family or a line. */
interface RateRow {
  readonly name: string;
  readonly family: string;
  readonly prescale: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly mean: number | null;
  /** Accepts now that no other line keeps; of lines alone. */
  readonly exclusive: number | null;
  readonly bySource: readonly (number | null)[];
}

interface ShownRow {
  readonly element: HTMLElement;
  readonly head: HTMLElement;
  readonly cells: readonly HTMLElement[];
  readonly bar: StackBar;
  readonly words: HTMLElement;
}

const labels = ['Family', 'Prescale', 'Before', 'Now', 'Mean of the run', 'Exclusive now'];
const choices: readonly (readonly [string, string])[] = [
  ['families', 'families'],
  ['firing', 'lines with a rate'],
  ['all', 'all lines'],
];

/** The table of rates per family and line, each with a bar of its sources. */
export function makeRatesTable(): { readonly show: (data: RatesData) => void } {
  const body = byId('rate-rows');
  const pick = byId<HTMLSelectElement>('rate-pick');
  const search = byId<HTMLInputElement>('rate-search');
  const order = makeStackOrder();
  // What is searched before the first sample comes is found in it, too.
  setOptions(pick, choices);
  const kept: ShownRow[] = [];
  let latest: RatesData | undefined;
  const update = (): void => {
    if (!latest) return;
    const { classes, accepts } = latest;
    const parts = order(
      classes.map(({ name }) => name),
      classes.map(({ acceptHz }) => acceptHz),
      (accepts ?? 0) > 3000,
    );
    const all = rowsOf(latest, pick.value);
    const rows = all.filter((row) => isFound(row, search.value));
    const scale = Math.max(...rows.map(({ after }) => after ?? 0), 0);
    while (kept.length < rows.length) kept.push(makeRow());
    rows.forEach((row, index) => kept[index] && fill(kept[index], row, parts, scale));
    if (body.children.length !== rows.length)
      body.replaceChildren(...kept.slice(0, rows.length).map(({ element }) => element));
    byId('rates-empty').hidden = rows.length > 0;
    setText(byId('rates-empty'), emptyText(all.length, search.value));
    showLegend(byId('rate-legend'), parts, () => '');
  };
  pick.addEventListener('change', update);
  search.addEventListener('input', () => {
    // What is looked for by name is mostly a line.
    if (search.value !== '' && pick.value === 'families') pick.value = 'all';
    update();
    setText(byId('announcer'), `${body.children.length} rows.`);
  });
  return {
    show: (data) => {
      latest = data;
      setOptions(pick, data.families.length > 0 ? choices : choices.slice(1));
      update();
    },
  };
}

/** Whether a row has all words of what is looked for, in its name or family. */
function isFound({ name, family }: Pick<RateRow, 'name' | 'family'>, wanted: string): boolean {
  const text = `${name} ${family}`.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const emptyText = (count: number, wanted: string): string =>
  count === 0
    ? 'No line has fired yet.'
    : `None of ${count} rows has “${wanted}” in its name or family: clear the search, or ` +
      'list all lines.';

function rowsOf({ families, lines }: RatesData, choice: string): readonly RateRow[] {
  if (choice === 'families')
    return families.map(({ name, lines: members, hz, meanHz, byClass }) => ({
      name: familyName(name),
      family: definitionOf(members),
      prescale: '1',
      before: members.length === 0 ? null : hz,
      after: members.length === 0 ? null : hz,
      mean: members.length === 0 ? null : meanHz,
      exclusive: null,
      bySource: byClass.data,
    }));
  const shown = choice === 'all' ? lines : lines.filter(({ accepts }) => (accepts ?? 0) > 0);
  return shown
    .map((line) => ({
      name: line.name,
      family: line.family === '' ? '–' : familyName(line.family),
      prescale: line.prescale === 0 ? 'off' : formatPrescale(line.prescale ?? 0),
      before: line.riseHz,
      after: line.acceptHz,
      mean: line.meanHz,
      exclusive: line.exclusiveHz,
      bySource: line.byClass.data,
    }))
    .toSorted((a, b) => (b.mean ?? 0) - (a.mean ?? 0) || a.name.localeCompare(b.name));
}

function makeRow(): ShownRow {
  const element = make('tr');
  const head = make('th', 'line-name');
  head.scope = 'row';
  const cells = labels.map((label) => {
    const cell = make('td', label === 'Family' ? 'words-cell' : '');
    cell.dataset.label = label;
    return cell;
  });
  const bar = makeStackBar();
  const words = make('span', 'unseen');
  const barCell = make('td', 'rate-bar');
  barCell.append(words, bar.element);
  element.append(head, ...cells, barCell);
  return { element, head, cells, bar, words };
}

function fill(
  { head, cells, bar, words }: ShownRow,
  row: RateRow,
  parts: readonly StackPart[],
  scale: number,
): void {
  setText(head, row.name);
  const texts = [
    row.family,
    row.prescale,
    formatKnownRate(row.before),
    formatKnownRate(row.after),
    formatKnownRate(row.mean),
    formatKnownRate(row.exclusive),
  ];
  texts.forEach((text, index) => cells[index] && setText(cells[index], text));
  bar.show(parts, row.bySource, scale);
  const sources = parts
    .map((part) => ({ name: part.name, hz: partSum(part, row.bySource) }))
    .filter(({ hz }) => hz > 0)
    .map(({ name, hz }) => `${name} ${formatKnownRate(hz)}`)
    .join(', ');
  setText(words, sources === '' ? 'nothing by source' : sources);
  bar.element.title = sources;
}
