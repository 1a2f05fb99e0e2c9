// kernel: every arc of every charged particle passes up to 56 layers; AssemblyScript
import { atan2 } from '../base/elementary.wasm';
import { reserve } from '../base/memory.wasm';
import { arcsine, smallArcsine } from '../propagation/arcsine.wasm';
import { Circle } from '../propagation/circle.wasm';
import { firstLayerBeyond, innermost, Layer, layerAt, layerCount } from './layers.wasm';

// Where an arc crosses the layers of wires. `startArc` begins an arc, `walkLayers` goes through
// half a turn of it, on which the distance from the axis only grows or only shrinks, and writes one
// record per crossing in order of the path.
//
// A point of the circle at the distance r from the axis is u = (r² + d² − R²) / 2d along the
// direction to the circle's centre and √(r² − u²) across it, d being the centre's distance and R
// the radius. So turns about the centre and azimuths about the axis come as sines and cosines, and
// from layer to layer they change by the arc sine of something small (D-153).

const halfPi: f64 = Math.PI / 2;
const twoPi: f64 = 2 * Math.PI;
const third: f64 = 1 / 3.0;
const fifth: f64 = 1 / 5.0;
/** Below this radial component of the direction the sides of a cell row are not extrapolated. */
const oblique: f64 = 0.6;
/**
 * A stereo layer is met anew when it was assumed at a z further off than this [cm]: 0.01 of it is
 * the error of its radius.
 */
const looseZ: f64 = 0.3;
/** Steps whose cosine is larger have a sine within reach of `smallArcsine`. */
const smallStep: f64 = 0.88;
/** Nearer to the axis than this [cm] the azimuth of the start is not used. */
const nearAxis: f64 = 0.1;

/**
 * One crossing of the last walk. In layers that nobody reads `length`, `outward` and `around` are
 * those of another one, and so is what `hitCells` adds: no cell of theirs gives a hit.
 */
export class Crossing {
  layer: i32;
  /** z and transverse length from the start of the arc [cm]. */
  z: f64;
  length: f64;
  /**
   * Azimuth against the wires at that z [cells]: the number of the wire there, with fractions, but
   * for whole turns.
   */
  cell: f64;
  /** Cells between which the path goes on in the row, as `cell`, and its length there [cm]. */
  low: f64;
  high: f64;
  path: f64;
  /**
   * The crossing seen from the circle's centre, along its own radius from the axis and along its
   * azimuth [cm].
   */
  outward: f64;
  around: f64;
  /**
   * Distance of the wires from the axis at that z, and by how much the crossing is closer [cm]: 0
   * where it is at the wires.
   */
  wires: f64;
  short: f64;
  /**
   * Stereo wires: distance from their middle along the layer's azimuth over the distance of the
   * middle from the axis.
   */
  across: f64;
  /** Distance of the crossing from the axis [cm], and the radial component of its direction. */
  at: f64;
  radial: f64;
  /** Of its wires: slant, and when a pulse that starts at once is at the readout [ns]. */
  slant: f64;
  arrival: f64;
}

/** The circle of the arc. */
export const circle: Circle = new Circle();
let records: usize;
/** Change of z per transverse length. */
export let slope: f64;
/** Length per transverse length, and z at the start of the arc. */
let startZ: f64;
let stretch: f64;
// Of the circle, worked out once an arc: an engine would divide anew in every loop that uses them.
let perRadius: f64;
let halfPerDistance: f64;
/**
 * Of the last crossing, or the start: turn, its sine and cosine; azimuth, its sine and cosine
 * against the direction to the centre.
 */
let lastTurn: f64;
let lastSinTurn: f64;
let lastCosTurn: f64;
let lastPhi: f64;
let lastSinPhi: f64;
let lastCosPhi: f64;
/** Distance of the start from the axis. */
let startDistance: f64;

/** Where a crossing of the last walk lies: a `Crossing`. */
export function crossingAt(crossing: i32): usize {
  return records + <usize>crossing * offsetof<Crossing>();
}

/**
 * Begins an arc of that curvature (from `curvatureOf`) with the place and the momentum at its
 * start; false if its circle stays within the innermost cells.
 */
