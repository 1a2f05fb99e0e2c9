import * as Plot from '@observablehq/plot';
import { log } from '../../detector/base/elementary.js';
import { type MapCell, type MapResult, beyondText, cellsOf } from '../studies/map-result.js';
import { weightsCancel, whyUnknown } from '../studies/weight-notes.js';
import { type ColourBar, faint, framedPlot } from './plot-frame.js';
import { axisName } from './plots.js';

import { titleOfMap } from './study-tables.js';
import { definitionsOf, stageText } from './totals.js';

/** Share of the width of a map that a number needs, with a digit behind the point and without. */
const [wholeNumber, fineNumber] = [0.03, 0.048];
/** Share of its height that it needs. */
const numberHeight = 0.04;
/** Of cells without events, and of those whose weights cancel. */
const [emptyFill, cancelledFill] = ['#e6e8eb', '#f6e3c5'];

/** What a picture of cells shows: numbers in percent, null where there is none. */
interface HeatMap extends Pick<MapResult, 'x' | 'y'> {
  readonly title: string;
  readonly caption: string;
  readonly values: readonly (number | null)[];
  readonly bar: ColourBar;
  /** What the numbers are, for those who cannot see them. */
  readonly what: string;
  /** What cells without a number are called. */
  readonly none: string;
  /** Of each cell, whether it has events whose weights cancel; none when absent. */
  readonly cancelled?: readonly boolean[];
}

/** The colours of a scale of ours, by value. */
const coloursOf = (scheme: string, from: number, to: number): ((value: number) => string) => {
  const scale = Plot.scale({ color: { type: 'linear', scheme, domain: [from, to] } as never });
  return (value) => scale!.apply(Math.min(to, Math.max(from, value)));
};

/** A map of efficiencies as a picture. */
export function mapSvg(map: MapResult, caption: string): string {
  const values = map.efficiency.map((value) => (value === null ? null : 100 * value));
  const lowest = Math.min(100, ...values.filter((value) => value !== null));
  const from = lowest < 50 ? 0 : Math.min(90, 10 * Math.floor(lowest / 10));
  const beyond = beyondText(map);
  return heatMap({
    x: map.x,
    y: map.y,
    title: titleOfMap(map),
    caption: [
      caption,
      ...(beyond === '' ? [] : [beyond]),
      ...definitionsOf([map]),
      ...(map.remark === undefined ? [] : [`not measured: ${map.remark}`]),
    ].join('\n'),
    values,
    bar: { label: 'Efficiency [%]', from, to: 100, colourOf: coloursOf('cividis', from, 100) },
    what: `Efficiency of ${map.line}, ${stageText(map.stage)}`,
    none: map.remark === undefined ? whyUnknown(0) : 'not measured',
    ...(map.remark === undefined && { cancelled: map.selected.map((events) => events > 0) }),
  });
}

/** A map of differences in percentage points as a picture; its scale has 0 in the middle. */
export function differenceSvg({
  differences,
  ...map
}: Pick<HeatMap, 'x' | 'y' | 'title' | 'caption'> & {
  readonly differences: readonly (number | null)[];
}): string {
  const values = differences.map((value) => (value === null ? null : 100 * value));
  const largest = Math.max(1, ...values.map((value) => Math.abs(value ?? 0)));
  const to = 2 * Math.ceil(largest / 2);
  return heatMap({
    ...map,
    values,
    bar: { label: 'B − A [points]', from: -to, to, colourOf: coloursOf('puor', -to, to) },
    what: 'Difference B − A in percentage points',
    none: 'not known',
  });
}

interface ShownCell extends MapCell {
  readonly value: number | null;
}

/** Cells without a number, of one reason. */
interface Without {
  readonly cells: readonly ShownCell[];
  readonly label: string;
  readonly fill: string;
  readonly isCrossed: boolean;
}

