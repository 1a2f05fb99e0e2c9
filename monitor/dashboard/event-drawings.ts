import { cherenkovScale, drawCherenkov } from '../display/cherenkov.js';
import { drawLegend } from '../display/legend.js';
import { nightPalette, paperPalette } from '../display/palette.js';
import { drawRPhi, rPhiScale } from '../display/r-phi.js';
import { drawRZ, rZScale } from '../display/r-z.js';
import { type Drawing, documentOf } from '../display/svg.js';
import { drawUnrolled } from '../display/unrolled.js';
import { drawVertex, vertexScale } from '../display/vertex.js';
import { drawYokeAcross, drawYokeAlong, yokeLongScale, yokeScale } from '../display/yoke.js';
import type { EventDisplay } from '../ports.js';
import { make } from './dom.js';

/** From this width on both views stand side by side [px]. */
const sideBySide = 760;
/** From this width on the four small views stand in one row, below in two [px]. */
const fourInRow = 1000;
const gap = 20;

/**
 * Draws the event into `host`, as wide as it is: both views, the calorimeter unrolled, the legend.
 */
export function drawInto(host: HTMLElement, event: EventDisplay): void {
  const palette = matchMedia('(prefers-color-scheme: dark)').matches ? nightPalette : paperPalette;
  const width = Math.max(280, host.clientWidth);
  const beside = width >= sideBySide;
  // Axes take room of their own, so that one scale for both follows from the widths at two scales.
  const [one, two] = [1, 2].map(
    (scale) => drawRPhi(event, palette, scale).width + drawRZ(event, palette, scale).width + gap,
  ) as [number, number];
  const common = (width - (2 * one - two)) / (two - one);
  const inRow = width >= fourInRow ? 4 : beside ? 2 : 1;
  const small = (width - (inRow - 1) * gap) / inRow;
  const drawings: readonly (readonly [id: string, drawing: Drawing])[] = [
    ['event-r-phi', drawRPhi(event, palette, beside ? common : rPhiScale(width))],
    ['event-r-z', drawRZ(event, palette, beside ? common : rZScale(width))],
    ['event-unrolled', drawUnrolled(event, palette, width, beside ? 0.36 * width : 0.75 * width)],
    ['event-vertex', drawVertex(event, palette, vertexScale(small))],
    ['event-cherenkov', drawCherenkov(event, palette, cherenkovScale(small))],
    ['event-klm-across', drawYokeAcross(event, palette, yokeScale(small))],
    ['event-klm-along', drawYokeAlong(event, palette, yokeLongScale(small))],
  ];
  const legend = make('figure');
  legend.ariaHidden = 'true';
  legend.innerHTML = documentOf(drawLegend(palette, width), 'event-legend');
  host.replaceChildren(...drawings.map(([id, drawing]) => figureOf(id, drawing)), legend);
}

function figureOf(id: string, drawing: Drawing): HTMLElement {
  const figure = make('figure');
  figure.id = id;
  const caption = make('figcaption');
  caption.append(make('strong', '', drawing.title), make('span', 'hint', drawing.note ?? ''));
  // All text in a drawing is escaped where it is written.
  figure.innerHTML = documentOf(drawing, `${id}-drawing`);
  figure.prepend(caption);
  return figure;
}
