import * as Plot from '@observablehq/plot';
import type { PlotRequest } from '../studies/define-card.js';
import type { StudyDocument } from '../studies/document.js';
import { intervalNames } from '../studies/intervals.js';
import { curvesByRequest } from '../studies/results.js';
import type { CurveResult } from '../studies/curve-result.js';
import { turnOnAt } from '../studies/statistics/turn-on-model.js';
import { whyUnknown } from '../studies/weight-notes.js';
import { definitionsOf, stageText } from './totals.js';
import { faint, framedPlot, seriesStyle } from './plot-frame.js';
import type { PlotStyle } from './plot-style.js';

/** Up to so many bins a curve is points with error bars; beyond, a line with a band. */
const maxPoints = 24;

/** A curve in a picture. */
interface PlotSeries {
  readonly label: string;
  readonly curve: CurveResult;
}

/** A picture that a card asks for, with the curves that it shows. */
export interface CurvePlot extends Omit<PlotRequest, 'series'> {
  readonly series: readonly PlotSeries[];
  /** Small print: where the picture comes from. */
  readonly caption: string;
}

/** Whether a curve is points; a fit is a line through them. */
function hasPoints(curve: CurveResult, isFitted: boolean, style: PlotStyle): boolean {
  return style === 'auto' ? isFitted || curve.selected.length <= maxPoints : style === 'points';
}

/** The pictures of a study: those its card asks for, or one per curve request. */
export function plotsOf(
  study: StudyDocument,
  requests: readonly PlotRequest[] | undefined,
): readonly CurvePlot[] {
  const asked = requests?.map((request) => ({
    ...request,
    series: request.series.flatMap(({ curve: id, subject, label }) => {
      const curve = study.curves.find(
        (candidate) => candidate.id === id && candidate.line === subject,
      );
      return curve === undefined ? [] : { label, curve };
    }),
  }));
  const plots = (asked ?? plotPerRequest(study.curves)).map((plot) => {
    const shown = plot.series.map(({ curve }) => curve);
    return { ...plot, caption: captionOf(study, shown) };
  });
  // Nothing is left of a plot when the menu has none of its lines.
  return plots.filter(({ series }) => series.length > 0);
}

function plotPerRequest(curves: readonly CurveResult[]): readonly Omit<CurvePlot, 'caption'>[] {
  return curvesByRequest(curves).map((group, index) => ({
    file: `curve-${index + 1}`,
    title: `${group[0]!.title} (${group[0]!.selection})`,
    series: group.map((curve) => ({ label: curve.line, curve })),
  }));
}

/**
 * Small print of a picture of a study: how it was made, of which bits what it shows is, and its
 * intervals.
 */
export function captionOf(
  {
    events,
    seed,
    menu,
    geometry,
    confidence,
    interval: method,
    weighted,
    version,
    lines,
    families,
  }: StudyDocument,
  shown: readonly Pick<CurveResult, 'stage' | 'line'>[],
): string {
  const interval =
    `${(100 * confidence).toFixed(2)} % ${intervalNames[method]} intervals` +
    (weighted ? ' of effective counts' : '');
  const ofMenu = new Set([...lines, ...families].map(({ name }) => name));
  const bits = shown.filter(({ stage, line }) => stage === 'input' || ofMenu.has(line));
  const stages = [...new Set(bits.map(({ stage }) => stage))].map((stage) =>
    stage === 'input' ? stageText(stage) : `menu ${menu} ${stageText(stage)}`,
  );
  const made = [`${grouped(events)} events`, `seed ${seed}`, ...stages, `geometry ${geometry}`];
  return `belle2-l1 ${version}: ${made.join(', ')}; ${interval}`;
}

/** The picture as a stand-alone SVG. */
export function plotSvg(plot: CurvePlot, style: PlotStyle = 'auto'): string {
  const { title, caption, series, lowest = 0 } = plot;
  const xName = series[0] === undefined ? '' : axisName(series[0].curve);
  const labels = series.map(({ label }) => label);
  return framedPlot(
    {
      title,
      caption: [caption, ...definitionsOf(series.map(({ curve }) => curve))].join('\n'),
      labels,
      xName,
      yName: 'Efficiency [%]',
      description: description(plot),
    },
    {
      x: xScale(plot),
      y: { domain: [100 * lowest, 100 + 3 * (1 - lowest)] },
      marks: [
        ...markLines(plot),
        ...series.flatMap((one, index) => seriesMarks(one, index, style)),
      ],
    },
  );
}

/** A variable whose bins reach over so large a factor, all above 0, is shown by its logarithm. */
const logarithmicFrom = 100;

