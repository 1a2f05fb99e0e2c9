// kernel: shares one shower among the 5 × 5 crystals around it, about 25 rows per photon;
// AssemblyScript
import { atan2 } from '../base/elementary.wasm';
import { reserve } from '../base/memory.wasm';
import {
  numberAt,
  calorimeter,
  Geometry,
  PhiWalls,
  planeAt,
  regionAt,
  regionWith,
  wallsOf,
} from './crystals.wasm';

/** Deposits, as kernel-table.ts lays them out. */
class DepositTable {
  count: u32 = 0;
  room: u32 = 0;
  crystal: usize = 0;
  energy: usize = 0;
  time: usize = 0;
}

/** Rows and columns of crystals on each side of the one at the shower's centre. */
const reach = 2;

/** A line of the grid in azimuth: distance from the shower [lateral radii], and what follows. */
class Line {
  distance: f64 = 0;
  length: f64 = 0;
  sine: f64 = 0;
}

// The grid's inner lines in azimuth; the integrals at the crossings of two lines between rings with
// all lines in azimuth, the outer ones far away.
const lines = reserve(6 * <i32>offsetof<Line>());
const corners = reserve(12 * 8);

function lineAt(index: i32): Line {
  return changetype<Line>(lines + <usize>index * offsetof<Line>());
}

function cornerAt(index: i32): f64 {
  return load<f64>(corners + ((<usize>index) << 3));
}

function setCorner(index: i32, integral: f64): void {
  store<f64>(corners + ((<usize>index) << 3), integral);
}

/**
 * Arc tangent for |t| ≤ 1 by an odd polynomial of degree 13 (least squares), largest error 2.5e-7.
 */
export function lateralArc(t: f64): f64 {
  const t2 = t * t;
  const t4 = t2 * t2;
  const low = 0.9999961116 - 0.3331736807 * t2 + t4 * (0.1980781563 - 0.1323334217 * t2);
  return t * (low + t4 * t4 * (0.07962367186 - 0.03360421913 * t2 + t4 * 0.006811792603));
}

/** √(1 + u²): what a line of the grid needs once. */
export function lateralLength(u: f64): f64 {
  return sqrt(1 + u * u);
}

/**
 * Integral of the profile over [0, u] × [0, v], u and v in units of R, each with its
 * `lateralLength` and u over that; odd in both. (sin a · atan(v / length a) + sin b · atan(u /
 * length b)) / 2π, both arcs halved, so that neither argument exceeds 1.
 */
export function lateralQuadrant(
  u: f64,
  uLength: f64,
  uSine: f64,
  v: f64,
  vLength: f64,
  vSine: f64,
): f64 {
  const diagonal = sqrt(uLength * uLength + v * v);
  const uSum = uLength + diagonal;
  const vSum = vLength + diagonal;
  const inverse = 1 / (uSum * vSum);
  return (
    (1 / Math.PI) *
    (uSine * lateralArc(v * vSum * inverse) + vSine * lateralArc(u * uSum * inverse))
  );
}

/** The same for v far beyond the shower. */
export function lateralHalfPlane(uSine: f64): f64 {
  return uSine / 4;
}

/**
 * Shares `energy` [GeV], centred at (x, y, z), among the crystals of the ring there and two on each
 * side, as share.ts tells, into a table with room for them; returns the energy given to crystals.
 */
