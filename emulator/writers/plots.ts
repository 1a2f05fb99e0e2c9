import * as Plot from '@observablehq/plot';
import { Resvg } from '@resvg/resvg-js';
import { parseHTML } from 'linkedom';
import type { PlotRequest } from '../studies/define-card.js';
import type { StudyDocument } from '../studies/document.js';
import { type CurveResult, curvesByRequest } from '../studies/results.js';

/** Colours that stay apart for all common kinds of colour blindness. @see M. Okabe and K. Ito, Color Universal Design (2008). */
const palette = ['#0072b2', '#d55e00', '#009e73', '#aa4499', '#b8860b', '#333333'] as const;
/** Dashes tell lines apart in print. */
const dashes = ['', '9 3', '3 3', '12 3 3 3', '1 3', '6 2 2 2 2 2'] as const;
const ink = '#1b1f24';
const faint = '#5b6570';
const fontFamily = "'DejaVu Sans', 'Liberation Sans', Arial, Helvetica, sans-serif";

const width = 880;
const height = 560;
const margin = { left: 68, right: 24, bottom: 76 };
const titleTop = 30;
const legendTop = 58;
const legendRow = 20;

/** Up to so many bins a curve is points with error bars; beyond, a line with a band. */
const mostPoints = 24;

/** A curve in a picture. */
export interface PlotSeries {
  readonly label: string;
  readonly curve: CurveResult;
}

export interface CurvePlot extends Omit<PlotRequest, 'series'> {
  readonly series: readonly PlotSeries[];
  /** Small print: where the picture comes from. */
  readonly caption: string;
}

/** The pictures of a study: those its card asks for, or one per curve request. */
export function plotsOf(study: StudyDocument, requests: readonly PlotRequest[] | undefined): readonly CurvePlot[] {
  const caption = captionOf(study);
  if (requests === undefined) return plotPerRequest(study.curves).map((plot) => ({ ...plot, caption }));
  return requests.map((request) => ({
    ...request,
    caption,
    series: request.series.flatMap(({ curve: id, subject, label }) => {
      const curve = study.curves.find((candidate) => candidate.id === id && candidate.line === subject);
      return curve === undefined ? [] : { label, curve };
    }),
  }));
}

function plotPerRequest(curves: readonly CurveResult[]): readonly Omit<CurvePlot, 'caption'>[] {
  return curvesByRequest(curves).map((group, index) => ({
    file: `curve-${index + 1}`,
    title: `${group[0]!.title} (${group[0]!.selection})`,
    series: group.map((curve) => ({ label: curve.line, curve })),
  }));
}

function captionOf({ events, seed, menu, geometry, stage, confidence, version, lines, families }: StudyDocument): string {
  const interval = `${(100 * confidence).toFixed(2)} % Clopper–Pearson intervals`;
  const trigger = lines.length + families.length > 0 ? `, menu ${menu} ${stage === 'ftdl' ? 'before' : 'after'} prescale` : '';
  return `belle2-l1 ${version}: ${grouped(events)} events, seed ${seed}${trigger}, geometry ${geometry}; ${interval}`;
}

/** The picture as a stand-alone SVG with a title and a description for those who cannot see it. */
export function plotSvg(plot: CurvePlot): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const legend = layOutLegend(plot.series.map(({ label }) => label));
  const marginTop = legendTop + legendRow * legend.rows + 14;
  const svg = Plot.plot({
    document: document as never,
    width,
    height,
    marginTop,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    style: { fontSize: '13px', color: ink, background: 'white' },
    x: xScale(plot),
    y: { domain: [100 * (plot.lowest ?? 0), 100 + 3 * (1 - (plot.lowest ?? 0))], label: null, ticks: 6 },
    marks: [
      Plot.gridY({ stroke: '#d6dbe0', strokeOpacity: 1, ticks: 6 }),
      Plot.axisY({ label: null, tickSize: 4, ticks: 6 }),
      Plot.axisX({ label: null, tickSize: 4, ticks: 8 }),
      ...markLines(plot),
      ...plot.series.flatMap(seriesMarks),
    ],
  }) as unknown as SvgElement;
  return withTexts(svg.outerHTML, plot, legend);
}

/** The part of a DOM element that is read. */
interface SvgElement {
  readonly outerHTML: string;
}

function xScale({ series, from, to }: CurvePlot): Plot.ScaleOptions {
  const edges = series.flatMap(({ curve }) => [curve.edges[0]!, curve.edges.at(-1)!]);
  return { domain: [from ?? Math.min(...edges), to ?? Math.max(...edges)], label: null };
}

function markLines({ marks = [], lowest = 0 }: CurvePlot): readonly Plot.Markish[] {
  if (marks.length === 0) return [];
  const top = 100 + 3 * (1 - lowest);
  return [
    Plot.ruleX(marks, { x: 'at', y1: 100 * lowest, y2: top, stroke: faint, strokeWidth: 1, strokeDasharray: '2 4' }),
    Plot.text(marks, { x: 'at', y: 8 + 92 * lowest, text: 'label', dx: 5, textAnchor: 'start', fill: faint, fontSize: 12 }),
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
    return y === null || y === undefined ? [] : { x, y: 100 * y, low: 100 * curve.low[bin]!, high: 100 * curve.high[bin]! };
  });
}

