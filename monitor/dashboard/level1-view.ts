import { columnName } from '../column-name.js';
import { byId, setOptions, setText } from './dom.js';
import { formatDuration, formatKnownRate, formatRate } from './format.js';
import { binned, binWidth, spanOf, stacked } from './history-series.js';
import { showLevel1Table } from './level1-table.js';
import type { RatesData } from './messages.js';
import { familyName } from './names.js';
import type { PageHistory } from './page-history.js';
import { cssColor, curveStyle } from './palette.js';
import { showLegend } from './stack-bar.js';
import { makeStackOrder, partSum, type StackPart } from './stack-parts.js';
import { makeTimePlot, type TimeTrace } from './time-plot.js';

type Values = readonly (number | null)[];

/** What is drawn: all accepts by source, the families, or one line. */
const bySource = 'all by source';
const byFamily = 'families';

/** The panel of the Level-1 rate: the last hour, and now. */
interface Level1View {
  readonly show: (rates: RatesData) => void;
  /** Draws the history again; a failure to read it is told. */
  readonly drawHistory: (failure?: string) => void;
  readonly restyle: () => void;
}

/** Columns of the history with their names on the page and their colours. */
interface Series {
  readonly label: string;
  readonly slot: number;
  readonly dash: readonly number[];
  readonly values: Values;
}

// long: closures over the elements and state of one part of the page.
/** Takes hold of the panel; `history` tells the past. */
export function makeLevel1View(history: PageHistory): Level1View {
  const host = byId('level1-plot');
  const what = byId<HTMLSelectElement>('level1-what');
  const minutes = byId<HTMLSelectElement>('level1-span');
  const order = makeStackOrder();
  let rates: RatesData | undefined;
  let parts: readonly StackPart[] = [];
  const span = (): number => spanOf(history.times(), Number(minutes.value));
  const plot = makeTimePlot(host, { format: formatRate, span, least: 1 });
  const isStacked = (): boolean => what.value === bySource && parts.length > 0;

  const series = (): readonly Series[] => {
    if (what.value === bySource)
      return parts.length > 0
        ? partSeries(history, rates, parts)
        : [{ label: 'L1', slot: 1, dash: [], values: history.column('l1') }];
    if (what.value === byFamily) return familySeries(history, rates);
    return lineSeries(history, what.value);
  };
  const drawHistory = (failure?: string): void => {
    const note = byId('level1-note');
    note.hidden = failure === undefined;
    if (failure !== undefined) return setText(note, `The history could not be read: ${failure}`);
    const rows = series();
    const bins = binned(
      history.times(),
      rows.map(({ values }) => values),
      { span: 60 * span(), width: binWidth(span()) },
    );
    const tops = isStacked() ? stacked(bins.columns) : bins.columns;
    const traces = rows.map(
      ({ label, slot, dash }, index): TimeTrace => ({
        label,
        dash,
        color: cssColor(`--curve-${slot}`),
        filled: isStacked(),
        values: tops[index] ?? [],
      }),
    );
    // The highest area first, so that each covers all but its own part of the one before.
    plot.draw(bins.minutes, isStacked() ? traces.toReversed() : traces);
    byId('level1-empty').hidden = bins.columns.some((column) => column.some((v) => v !== null));
    showLevel1Table(history.times(), rows, 60 * span());
  };
  const choose = (): void => {
    const line = what.value.replace(/^line:/, '');
    history.want(line === what.value ? [] : [`rises:${line}`, `line:${line}`, `exclusive:${line}`]);
    if (rates) showNow(rates);
    drawHistory();
  };
  const showNow = (data: RatesData): void => {
    setText(byId('level1-hint'), hintOf(data, what.value));
    const rows = nowOf(data, what.value, parts);
    showLegend(
      byId('level1-legend'),
      rows.map(({ part }) => part),
      (part) => formatKnownRate(rows.find((row) => row.part === part)?.hz),
    );
    host.ariaLabel = wordsOf(data, what.value, rows, span());
  };
  what.addEventListener('change', choose);
  minutes.addEventListener('change', choose);
  byId('level1-values').addEventListener('toggle', () => drawHistory());
  return {
    show: (data) => {
      rates = data;
      setOptions(what, choicesOf(data));
      parts = order(
        data.classes.map(({ name }) => name),
        data.classes.map(({ acceptHz }) => acceptHz),
        (data.accepts ?? 0) > 3000,
      );
      showNow(data);
    },
    drawHistory,
    restyle: plot.restyle,
  };
}

