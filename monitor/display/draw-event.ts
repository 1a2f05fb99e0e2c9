import type { EventDisplay } from '../ports.js';
import { cherenkovScale, drawCherenkov } from './cherenkov.js';
import { axisLeft, axisRight } from './frame.js';
import { drawLegend } from './legend.js';
import { addressOf, linesOf, type Listing, listingsOf, summaryOf } from './listing.js';
import { type DisplayPalette, paperPalette } from './palette.js';
import { drawRPhi } from './r-phi.js';
import { drawRZ } from './r-z.js';
import { documentOf, type Drawing, label, tag } from './svg.js';
import { drawUnrolled } from './unrolled.js';
import { drawVertex, vertexScale } from './vertex.js';
import { drawYokeAcross, drawYokeAlong, yokeLongScale, yokeScale } from './yoke.js';

/** A sheet of paper with everything that is known of one event. */

const width = 1200;
const margin = 24;
const gap = 20;
/** Scale of both views [px per cm]; they fill the width. */
const scale = (width - 2 * margin - gap - 2 * (axisLeft + axisRight)) / (362 + 412);
const headingHeight = 40;
const mapHeight = 420;
const mapWidth = 700;
/** Small views side by side in the lowest row. */
const smallViews = 4;
const lineHeight = 17;
/** Rows of a table; what goes beyond is counted. */
const maxRows = 12;
/** Characters of the list of lines that fit into the width. */
const lineLength = 165;

/** The event as an SVG document: both views, the calorimeter unrolled, tables and legend. */
export function drawEvent(display: EventDisplay, palette: DisplayPalette = paperPalette): string {
  const head = drawHead(display, palette);
  const rPhi = drawRPhi(display, palette, scale);
  const rZ = drawRZ(display, palette, scale);
  const map = drawUnrolled(display, palette, mapWidth, mapHeight);
  const outer = drawOuter(
    display,
    palette,
    (width - 2 * margin - (smallViews - 1) * gap) / smallViews,
  );
  const legend = drawLegend(palette, width - 2 * margin);
  const viewsTop = head.height + headingHeight;
  const mapTop = viewsTop + rPhi.height + headingHeight + 12;
  const listsLeft = margin + mapWidth + 36;
  const lists = drawListings(listingsOf(display), palette, width - margin - listsLeft);
  const outerTop = mapTop + Math.max(mapHeight, lists.height - headingHeight) + headingHeight + 20;
  const legendTop = outerTop + Math.max(...outer.map(({ height }) => height)) + 14;
  const height = legendTop + legend.height + margin;
  const body = [
    tag('rect', { width, height, fill: palette.ground }),
    head.body,
    placed(rPhi, margin, viewsTop, palette),
    placed(rZ, margin + rPhi.width + gap, viewsTop, palette),
    placed(map, margin, mapTop, palette),
    ...outer.map((view, index) =>
      placed(view, margin + index * ((width - 2 * margin + gap) / smallViews), outerTop, palette),
    ),
    tag('g', { transform: `translate(${listsLeft} ${(mapTop - 20).toFixed(1)})` }, lists.body),
    tag('path', {
      d: `M${margin} ${(legendTop - 6).toFixed(1)}H${width - margin}`,
      stroke: palette.outline,
      'stroke-width': 0.8,
    }),
    tag('g', { transform: `translate(${margin} ${legendTop.toFixed(1)})` }, legend.body),
  ].join('\n');
  const description = `${display.source}. ${linesOf(display)}. ${summaryOf(display)}`;
  const title = `Event ${addressOf(display)}`;
  return `${documentOf({ width, height, title, description, body }, 'event')}\n`;
}

/** Views of the detectors inside and outside of the two large ones, each `room` wide. */
function drawOuter(
  display: EventDisplay,
  palette: DisplayPalette,
  room: number,
): readonly Drawing[] {
  return [
    drawVertex(display, palette, vertexScale(room)),
    drawCherenkov(display, palette, cherenkovScale(room)),
    drawYokeAcross(display, palette, yokeScale(room)),
    drawYokeAlong(display, palette, yokeLongScale(room)),
  ];
}

