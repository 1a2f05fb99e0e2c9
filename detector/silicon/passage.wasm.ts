// kernel: every arc of every charged particle near the beam pipe; AssemblyScript
import { cos, sin } from '../base/elementary.wasm';
import { greater, lesser } from '../base/extremes.wasm';
import { ArcTable, arcValue } from '../propagation/arc-table.wasm';
import { cross } from './crossings.wasm';
import { halfWidthAt, SensorArea, Shell, Shells } from './sensors.wasm';

const pi: f64 = NativeMath.PI;
/**
 * An arc is looked at in pieces that turn by no more than this, so that few terms of the sine and
 * cosine give its points to 1e-6 cm.
 */
const maxTurn: f64 = 0.3;
/**
 * Tracks flatter to a sensor than this (direction along its normal per transverse length) are left
 * out.
 */
const flattest: f64 = 0.15;
/**
 * Where arcs meet, a crossing may be found in both or in none by rounding: it is looked for this
 * far beyond and counted once [cm].
 */
const seam: f64 = 1e-4;
/** A shell that begins within this of where an arc ends is left to the next arc [cm]. */
const begins: f64 = 5e-4;
/** Slack in azimuth around what a ladder covers [rad]. */
const looseAzimuth: f64 = 0.01;
/** Steps of the search for a crossing, and how near to the plane it ends [cm]. */
const maxSteps = 4;
const close: f64 = 1e-5;

// The arc being followed.
let arcs = changetype<ArcTable>(0);
let arc: u32;

/** A piece of it. */
class Piece {
  /** Start, and direction there in the transverse plane. */
  x: f64 = 0;
  y: f64 = 0;
  z: f64 = 0;
  ux: f64 = 0;
  uy: f64 = 0;
  /** Change of z and of the direction's azimuth per transverse length; that length. */
  slope: f64 = 0;
  curvature: f64 = 0;
  length: f64 = 0;
  /** Transverse length before it. */
  before: f64 = 0;
}

const piece: Piece = new Piece();

/** Writes the crossings of one arc. */
export function followArc(shells: Shells, arcTable: ArcTable, number: u32): void {
  arcs = arcTable;
  arc = number;
  const x = arcValue(arcs.x, arc);
  const y = arcValue(arcs.y, arc);
  const px = arcValue(arcs.px, arc);
  const py = arcValue(arcs.py, arc);
  const curvature = arcValue(arcs.curvature, arc);
  const total = arcValue(arcs.length, arc);
  const outer = shells.outer;
  const r2 = x * x + y * y;
  if (r2 > outer * outer) {
    // What starts beyond and moves outward comes nearer than its start by the sagitta at most.
    const outward = x * px + y * py >= 0;
    const sagitta = 0.5 * abs(curvature) * total * total;
    if (sqrt(r2) - (outward ? sagitta : total) > outer) return;
  }
  const pt = sqrt(px * px + py * py);
  piece.x = x;
  piece.y = y;
  piece.z = arcValue(arcs.z, arc);
  piece.ux = px / pt;
  piece.uy = py / pt;
  piece.slope = arcValue(arcs.pz, arc) / pt;
  piece.curvature = curvature;
  piece.before = 0;
  const pieces = ceil((abs(curvature) * total) / maxTurn);
  if (pieces > 1) return followPieces(shells, total / pieces, <i32>pieces);
  piece.length = total;
  crossPiece(shells);
}

/** Pieces of equal length, one after the other. */
function followPieces(shells: Shells, length: f64, pieces: i32): void {
  const curvature = piece.curvature;
  const turn = curvature * length;
  const cosine = cos(turn);
  const sine = sin(turn);
  piece.length = length;
  for (let number = 0; number < pieces; number++) {
    crossPiece(shells);
    const ux = piece.ux;
    const uy = piece.uy;
    piece.x += (sine * ux - (1 - cosine) * uy) / curvature;
    piece.y += (sine * uy + (1 - cosine) * ux) / curvature;
    piece.z += piece.slope * length;
    piece.ux = cosine * ux - sine * uy;
    piece.uy = cosine * uy + sine * ux;
    piece.before += length;
  }
}

function crossPiece(shells: Shells): void {
  const x = piece.x;
  const y = piece.y;
  const length = piece.length;
  const reach = shells.outer + length;
  if (x * x + y * y > reach * reach) return;
  const along = x * piece.ux + y * piece.uy;
  // Inward until closest to the axis, then outward.
  const turning = greater(0, lesser(length, -along));
  if (turning > 0) crossShells(shells, 0, turning, -1);
  if (turning < length) crossShells(shells, turning, length, 1);
}

/** Shells met between two lengths, on the way inward (−1) or outward (1). */
function crossShells(shells: Shells, from: f64, to: f64, sign: f64): void {
  const x = piece.x;
  const y = piece.y;
  const ux = piece.ux;
  const uy = piece.uy;
  const r2 = x * x + y * y;
  const along = x * ux + y * uy;
  // r² = r0² + 2 b s + c s², up to terms in the curvature squared.
  const c = 1 + piece.curvature * (y * ux - x * uy);
  const start = from === 0 ? sqrt(r2) : radiusAt(from);
  const end = radiusAt(to);
  const low = (sign > 0 ? start : end) - seam;
  // Arcs end where the innermost parts of ladders are: what begins there is the next one's.
  const high = (sign > 0 ? end : start) - begins;
  if (low > shells.outer) return;
  const z = piece.z;
  const slope = piece.slope;
  const zFrom = z + slope * from;
  const zTo = z + slope * to;
  for (let place = shells.first; place < shells.end; place += offsetof<Shell>()) {
    const shell = changetype<Shell>(place);
    if (high < shell.innerRadius || low > shell.outerRadius) continue;
    const loose = abs(slope) * (shell.outerRadius - shell.innerRadius);
    const zLow = shell.zLow - loose;
    const zHigh = shell.zHigh + loose;
    if (greater(zFrom, zTo) < zLow || lesser(zFrom, zTo) > zHigh) continue;
    const root = along * along - c * (r2 - shell.radius * shell.radius);
    const length = greater(from, lesser(to, (-along + sign * sqrt(greater(0, root))) / c));
    const at = z + slope * length;
    if (at < zLow || at > zHigh) continue;
    crossLadders(shell, length, from, to);
  }
}