/** The picture as a stand-alone SVG. */
function heatMap({ x, y, title, caption, values, bar, what, none, ...map }: HeatMap): string {
  const cells = cellsOf({ x, y }).map(
    (each): ShownCell => ({ ...each, value: values[each.cell] ?? null }),
  );
  const filled = cells.filter(({ value }) => value !== null);
  const isCancelled = ({ cell }: ShownCell): boolean => map.cancelled?.[cell] === true;
  const missing = cells.filter(({ value }) => value === null);
  const without: readonly Without[] = [
    {
      cells: missing.filter((each) => !isCancelled(each)),
      label: none,
      fill: emptyFill,
      isCrossed: true,
    },
    {
      cells: missing.filter(isCancelled),
      label: weightsCancel,
      fill: cancelledFill,
      isCrossed: false,
    },
  ].filter((each) => each.cells.length > 0);
  const [xName, yName] = [axisName(x), axisName(y)];
  return framedPlot(
    {
      title,
      caption,
      labels: [],
      xName,
      yName,
      description: `${what} against ${xName} and ${yName}: ${described(filled, without)}.`,
      bar,
      marked: without,
    },
    {
      x: scaleOf(x.edges),
      y: scaleOf(y.edges),
      marks: [
        Plot.rect(filled, {
          ...sides,
          fill: ({ value }: ShownCell) => bar.colourOf(value!),
          shapeRendering: 'crispEdges',
        }),
        ...without.flatMap(({ cells: some, fill, isCrossed }) => [
          Plot.rect(some, { ...sides, fill, shapeRendering: 'crispEdges' }),
          ...diagonals(some, isCrossed),
        ]),
        numbers(filled, { x, y, bar }),
      ],
    },
  );
}

const sides = {
  x1: ({ x }: MapCell) => x[0],
  x2: ({ x }: MapCell) => x[1],
  y1: ({ y }: MapCell) => y[0],
  y2: ({ y }: MapCell) => y[1],
};

/** The rising diagonal of cells, or both. */
const diagonals = (cells: readonly ShownCell[], areBoth: boolean): readonly Plot.Markish[] =>
  [[0, 1] as const, ...(areBoth ? [[1, 0] as const] : [])].map(([from, to]) =>
    Plot.link(cells, {
      x1: ({ x }: MapCell) => x[0],
      x2: ({ x }: MapCell) => x[1],
      y1: ({ y }: MapCell) => y[from],
      y2: ({ y }: MapCell) => y[to],
      stroke: faint,
      strokeWidth: 0.6,
    }),
  );

/** The number of each cell in its middle where it has room, dark on light and light on dark. */
function numbers(
  cells: readonly ShownCell[],
  { x: across, y: up, bar: { colourOf } }: Pick<HeatMap, 'x' | 'y' | 'bar'>,
): Plot.Markish {
  const width = ({ x }: MapCell): number => shareOf(x, across.edges);
  const roomy = cells.filter(
    (cell) => width(cell) >= wholeNumber && shareOf(cell.y, up.edges) >= numberHeight,
  );
  return Plot.text(roomy, {
    x: ({ x }: MapCell) => (x[0] + x[1]) / 2,
    y: ({ y }: MapCell) => (y[0] + y[1]) / 2,
    text: (cell: ShownCell) => said(cell.value!, width(cell) < fineNumber ? 0 : 1),
    fill: ({ value }: ShownCell) => (isDark(colourOf(value!)) ? 'white' : '#1b1f24'),
    fontSize: 11,
  });
}

/** Share of an axis that a bin takes, as it is drawn. */
function shareOf([low, high]: readonly [number, number], edges: readonly number[]): number {
  const place = scaleOf(edges).type === 'log' ? log : (value: number): number => value;
  return (place(high) - place(low)) / (place(edges.at(-1)!) - place(edges[0]!));
}

const said = (value: number, digits = 1): string => value.toFixed(digits).replace('-', '−');

/** Whether a colour, as hexadecimal digits or rgb(…), is darker than middle grey. */
function isDark(colour: string): boolean {
  const parts = colour.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : (colour.match(/\d+/g) ?? []).map(Number);
  const [red = 0, green = 0, blue = 0] = parts;
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

/** Bins that reach over so large a factor, all above 0, are shown by their logarithm. */
const logarithmicFrom = 100;

function scaleOf(edges: readonly number[]): Plot.ScaleOptions {
  const [low, high] = [edges[0]!, edges.at(-1)!];
  const isLogarithmic = low > 0 && high > logarithmicFrom * low;
  return { domain: [low, high], ...(isLogarithmic && { type: 'log' as const }) };
}

function described(filled: readonly ShownCell[], without: readonly Without[]): string {
  const empty = without.reduce((sum, { cells }) => sum + cells.length, 0);
  const why = without
    .map(({ cells, label }) => (without.length > 1 ? `${cells.length} ${label}` : label))
    .join(', ');
  if (filled.length === 0) return `all ${empty} cells are empty: ${why}`;
  const sorted = filled.toSorted((a, b) => a.value! - b.value!);
  const told = ({ value, x, y }: ShownCell): string =>
    `${said(value!)} at ${x[0]} to ${x[1]} and ${y[0]} to ${y[1]}`;
  const ends = `lowest ${told(sorted[0]!)}, highest ${told(sorted.at(-1)!)}`;
  if (empty === 0) return `${ends}; of ${filled.length} cells`;
  const cells = filled.length + empty;
  return `${ends}; of ${cells} cells ${empty} have no number (${why})`;
}