export function shareOverCrystals(
  geometryPlace: usize,
  near: i32,
  x: f64,
  y: f64,
  z: f64,
  energy: f64,
  time: f64,
  tablePlace: usize,
): f64 {
  const geometry = changetype<Geometry>(geometryPlace);
  const table = changetype<DepositTable>(tablePlace);
  const inverseRadius = 1 / calorimeter.lateralRadius;
  const minShare = calorimeter.minShare;
  const region = regionAt(geometry, regionWith(geometry, near));
  const first = region.first;
  const last = region.last;
  const rho = sqrt(x * x + y * y);
  const centre = ringAt(geometry, near, first, last, rho, z);
  const phi = atan2(y, x);

  let row = table.count;
  let given: f64 = 0;
  let columns = 0;
  let left = 0;
  const from = max(first, centre - reach);
  const to = min(last, centre + reach);
  let low = 0;
  let fresh = true;
  for (let ring = from; ring <= to; ring++) {
    const walls = wallsOf(geometry, ring);
    if (walls.count !== columns) {
      columns = walls.count;
      left = <i32>floor((phi + walls.miss / rho - walls.firstPhi) / walls.pitch) - reach;
      while (left < 0) left += columns;
      while (left >= columns) left -= columns;
      placeLines(walls, left, x, y, inverseRadius);
      fresh = true;
    }
    // The line before a ring is the one behind the last ring, unless its crystals stand elsewhere
    // in azimuth.
    for (let side = fresh ? 0 : 1; side < 2; side++) {
      const wall = planeAt(geometry.walls, 2 * ring + side);
      const sign: f64 = side === 0 ? -1 : 1;
      const far = side === 0 ? ring === from && from > first : ring === to && to < last;
      const distance = sign * (wall.a * rho + wall.b * z + wall.c) * inverseRadius;
      fillCorners(far, distance, sign, side === 0 ? low : 6 - low);
    }
    fresh = false;
    const high = 6 - low;
    let column = left;
    for (let line = 0; line < 5; line++) {
      const share =
        energy *
        (cornerAt(high + line + 1) -
          cornerAt(high + line) -
          cornerAt(low + line + 1) +
          cornerAt(low + line));
      store<u16>(table.crystal + (row << 1), <u16>(walls.firstCrystal + column));
      store<f32>(table.energy + (row << 2), <f32>share);
      store<f32>(table.time + (row << 2), <f32>time);
      // Written over by the next one when it is left out: a branch here would not be predicted.
      row += share >= minShare ? 1 : 0;
      given += share;
      if (++column === columns) column = 0;
    }
    low = high;
  }
  table.count = row;
  return given;
}

/** The ring of a point, from a ring near it. */
function ringAt(geometry: Geometry, near: i32, first: i32, last: i32, rho: f64, z: f64): i32 {
  let ring = near;
  while (ring > first) {
    const wall = planeAt(geometry.walls, 2 * ring);
    if (!(wall.a * rho + wall.b * z + wall.c < 0)) break;
    ring--;
  }
  while (ring < last) {
    const wall = planeAt(geometry.walls, 2 * ring + 1);
    if (!(wall.a * rho + wall.b * z + wall.c < 0)) break;
    ring++;
  }
  return ring;
}

/** Distances of the four inner lines beyond the column `left`: positive beyond the shower in φ. */
function placeLines(walls: PhiWalls, left: i32, x: f64, y: f64, inverseRadius: f64): void {
  let wall = left;
  for (let index = 1; index < 5; index++) {
    if (++wall === walls.count) wall = 0;
    // Minus the shower's own distance from the wall.
    const distance =
      -(y * numberAt(walls.cos, wall) - x * numberAt(walls.sin, wall) + walls.miss) * inverseRadius;
    const length = lateralLength(distance);
    const line = lineAt(index);
    line.distance = distance;
    line.length = length;
    line.sine = distance / length;
  }
}

/**
 * Integrals along one line between rings, at `distance` from the shower, or far away on the side
 * `sign`.
 */
function fillCorners(far: bool, distance: f64, sign: f64, start: i32): void {
  const length: f64 = far ? 1 : lateralLength(distance);
  const sine = far ? sign : distance / length;
  setCorner(start, -lateralHalfPlane(sine));
  for (let index = 1; index < 5; index++) {
    const line = lineAt(index);
    setCorner(
      start + index,
      far
        ? sign * lateralHalfPlane(line.sine)
        : lateralQuadrant(distance, length, sine, line.distance, line.length, line.sine),
    );
  }
  setCorner(start + 5, lateralHalfPlane(sine));
}
