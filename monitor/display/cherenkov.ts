import { aerogelInnerRadius, aerogelOuterRadius } from '../../detector/arich/geometry.js';
import {
  barDistance,
  barThickness,
  barWidth,
  moduleCount,
  normalX,
  normalY,
} from '../../detector/top/geometry.js';
import type { DisplayCherenkov, EventDisplay } from '../ports.js';
import { drawAxes, type Frame, makeFrame, scaleFor } from './frame.js';
import type { DisplayPalette } from './palette.js';
import { annulus, drawTruth, transverse } from './paths.js';
import { type Drawing, hint, label, objectName, part, pathThrough, tag } from './svg.js';

/**
 * The Cherenkov counters in the transverse plane: bars of the TOP around the plane of the ARICH's
 * photo detectors.
 */

const reach = 146;
const range = [-reach, reach] as const;
/** Thickness with which a bar is drawn, and where its number of photons stands [cm]. */
const drawnThickness = 3 * barThickness;
const numberDistance = barDistance + 12;

/** Pixels per cm at which this view is `width` pixels wide. */
export const cherenkovScale = (width: number): number => scaleFor(range, width);

/**
 * The view: bars with their numbers of photons, the pads hit, and the true paths; `scale` in pixels
 * per cm.
 */
export function drawCherenkov(
  display: EventDisplay,
  palette: DisplayPalette,
  scale: number,
): Drawing {
  const frame = makeFrame(range, range, scale);
  const { cherenkov } = display;
  const body = [
    tag('path', {
      d: annulus(frame, aerogelInnerRadius, aerogelOuterRadius),
      'fill-rule': 'evenodd',
      fill: palette.tint,
      stroke: palette.outline,
    }),
    drawTruth(display.particles, palette, frame, transverse),
    ...Array.from({ length: moduleCount }, (_, module) =>
      drawBar(cherenkov, module, frame, palette),
    ),
    part('hits', drawPads(cherenkov, frame, palette)),
    drawAxes(frame, palette, ['x [cm]', 'y [cm]']),
  ];
  return {
    width: frame.width,
    height: frame.height,
    title: 'TOP and ARICH, transverse',
    note: 'photons in a bar; filled: has a time',
    description:
      'Bars of the TOP around the pads of the ARICH in the transverse plane. ' +
      `${cherenkovInWords(cherenkov)}`,
    body: body.join('\n'),
  };
}

function drawPads({ pads }: DisplayCherenkov, frame: Frame, palette: DisplayPalette): string {
  const style = { r: 1.2, fill: palette.track };
  return Array.from(pads.x, (x, row) =>
    tag('circle', { cx: frame.x(x), cy: frame.y(pads.y[row]!), ...style }),
  ).join('');
}

function cherenkovInWords({ photons, slots, pads }: DisplayCherenkov): string {
  const counts = Array.from(photons, (count, module) => ({ count, slot: module + 1 })).filter(
    ({ count }) => count > 0,
  );
  const bars = counts.map(
    ({ count, slot }) =>
      `${count} photons in slot ${slot}${hasTime(slots, slot - 1) ? ' (with a time)' : ''}`,
  );
  return `TOP: ${bars.join(', ') || 'no photons'}. ARICH: ${pads.x.length} pads hit.`;
}

const hasTime = (slots: number, module: number): boolean => ((slots >> module) & 1) === 1;

function drawBar(
  { photons, slots }: DisplayCherenkov,
  module: number,
  frame: Frame,
  palette: DisplayPalette,
): string {
  const [nx, ny] = [normalX[module]!, normalY[module]!];
  const corner = (along: number, across: number) =>
    [frame.x(along * nx - across * ny), frame.y(along * ny + across * nx)] as const;
  const [inner, outer, half] = [
    barDistance - drawnThickness / 2,
    barDistance + drawnThickness / 2,
    barWidth / 2,
  ];
  const d = pathThrough(
    [corner(inner, -half), corner(outer, -half), corner(outer, half), corner(inner, half)],
    true,
  );
  const count = photons[module]!;
  const style = hasTime(slots, module)
    ? { fill: palette.cellFill, stroke: palette.cell, 'data-part': 'hits tracks' }
    : { fill: 'none', stroke: palette.outline };
  const bar = tag(
    'path',
    { d, ...style, 'stroke-width': 0.8, ...objectName('slot', module + 1) },
    hint(`TOP slot ${module + 1}: ${count} photons`),
  );
  if (count === 0) return bar;
  const [x, y] = corner(numberDistance, 0);
  const text = { 'font-size': 10, fill: palette.ink, 'text-anchor': 'middle' };
  return bar + part('hits', label(x, y + 3.5, String(count), text));
}