function seriesMarks({ curve }: PlotSeries, index: number): readonly Plot.Markish[] {
  const points = pointsOf(curve);
  const stroke = palette[index % palette.length]!;
  const strokeDasharray = dashes[index % dashes.length]!;
  const line = Plot.line(points, { x: 'x', y: 'y', stroke, strokeWidth: 2, strokeDasharray, strokeLinejoin: 'round', clip: true });
  if (curve.selected.length > mostPoints) {
    return [Plot.areaY(points, { x: 'x', y1: 'low', y2: 'high', fill: stroke, fillOpacity: 0.22, clip: true }), line];
  }
  return [
    line,
    Plot.ruleX(points, { x: 'x', y1: 'low', y2: 'high', stroke, strokeWidth: 1.5, clip: true }),
    Plot.dot(points, { x: 'x', y: 'y', fill: 'white', stroke, strokeWidth: 2, r: 3.5, clip: true }),
  ];
}

interface Legend {
  readonly rows: number;
  readonly entries: readonly { readonly x: number; readonly row: number; readonly label: string }[];
}

const swatch = 30;
/** Width of a letter of the legend, on average and rather too wide. */
const letter = 7.6;

function layOutLegend(labels: readonly string[]): Legend {
  let x = margin.left;
  let row = 0;
  const entries = labels.map((label) => {
    const needed = swatch + 8 + letter * label.length + 22;
    if (x > margin.left && x + needed > width - margin.right) {
      x = margin.left;
      row++;
    }
    const entry = { x, row, label };
    x += needed;
    return entry;
  });
  return { rows: row + 1, entries };
}

/** Adds title, legend, axis names and small print, and what a screen reader says. */
function withTexts(svg: string, plot: CurvePlot, legend: Legend): string {
  const axis = plot.series[0] === undefined ? '' : axisName(plot.series[0].curve);
  const middle = (legendTop + legendRow * legend.rows + 14 + height - margin.bottom) / 2;
  const texts = [
    text(margin.left, titleTop, plot.title, `font-size="17" font-weight="600" fill="${ink}"`),
    ...legend.entries.flatMap((entry, index) => legendEntry(entry, index)),
    text((margin.left + width - margin.right) / 2, height - margin.bottom + 42, axis, `text-anchor="middle" font-size="14" fill="${ink}"`),
    text(0, 0, 'Efficiency [%]', `text-anchor="middle" font-size="14" fill="${ink}" transform="translate(20,${middle}) rotate(-90)"`),
    text(margin.left, height - 10, plot.caption, `font-size="10.5" fill="${faint}"`),
  ].join('');
  const opening = `<title>${escaped(plot.title)}</title><desc>${escaped(description(plot))}</desc><rect width="${width}" height="${height}" fill="white"/>`;
  return svg
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" ')
    .replace(/ font-family="[^"]*"/, ` font-family="${escaped(fontFamily)}"`)
    .replace('>', `>${opening}`)
    .replace(/<\/svg>\s*$/, `<g text-anchor="start">${texts}</g></svg>`);
}

function legendEntry({ x, row, label }: Legend['entries'][number], index: number): readonly string[] {
  const y = legendTop + legendRow * row;
  const stroke = palette[index % palette.length]!;
  const dash = dashes[index % dashes.length]!;
  return [
    `<path d="M${x},${y - 4}h${swatch}" stroke="${stroke}" stroke-width="2.5" stroke-dasharray="${dash}" fill="none"/>`,
    text(x + swatch + 8, y, label, `font-size="13" fill="${ink}"`),
  ];
}

/** `Energy in the laboratory, E [GeV]`. */
function axisName({ description: words, label, unit }: CurveResult): string {
  const name = words === '' ? label : `${words[0]!.toUpperCase()}${words.slice(1)}, ${label}`;
  return unit === '' ? name : `${name} [${unit}]`;
}

/** In words: what is drawn and how each curve runs. */
function description({ series, caption }: CurvePlot): string {
  const axis = series[0] === undefined ? '' : axisName(series[0].curve);
  const runs = series.map(({ label: name, curve }) => `${name} (${curve.selection}): ${runOf(curve)}`);
  return `Efficiency in percent against: ${axis}. ${runs.join('. ')}. ${caption}.`;
}

function runOf(curve: CurveResult): string {
  const points = pointsOf(curve);
  if (points.length === 0) return 'no events';
  const first = points[0]!;
  const last = points.at(-1)!;
  const half = points.find(({ y }) => y >= 50);
  const at = ({ x }: Point): string => `${Number(x.toFixed(3))}${curve.unit === '' ? '' : ` ${curve.unit}`}`;
  const rise = half !== undefined && first.y < 50 ? `, half at ${at(half)}` : '';
  return `from ${first.y.toFixed(1)} at ${at(first)} to ${last.y.toFixed(1)} at ${at(last)}${rise}`;
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const grouped = (value: number): string => String(value).replaceAll(/\B(?=(\d{3})+$)/g, ' ');

/** Pixels per unit of the SVG, enough for print. */
const pngScale = 2;

const pngOptions = {
  font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
  fitTo: { mode: 'zoom' as const, value: pngScale },
};

/** Whether this machine has any font with which a PNG could show its words. */
export function hasFonts(): boolean {
  const probe = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="8" font-family="${escaped(fontFamily)}">E</text></svg>`;
  return new Resvg(probe, pngOptions).getBBox() !== undefined;
}

export function svgToPng(svg: string): Uint8Array {
  return new Resvg(svg, pngOptions).render().asPng();
}
