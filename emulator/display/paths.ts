import { asin, atan2, cos, hypot, sin } from '../../detector/base/elementary.js';
import { degree } from '../../detector/base/units.js';
import { backwardPlane, barrelRadius, forwardPlane } from '../../detector/envelope.js';
import { Helix } from '../../detector/helix.js';
import type { Particles } from '../../detector/particles.js';
import type { Arcs } from '../../detector/propagation/arcs.js';
import type { DisplayPath } from '../../monitor/ports.js';

/** Ways of particles and tracks as points that are near enough to be joined by straight lines. */

/** Longest step along a curve [cm], and largest turn in a step. */
const maxStep = 10;
const maxTurn = 4 * degree;
/** A path with more points than this is cut: a particle that curls on the spot [points]. */
const maxPoints = 1500;
/** How far a particle is drawn that leaves nothing and never ends [cm]. */
const invisibleReach = 110;

/** Start [cm], azimuth of the direction, change of z and of that azimuth per transverse length. */
interface Curve {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly direction: number;
  readonly slope: number;
  readonly curvature: number;
}

/**
 * Appends a helix of transverse `length`, its start only to an empty path, as far as there is room
 * for its points.
 */
function appendCurve(
  path: Record<'x' | 'y' | 'z', number[]>,
  { x, y, z, direction, slope, curvature }: Curve,
  length: number,
): void {
  const helix = new Helix();
  helix.begin(x, y, z, cos(direction), sin(direction), slope, curvature);
  const steps = Math.max(
    1,
    Math.ceil(Math.max(length / maxStep, Math.abs(length * curvature) / maxTurn)),
  );
  for (let step = path.x.length === 0 ? 0 : 1; step <= steps && path.x.length < maxPoints; step++) {
    helix.moveTo((length * step) / steps);
    path.x.push(helix.x);
    path.y.push(helix.y);
    path.z.push(helix.z);
  }
}

const columnsOf = ({ x, y, z }: Record<'x' | 'y' | 'z', number[]>): DisplayPath => ({
  x: Float32Array.from(x),
  y: Float32Array.from(y),
  z: Float32Array.from(z),
});

/**
 * The arcs that a charged particle was followed on, joined; without points when it was not.
 * `particle` is its row; the batch is one event.
 */
export function arcsPath(arcs: Arcs, particle: number): DisplayPath {
  const path = { x: [], y: [], z: [] };
  for (let arc = 0; arc < arcs.particle.length; arc++) {
    if (arcs.particle[arc] !== particle) continue;
    const [px, py] = [arcs.px[arc]!, arcs.py[arc]!];
    const start = { x: arcs.x[arc]!, y: arcs.y[arc]!, z: arcs.z[arc]! };
    const way = {
      direction: atan2(py, px),
      slope: arcs.pz[arc]! / hypot(px, py),
      curvature: arcs.curvature[arc]!,
    };
    appendCurve(path, { ...start, ...way }, arcs.length[arc]!);
  }
  return columnsOf(path);
}

/** From the vertex of particle `row` straight to the front of the calorimeter. */
export function straightPath({ x, y, z, px, py, pz }: Particles, row: number): DisplayPath {
  const [x0, y0, z0] = [x[row]!, y[row]!, z[row]!];
  const pt2 = px[row]! ** 2 + py[row]! ** 2;
  const along = x0 * px[row]! + y0 * py[row]!;
  const toBarrel =
    (Math.sqrt(Math.max(0, along ** 2 + pt2 * (barrelRadius ** 2 - x0 ** 2 - y0 ** 2))) - along) /
    pt2;
  const toEndcap = ((pz[row]! > 0 ? forwardPlane : backwardPlane) - z0) / pz[row]!;
  const share = Math.max(0, Math.min(toBarrel, toEndcap));
  return lineTo(
    [x0, y0, z0],
    [x0 + share * px[row]!, y0 + share * py[row]!, z0 + share * pz[row]!],
  );
}

/** The first stretch of what leaves nothing. */
export function invisiblePath({ x, y, z, px, py, pz }: Particles, row: number): DisplayPath {
  const share = invisibleReach / hypot(px[row]!, py[row]!, pz[row]!);
  const [x0, y0, z0] = [x[row]!, y[row]!, z[row]!];
  return lineTo(
    [x0, y0, z0],
    [x0 + share * px[row]!, y0 + share * py[row]!, z0 + share * pz[row]!],
  );
}

type Point = readonly [x: number, y: number, z: number];

/** A straight path between two points [cm]. */
export function lineTo([x0, y0, z0]: Point, [x1, y1, z1]: Point): DisplayPath {
  return { x: Float32Array.of(x0, x1), y: Float32Array.of(y0, y1), z: Float32Array.of(z0, z1) };
}

/**
 * A track of the trigger: a circle through the origin from azimuth `phi` with curvature `omega`
 * (positive: clockwise) to the front of the calorimeter, or for half a turn; z from its 3-D fit,
 * NaN without one.
 */
export function trackPath(phi: number, omega: number, z0: number, cotTheta: number): DisplayPath {
  const bend = (barrelRadius * omega) / 2;
  const toBarrel =
    Math.abs(bend) < 1
      ? omega === 0
        ? barrelRadius
        : (2 * asin(bend)) / omega
      : Math.PI / Math.abs(omega);
  const toEndcap = ((cotTheta > 0 ? forwardPlane : backwardPlane) - z0) / cotTheta;
  const path = { x: [], y: [], z: [] };
  const start = { x: 0, y: 0, z: z0, direction: phi, slope: cotTheta, curvature: -omega };
  appendCurve(path, start, toEndcap > 0 ? Math.min(toBarrel, toEndcap) : toBarrel);
  return columnsOf(path);
}
