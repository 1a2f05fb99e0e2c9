import uPlot from 'uplot';
import { alignTraces, type Trace } from './curve-data.js';
import { type LabelledCurve, placeLabels } from './curve-labels.js';
import { type CurveStyle, cssColor, translucent } from './palette.js';

/** A trace with the colour and dashes that it keeps in all plots and lists of the page. */
export interface DrawnTrace extends Trace {
  readonly style: CurveStyle;
}

interface CurvesPlotInput {
  readonly traces: readonly DrawnTrace[];
  readonly range: readonly [number, number];
  readonly axisLabel: string;
}

interface CurvesPlot {
  readonly draw: (input: CurvesPlotInput) => void;
  /** Draws again in the colours of the present scheme. */
  readonly restyle: () => void;
  /** Moves the reading line to a bin of the common axis; null takes it away. */
  readonly readAt: (index: number | null) => void;
  /** Common axis of what is drawn. */
  readonly axis: () => readonly number[];
}

const font = '12px system-ui, -apple-system, "Segoe UI", sans-serif';
const labelFont =
  '600 12px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

/**
 * Turn-on curves with interval bands and labels at their rises; `onRead` tells which bin the
 * pointer is at.
 */
export function makeCurvesPlot(
  host: HTMLElement,
  onRead: (index: number | null) => void,
): CurvesPlot {
  let plot: uPlot | undefined;
  let input: CurvesPlotInput | undefined;
  let shape = '';

  const size = (): { width: number; height: number } => ({
    width: host.clientWidth,
    height: host.clientHeight,
  });
  const rebuild = (): void => {
    plot?.destroy();
    plot = undefined;
    if (input && input.traces.length > 0)
      plot = new uPlot(
        optionsFor(input, size(), { onRead, traces: () => input?.traces ?? [] }),
        dataOf(input),
        host,
      );
  };
  const draw = (next: CurvesPlotInput): void => {
    input = next;
    const nextShape = JSON.stringify([
      next.traces.map(({ key, style }) => [key, style]),
      next.range,
      next.axisLabel,
    ]);
    if (nextShape !== shape || plot === undefined) {
      shape = nextShape;
      rebuild();
    } else plot.setData(dataOf(next), true);
  };
  new ResizeObserver(() => host.clientWidth > 0 && plot?.setSize(size())).observe(host);
  return {
    draw,
    restyle: rebuild,
    axis: () => Array.from(plot?.data[0] ?? []),
    readAt: (index) => {
      if (!plot) return;
      const value = index === null ? undefined : plot.data[0][index];
      plot.setCursor(
        value === undefined
          ? { left: -10, top: -10 }
          : { left: plot.valToPos(value, 'x'), top: plot.bbox.height / 4 },
        true,
      );
    },
  };
}

const dataOf = ({ traces }: CurvesPlotInput): uPlot.AlignedData =>
  alignTraces(traces) as uPlot.AlignedData;

interface Hooks {
  readonly onRead: (index: number | null) => void;
  /** What is drawn now: the plot outlives the data that it was made for. */
  readonly traces: () => readonly DrawnTrace[];
}

function optionsFor(
  input: CurvesPlotInput,
  size: { width: number; height: number },
  hooks: Hooks,
): uPlot.Options {
  const { traces, range, axisLabel } = input;
  return {
    ...size,
    padding: [10, 14, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: 9 } },
    scales: { x: { time: false, range: () => [...range] }, y: { range: () => [0, 1.04] } },
    axes: [axisFor(axisLabel, 'x'), axisFor('Efficiency', 'y')],
    series: [{}, ...traces.flatMap(seriesFor)],
    bands: traces.map(({ style }, index) => ({
      series: [3 * index + 3, 3 * index + 2],
      fill: () => bandFill(style.color, hooks.traces()[index]),
    })),
    hooks: {
      draw: [(plot) => drawLabels(plot, hooks.traces())],
      setCursor: [(plot) => hooks.onRead(plot.cursor.idx ?? null)],
    },
  };
}

/** Wide bands are fainter: while there are few events they cover each other. */
function bandFill(color: string, trace: DrawnTrace | undefined): string {
  const widths = (trace?.high ?? []).flatMap((high, bin) =>
    high === null ? [] : [high - (trace?.low[bin] ?? 0)],
  );
  const mean = widths.reduce((sum, width) => sum + width, 0) / Math.max(1, widths.length);
  return translucent(color, Math.round(6 + 26 * Math.max(0, 1 - 3 * mean)));
}

function axisFor(label: string, which: 'x' | 'y'): uPlot.Axis {
  const line = { stroke: cssColor('--grid'), width: 1 };
  return {
    label,
    labelFont: font,
    font,
    labelSize: 24,
    size: which === 'x' ? 34 : 42,
    space: which === 'x' ? 60 : 44,
    stroke: cssColor('--muted'),
    grid: line,
    ticks: { ...line, size: 5 },
  };
}

/** The curve itself, then the invisible ends of its band. */
function seriesFor({ name, style, centres }: DrawnTrace): uPlot.Series[] {
  const { color, dash } = style;
  const edge = { stroke: 'transparent', width: 0, points: { show: false } };
  const curve: uPlot.Series = {
    label: name,
    stroke: color,
    width: 2,
    dash: [...dash],
    points: {
      show: true,
      size: centres.length > 60 ? 3.2 : 4.5,
      fill: color,
      stroke: color,
      width: 0,
    },
  };
  return [curve, { ...edge, label: `${name} low` }, { ...edge, label: `${name} high` }];
}

function drawLabels(plot: uPlot, traces: readonly DrawnTrace[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = labelFont.replace('12px', `${12 * ratio}px`);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.setLineDash([]);
  const sizeOf = (name: string): { width: number; height: number } => ({
    width: ctx.measureText(name).width + 10 * ratio,
    height: 18 * ratio,
  });
  const paper = cssColor('--panel');
  const drawn = placeLabels(
    traces.map((trace) => pointsOf(plot, trace)),
    bbox,
    sizeOf,
  );
  drawn.forEach(({ name, box, anchor: [x, y] }, index) => {
    const color = traces[index]?.style.color ?? '';
    ctx.strokeStyle = color;
    ctx.lineWidth = ratio;
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(box.left > x ? box.left : box.left + box.width, box.top + box.height / 2);
    ctx.stroke();
    ctx.fillStyle = paper;
    ctx.beginPath();
    ctx.roundRect(box.left, box.top, box.width, box.height, 4 * ratio);
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = color;
    ctx.fillText(name, box.left + 5 * ratio, box.top + box.height / 2);
  });
  ctx.restore();
}

function pointsOf(plot: uPlot, { name, centres, efficiency }: Trace): LabelledCurve {
  const points = centres.flatMap((centre, bin) => {
    const value = efficiency[bin] ?? null;
    return value === null
      ? []
      : [[plot.valToPos(centre, 'x', true), plot.valToPos(value, 'y', true)] as const];
  });
  return { name, points };
}
