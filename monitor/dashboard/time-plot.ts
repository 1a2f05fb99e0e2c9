import uPlot from 'uplot';
import { cssColor } from './palette.js';

/** One line or area of a plot against time. */
export interface TimeTrace {
  readonly label: string;
  readonly color: string;
  readonly dash: readonly number[];
  /** Filled down to zero; later traces are drawn over earlier ones. */
  readonly filled: boolean;
  readonly values: readonly (number | null)[];
}

/** A plot against the minutes before now. */
interface TimePlot {
  readonly draw: (minutes: readonly number[], traces: readonly TimeTrace[]) => void;
  readonly restyle: () => void;
}

interface TimePlotOptions {
  /** Text of a value on the vertical axis. */
  readonly format: (value: number) => string;
  /** Minutes shown at present. */
  readonly span: () => number;
  /** The vertical axis reaches at least so far. */
  readonly least: number;
}

const font = '11px system-ui, -apple-system, "Segoe UI", sans-serif';

/** An empty plot that fills `host`; it is made anew when its traces are others. */
export function makeTimePlot(host: HTMLElement, options: TimePlotOptions): TimePlot {
  let plot: uPlot | undefined;
  let shape = '';
  let drawn: readonly [readonly number[], readonly TimeTrace[]] = [[], []];
  const size = (): { width: number; height: number } => ({
    width: host.clientWidth,
    height: host.clientHeight,
  });
  const dataOf = (): uPlot.AlignedData => [
    [...drawn[0]],
    ...drawn[1].map(({ values }) => [...values]),
  ];
  const rebuild = (): void => {
    plot?.destroy();
    plot = new uPlot(plotOptions(size(), drawn[1], options), dataOf(), host);
  };
  new ResizeObserver(() => host.clientWidth > 0 && plot?.setSize(size())).observe(host);
  return {
    draw: (minutes, traces) => {
      drawn = [minutes, traces];
      const nextShape = JSON.stringify([
        options.span(),
        traces.map(({ label, color, dash, filled }) => [label, color, dash, filled]),
      ]);
      if (plot && nextShape === shape) return plot.setData(dataOf());
      shape = nextShape;
      rebuild();
    },
    restyle: () => plot && rebuild(),
  };
}

function plotOptions(
  size: { width: number; height: number },
  traces: readonly TimeTrace[],
  { format, span, least }: TimePlotOptions,
): uPlot.Options {
  const line = { stroke: cssColor('--grid'), width: 1 };
  const axis: uPlot.Axis = {
    font,
    stroke: cssColor('--muted'),
    grid: line,
    ticks: { ...line, size: 4 },
  };
  return {
    ...size,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: () => [-span(), 0] },
      y: { range: (_, __, max) => [0, Math.max(least, 1.1 * (max ?? 0))] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        space: 60,
        values: (_, splits) => splits.map((minute) => ageText(minute, span())),
      },
      {
        ...axis,
        size: 62,
        space: 28,
        values: (_, splits) => splits.map((value) => (value === 0 ? '0' : format(value))),
      },
    ],
    series: [{}, ...traces.map(seriesOf)],
  };
}

/** How long ago, in seconds where the axis is short. */
const ageText = (minute: number, span: number): string => {
  if (minute === 0) return 'now';
  return span > 2 ? `−${-minute} min` : `−${Math.round(-60 * minute)} s`;
};

const seriesOf = ({ label, color, dash, filled }: TimeTrace): uPlot.Series => ({
  label,
  stroke: filled ? cssColor('--panel') : color,
  width: filled ? 1 : 2,
  dash: [...dash],
  ...(filled && { fill: color }),
  points: { show: false },
});
