// kernel: every arc of every charged particle near the beam pipe
import { cos, sin } from '../base/elementary.js';
import type { Arcs } from '../propagation/arcs.js';
import { halfWidthAt, type SensorList } from './sensors.js';
import { type Shell, shellsOf } from './shells.js';

const twoPi = 2 * Math.PI;
/**
 * An arc is looked at in pieces that turn by no more than this, so that few terms of the sine and
 * cosine give its points to 1e-6 cm.
 */
const maxTurn = 0.3;
/**
 * Tracks flatter to a sensor than this (direction along its normal per transverse length) are left
 * out.
 */
const flattest = 0.15;
/**
 * Where arcs meet, a crossing may be found in both or in none by rounding: it is looked for this
 * far beyond and counted once [cm].
 */
const seam = 1e-4;
/** A shell that begins within this of where an arc ends is left to the next arc [cm]. */
const begins = 5e-4;
/** Crossings of the same sensor closer than this are the same one [cm]. */
const same = 1e-3;
/** Slack in azimuth around what a ladder covers [rad]. */
const looseAzimuth = 0.01;
/** Steps of the search for a crossing, and how near to the plane it ends [cm]. */
const maxSteps = 4;
const close = 1e-5;
/** Crossings kept to be compared with. */
const kept = 4;

/**
 * Finds where charged particles cross the sensors of a detector: a scratch record that holds one
 * crossing at a time.
 */
export class Passage {
  /**
   * Of the crossing: number of the sensor, place on it [cm], change of u and v per distance along
   * its normal, transverse length [cm].
   */
  sensor = 0;
  u = 0;
  v = 0;
  slopeU = 0;
  slopeV = 0;
  length = 0;
  readonly #shells: readonly Shell[];
  /** Distances from the axis between which each shell lies, and the largest of all [cm]. */
  readonly #innerRadius: Float64Array;
  readonly #outerRadius: Float64Array;
  readonly #outer: number;
  readonly #found: () => void;
  /**
   * Start of the piece of an arc, its direction, change of z per transverse length, curvature and
   * length.
   */
  #x = 0;
  #y = 0;
  #z = 0;
  #ux = 0;
  #uy = 0;
  #slope = 0;
  #curvature = 0;
  #length = 0;
  /** Transverse length before the piece. */
  #before = 0;
  readonly #lastSensor = new Int32Array(kept);
  readonly #lastU = new Float64Array(kept);
  readonly #lastV = new Float64Array(kept);
  #next = 0;

  /** @param found is called for every crossing. */
  constructor(sensors: SensorList, found: () => void) {
    this.#shells = shellsOf(sensors);
    this.#innerRadius = Float64Array.from(this.#shells, ({ innerRadius }) => innerRadius);
    this.#outerRadius = Float64Array.from(this.#shells, ({ outerRadius }) => outerRadius);
    this.#outer = Math.max(...this.#outerRadius);
    this.#found = found;
  }

  /** To be called before the arcs of a particle. */
  startParticle(): void {
    this.#lastSensor.fill(-1);
  }

