import * as Plot from '@observablehq/plot';
import type { DependencePlot } from '../studies/define-card.js';
import { dashes, framedPlot, palette } from './plot-frame.js';

/** Numbers against a variable, both on logarithmic scales, as a stand-alone SVG. */
export function dependenceSvg({ title, xName, yName, series }: DependencePlot, caption: string): string {
  const points = series.flatMap((one) => one.points);
  const range = (values: readonly number[]): [number, number] => [0.8 * Math.min(...values), 1.25 * Math.max(...values)];
  const description = series.map(({ label, points: own }) => `${label}: ${own.map(({ x, y }) => `${short(y)} at ${short(x)}`).join(', ')}`);
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
      x: { type: 'log', domain: range(points.map(({ x }) => x)) },
      y: { type: 'log', domain: range(points.map(({ y }) => y)) },
      marks: series.flatMap(({ points: own }, index) => {
        const stroke = palette[index % palette.length]!;
        return [
          Plot.line(own, { x: 'x', y: 'y', stroke, strokeWidth: 2, strokeDasharray: dashes[index % dashes.length]! }),
          Plot.dot(own, { x: 'x', y: 'y', fill: 'white', stroke, strokeWidth: 2, r: 3.5 }),
        ];
      }),
    },
  );
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