/** Name, source, what was found and the lines that fired. */
function drawHead(
  display: EventDisplay,
  palette: DisplayPalette,
): { readonly body: string; readonly height: number } {
  const small = { 'font-size': 13, fill: palette.muted };
  const summary = wrapped(`${display.source}: ${summaryOf(display)}`, lineLength);
  const lines = wrapped(linesOf(display), lineLength);
  const body = [
    label(margin, 38, `Event ${addressOf(display)}`, {
      'font-size': 22,
      'font-weight': 700,
      fill: palette.ink,
    }),
    label(width - margin, 38, 'b2l1 · Belle II Level-1 trigger, emulated', {
      ...small,
      'text-anchor': 'end',
    }),
    ...[...summary, ...lines].map((line, row) =>
      label(
        margin,
        60 + row * lineHeight,
        line,
        row < summary.length ? small : { ...small, fill: palette.ink },
      ),
    ),
  ].join('\n');
  return { body, height: 64 + (summary.length + lines.length) * lineHeight };
}

/** Breaks a list between its words. */
function wrapped(text: string, longest: number): readonly string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + 1 + word.length > longest) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

function placed(
  { title, note, body }: Drawing,
  x: number,
  y: number,
  palette: DisplayPalette,
): string {
  const heading = label(8, -20, title, { 'font-size': 14, 'font-weight': 700, fill: palette.ink });
  const words =
    note === undefined ? '' : label(8, -5, note, { 'font-size': 11, fill: palette.muted });
  return tag(
    'g',
    { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` },
    heading + words + body,
  );
}

/** Tables one below the other; rows beyond a limit are counted. */
function drawListings(listings: readonly Listing[], palette: DisplayPalette, room: number) {
  let y = 0;
  const tables = listings.map((listing) => {
    const table = drawListing(listing, palette, room);
    const body = tag('g', { transform: `translate(0 ${y})` }, table.body);
    y += (table.rows + 3) * lineHeight;
    return body;
  });
  return { body: tables.join('\n'), height: y };
}

function drawListing(
  { title, columns, rows, none }: Listing,
  palette: DisplayPalette,
  room: number,
) {
  const shown = rows.length > maxRows ? rows.slice(0, maxRows - 1) : rows;
  const text = { 'font-size': 12, fill: palette.ink };
  const edges = rightEdges([columns, ...rows], room);
  const cells = (
    texts: readonly string[],
    y: number,
    attributes: Readonly<Record<string, string | number>>,
  ): string =>
    texts
      .map((entry, column) =>
        column === 0
          ? label(0, y, entry, attributes)
          : label(edges[column]!, y, entry, { ...attributes, 'text-anchor': 'end' }),
      )
      .join('');
  const head = cells(columns, lineHeight + 2, { 'font-size': 11, fill: palette.muted });
  const body = [
    label(0, 0, title, { 'font-size': 14, 'font-weight': 700, fill: palette.ink }),
    rows.length === 0 ? label(0, lineHeight + 2, none, { ...text, fill: palette.muted }) : head,
    ...shown.map((row, index) => cells(row, (index + 2) * lineHeight + 3, text)),
  ];
  if (shown.length < rows.length) {
    body.push(
      label(0, (shown.length + 2) * lineHeight + 3, `… and ${rows.length - shown.length} more`, {
        ...text,
        fill: palette.muted,
      }),
    );
  }
  return { body: body.join(''), rows: Math.min(rows.length, maxRows) };
}

/** Right edges of columns whose widths go with their longest texts. */
function rightEdges(rows: readonly (readonly string[])[], room: number): readonly number[] {
  const widths = rows[0]!.map(
    (_, column) => 2 + Math.max(4, ...rows.map((row) => row[column]!.length)),
  );
  const whole = widths.reduce((sum, width) => sum + width, 0);
  let edge = 0;
  return widths.map((width) => (edge += (width * room) / whole));
}
