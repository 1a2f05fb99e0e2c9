import * as Plot from '@observablehq/plot';
import type { CurveResult } from '../studies/curve-result.js';
import type { StudyDiff } from '../studies/study-diff.js';
import { differenceSvg } from './heat-map.js';
import type { AskedPicture } from './pictures.js';
import { faint, framedPlot, pictureHeight, pictureWidth, seriesStyle } from './plot-frame.js';
import { plotSvg } from './plots.js';
import { stageText } from './totals.js';

type DiffedCurve = StudyDiff['curves'][number];

/** A picture of each curve, both studies above and their ratio below; of each map B − A. */
export function diffPlots(diff: StudyDiff): readonly AskedPicture[] {
  const caption = `belle2-l1 ${diff.version}: A ${diff.a.source}, B ${diff.b.source}`;
  const curves = diff.curves.map((curve, index) => ({
    name: `diff-${index + 1}`,
    title: titleOf(curve),
    draw: () => stacked([curvesPanel(curve, caption), ratioPanel(curve, caption)]),
  }));
  const maps = (diff.maps ?? []).map(({ line, x, y, selection, stage, cells }, index) => {
    const title = `${line}, B − A (${selection}, ${stageText(stage)})`;
    const differences = cells.map(({ difference }) => difference.value);
    return {
      name: `diff-map-${index + 1}`,
      title,
      draw: () => differenceSvg({ x, y, title, caption, differences }),
    };
  });
  return [...curves, ...maps];
}

/** Pictures one below the other, as one. */
function stacked(panels: readonly string[]): string {
  const placed = panels.map((svg, row) => svg.replace('<svg ', `<svg y="${row * pictureHeight}" `));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureWidth}" ` +
    `height="${panels.length * pictureHeight}">${placed.join('')}</svg>`
  );
}

const titleOf = ({ line, label, selection, stage }: DiffedCurve): string =>
  `${line} against ${label} (${selection}, ${stageText(stage)})`;

const middles = ({ edges, bins }: DiffedCurve): readonly number[] =>
  bins.map((_, bin) => (edges[bin]! + edges[bin + 1]!) / 2);

function curvesPanel(curve: DiffedCurve, caption: string): string {
  const { id, line, selection, stage, variable, label, unit, edges, bins } = curve;
  const series = (['a', 'b'] as const).map((side) => {
    const zeros = bins.map(() => 0);
    const shown: CurveResult = {
      id,
      title: line,
      line,
      family: '',
      selection,
      stage,
      variable,
      label,
      description: '',
      unit,
      edges,
      positions: middles(curve),
      selected: zeros,
      fired: zeros,
      efficiency: bins.map((bin) => bin[side].efficiency),
      low: bins.map((bin) => bin[side].low),
      high: bins.map((bin) => bin[side].high),
      selectedSumw: zeros,
      selectedSumw2: zeros,
      firedSumw: zeros,
      firedSumw2: zeros,
      confidence: curve.confidence,
      interval: curve.interval,
    };
    return { label: side.toUpperCase(), curve: shown };
  });
  return plotSvg({ file: '', title: titleOf(curve), caption, series });
}

/** Ratios beyond this are at the edge of the panel, as crosses. */
const [lowest, highest] = [0, 2];

function ratioPanel(curve: DiffedCurve, caption: string): string {
  const { label, unit, edges } = curve;
  const points = middles(curve).flatMap((x, bin) => {
    const { value, low, high } = curve.bins[bin]!.ratio;
    const within = (ratio: number): number => Math.min(highest, Math.max(lowest, ratio));
    if (value === null) return [];
    const y = within(value);
    return { x, y, value, low: within(low), high: within(high), isBeyond: y !== value };
  });
  const { colour: stroke } = seriesStyle(0);
  const xName = unit === '' ? label : `${label} [${unit}]`;
  const described = points.map(
    ({ x, value }) => `${value.toFixed(3)} at ${Number(x.toPrecision(4))}`,
  );
  return framedPlot(
    {
      title: 'Ratio B / A',
      caption,
      labels: ['B / A'],
      xName,
      yName: 'B / A',
      description: `Ratio against ${xName}: ${described.join(', ')}. ${caption}.`,
    },
    {
      x: { domain: [edges[0]!, edges.at(-1)!] },
      y: { domain: [lowest, highest] },
      marks: [
        Plot.ruleY([1], { stroke: faint, strokeDasharray: '2 4' }),
        Plot.ruleX(points, { x: 'x', y1: 'low', y2: 'high', stroke, strokeWidth: 1.5, clip: true }),
        Plot.dot(points, {
          x: 'x',
          y: 'y',
          symbol: ({ isBeyond }: { readonly isBeyond: boolean }) => (isBeyond ? 'times' : 'circle'),
          fill: 'white',
          stroke,
          r: 3,
        }),
      ],
    },
  );
}