export function startArc(x: f64, y: f64, z: f64, px: f64, py: f64, pz: f64, curvature: f64): bool {
  if (records === 0) records = reserve(layerCount * <i32>offsetof<Crossing>());
  const pt = sqrt(px * px + py * py);
  circle.set(x, y, px / pt, py / pt, curvature);
  if (circle.farthest < innermost) return false;
  const along = (x * circle.centreX + y * circle.centreY) / circle.distance;
  const across = (y * circle.centreX - x * circle.centreY) / circle.distance;
  const r = sqrt(x * x + y * y);
  perRadius = 1 / circle.radius;
  halfPerDistance = 1 / (2 * circle.distance);
  startZ = z;
  slope = pz / pt;
  stretch = sqrt(pt * pt + pz * pz) / pt;
  startDistance = r;
  lastTurn = circle.start;
  lastSinTurn = (-circle.sense * across) / circle.radius;
  lastCosTurn = (circle.distance - along) / circle.radius;
  const near = r < nearAxis;
  lastPhi = near ? atan2(circle.centreY, circle.centreX) : atan2(y, x);
  lastCosPhi = near ? 1 : along / r;
  lastSinPhi = near ? 0 : across / r;
  return true;
}

/**
 * Layers met on a half turn and before the turn `end`; returns how many. Half turns are numbered
 * from the closest approach at turn 0 on: outward (sign 1) after it on even ones, inward (−1)
 * before the next on odd ones.
 */
export function walkLayers(halfTurn: i32, end: f64): i32 {
  const sign: f64 = halfTurn % 2 === 0 ? 1 : -1;
  const step = i32(sign);
  const base = f64(sign > 0 ? halfTurn : halfTurn + 1) * Math.PI;
  const start = circle.start;
  const from = max(start, f64(halfTurn) * Math.PI);
  const to = min(end, f64(halfTurn + 1) * Math.PI);
  const sense = circle.sense;
  const distance = circle.distance;
  const radius = circle.radius;
  const farthest = circle.farthest;
  const z0 = startZ - slope * radius * start;
  const zPerTurn = slope * radius;
  const curvature = perRadius;
  const perDistance = halfPerDistance;
  const inmost = abs(circle.closest);
  const excess = circle.closest * farthest;
  let turn = lastTurn;
  let sinTurn = lastSinTurn;
  let cosTurn = lastCosTurn;
  let phi = lastPhi;
  let sinPhi = lastSinPhi;
  let cosPhi = lastCosPhi;
  let lastRadius = from === start ? startDistance : sign > 0 ? inmost : farthest;
  let lastZ = z0 + zPerTurn * from;
  let zPerRadius: f64 =
    from === start
      ? (sign * slope) / max<f64>(0.1, (abs(sinTurn) * distance) / (lastRadius + nearAxis * 1e-6))
      : 0;
  let count = 0;
  let layer = firstLayerBeyond(lastRadius);
  if (sign < 0 && layer === layerCount) layer--;

  for (; layer >= 0 && layer < layerCount; layer += step) {
    const row = layerAt(layer);
    const tangent = row.tanHalfTwist;
    const isStereo = tangent !== 0;
    let wireRadius = row.radius;
    let guess = lastZ + zPerRadius * (wireRadius - lastRadius);
    let at: f64;
    let along: f64;
    let aside: f64;
    let sinHere: f64;
    let cosHere: f64;
    let turnHere: f64;
    let z: f64;
    let trial = 0;
    do {
      if (isStereo) {
        // The wires of a stereo layer lie on a hyperboloid: its radius depends on the z at which
        // it is met.
        const across = tangent * ((guess - row.zBackward) * row.placePerZ - 1);
        const square = min(across * across, tangent * tangent);
        wireRadius = row.middleRadius * (1 + square * (0.5 - 0.125 * square));
      }
      // The wires may be out of reach while the path turns back within their cells.
      at = min(farthest, max(inmost, wireRadius));
      along = (at * at + excess) * perDistance;
      aside = sqrt(max<f64>(0, at * at - along * along));
      sinHere = sign * aside * curvature;
      cosHere = (distance - along) * curvature;
      const isSmall = cosHere * cosTurn + sinHere * sinTurn > smallStep;
      turnHere = isSmall
        ? turn + smallArcsine(sinHere * cosTurn - cosHere * sinTurn)
        : base + sign * circle.turnAt(at);
      z = z0 + zPerTurn * turnHere;
      if (!isStereo || abs(z - guess) < looseZ) break;
      guess = z;
    } while (++trial < 3);
    if (at === wireRadius) {
      if (turnHere < from) continue;
      if (turnHere > to) break;
    } else if (wireRadius > at === sign < 0) continue;
    else if (!turnsBackInside(wireRadius, row.halfHeight, inmost, farthest, sign, to - base)) break;
    const inverse = 1 / at;
    const cosHerePhi = along * inverse;
    const sinHerePhi = -sense * sign * aside * inverse;
    const sinStep = sinHerePhi * cosPhi - cosHerePhi * sinPhi;
    const cosStep = cosHerePhi * cosPhi + sinHerePhi * sinPhi;
    phi += cosStep > smallStep ? smallArcsine(sinStep) : atan2(sinStep, cosStep);
    turn = turnHere;
    sinTurn = sinHere;
    cosTurn = cosHere;
    sinPhi = sinHerePhi;
    cosPhi = cosHerePhi;
    const radial = aside * inverse * distance * curvature;
    lastRadius = at;
    lastZ = z;
    zPerRadius = sign * slope * (1 / max<f64>(0.1, radial));
    const place = (z - row.zBackward) * row.placePerZ - 1;
    if (abs(place) > 1) continue;
    const here = changetype<Crossing>(crossingAt(count++));
    here.layer = layer;
    here.z = z;
    here.cell = phi;
    if (row.isRead !== 0) {
      here.length = (turn - start) * radius;
      here.outward = at - distance * cosPhi;
      here.around = distance * sinPhi;
    }
    here.wires = wireRadius;
    here.short = wireRadius - at;
    here.across = isStereo ? tangent * place : 0;
    here.at = at;
    here.radial = radial;
  }
  lastTurn = turn;
  lastSinTurn = sinTurn;
  lastCosTurn = cosTurn;
  lastPhi = phi;
  lastSinPhi = sinPhi;
  lastCosPhi = cosPhi;
  cellsCrossed(count, -sense * sign);
  return count;
}