  /** Reports the crossings of one arc. */
  follow(arcs: Arcs, arc: number): void {
    const x = arcs.x[arc];
    const y = arcs.y[arc];
    const px = arcs.px[arc];
    const py = arcs.py[arc];
    const pt = Math.sqrt(px * px + py * py);
    const curvature = arcs.curvature[arc];
    const total = arcs.length[arc];
    const r2 = x * x + y * y;
    if (r2 > this.#outer * this.#outer) {
      // What starts beyond and moves outward comes nearer than its start by the sagitta at most.
      const outward = x * px + y * py >= 0;
      const sagitta = 0.5 * Math.abs(curvature) * total * total;
      if (Math.sqrt(r2) - (outward ? sagitta : total) > this.#outer) return;
    }
    this.#x = x;
    this.#y = y;
    this.#z = arcs.z[arc];
    this.#ux = px / pt;
    this.#uy = py / pt;
    this.#slope = arcs.pz[arc] / pt;
    this.#curvature = curvature;
    this.#before = 0;
    const pieces = Math.ceil((Math.abs(curvature) * total) / maxTurn);
    if (pieces <= 1) {
      this.#length = total;
      this.#crossPiece();
      return;
    }
    this.#length = total / pieces;
    const turn = curvature * this.#length;
    const cosine = cos(turn);
    const sine = sin(turn);
    for (let piece = 0; piece < pieces; piece++) {
      this.#crossPiece();
      const ux = this.#ux;
      const uy = this.#uy;
      this.#x += (sine * ux - (1 - cosine) * uy) / curvature;
      this.#y += (sine * uy + (1 - cosine) * ux) / curvature;
      this.#z += this.#slope * this.#length;
      this.#ux = cosine * ux - sine * uy;
      this.#uy = cosine * uy + sine * ux;
      this.#before += this.#length;
    }
  }

  #crossPiece(): void {
    const length = this.#length;
    const reach = this.#outer + length;
    if (this.#x * this.#x + this.#y * this.#y > reach * reach) return;
    const along = this.#x * this.#ux + this.#y * this.#uy;
    // Inward until closest to the axis, then outward.
    const turning = Math.max(0, Math.min(length, -along));
    if (turning > 0) this.#crossShells(0, turning, -1);
    if (turning < length) this.#crossShells(turning, length, 1);
  }

  /** Shells met between two lengths, on the way inward (−1) or outward (1). */
  #crossShells(from: number, to: number, sign: number): void {
    const r2 = this.#x * this.#x + this.#y * this.#y;
    const along = this.#x * this.#ux + this.#y * this.#uy;
    // r² = r0² + 2 b s + c s², up to terms in the curvature squared.
    const c = 1 + this.#curvature * (this.#y * this.#ux - this.#x * this.#uy);
    const start = from === 0 ? Math.sqrt(r2) : this.#radiusAt(from);
    const end = this.#radiusAt(to);
    const low = (sign > 0 ? start : end) - seam;
    // Arcs end where the innermost parts of ladders are: what begins there is the next one's.
    const high = (sign > 0 ? end : start) - begins;
    if (low > this.#outer) return;
    const z = this.#z;
    const slope = this.#slope;
    for (let index = 0; index < this.#innerRadius.length; index++) {
      if (high < this.#innerRadius[index] || low > this.#outerRadius[index]) continue;
      const shell = this.#shells[index];
      const root = along * along - c * (r2 - shell.radius * shell.radius);
      const length = Math.max(
        from,
        Math.min(to, (-along + sign * Math.sqrt(Math.max(0, root))) / c),
      );
      const at = z + slope * length;
      const loose = Math.abs(slope) * (shell.outerRadius - shell.innerRadius);
      if (at < shell.zLow - loose || at > shell.zHigh + loose) continue;
      this.#crossLadders(shell, length, from, to);
    }
  }

  /** Distance from the axis at a length. */
  #radiusAt(length: number): number {
    const turn = this.#curvature * length;
    const turn2 = turn * turn;
    const chord = length * (1 - (turn2 / 6) * (1 - turn2 / 20));
    const height = length * turn * (0.5 - turn2 / 24);
    const x = this.#x + chord * this.#ux - height * this.#uy;
    const y = this.#y + chord * this.#uy + height * this.#ux;
    return Math.sqrt(x * x + y * y);
  }

  /** Ladders of a shell near the place at `length`. */
  #crossLadders(shell: Shell, length: number, from: number, to: number): void {
    const turn = this.#curvature * length;
    const x = this.#x + length * (this.#ux - 0.5 * turn * this.#uy);
    const y = this.#y + length * (this.#uy + 0.5 * turn * this.#ux);
    const beyond = roughAzimuth(x, y) - shell.middle;
    const place = (beyond < 0 ? beyond + twoPi : beyond) / shell.pitch;
    const nearest = Math.floor(place + 0.5);
    this.#crossLadder(shell, nearest, length, from, to);
    // By how much the azimuth may change on the way through the shell.
    const ux = this.#ux - turn * this.#uy;
    const uy = this.#uy + turn * this.#ux;
    const drift =
      ((shell.outerRadius - shell.innerRadius) * Math.abs(x * uy - y * ux)) /
      (shell.radius * Math.abs(x * ux + y * uy));
    const off = place - nearest;
    if (Math.abs(off) * shell.pitch > shell.pitch - shell.half - drift - looseAzimuth)
      this.#crossLadder(shell, nearest + (off > 0 ? 1 : -1), length, from, to);
  }