function xScale({ series, from, to }: CurvePlot): Plot.ScaleOptions {
  const edges = series.flatMap(({ curve }) => [curve.edges[0]!, curve.edges.at(-1)!]);
  const [low, high] = [from ?? Math.min(...edges), to ?? Math.max(...edges)];
  const isLogarithmic = low > 0 && high > logarithmicFrom * low;
  return { domain: [low, high], ...(isLogarithmic && { type: 'log' as const }) };
}

function markLines({ marks = [], lowest = 0 }: CurvePlot): readonly Plot.Markish[] {
  if (marks.length === 0) return [];
  const top = 100 + 3 * (1 - lowest);
  return [
    Plot.ruleX(marks, {
      x: 'at',
      y1: 100 * lowest,
      y2: top,
      stroke: faint,
      strokeWidth: 1,
      strokeDasharray: '2 4',
    }),
    Plot.text(marks, {
      x: 'at',
      y: 8 + 92 * lowest,
      text: 'label',
      dx: 5,
      textAnchor: 'start',
      fill: faint,
      fontSize: 12,
    }),
  ];
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

/** Bins with events, in percent. */
function pointsOf(curve: CurveResult): readonly Point[] {
  return curve.positions.flatMap((x, bin) => {
    const y = curve.efficiency[bin];
    return y === null || y === undefined
      ? []
      : { x, y: 100 * y, low: 100 * curve.low[bin]!, high: 100 * curve.high[bin]! };
  });
}

/** Points of the fitted curve, from the first to the last bin. */
const fittedSteps = 240;

function fittedLine({ edges, fit }: CurveResult): readonly Pick<Point, 'x' | 'y'>[] {
  if (fit?.status !== 'converged') return [];
  const turnOn = {
    threshold: fit.threshold.value,
    width: fit.width.value,
    plateau: fit.plateau.value,
  };
  const [from, to] = [edges[0]!, edges.at(-1)!];
  return Array.from({ length: fittedSteps + 1 }, (_, step) => {
    const x = from + ((to - from) * step) / fittedSteps;
    return { x, y: 100 * turnOnAt(x, turnOn) };
  });
}

function seriesMarks(
  { curve }: PlotSeries,
  index: number,
  style: PlotStyle,
): readonly Plot.Markish[] {
  const points = pointsOf(curve);
  const { colour: stroke, dash: strokeDasharray } = seriesStyle(index);
  const fitted = fittedLine(curve);
  const line = Plot.line(fitted.length > 0 ? fitted : points, {
    x: 'x',
    y: 'y',
    stroke,
    strokeWidth: 2,
    strokeDasharray,
    strokeLinejoin: 'round',
    clip: true,
  });
  if (!hasPoints(curve, fitted.length > 0, style)) {
    return [
      Plot.areaY(points, {
        x: 'x',
        y1: 'low',
        y2: 'high',
        fill: stroke,
        fillOpacity: 0.22,
        clip: true,
      }),
      line,
    ];
  }
  return [
    line,
    Plot.ruleX(points, { x: 'x', y1: 'low', y2: 'high', stroke, strokeWidth: 1.5, clip: true }),
    Plot.dot(points, {
      x: 'x',
      y: 'y',
      fill: 'white',
      stroke,
      strokeWidth: 2,
      r: curve.selected.length > maxPoints ? 2 : 3.5,
      clip: true,
    }),
  ];
}

/** `Energy in the laboratory, E [GeV]`. */
/** The name of an axis in a picture. */
export function axisName({
  description: words,
  label,
  unit,
}: Pick<CurveResult, 'description' | 'label' | 'unit'>): string {
  const name = words === '' ? label : `${words[0]!.toUpperCase()}${words.slice(1)}, ${label}`;
  return unit === '' ? name : `${name} [${unit}]`;
}

/** In words: what is drawn and how each curve runs. */
function description({ series, caption }: CurvePlot): string {
  const axis = series[0] === undefined ? '' : axisName(series[0].curve);
  const runs = series.map(
    ({ label: name, curve }) => `${name} (${curve.selection}): ${runOf(curve)}`,
  );
  return `Efficiency in percent against: ${axis}. ${runs.join('. ')}. ${caption}.`;
}

function runOf(curve: CurveResult): string {
  const points = pointsOf(curve);
  if (points.length === 0) return curve.remark ?? whyUnknown(Math.max(0, ...curve.selected));
  const first = points[0]!;
  const last = points.at(-1)!;
  const half = points.find(({ y }) => y >= 50);
  const at = ({ x }: Point): string =>
    `${Number(x.toFixed(3))}${curve.unit === '' ? '' : ` ${curve.unit}`}`;
  const rise = half !== undefined && first.y < 50 ? `, half at ${at(half)}` : '';
  const fitted = curve.fit?.status === 'converged' ? '; the line is a fitted turn-on' : '';
  return (
    `from ${first.y.toFixed(1)} at ${at(first)} to ${last.y.toFixed(1)} at ${at(last)}${rise}` +
    fitted
  );
}

const grouped = (value: number): string => String(value).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
