import {
  backwardZ,
  barrelApothem,
  barrelHalfLength,
  barrelSectorCount,
  endcapInnerRadius,
  endcapOuterRadius,
  forwardZ,
  middleZ,
  octant,
} from '../../detector/klm/geometry.js';
import { coil, coilHalfLength } from '../../detector/material-layers.js';
import type { DisplayYoke, EventDisplay } from '../ports.js';
import { barrelFront, barrelRear } from './ecl-shapes.js';
import { drawAxes, type Frame, makeFrame, scaleFor } from './frame.js';
import type { DisplayPalette } from './palette.js';
import { annulus, drawTruth, longitudinal, transverse } from './paths.js';
import { type Drawing, hint, part, pathThrough, tag } from './svg.js';

/** The KLM in its iron, with the coil and the calorimeter's barrel for orientation. */

const reach = 352;
const zRange = [-305, 415] as const;
const rRange = [-reach, reach] as const;
const innerCoil = coil[0]!.radius;
const outerCoil = coil.at(-1)!.radius;

/** Pixels per cm at which the transverse view is `width` pixels wide. */
export const yokeScale = (width: number): number => scaleFor(rRange, width);
/** Pixels per cm at which the longitudinal view is `width` pixels wide. */
export const yokeLongScale = (width: number): number => scaleFor(zRange, width);

/** Barrel of the KLM in the transverse plane. */
export function drawYokeAcross(
  display: EventDisplay,
  palette: DisplayPalette,
  scale: number,
): Drawing {
  const frame = makeFrame(rRange, rRange, scale);
  const { yoke } = display;
  const outline = { fill: 'none', stroke: palette.outline, 'stroke-width': 0.5 };
  const body = [
    tag('path', {
      d: annulus(frame, innerCoil, outerCoil),
      'fill-rule': 'evenodd',
      fill: palette.tint,
      stroke: 'none',
    }),
    tag('path', { d: annulus(frame, barrelFront, barrelRear), ...outline }),
    ...Array.from(barrelApothem, (apothem) =>
      tag('path', { d: octagon(frame, apothem), ...outline }),
    ),
    ...firedOctants(yoke, frame, palette),
    drawTruth(display.particles, palette, frame, transverse),
    drawPoints(yoke, palette, (row) =>
      isInBarrel(yoke, row) ? [frame.x(yoke.x[row]!), frame.y(yoke.y[row]!)] : undefined,
    ),
    drawAxes(frame, palette, ['x [cm]', 'y [cm]']),
  ];
  return {
    width: frame.width,
    height: frame.height,
    title: 'KLM, transverse',
    note: 'barrel; sectors over threshold outlined',
    description: `Barrel of the KLM in the transverse plane. ${yokeInWords(yoke)}`,
    body: body.join('\n'),
  };
}

/** Barrel and endcaps of the KLM in z and distance from the axis. */
export function drawYokeAlong(
  display: EventDisplay,
  palette: DisplayPalette,
  scale: number,
): Drawing {
  const frame = makeFrame(zRange, rRange, scale);
  const { yoke } = display;
  const line = (a: readonly [number, number], b: readonly [number, number]): string =>
    pathThrough([a, b].map(([z, r]) => [frame.x(z), frame.y(r)] as const));
  const layers = [1, -1].flatMap((side) => [
    ...Array.from(barrelApothem, (r) =>
      line([middleZ - barrelHalfLength, side * r], [middleZ + barrelHalfLength, side * r]),
    ),
    ...[...forwardZ, ...backwardZ].map((z) =>
      line([z, side * endcapInnerRadius], [z, side * endcapOuterRadius]),
    ),
  ]);
  const coils = [1, -1].map((side) => {
    const [high, low] = side > 0 ? [outerCoil, innerCoil] : [-innerCoil, -outerCoil];
    const left = frame.x(middleZ - coilHalfLength);
    return tag('rect', {
      x: left,
      y: frame.y(high),
      width: frame.x(middleZ + coilHalfLength) - left,
      height: frame.y(low) - frame.y(high),
      fill: palette.tint,
    });
  });
  const body = [
    ...coils,
    tag('path', { d: layers.join(''), fill: 'none', stroke: palette.outline, 'stroke-width': 0.5 }),
    drawTruth(display.particles, palette, frame, longitudinal),
    drawPoints(yoke, palette, (row) => alongPlace(yoke, row, frame)),
    drawAxes(frame, palette, ['z [cm]', 'r [cm], up: φ > 0°']),
  ];
  return {
    width: frame.width,
    height: frame.height,
    title: 'KLM, longitudinal',
    note: 'points where both planes of a gap are hit',
    description:
      'Barrel and endcaps of the KLM in z and distance from the axis. ' + yokeInWords(yoke),
    body: body.join('\n'),
  };
}

