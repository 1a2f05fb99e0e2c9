import { aluminiumRadiationLength, wrapRadiationLength } from './materials.js';
import { crystalLength } from './rings.js';

/** More crystals than a straight ray can cross. */
const capacity = 256;

/**
 * What a straight ray meets in the calorimeter; a scratch record that the tracer overwrites.
 * Lengths in cm from the ray's start.
 */
export class RayPath {
  /**
   * Whether the tracer tells what gaps are made of. Only photons ask: where they convert depends on
   * it. Without it gaps have their length alone.
   */
  knowsGaps = true;
  /** Crystals crossed, in order of the ray. */
  count = 0;
  readonly crystal = new Uint16Array(capacity);
  readonly enter = new Float64Array(capacity);
  readonly leave = new Float64Array(capacity);
  /**
   * Dead material between the previous crystal (or the inner surface) and this one [radiation
   * lengths]; element `count`: behind the last.
   */
  readonly gap = new Float64Array(capacity + 1);
  /**
   * Length of that dead material [cm]; steps between front faces, which are open space, do not
   * count.
   */
  readonly gapLength = new Float64Array(capacity + 1);
  /**
   * Total path in CsI, in the aluminium fins, in wrapping, and in all that is not CsI (wrapping and
   * fins included).
   */
  csi = 0;
  aluminium = 0;
  wrapping = 0;
  dead = 0;
  /**
   * Where the ray enters and leaves the array, crystals and gaps between them; equal when it
   * misses.
   */
  first = 0;
  last = 0;
  /**
   * Crystal in whose tile (crystal and half of the gaps around) the ray enters, −1 when it misses;
   * and where in the tile, 0 to 1.
   */
  entryCrystal = -1;
  /** Whether the ray comes from behind the crystals: `reverse` made it. */
  isInward = false;
  /** Of an inward ray: whether a hadron on it only ionizes. */
  ionizesOnly = false;
  thetaFraction = 0;
  phiFraction = 0;
  /** The ray: its start [cm] and the unit vector along it. */
  x = 0;
  y = 0;
  z = 0;
  ux = 0;
  uy = 0;
  uz = 0;
  /**
   * In the region being traced, seen along the azimuth of the ray's middle there: distance from the
   * axis at the start, and per length.
   */
  rho0 = 0;
  rho1 = 0;
  /** That azimuth, and one over the distance of the middle from the axis [1/cm]. */
  phiMiddle = 0;
  perMiddle = 0;

  /** Begins the ray from (x, y, z) along the unit vector (ux, uy, uz). */
  begin(x: number, y: number, z: number, ux: number, uy: number, uz: number): void {
    this.x = x;
    this.y = y;
    this.z = z;
    this.ux = ux;
    this.uy = uy;
    this.uz = uz;
    this.count = 0;
    this.gap[0] = 0;
    this.gapLength[0] = 0;
    this.csi = 0;
    this.aluminium = 0;
    this.wrapping = 0;
    this.dead = 0;
    this.first = 0;
    this.last = 0;
    this.entryCrystal = -1;
    this.isInward = false;
    this.ionizesOnly = false;
    this.thetaFraction = 0;
    this.phiFraction = 0;
  }

  /** A stretch through a crystal; `gap` counts for what follows. */
  addCrystal(crystal: number, enter: number, leave: number): void {
    const at = this.count;
    if (at >= capacity) return;
    this.crystal[at] = crystal;
    this.enter[at] = enter;
    this.leave[at] = leave;
    this.csi += leave - enter;
    this.count = at + 1;
    this.gap[at + 1] = 0;
    this.gapLength[at + 1] = 0;
  }

  /** A stretch through the gap that the crystals leave. */
  addGap(length: number, aluminium: number, wrapping: number): void {
    this.dead += length;
    this.gapLength[this.count] += length;
    this.aluminium += aluminium;
    this.wrapping += wrapping;
    this.gap[this.count] += aluminium / aluminiumRadiationLength + wrapping / wrapRadiationLength;
  }

  /** Distance of a point of the ray from the rear faces of the crystals [cm]. */
  toRear(at: number): number {
    return crystalLength - (this.isInward ? this.last - at : at - this.first);
  }

  /** Turns the ray round: it begins `length` along it and comes back to where it began [cm]. */
  reverse(length: number): void {
    let count = 0;
    while (count < this.count && this.enter[count] < length) count++;
    // Both halves of the columns change places; what the ray met beyond its new start is dropped.
    const startsInCrystal = count > 0 && this.leave[count - 1] >= length;
    this.crystal.subarray(0, count).reverse();
    this.gap.subarray(0, count + 1).reverse();
    this.gapLength.subarray(0, count + 1).reverse();
    const entered = this.enter.slice(0, count);
    for (let at = 0; at < count; at++) {
      const from = count - 1 - at;
      this.enter[at] = length - Math.min(length, this.leave[from]);
    }
    for (let at = 0; at < count; at++) this.leave[at] = length - entered[count - 1 - at];
    if (startsInCrystal) this.gap[0] = this.gapLength[0] = 0;
    this.count = count;
    this.csi = this.csiBehind(0);
    this.x += length * this.ux;
    this.y += length * this.uy;
    this.z += length * this.uz;
    this.ux = -this.ux;
    this.uy = -this.uy;
    this.uz = -this.uz;
    const { first } = this;
    this.first = Math.max(0, length - this.last);
    this.last = length - first;
    this.entryCrystal = count > 0 ? this.crystal[0] : -1;
    this.isInward = true;
  }

  /** Length of CsI behind a point of the ray [cm]. */
  csiBehind(start: number): number {
    let length = 0;
    for (let at = 0; at < this.count; at++)
      length += Math.max(0, this.leave[at] - Math.max(start, this.enter[at]));
    return length;
  }

  /** Length of gaps behind a point of the ray [cm]. */
  deadBehind(start: number): number {
    let length = 0;
    for (let at = 0; at <= this.count; at++) {
      const from = at === 0 ? this.first : this.leave[at - 1];
      const to = at === this.count ? this.last : this.enter[at];
      length += Math.min(this.gapLength[at], Math.max(0, to - Math.max(start, from)));
    }
    return length;
  }
}