  /** The crossing of one ladder, found by Newton's method from `length`. */
  #crossLadder(shell: Shell, number: number, length: number, from: number, to: number): void {
    const count = shell.ladderCount;
    const ladder = number < 0 ? number + count : number >= count ? number - count : number;
    const cosPhi = shell.cosPhi[ladder];
    const sinPhi = shell.sinPhi[ladder];
    const ux = this.#ux;
    const uy = this.#uy;
    const curvature = this.#curvature;
    const slope = this.#slope;
    const { normalR, normalZ } = shell;
    const radialX = this.#x * cosPhi + this.#y * sinPhi;
    // Components of the start's direction along the ladder's normal in the transverse plane, and
    // along rφ.
    const a = ux * cosPhi + uy * sinPhi;
    const b = uy * cosPhi - ux * sinPhi;
    const start = normalR * radialX + normalZ * this.#z - shell.distance;
    let s = length;
    let sine = 0;
    let cosine = 1;
    let chord = 0;
    let height = 0;
    let towards = 0;
    for (let step = 0; step < maxSteps; step++) {
      const turn = curvature * s;
      const turn2 = turn * turn;
      chord = s * (1 - (turn2 / 6) * (1 - turn2 / 20));
      height = s * turn * (0.5 - (turn2 / 24) * (1 - turn2 / 30));
      sine = turn * (1 - (turn2 / 6) * (1 - turn2 / 20));
      cosine = 1 - turn2 * (0.5 - turn2 / 24);
      towards = normalR * (a * cosine - b * sine) + normalZ * slope;
      if (Math.abs(towards) < flattest) return;
      const off = start + normalR * (a * chord - b * height) + normalZ * slope * s;
      s -= off / towards;
      if (Math.abs(off) < close) break;
    }
    if (s < from - seam || s > to + seam) return;
    const radial = radialX + a * chord - b * height;
    const u = this.#y * cosPhi - this.#x * sinPhi + b * chord + a * height - shell.shift;
    const z = this.#z + slope * s;
    const { sensors } = shell;
    for (let place = 0; place < sensors.length; place++) {
      const sensor = sensors[place];
      const v = normalR * (z - sensor.z) - normalZ * (radial - sensor.radius);
      if (Math.abs(v) > sensor.halfLength) continue;
      if (Math.abs(u) > halfWidthAt(sensor, v)) return;
      this.sensor = shell.firstSensor + ladder * shell.perLadder + shell.place + place;
      this.u = u;
      this.v = v;
      this.slopeU = (b * cosine + a * sine) / towards;
      this.slopeV = (normalR * slope - normalZ * (a * cosine - b * sine)) / towards;
      this.length = this.#before + s;
      this.#report();
      return;
    }
  }

  #report(): void {
    for (let index = 0; index < kept; index++) {
      const again = this.#lastSensor[index] === this.sensor;
      if (
        again &&
        Math.abs(this.#lastU[index] - this.u) < same &&
        Math.abs(this.#lastV[index] - this.v) < same
      )
        return;
    }
    const index = this.#next;
    this.#next = (index + 1) % kept;
    this.#lastSensor[index] = this.sensor;
    this.#lastU[index] = this.u;
    this.#lastV[index] = this.v;
    this.#found();
  }
}

/** Azimuth in [−π, π] to 0.004: a parabola for each eighth of a turn. */
function roughAzimuth(x: number, y: number): number {
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  const flat = ay <= ax;
  const ratio = flat ? ay / ax : ax / ay;
  const eighth = ratio * (Math.PI / 4 + 0.273 * (1 - ratio));
  const first = flat ? eighth : Math.PI / 2 - eighth;
  const upper = x < 0 ? Math.PI - first : first;
  return y < 0 ? -upper : upper;
}