function choicesOf({ machine, families, lines }: RatesData): readonly [string, string][] {
  return [
    [bySource, machine ? 'L1, by source' : 'L1'],
    ...(families.length > 0 ? [[byFamily, 'families'] as [string, string]] : []),
    ...lines.map(({ name }): [string, string] => [`line:${name}`, name]),
  ];
}

const hintOf = ({ machine, seconds }: RatesData, what: string): string => {
  const over = `now: mean of the last ${formatDuration(seconds ?? 0)}`;
  const hertz = 'Hz of the emulated machine';
  if (!machine) return `No machine: a card is played, at the rate that was asked for; ${over}.`;
  if (what === byFamily) return `OR of a family’s unprescaled lines, ${hertz}; ${over}.`;
  const subject = what === bySource ? 'Accepts by what opened the window' : 'One line';
  return `${subject}, ${hertz}; ${over}.`;
};

function partSeries(
  history: PageHistory,
  rates: RatesData | undefined,
  parts: readonly StackPart[],
): readonly Series[] {
  const names = (rates?.classes ?? []).map(({ name }) => name);
  return parts.map((part) => {
    const columns = part.members.map((index) => history.column(columnName(`l1:${names[index]}`)));
    const values = history
      .times()
      .map((_, row) =>
        columns.every((column) => (column[row] ?? null) === null)
          ? null
          : columns.reduce((sum, column) => sum + (column[row] ?? 0), 0),
      );
    return { label: part.name, slot: part.slot, dash: [], values };
  });
}

/** Accepts of a line that no other line keeps. */
const exclusive = 'of these kept by no other line';

const slotOf = (index: number): number => (index % 8) + 1;

const familySeries = (history: PageHistory, rates: RatesData | undefined): readonly Series[] =>
  (rates?.families ?? []).map(({ name }, index) => ({
    label: familyName(name),
    slot: slotOf(index),
    dash: curveStyle(index).dash,
    values: history.column(columnName(`family:${name}`)),
  }));

const lineSeries = (history: PageHistory, what: string): readonly Series[] => [
  {
    label: 'before prescale',
    slot: 2,
    dash: curveStyle(1).dash,
    values: history.column(what.replace(/^line:/, 'rises:')),
  },
  { label: 'after prescale', slot: 1, dash: [], values: history.column(what) },
  {
    label: exclusive,
    slot: 3,
    dash: curveStyle(2).dash,
    values: history.column(what.replace(/^line:/, 'exclusive:')),
  },
];

interface NowRow {
  readonly part: StackPart;
  readonly hz: number | null | undefined;
}

function nowOf(data: RatesData, what: string, parts: readonly StackPart[]): readonly NowRow[] {
  const row = (name: string, slot: number, hz: number | null | undefined): NowRow => ({
    part: { name, slot, members: [] },
    hz,
  });
  if (what === byFamily)
    return data.families.map(({ name, hz }, index) => row(familyName(name), slotOf(index), hz));
  const line = data.lines.find(({ name }) => `line:${name}` === what);
  if (line)
    return [
      row('before prescale', 2, line.riseHz),
      row('after prescale', 1, line.acceptHz),
      row(exclusive, 3, line.exclusiveHz),
    ];
  if (parts.length === 0) return [row('L1', 1, data.acceptHz)];
  const now = data.classes.map(({ acceptHz }) => acceptHz);
  return parts.map((part) => ({ part, hz: partSum(part, now) }));
}

function wordsOf(data: RatesData, what: string, rows: readonly NowRow[], minutes: number): string {
  const values = rows.map(({ part, hz }) => `${part.name} ${formatKnownRate(hz)}`).join(', ');
  const subject = what === bySource ? 'Level-1 rate' : what.replace(/^line:/, 'Rate of ');
  const total = what === bySource ? ` ${formatKnownRate(data.acceptHz)}:` : '';
  return `${subject} over the last ${minutes} minutes; now${total} ${values}`;
}