/** Distance from the axis at a length. */
function radiusAt(length: f64): f64 {
  const turn = piece.curvature * length;
  const turn2 = turn * turn;
  const chord = length * (1 - (turn2 / 6) * (1 - turn2 / 20));
  const height = length * turn * (0.5 - turn2 / 24);
  const x = piece.x + chord * piece.ux - height * piece.uy;
  const y = piece.y + chord * piece.uy + height * piece.ux;
  return sqrt(x * x + y * y);
}

/** Ladders of a shell near the place at `length`. */
function crossLadders(shell: Shell, length: f64, from: f64, to: f64): void {
  const turn = piece.curvature * length;
  const x = piece.x + length * (piece.ux - 0.5 * turn * piece.uy);
  const y = piece.y + length * (piece.uy + 0.5 * turn * piece.ux);
  const beyond = roughAzimuth(x, y) - shell.middle;
  const pitch = shell.pitch;
  const place = (beyond < 0 ? beyond + 2 * pi : beyond) / pitch;
  const nearest = floor(place + 0.5);
  crossLadder(shell, <i32>nearest, length, from, to);
  // By how much the azimuth may change on the way through the shell.
  const ux = piece.ux - turn * piece.uy;
  const uy = piece.uy + turn * piece.ux;
  const drift =
    ((shell.outerRadius - shell.innerRadius) * abs(x * uy - y * ux)) /
    (shell.radius * abs(x * ux + y * uy));
  const off = place - nearest;
  if (abs(off) * pitch > pitch - shell.half - drift - looseAzimuth)
    crossLadder(shell, <i32>nearest + (off > 0 ? 1 : -1), length, from, to);
}

/** The crossing of one ladder, found by Newton's method from `length`. */
function crossLadder(shell: Shell, number: i32, length: f64, from: f64, to: f64): void {
  const count = shell.ladderCount;
  const ladder = number < 0 ? number + count : number >= count ? number - count : number;
  const cosPhi = load<f64>(shell.cosPhi + ((<usize>ladder) << 3));
  const sinPhi = load<f64>(shell.sinPhi + ((<usize>ladder) << 3));
  const ux = piece.ux;
  const uy = piece.uy;
  const curvature = piece.curvature;
  const slope = piece.slope;
  const normalR = shell.normalR;
  const normalZ = shell.normalZ;
  const radialX = piece.x * cosPhi + piece.y * sinPhi;
  // Components of the start's direction along the ladder's normal in the transverse plane, and
  // along rφ.
  const a = ux * cosPhi + uy * sinPhi;
  const b = uy * cosPhi - ux * sinPhi;
  const start = normalR * radialX + normalZ * piece.z - shell.distance;
  let s = length;
  let sine: f64 = 0;
  let cosine: f64 = 1;
  let chord: f64 = 0;
  let height: f64 = 0;
  let towards: f64 = 0;
  for (let step = 0; step < maxSteps; step++) {
    const turn = curvature * s;
    const turn2 = turn * turn;
    const fourth = turn2 / 24;
    const odd = 1 - (turn2 / 6) * (1 - turn2 / 20);
    chord = s * odd;
    height = s * turn * (0.5 - fourth * (1 - turn2 / 30));
    sine = turn * odd;
    cosine = 1 - turn2 * (0.5 - fourth);
    towards = normalR * (a * cosine - b * sine) + normalZ * slope;
    if (abs(towards) < flattest) return;
    const off = start + normalR * (a * chord - b * height) + normalZ * slope * s;
    s -= off / towards;
    if (abs(off) < close) break;
  }
  if (s < from - seam || s > to + seam) return;
  const radial = radialX + a * chord - b * height;
  const u = piece.y * cosPhi - piece.x * sinPhi + b * chord + a * height - shell.shift;
  const z = piece.z + slope * s;
  for (let place = 0; place < shell.areaCount; place++) {
    const area = changetype<SensorArea>(shell.areas + <usize>place * offsetof<SensorArea>());
    const v = normalR * (z - area.z) - normalZ * (radial - area.radius);
    if (abs(v) > area.halfLength) continue;
    if (abs(u) > halfWidthAt(area, v)) return;
    const sensor = shell.firstSensor + ladder * shell.perLadder + shell.place + place;
    const slopeU = (b * cosine + a * sine) / towards;
    const slopeV = (normalR * slope - normalZ * (a * cosine - b * sine)) / towards;
    return cross(arcs, arc, sensor, u, v, slopeU, slopeV, piece.before + s);
  }
}

/** Azimuth in [−π, π] to 0.004: a parabola for each eighth of a turn. */
function roughAzimuth(x: f64, y: f64): f64 {
  const ax = abs(x);
  const ay = abs(y);
  const flat = ay <= ax;
  const ratio = flat ? ay / ax : ax / ay;
  const eighth = ratio * (pi / 4 + 0.273 * (1 - ratio));
  const first = flat ? eighth : pi / 2 - eighth;
  const upper = x < 0 ? pi - first : first;
  return y < 0 ? -upper : upper;
}
