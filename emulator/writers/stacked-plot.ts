import * as Plot from '@observablehq/plot';
import { framedPlot, type PlotFrame, seriesStyle } from './plot-frame.js';

/** Areas on top of each other against a variable. */
interface StackedPlot extends Pick<PlotFrame, 'title' | 'xName' | 'yName' | 'caption' | 'labels'> {
  readonly x: readonly number[];
  /** An array a label, an element a place. */
  readonly parts: readonly (readonly number[])[];
  /** Whether a value holds up to the next place; else areas go straight from place to place. */
  readonly inSteps?: boolean;
}

/** The picture as a stand-alone SVG, the first part at the bottom. */
export function stackedSvg({ x, parts, inSteps = false, ...frame }: StackedPlot): string {
  const { labels, xName, yName, caption } = frame;
  const levels = x.map((_, place) =>
    parts.reduce<number[]>((sums, part) => [...sums, (sums.at(-1) ?? 0) + part[place]!], []),
  );
  const areas = labels.map((_, index) =>
    Plot.areaY(
      x.map((at, place) => ({
        x: at,
        low: index === 0 ? 0 : levels[place]![index - 1]!,
        high: levels[place]![index]!,
      })),
      {
        x: 'x',
        y1: 'low',
        y2: 'high',
        fill: seriesStyle(index).colour,
        ...(inSteps && { curve: 'step' as const }),
      },
    ),
  );
  const extents = labels.map((label, index) => {
    const values = parts[index]!;
    return `${label} from ${short(Math.min(...values))} to ${short(Math.max(...values))}`;
  });
  return framedPlot(
    {
      ...frame,
      areas: true,
      description:
        `${yName} against ${xName}, parts on top of each other: ${extents.join(', ')}. ` +
        `${caption}.`,
    },
    {
      x: { domain: [Math.min(...x), Math.max(...x)] },
      y: { domain: [0, 1.05 * Math.max(...levels.map((level) => level.at(-1)!))] },
      marks: areas,
    },
  );
}

const short = (value: number): string => value.toFixed(value < 100 ? 3 : 0);
