import * as Plot from '@observablehq/plot';
import { Resvg } from '@resvg/resvg-js';
import { parseHTML } from 'linkedom';
import { escapeXml, physicsMarkup } from './physics-text.js';

/**
 * Colours that stay apart for all common kinds of colour blindness.
 * @see M. Okabe and K. Ito, Color Universal Design (2008).
 */
const palette = ['#0072b2', '#d55e00', '#009e73', '#aa4499', '#b8860b', '#333333'] as const;
/** Dashes tell lines apart in print. */
const dashes = ['', '9 3', '3 3', '12 3 3 3', '1 3', '6 2 2 2 2 2'] as const;

/** Colour and dashes of a series: after six, colours come again with other dashes. */
export function seriesStyle(index: number): { readonly colour: string; readonly dash: string } {
  const colour = index % palette.length;
  const round = Math.floor(index / palette.length);
  return { colour: palette[colour]!, dash: dashes[(colour + round) % dashes.length]! };
}
const ink = '#1b1f24';
/** Colour of small print and of marks that stay behind the curves. */
export const faint = '#5b6570';
const fontFamily = "'DejaVu Sans', 'Liberation Sans', Arial, Helvetica, sans-serif";

/** Of every picture. */
export const pictureWidth = 880;
/** Of every picture. */
export const pictureHeight = 560;
const [width, height] = [pictureWidth, pictureHeight];
const margin = { left: 68, right: 24, bottom: 76 };
/** At the right of a picture with a bar of colours, in place of its margin. */
const barMargin = 108;
const barWidth = 18;
const barSteps = 100;

/** What colours mean: from the lowest value, below, to the highest. */
export interface ColourBar {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly colourOf: (value: number) => string;
}
const titleTop = 30;
const titleRow = 22;
/** Letters of a title in a row, on average. */
const titleLetters = 80;
/** From the last row of the title to the first of the legend. */
const legendGap = 28;
const legendRow = 20;

/** Cells without a number, of one reason. */
interface MarkedCells {
  readonly label: string;
  readonly fill: string;
  /** Whether both diagonals are drawn, or the rising one alone. */
  readonly isCrossed: boolean;
}

/** What stands around a plot, in words. */
export interface PlotFrame {
  readonly title: string;
  /** Names of the axes with their units. */
  readonly xName: string;
  readonly yName: string;
  /** Small print: where the picture comes from; lines of its own stay lines. */
  readonly caption: string;
  /** What a screen reader says. */
  readonly description: string;
  /** Series, in the order of their colours and dashes. */
  readonly labels: readonly string[];
  /** What a cross in place of a point means, behind the series; none when absent. */
  readonly cross?: string;
  /** Whether the legend shows areas; lines by default. */
  readonly areas?: boolean;
  /** What colours mean, at the right. */
  readonly bar?: ColourBar;
  /** What marked cells are, in place of a legend. */
  readonly marked?: readonly MarkedCells[];
  /** What stands at 0, 1, 2 … of the x axis in place of numbers. */
  readonly names?: readonly string[];
}

/** What is drawn: scales without labels, and marks. */
type Drawing = Pick<Plot.PlotOptions, 'x' | 'y' | 'marks'>;

/**
 * A plot in its frame, as a stand-alone SVG with a title and a description for those who cannot see
 * it.
 */
export function framedPlot(frame: PlotFrame, { x, y, marks = [] }: Drawing): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const title = rowsOf(frame.title);
  const marked = frame.cross === undefined ? [] : [frame.cross];
  const legend = layOutLegend([...frame.labels, ...marked], title.length);
  const caption = captionRows(frame.caption);
  const bottom = bottomOf(caption);
  const svg = Plot.plot({
    document: document as never,
    width,
    height,
    marginTop: topOf(legend),
    marginLeft: margin.left,
    marginRight: rightOf(frame),
    marginBottom: bottom,
    style: { fontSize: '13px', color: ink, background: 'white' },
    x: { ...x, label: null },
    y: { ...y, label: null, ticks: 6 },
    marks: [
      ...(frame.bar === undefined ? [] : marks),
      ...axes(x?.type === 'log', frame.names),
      // Cells fill the frame: ticks stand on them.
      ...(frame.bar === undefined ? marks : []),
      Plot.frame({ stroke: ink, strokeWidth: 1.2 }),
    ],
  }) as unknown as SvgElement;
  clipTogether(svg);
  return withTexts(svg.outerHTML, frame, { title, caption }, legend);
}

/**
 * Puts marks that are clipped alike, one behind the other, into one group that is clipped: whoever
 * draws a picture in pixels makes a picture of its own for each that is.
 */
function clipTogether(svg: SvgElement): void {
  let group: SvgElement | undefined;
  // A list of its own: children move while it is gone through.
  const marks = [...svg.children];
  for (const mark of marks) {
    const clip = mark.getAttribute('clip-path');
    if (clip === null) {
      group = undefined;
      continue;
    }
    if (group?.getAttribute('clip-path') !== clip) {
      group = svg.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'g');
      group.setAttribute('clip-path', clip);
      mark.before(group);
    }
    mark.removeAttribute('clip-path');
    group.append(mark);
  }
}

