import uPlot from 'uplot';
import { formatRate } from './format.js';
import { cssColor, translucent } from './palette.js';

interface RatePlot {
  readonly draw: (times: readonly number[], rates: readonly number[]) => void;
  readonly restyle: () => void;
}

const font = '11px system-ui, -apple-system, "Segoe UI", sans-serif';

/** Event rate against wall time, the last two minutes. */
export function makeRatePlot(host: HTMLElement): RatePlot {
  let data: uPlot.AlignedData = [[], []];
  let plot: uPlot | undefined;
  const size = (): { width: number; height: number } => ({
    width: host.clientWidth,
    height: host.clientHeight,
  });
  const rebuild = (): void => {
    plot?.destroy();
    plot = new uPlot(options(size()), data, host);
  };
  new ResizeObserver(() => host.clientWidth > 0 && plot?.setSize(size())).observe(host);
  return {
    draw: (times, rates) => {
      data = [[...times], [...rates]];
      if (plot) plot.setData(data);
      else rebuild();
    },
    restyle: () => plot && rebuild(),
  };
}

function options(size: { width: number; height: number }): uPlot.Options {
  const accent = cssColor('--accent');
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
      x: {
        time: false,
        range: (_, __, max) => [Math.max(0, (max ?? 0) - 120), Math.max(max ?? 0, 30)],
      },
      y: { range: (_, __, max) => [0, Math.max(100, 1.15 * (max ?? 0))] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        space: 60,
        values: (_, splits) => splits.map((second) => `${second} s`),
      },
      {
        ...axis,
        size: 60,
        space: 28,
        values: (_, splits) => splits.map((rate) => (rate === 0 ? '0' : formatRate(rate))),
      },
    ],
    series: [
      {},
      {
        label: 'rate',
        stroke: accent,
        width: 2,
        fill: translucent(accent, 18),
        points: { show: false },
      },
    ],
  };
}
