import * as Plot from '@observablehq/plot';
import type { DependencePlot, DependencePoint } from '../studies/define-card.js';
import { faint, framedPlot, seriesStyle } from './plot-frame.js';

/**
 * Numbers against a variable as a stand-alone SVG; without ranges on a logarithmic scale, over one
 * of roots that gives small values room.
 */
export function dependenceSvg(
  { title, xName, yName, series, ranges }: DependencePlot,
  caption: string,
): string {
  const points = series.flatMap((one) => one.points);
  const range = (values: readonly number[]): [number, number] => [
    0.8 * Math.min(...values),
    1.25 * Math.max(...values),
  ];
  const description = series.map(
    ({ label, points: own }) => `${label}: ${marked(own).map(wordsOf).join(', ')}`,
  );
  return framedPlot(
    {
      title,
      xName,
      yName,
      caption,
      labels: series.map(({ label }) => label),
      description: `${yName} against ${xName}. ${description.join('. ')}.`,
    },
    {
      x:
        ranges === undefined
          ? { type: 'sqrt', domain: range(points.map(({ x }) => x)) }
          : { domain: ranges.x },
      y:
        ranges === undefined
          ? { type: 'log', domain: range(points.map(({ y }) => y)) }
          : { domain: ranges.y },
      marks: series.flatMap(({ points: own }, index) => {
        const { colour: stroke, dash } = seriesStyle(index);
        return [
          Plot.line(own, {
            x: 'x',
            y: 'y',
            stroke,
            strokeWidth: 2,
            strokeDasharray: dash,
            clip: true,
          }),
          Plot.dot(marked(own), {
            x: 'x',
            y: 'y',
            fill: 'white',
            stroke,
            strokeWidth: 2,
            r: 3.5,
            clip: true,
          }),
          Plot.text(index === series.length - 1 ? marked(own) : [], {
            x: 'x',
            y: 'y',
            text: 'label',
            dx: -8,
            dy: 10,
            textAnchor: 'end',
            fill: faint,
            clip: true,
          }),
        ];
      }),
    },
  );
}

const marked = (points: readonly DependencePoint[]): readonly DependencePoint[] =>
  points.some(({ label }) => label !== undefined)
    ? points.filter(({ label }) => label !== undefined)
    : points;

const wordsOf = ({ x, y, label }: DependencePoint): string =>
  `${label === undefined ? '' : `${label}: `}${short(y)} at ${short(x)}`;

const short = (value: number): string => String(Number(value.toPrecision(3)));