/** The part of a DOM element that is used. */
interface SvgElement {
  readonly outerHTML: string;
  readonly children: Iterable<SvgElement>;
  readonly ownerDocument: { createElementNS(namespace: string, name: string): SvgElement };
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  before(element: SvgElement): void;
  append(element: SvgElement): void;
}

const rightOf = ({ bar }: PlotFrame): number => (bar === undefined ? margin.right : barMargin);

/** Where the frame begins, under the legend and the line that says whose simulation it is. */
const topOf = ({ top, rows }: Legend): number => top + legendRow * rows + 24;

/** Ticks point inwards on all four sides; words stand at the left and below. */
const axes = (isLogarithmic: boolean, names?: readonly string[]): readonly Plot.Markish[] => [
  ...(['left', 'right'] as const).map((anchor) =>
    Plot.axisY({
      label: null,
      anchor,
      tickSize: -7,
      tickPadding: 11,
      ticks: 6,
      ...silent(anchor === 'right'),
    }),
  ),
  ...(['bottom', 'top'] as const).map((anchor) =>
    Plot.axisX({
      label: null,
      anchor,
      tickSize: -7,
      tickPadding: 12,
      ticks: names?.map((_, at) => at) ?? 8,
      ...(names && { tickFormat: (at: number) => names[at] ?? '' }),
      ...(isLogarithmic && { tickFormat: powerOfTen }),
      ...silent(anchor === 'top'),
    }),
  ),
];

/** An axis without words. */
const silent = (isSilent: boolean): { readonly tickFormat?: () => string } =>
  isSilent ? { tickFormat: () => '' } : {};

/** Letters of small print in a row, on average. */
const captionLetters = 145;
const captionRow = 13;

/** Small print in rows; those given, and more where they are too long. */
const captionRows = (caption: string): readonly string[] =>
  caption.split('\n').flatMap((part) => rowsOf(part, captionLetters));

/** Space below the axes. */
const bottomOf = (caption: readonly string[]): number =>
  margin.bottom + captionRow * (caption.length - 1);

/** A text in rows that fit into the picture, broken between words. */
function rowsOf(words: string, letters = titleLetters): readonly string[] {
  const rows: string[] = [];
  for (const word of words.split(' ')) {
    const row = rows.at(-1);
    if (row === undefined || row.length + 1 + word.length > letters) rows.push(word);
    else rows[rows.length - 1] = `${row} ${word}`;
  }
  return rows;
}

/** Label of a mark of a logarithmic scale: powers of ten alone, without prefixes like `100m`. */
const powerOfTen = (value: number): string =>
  /^(?:10*|0\.0*1)$/.test(String(value)) ? String(value) : '';

interface Legend {
  readonly top: number;
  readonly rows: number;
  readonly entries: readonly { readonly x: number; readonly row: number; readonly label: string }[];
}

const swatch = 30;
/** Width of a letter of the legend, on average and rather too wide. */
const letter = 7.6;

function layOutLegend(labels: readonly string[], titleRows: number): Legend {
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
  const top = titleTop + titleRow * (titleRows - 1) + legendGap;
  return { top, rows: row + 1, entries };
}

/** Adds title, legend, axis names and small print, and what a screen reader says. */
function withTexts(
  svg: string,
  frame: PlotFrame,
  {
    title: rows,
    caption,
  }: { readonly title: readonly string[]; readonly caption: readonly string[] },
  legend: Legend,
): string {
  const { title, xName, yName, description, labels, areas = false, bar, marked = [] } = frame;
  const bottom = bottomOf(caption);
  const middle = (topOf(legend) + height - bottom) / 2;
  const texts = [
    ...rows.map((row, index) =>
      text(
        margin.left,
        titleTop + titleRow * index,
        row,
        `font-size="17" font-weight="600" fill="${ink}"`,
      ),
    ),
    `<text x="${margin.left}" y="${topOf(legend) - 8}" font-size="15" fill="${ink}">` +
      '<tspan font-weight="700">belle2-l1</tspan>' +
      '<tspan font-style="italic"> simulation</tspan></text>',
    ...legend.entries.flatMap((entry, index) =>
      legendEntry(entry, legend.top, index < labels.length ? sampleOf(index, areas) : crossSample),
    ),
    ...marked.flatMap((cells, place) =>
      markedEntry(cells, { x: margin.left + markedWidth * place, y: legend.top }),
    ),
    ...(bar === undefined ? [] : barTexts(bar, topOf(legend), height - bottom)),
    text(
      (margin.left + width - rightOf(frame)) / 2,
      height - bottom + 42,
      xName,
      `text-anchor="middle" font-size="14" fill="${ink}"`,
    ),
    text(
      0,
      0,
      yName,
      `text-anchor="middle" font-size="14" fill="${ink}" transform="translate(20,${middle}) ` +
        'rotate(-90)"',
    ),
    ...caption.map((row, index) =>
      text(
        margin.left,
        height - 10 - captionRow * (caption.length - 1 - index),
        row,
        `font-size="10.5" fill="${faint}"`,
      ),
    ),
  ].join('');
  const opening =
    `<title>${escapeXml(title)}</title><desc>${escapeXml(description)}</desc><rect ` +
    `width="${width}" height="${height}" fill="white"/>`;
  return (
    svg
      // Names of marks, where nobody hears them: the picture speaks as a whole.
      .replaceAll(/ aria-(?:label|hidden|description)="[^"]*"/g, '')
      .replace(
        '<svg ',
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ' +
          'role="img" ',
      )
      .replace(/ font-family="[^"]*"/, ` font-family="${escapeXml(fontFamily)}"`)
      // By functions: a $ of a text would otherwise be taken for a pattern.
      .replace('>', () => `>${opening}`)
      .replace(/<\/svg>\s*$/, () => `<g text-anchor="start">${texts}</g></svg>`)
  );
}