/**
 * Whether a piece that ends `after` the closest approach has its farthest (sign 1) or closest point
 * within `half` of the wires.
 */
function turnsBackInside(
  wires: f64,
  half: f64,
  inmost: f64,
  farthest: f64,
  sign: f64,
  after: f64,
): bool {
  return sign > 0
    ? wires - half < farthest && after >= Math.PI
    : wires + half > inmost && after >= 0;
}

/**
 * Turns the azimuths of the crossings into cells, and finds between which cells the path goes on in
 * their rows; `sense` is that of the azimuth along the path.
 */
function cellsCrossed(count: i32, sense: f64): void {
  const excess = circle.closest * circle.farthest;
  const bend = circle.sense;
  const curvature = perRadius;
  for (let crossing = 0; crossing < count; crossing++) {
    const here = changetype<Crossing>(crossingAt(crossing));
    const row = layerAt(here.layer);
    const radial = here.radial;
    const perAngle = row.cellsPerAngle;
    const twist: f64 = row.tanHalfTwist !== 0 ? row.halfTwist + smallArctangent(here.across) : 0;
    const cell = (here.cell - twist) * perAngle - row.wireOffset;
    here.cell = cell;
    if (radial <= oblique) {
      obliqueCells(here, row, sense * perAngle);
      continue;
    }
    const inverse = 1 / here.at;
    const perRadial = 1 / radial;
    const half = row.halfHeight;
    const sideways = (here.at - excess * inverse) * 0.5 * curvature;
    const twistPerLength = slope * row.halfTwist * row.placePerZ;
    const reach = abs(bend * sideways * inverse - twistPerLength) * half * perRadial * perAngle;
    here.low = cell - reach;
    here.high = cell + reach;
    here.path = 2 * half * perRadial * stretch;
  }
}

/**
 * Cells crossed where the path is far from radial: from where it enters their row to where it
 * leaves it, or turns back in it.
 */
function obliqueCells(here: Crossing, row: Layer, perAlpha: f64): void {
  const half = row.halfHeight;
  const wireRadius = here.wires;
  const short = here.short;
  const middle = here.cell - perAlpha * alphaAt(wireRadius - short);
  const inner = max(wireRadius - half, abs(circle.closest));
  const outer = min(wireRadius + half, circle.farthest);
  const path = stretch * circle.radius * (circle.turnAt(outer) - circle.turnAt(inner));
  const near = alphaAt(inner);
  const far = alphaAt(outer);
  const one = short < 0 ? far : near;
  const other = short === 0 ? far : one > halfPi ? twoPi - one : -one;
  here.low = middle + min(perAlpha * one, perAlpha * other);
  here.high = middle + max(perAlpha * one, perAlpha * other);
  here.path = short === 0 ? path : 2 * path;
}

/** Angle at the axis between the circle's centre and where the circle is at the distance `r`. */
function alphaAt(r: f64): f64 {
  const distance = circle.distance;
  const radius = circle.radius;
  return halfPi - arcsine((r * r + distance * distance - radius * radius) / (2 * r * distance));
}

/** atan(x) for the tangents of the wires' half twist, |x| < 0.13: its series to 5e-8. */
function smallArctangent(x: f64): f64 {
  const square = x * x;
  return x * (1 - square * (third - square * fifth));
}
