import { pxdSensors } from '../../detector/pxd/geometry.js';
import { svdSensors } from '../../detector/svd/geometry.js';
import type { DisplaySilicon, EventDisplay } from '../ports.js';
import { drawAxes, type Frame, makeFrame, scaleFor } from './frame.js';
import type { DisplayPalette } from './palette.js';
import { circlePath, drawTruth, transverse } from './paths.js';
import { type Drawing, part, pathThrough, tag } from './svg.js';

/** The vertex detector in the transverse plane, magnified. */

const range = [-15, 15] as const;
/** Outer radius of the beam pipe [cm]. @see basf2 ir/data/BeamPipe.xml */
const beamPipe = 1.2;

/** Pixels per cm at which this view is `width` pixels wide. */
export const vertexScale = (width: number): number => scaleFor(range, width);

/** The view: beam pipe, ladders, hits and true paths within 15 cm; `scale` in pixels per cm. */
export function drawVertex(display: EventDisplay, palette: DisplayPalette, scale: number): Drawing {
  const frame = makeFrame(range, range, scale);
  const { silicon } = display;
  const ladders = [pxdSensors, svdSensors]
    .flatMap(({ layers }) => layers)
    .flatMap((layer) => laddersOf(layer, frame));
  const clip = tag('clipPath', { id: 'vertex-frame' }, inside(frame));
  const body = [
    clip,
    tag('path', {
      d: circlePath(frame, beamPipe),
      fill: palette.tint,
      stroke: palette.outline,
      'stroke-width': 0.5,
    }),
    tag('path', {
      d: ladders.join(''),
      fill: 'none',
      stroke: palette.outline,
      'stroke-width': 1.2,
    }),
    tag(
      'g',
      { 'clip-path': 'url(#vertex-frame)' },
      drawTruth(display.particles, palette, frame, transverse),
    ),
    drawPlaces(silicon.strips, frame, palette, false),
    drawPlaces(silicon.pixels, frame, palette, true),
    drawAxes(frame, palette, ['x [cm]', 'y [cm]']),
  ];
  return {
    width: frame.width,
    height: frame.height,
    title: 'PXD and SVD, transverse',
    note: 'pixels, rφ strips; without background',
    description:
      'Vertex detector in the transverse plane, ladders of two pixel and four strip layers. ' +
      `${siliconInWords(silicon)}`,
    body: body.join('\n'),
  };
}

function siliconInWords({ pixels, strips }: DisplaySilicon): string {
  return `${pixels.x.length} pixels and ${strips.x.length} rφ strips of particles.`;
}

/** Ladders as they are at their first straight sensor. */
function laddersOf(
  { ladderCount, phi, shift, sensors }: (typeof pxdSensors.layers)[number],
  frame: Frame,
): readonly string[] {
  const { radius, halfWidthBackward: half } = sensors.find(({ slant }) => slant === 0)!;
  return Array.from({ length: ladderCount }, (_, ladder) => {
    const azimuth = phi + (ladder * 2 * Math.PI) / ladderCount;
    const [cos, sin] = [Math.cos(azimuth), Math.sin(azimuth)];
    return pathThrough(
      [shift - half, shift + half].map((across) => [
        frame.x(radius * cos - across * sin),
        frame.y(radius * sin + across * cos),
      ]),
    );
  });
}

function drawPlaces(
  { x, y }: DisplaySilicon['pixels'],
  frame: Frame,
  palette: DisplayPalette,
  filled: boolean,
): string {
  const style = filled
    ? { fill: palette.track }
    : { fill: palette.ground, stroke: palette.track, 'stroke-width': 1 };
  const drawn = Array.from(x, (value, row) =>
    tag('circle', { cx: frame.x(value), cy: frame.y(y[row]!), r: 2, ...style }),
  );
  return part('hits', drawn.join(''));
}

const inside = ({ x, y, aRange, bRange }: Frame): string =>
  tag('rect', {
    x: x(aRange[0]),
    y: y(bRange[1]),
    width: x(aRange[1]) - x(aRange[0]),
    height: y(bRange[0]) - y(bRange[1]),
  });