/** Width of an entry that says what marked cells are. */
const markedWidth = 160;

/** What marked cells are. */
const markedEntry = (
  { label, fill, isCrossed }: MarkedCells,
  { x, y }: { readonly x: number; readonly y: number },
): readonly string[] => [
  `<rect x="${x}" y="${y - 11}" width="${swatch}" height="14" fill="${fill}"/>` +
    `<path d="M${x},${y + 3}l${swatch},-14${isCrossed ? `m${-swatch},0l${swatch},14` : ''}" ` +
    `stroke="${faint}" stroke-width="0.8" fill="none"/>`,
  text(x + swatch + 8, y, label, `font-size="13" fill="${ink}"`),
];

/** A bar of the colours from `to` at the top to `from` at the bottom, with its numbers. */
function barTexts(
  { label, from, to, colourOf }: ColourBar,
  top: number,
  bottom: number,
): readonly string[] {
  const left = width - barMargin + 16;
  const step = (bottom - top) / barSteps;
  const steps = Array.from({ length: barSteps }, (_, index) => {
    const value = to - ((to - from) * (index + 0.5)) / barSteps;
    return (
      `<rect x="${left}" y="${(top + index * step).toFixed(2)}" width="${barWidth}" ` +
      `height="${(step + 0.5).toFixed(2)}" fill="${colourOf(value)}"/>`
    );
  });
  // With 0 in the middle of a scale of both signs.
  const parts = from < 0 ? 4 : 5;
  const ticks = Array.from({ length: parts + 1 }, (_, tick) => {
    const value = from + ((to - from) * tick) / parts;
    const y = bottom - ((bottom - top) * tick) / parts;
    const said = String(Number(value.toFixed(2))).replace('-', '−');
    return (
      `<path d="M${left + barWidth},${y.toFixed(2)}h5" stroke="${ink}" fill="none"/>` +
      text(left + barWidth + 8, y + 4, said, `font-size="12" fill="${ink}"`)
    );
  });
  return [
    ...steps,
    `<rect x="${left}" y="${top}" width="${barWidth}" height="${bottom - top}" fill="none" ` +
      `stroke="${ink}"/>`,
    ...ticks,
    text(
      0,
      0,
      label,
      `text-anchor="middle" font-size="14" fill="${ink}" ` +
        `transform="translate(${width - 14},${(top + bottom) / 2}) rotate(-90)"`,
    ),
  ];
}

function legendEntry(
  { x, row, label }: Legend['entries'][number],
  top: number,
  sample: Sample,
): readonly string[] {
  const y = top + legendRow * row;
  return [sample(x, y), text(x + swatch + 8, y, label, `font-size="13" fill="${ink}"`)];
}

/** What stands before a label of the legend. */
type Sample = (x: number, y: number) => string;

const sampleOf =
  (index: number, areas: boolean): Sample =>
  (x, y) => {
    const { colour, dash } = seriesStyle(index);
    return areas
      ? `<rect x="${x}" y="${y - 10}" width="${swatch}" height="12" fill="${colour}"/>`
      : `<path d="M${x},${y - 4}h${swatch}" stroke="${colour}" stroke-width="2.5" ` +
          `stroke-dasharray="${dash}" fill="none"/>`;
  };

/** Of no series, so of no colour of theirs. */
const crossSample: Sample = (x, y) =>
  `<path d="M${x + swatch / 2 - 5},${y - 9}l10,10m0,-10l-10,10" stroke="${ink}" ` +
  'stroke-width="2.5" fill="none"/>';

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${physicsMarkup(content)}</text>`;
}

/** Pixels per unit of the SVG, enough for print. */
const pngScale = 2;

const pngOptions = {
  font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
  fitTo: { mode: 'zoom' as const, value: pngScale },
};

/** Whether this machine has any font with which a PNG could show its words. */
export function hasFonts(): boolean {
  const probe =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="8" ' +
    `font-family="${escapeXml(fontFamily)}">E</text></svg>`;
  return new Resvg(probe, pngOptions).getBBox() !== undefined;
}

/** A picture as SVG of paths alone, text turned into outlines of fonts of the host. */
export const svgOfOutlines = (svg: string): string => new Resvg(svg, pngOptions).toString();

/** A picture as PNG, text drawn with fonts of the host. */
export function svgToPng(svg: string): Uint8Array {
  return new Resvg(svg, pngOptions).render().asPng();
}
