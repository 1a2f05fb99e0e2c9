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

/** Lines of the grid in azimuth between the outermost ones, two at a time. */
const innerLines = 4;

/** Of the inner lines in azimuth: distances from the shower [lateral radii], and what follows. */
class Lines {
  distance: usize = reserve(8 * innerLines);
  length: usize = reserve(8 * innerLines);
  sine: usize = reserve(8 * innerLines);
}

const lines: Lines = new Lines();
// The integrals at the crossings of two lines between rings with all lines in azimuth, of which the
// outer ones are far away.
const corners = reserve(2 * 8 * (innerLines + 2));

function cornerAt(index: i32): f64 {
  return numberAt(corners, index);
}

function placeOf(numbers: usize, index: i32): usize {
  return numbers + ((<usize>index) << 3);
}

/**
 * Arc tangents of two numbers, |t| ≤ 1, by an odd polynomial of degree 13 (least squares), largest
 * error 2.5e-7.
 */
function arcs(t: v128): v128 {
  const t2 = f64x2.mul(t, t);
  const t4 = f64x2.mul(t2, t2);
  const first = f64x2.sub(f64x2.splat(0.9999961116), f64x2.mul(f64x2.splat(0.3331736807), t2));
  const second = f64x2.sub(f64x2.splat(0.1980781563), f64x2.mul(f64x2.splat(0.1323334217), t2));
  const third = f64x2.sub(f64x2.splat(0.07962367186), f64x2.mul(f64x2.splat(0.03360421913), t2));
  const low = f64x2.add(first, f64x2.mul(t4, second));
  const high = f64x2.add(third, f64x2.mul(t4, f64x2.splat(0.006811792603)));
  return f64x2.mul(t, f64x2.add(low, f64x2.mul(f64x2.mul(t4, t4), high)));
}

/**
 * Integrals of the profile over [0, u] × [0, v], u and v in units of R, each with its
 * `lateralLength` and itself over that, for two v at once; odd in both. (sin a · atan(v / length a)
 * + sin b · atan(u / length b)) / 2π, both arcs halved, so that neither argument exceeds 1.
 */
function quadrants(u: v128, uLength: v128, uSine: v128, v: v128, vLength: v128, vSine: v128): v128 {
  const diagonal = f64x2.sqrt(f64x2.add(f64x2.mul(uLength, uLength), f64x2.mul(v, v)));
  const uSum = f64x2.add(uLength, diagonal);
  const vSum = f64x2.add(vLength, diagonal);
  const inverse = f64x2.div(f64x2.splat(1), f64x2.mul(uSum, vSum));
  const toV = arcs(f64x2.mul(f64x2.mul(v, vSum), inverse));
  const toU = arcs(f64x2.mul(f64x2.mul(u, uSum), inverse));
  const both = f64x2.add(f64x2.mul(uSine, toV), f64x2.mul(vSine, toU));
  return f64x2.mul(f64x2.splat(1 / Math.PI), both);
}

/** One of `arcs`. */
export function lateralArc(t: f64): f64 {
  return f64x2.extract_lane(arcs(f64x2.splat(t)), 0);
}

/** √(1 + u²): what a line of the grid needs once. */
export function lateralLength(u: f64): f64 {
  return sqrt(1 + u * u);
}

/** One of `quadrants`. */
export function lateralQuadrant(
  u: f64,
  uLength: f64,
  uSine: f64,
  v: f64,
  vLength: f64,
  vSine: f64,
): f64 {
  return f64x2.extract_lane(
    quadrants(
      f64x2.splat(u),
      f64x2.splat(uLength),
      f64x2.splat(uSine),
      f64x2.splat(v),
      f64x2.splat(vLength),
      f64x2.splat(vSine),
    ),
    0,
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
  for (let line = 0; line < innerLines; line++) {
    if (++wall === walls.count) wall = 0;
    // Minus the shower's own distance from the wall.
    const distance =
      -(y * numberAt(walls.cos, wall) - x * numberAt(walls.sin, wall) + walls.miss) * inverseRadius;
    const length = lateralLength(distance);
    store<f64>(placeOf(lines.distance, line), distance);
    store<f64>(placeOf(lines.length, line), length);
    store<f64>(placeOf(lines.sine, line), distance / length);
  }
}

/**
 * Integrals along one line between rings, at `distance` from the shower, or far away on the side
 * `sign`.
 */
function fillCorners(far: bool, distance: f64, sign: f64, start: i32): void {
  const length: f64 = far ? 1 : lateralLength(distance);
  const sine = far ? sign : distance / length;
  const first = placeOf(corners, start);
  store<f64>(first, -lateralHalfPlane(sine));
  if (far) fillFar(first, sign);
  else fillNear(first, distance, length, sine);
  store<f64>(first, lateralHalfPlane(sine), 8 * (innerLines + 1));
}

function fillFar(first: usize, sign: f64): void {
  for (let line = 0; line < innerLines; line++)
    store<f64>(placeOf(first, line + 1), sign * lateralHalfPlane(numberAt(lines.sine, line)));
}

function fillNear(first: usize, distance: f64, length: f64, sine: f64): void {
  const u = f64x2.splat(distance);
  const uLength = f64x2.splat(length);
  const uSine = f64x2.splat(sine);
  for (let line = 0; line < innerLines; line += 2) {
    const v = v128.load(placeOf(lines.distance, line));
    const vLength = v128.load(placeOf(lines.length, line));
    const vSine = v128.load(placeOf(lines.sine, line));
    v128.store(placeOf(first, line + 1), quadrants(u, uLength, uSine, v, vLength, vSine));
  }
}