/** The sectors that fired, in words. */
function yokeInWords({
  x,
  barrelSectors,
  endcapSectors: [backward, forward],
}: DisplayYoke): string {
  const fired = [
    ...sectorsOf(barrelSectors).map((sector) => `barrel ${sector}`),
    ...sectorsOf(forward).map((sector) => `forward ${sector}`),
    ...sectorsOf(backward).map((sector) => `backward ${sector}`),
  ];
  return (
    `${x.length} ${x.length === 1 ? 'point' : 'points'}; sectors over threshold: ` +
    `${fired.join(', ') || 'none'}.`
  );
}

const sectorsOf = (mask: number): readonly number[] =>
  Array.from({ length: 8 }, (_, sector) => sector).filter((sector) => (mask >> sector) & 1);

const isInBarrel = ({ z }: DisplayYoke, row: number): boolean =>
  !Number.isFinite(z[row]) || Math.abs(z[row]! - middleZ) <= barrelHalfLength;

function alongPlace(
  { x, y, z }: DisplayYoke,
  row: number,
  frame: Frame,
): readonly [number, number] | undefined {
  if (!Number.isFinite(z[row])) return undefined;
  return [frame.x(z[row]!), frame.y((y[row]! >= 0 ? 1 : -1) * Math.hypot(x[row]!, y[row]!))];
}

function drawPoints(
  { x }: DisplayYoke,
  palette: DisplayPalette,
  place: (row: number) => readonly [x: number, y: number] | undefined,
): string {
  const drawn = Array.from(x, (_, row) => {
    const at = place(row);
    return at === undefined
      ? ''
      : tag('circle', { cx: at[0], cy: at[1], r: 1.4, fill: palette.track });
  });
  return part('hits', drawn.join(''));
}

function octagon(frame: Frame, apothem: number): string {
  const radius = apothem / Math.cos(octant / 2);
  const corners = Array.from({ length: barrelSectorCount }, (_, corner) => (corner + 0.5) * octant);
  return pathThrough(
    corners.map(
      (phi) => [frame.x(radius * Math.cos(phi)), frame.y(radius * Math.sin(phi))] as const,
    ),
    true,
  );
}

function firedOctants(
  { barrelSectors }: DisplayYoke,
  frame: Frame,
  palette: DisplayPalette,
): readonly string[] {
  const [inner, outer] = [barrelApothem[0]! - 2, barrelApothem.at(-1)! + 2].map(
    (apothem) => apothem / Math.cos(octant / 2),
  ) as [number, number];
  return sectorsOf(barrelSectors).map((sector) => {
    const edges = [sector - 0.5, sector + 0.5].map((edge) => edge * octant) as [number, number];
    const corner = (radius: number, phi: number) =>
      [frame.x(radius * Math.cos(phi)), frame.y(radius * Math.sin(phi))] as const;
    const d = pathThrough(
      [
        corner(inner, edges[0]),
        corner(outer, edges[0]),
        corner(outer, edges[1]),
        corner(inner, edges[1]),
      ],
      true,
    );
    return tag(
      'path',
      {
        d,
        fill: 'none',
        stroke: palette.track,
        'stroke-width': 1.6,
        'data-part': 'tracks matches',
      },
      hint(`barrel sector ${sector} of the KLM fired`),
    );
  });
}
