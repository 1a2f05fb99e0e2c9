import * as Plot from '@observablehq/plot';
import { faint, framedPlot, seriesStyle } from '../writers/plot-frame.js';
import type { OptimizedPoint, OptimizeDocument } from './optimize-document.js';

/** Of the picture. */
export const tradeOffTitle = 'Efficiency after prescale against the budget of Level 1';

/** A point of a series, in kHz and percent. */
interface Shown {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  /** Whether what makes it is over a budget. */
  readonly isOver: boolean;
}

type Series = (point: OptimizedPoint) => Pick<OptimizedPoint['unseen'], 'efficiency'> & {
  readonly isOver?: boolean;
};

/** Where kept lines fill a budget, even the largest factor is over it. */
const uniformOf: Series = ({ uniform: { unseen, isWithin } }) => ({ ...unseen, isOver: !isWithin });
const over = 'over a budget, however large the factor';

/** What is drawn; the last without error bars. */
const series: readonly (readonly [label: string, of: Series])[] = [
  ['optimized, on unseen events', ({ unseen }) => unseen],
  ['all prescales times one factor, on unseen events', uniformOf],
  ['optimized, as promised', ({ promised }) => promised],
];
const promised = 2;

/** Weighted efficiency against the budget of all lines, as a stand-alone SVG. */
export function tradeOffSvg(document: OptimizeDocument): string {
  const { version, menu, conditions, machine, seed, signals, present, seeds } = document;
  const points = series.map(([, of]) => shownOf(document, of));
  const worth = signals.map(({ card, weight }) => `${card} (${weight})`).join(', ');
  const [lows, highs] = [
    points.flat().map(({ low }) => low),
    points.flat().map(({ high }) => high),
  ];
  const xs = points.flat().map(({ x }) => x);
  const caption =
    `belle2-l1 ${version}: machine ${machine}, menu ${menu}, conditions ${conditions}, seed ` +
    `${seed}; ${seeds.unseen} seeds not seen, ${seeds.training} optimized on; 68.27 % ` +
    `intervals of effective counts\nsignals with their weights: ${worth}`;
  const marks = [
    { at: present.promised.hz / 1e3, label: 'now' },
    ...(document.optimized.budgetHz === null
      ? []
      : [{ at: document.optimized.budgetHz / 1e3, label: 'budget' }]),
  ];
  return framedPlot(
    {
      title: tradeOffTitle,
      xName: 'Budget of Level 1 [kHz]',
      yName: 'Weighted efficiency [%]',
      caption,
      labels: series.map(([label]) => label),
      ...(points.flat().some(({ isOver }) => isOver) && { cross: over }),
      description:
        `Weighted efficiency in percent against the budget in kHz. ` +
        `${series.map(([label], index) => `${label}: ${runOf(points[index]!)}`).join('. ')}. ` +
        `${caption}.`,
    },
    {
      x: { domain: [0.9 * Math.min(...xs), 1.03 * Math.max(...xs, ...marks.map(({ at }) => at))] },
      y: { domain: [0.9 * Math.min(...lows), Math.min(100, 1.05 * Math.max(...highs))] },
      marks: [...markLines(marks), ...points.flatMap(seriesMarks)],
    },
  );
}

function shownOf({ tradeOff }: OptimizeDocument, of: Series): readonly Shown[] {
  return tradeOff.flatMap((point) => {
    if (point.budgetHz === null) return [];
    const { efficiency, isOver = false } = of(point);
    const { value, low, high } = efficiency;
    const x = point.budgetHz / 1e3;
    return [{ x, y: 100 * value, low: 100 * low, high: 100 * high, isOver }];
  });
}

function markLines(marks: readonly { readonly at: number; readonly label: string }[]) {
  return [
    Plot.ruleX(marks, { x: 'at', stroke: faint, strokeWidth: 1, strokeDasharray: '2 4' }),
    Plot.text(marks, {
      x: 'at',
      frameAnchor: 'bottom',
      text: 'label',
      dx: -5,
      dy: -6,
      textAnchor: 'end',
      fill: faint,
      fontSize: 12,
    }),
  ];
}

const ring = { fill: 'white', strokeWidth: 2, r: 3.5 } as const;
const cross = { symbol: 'times', strokeWidth: 2.5, r: 6 } as const;

function seriesMarks(points: readonly Shown[], index: number): readonly Plot.Markish[] {
  const { colour: stroke, dash: strokeDasharray } = seriesStyle(index);
  const line = Plot.line(points, { x: 'x', y: 'y', stroke, strokeWidth: 2, strokeDasharray });
  if (index === promised) return [line];
  return [
    Plot.areaY(points, { x: 'x', y1: 'low', y2: 'high', fill: stroke, fillOpacity: 0.22 }),
    line,
    Plot.ruleX(points, { x: 'x', y1: 'low', y2: 'high', stroke, strokeWidth: 1.5 }),
    ...[false, true].map((isOver) =>
      Plot.dot(
        points.filter((point) => point.isOver === isOver),
        { x: 'x', y: 'y', ...(isOver ? cross : ring), stroke },
      ),
    ),
  ];
}

function runOf(points: readonly Shown[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return 'no points';
  const at = ({ x, y }: Shown): string => `${y.toFixed(1)} at ${Number(x.toPrecision(3))}`;
  const crossed = points.filter(({ isOver }) => isOver);
  const told = crossed.length === 0 ? '' : `, ${over}: ${crossed.map(at).join(', ')}`;
  return `from ${at(first)} to ${at(last)}${told}`;
}
