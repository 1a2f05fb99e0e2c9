import * as Plot from '@observablehq/plot';
import type { VariationResult } from '../studies/variations/result.js';
import type { AskedPicture } from './pictures.js';
import { faint, framedPlot, seriesStyle } from './plot-frame.js';

/** A picture has so many subjects at most; more have one more. */
const maxSeries = 6;

/**
 * What each variation changes of each subject, points beside each other with the intervals of the
 * differences; as many subjects in a picture as can be told apart.
 */
export function variationPictures(
  variations: readonly VariationResult[] = [],
  caption: string,
): readonly AskedPicture[] {
  const [first] = variations;
  if (first === undefined) return [];
  const known = first.subjects.flatMap(({ remark }, place) => (remark === undefined ? place : []));
  return Array.from({ length: Math.ceil(known.length / maxSeries) }, (_, page) => ({
    name: `variations-${page + 1}`,
    title: differencesTitle,
    draw: () =>
      differencesSvg(variations, known.slice(page * maxSeries, (page + 1) * maxSeries), caption),
  }));
}

const differencesTitle = 'Efficiency varied less nominal, of the same events';

/** Width that the points of one variation take, of the distance to the next. */
const spread = 0.5;

function differencesSvg(
  variations: readonly VariationResult[],
  places: readonly number[],
  caption: string,
): string {
  const series = places.map((place, index) => {
    const beside = places.length === 1 ? 0 : spread * (index / (places.length - 1) - 0.5);
    return {
      label: variations[0]!.subjects[place]!.name,
      points: variations.flatMap(({ name, subjects }, at) => {
        const { value, low, high } = subjects[place]!.difference;
        if (value === null) return [];
        return [{ name, x: at + beside, y: 100 * value, low: 100 * low, high: 100 * high }];
      }),
    };
  });
  const ends = series.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]));
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const room = 0.08 * (most - least) || 1;
  const yName = 'Varied less nominal [percentage points]';
  return framedPlot(
    {
      title: differencesTitle,
      xName: 'Variation',
      yName,
      caption,
      labels: series.map(({ label }) => label),
      areas: true,
      names: variations.map(({ name }) => name),
      description: `${yName}. ${series.map(seriesWords).join('. ')}.`,
    },
    {
      x: { domain: [-0.5, variations.length - 0.5] },
      y: { domain: [least - room, most + room] },
      marks: [
        Plot.ruleY([0], { stroke: faint, strokeDasharray: '2 4' }),
        ...series.flatMap(({ points }, index) => {
          const { colour: stroke } = seriesStyle(index);
          const bars = { x: 'x', y1: 'low', y2: 'high', stroke, strokeWidth: 1.5 };
          const dots = { x: 'x', y: 'y', fill: 'white', stroke, strokeWidth: 2, r: 3.5 };
          return [Plot.ruleX(points, bars), Plot.dot(points, dots)];
        }),
      ],
    },
  );
}

interface Differences {
  readonly label: string;
  readonly points: readonly {
    readonly name: string;
    readonly y: number;
    readonly low: number;
    readonly high: number;
  }[];
}

const seriesWords = ({ label, points }: Differences): string =>
  `${label}: ${points
    .map(({ name, y, low, high }) => `${name} ${short(y)} (${short(low)} to ${short(high)})`)
    .join(', ')}`;

const short = (value: number): string => value.toFixed(2);
