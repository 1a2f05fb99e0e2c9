import type { DisplayParticle, DisplayPath } from '../ports.js';
import type { Frame } from './frame.js';
import type { DisplayPalette } from './palette.js';
import { hint, objectName, part, pathThrough, short, tag } from './svg.js';
import { particleHint } from './labels.js';

/** Dashes of true particles by kind. */
export const dashes: Readonly<Record<DisplayParticle['kind'], string | undefined>> = {
  charged: undefined,
  photon: '6 3',
  neutral: '8 3 2 3',
  invisible: '1.5 4',
};

/** A point of the drawing [px]. */
type Point = readonly [number, number];

/**
 * True particles: thin lines, as far as they are inside of the frame. `projection` puts a path on
 * the drawing.
 */
export function drawTruth(
  particles: readonly DisplayParticle[],
  { ink }: DisplayPalette,
  frame: Frame,
  projection: (frame: Frame) => (path: DisplayPath) => readonly Point[],
): string {
  const project = projection(frame);
  const drawn = particles
    .map((particle, row) => {
      const d = piecesWithin(frame, project(particle.path))
        .map((piece) => pathThrough(piece))
        .join('');
      if (d === '') return '';
      const attributes = {
        d,
        fill: 'none',
        stroke: ink,
        'stroke-width': 1.1,
        'stroke-dasharray': dashes[particle.kind],
        ...objectName('particle', row + 1),
      };
      return tag(
        'path',
        { ...attributes, 'stroke-linejoin': 'round' },
        hint(particleHint(particle)),
      );
    })
    .join('');
  return part('particles', drawn);
}

/** The parts of a polyline that lie in a frame. */
function piecesWithin(frame: Frame, points: readonly Point[]): readonly (readonly Point[])[] {
  const [left, right] = frame.aRange.map(frame.x) as [number, number];
  const [bottom, top] = frame.bRange.map(frame.y) as [number, number];
  const isInside = ([x, y]: Point): boolean => x >= left && x <= right && y >= top && y <= bottom;
  if (points.every(isInside)) return [points];
  const pieces: Point[][] = [];
  for (let row = 1; row < points.length; row++) {
    const [from, to] = [points[row - 1]!, points[row]!];
    const bounds = [
      ...stretchBetween(from[0], to[0], left, right),
      ...stretchBetween(from[1], to[1], top, bottom),
    ] as const;
    const [start, end] = [Math.max(0, bounds[0], bounds[2]), Math.min(1, bounds[1], bounds[3])];
    if (!(start < end)) continue;
    const at = (share: number): Point => [
      from[0] + share * (to[0] - from[0]),
      from[1] + share * (to[1] - from[1]),
    ];
    if (start > 0 || pieces.length === 0) pieces.push([at(start)]);
    pieces.at(-1)!.push(at(end));
  }
  return pieces;
}

/** Shares of the way from one number to another between which it is within limits. */
function stretchBetween(from: number, to: number, low: number, high: number): Point {
  if (from === to) return from >= low && from <= high ? [0, 1] : [1, 0];
  const shares = [(low - from) / (to - from), (high - from) / (to - from)] as const;
  return [Math.min(...shares), Math.max(...shares)];
}

/** A path in the transverse plane. */
export const transverse =
  ({ x, y }: Frame) =>
  (path: DisplayPath): readonly (readonly [number, number])[] =>
    Array.from(path.x, (value, row) => [x(value), y(path.y[row]!)] as const);

/**
 * A path in z and distance from the axis: all of it in the upper half when it ends at 0° < φ <
 * 180°, in the lower half otherwise. Empty where z is not known.
 */
export const longitudinal =
  ({ x, y }: Frame) =>
  (path: DisplayPath): readonly (readonly [number, number])[] => {
    const last = path.x.length - 1;
    if (last < 0 || !Number.isFinite(path.z[0])) return [];
    let far = last;
    for (let row = 0; row <= last; row++) if (radiusAt(path, row) > radiusAt(path, far)) far = row;
    const side = path.y[far]! >= 0 ? 1 : -1;
    return Array.from(
      path.x,
      (_, row) => [x(path.z[row]!), y(side * radiusAt(path, row))] as const,
    );
  };

const radiusAt = (path: DisplayPath, row: number): number => Math.hypot(path.x[row]!, path.y[row]!);

/** A ring or a sector of one between two radii, around the origin. */
export function annulus(
  frame: Frame,
  inner: number,
  outer: number,
  fromPhi = 0,
  toPhi = 2 * Math.PI,
): string {
  const { x, y, scale } = frame;
  if (toPhi - fromPhi >= 2 * Math.PI) return circlePath(frame, outer) + circlePath(frame, inner);
  const at = (radius: number, phi: number): string =>
    `${short(x(radius * Math.cos(phi)))} ${short(y(radius * Math.sin(phi)))}`;
  const [o, i] = [short(outer * scale), short(inner * scale)];
  return (
    `M${at(outer, fromPhi)}A${o} ${o} 0 0 0 ${at(outer, toPhi)}L${at(inner, toPhi)}A${i} ${i} ` +
    `0 0 1 ${at(inner, fromPhi)}Z`
  );
}

/** Path of a circle about the beam line; `radius` in cm. */
export function circlePath({ x, y, scale }: Frame, radius: number): string {
  const r = short(radius * scale);
  return (
    `M${short(x(radius))} ${short(y(0))}A${r} ${r} 0 1 0 ${short(x(-radius))} ` +
    `${short(y(0))}A${r} ${r} 0 1 0 ${short(x(radius))} ${short(y(0))}Z`
  );
}
