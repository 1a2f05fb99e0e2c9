// kernel: every crystal and gap on the path of every ray through the calorimeter; AssemblyScript.
// `ray-path.ts` tells what the numbers are and reads them.
import { calorimeter } from './crystals.wasm';

/** More crystals than a straight ray can cross. */
const capacity = 256;

/** The numbers of a ray; its columns lie behind them. */
export class RayPath {
  first: f64 = 0;
  last: f64 = 0;
  csi: f64 = 0;
  aluminium: f64 = 0;
  wrapping: f64 = 0;
  dead: f64 = 0;
  thetaFraction: f64 = 0;
  phiFraction: f64 = 0;
  x: f64 = 0;
  y: f64 = 0;
  z: f64 = 0;
  ux: f64 = 0;
  uy: f64 = 0;
  uz: f64 = 0;
  rho0: f64 = 0;
  rho1: f64 = 0;
  phiMiddle: f64 = 0;
  perMiddle: f64 = 0;
  count: i32 = 0;
  entryCrystal: i32 = 0;
  knowsGaps: i32 = 0;
  isInward: i32 = 0;

  /** Where the ray enters a crystal, leaves it; and of the gaps before it thickness and length. */
  enter(index: i32): f64 {
    return load<f64>(this.place(0, index));
  }

  leave(index: i32): f64 {
    return load<f64>(this.place(1, index));
  }

  gap(index: i32): f64 {
    return load<f64>(this.place(2, index));
  }

  gapLength(index: i32): f64 {
    return load<f64>(this.place(3, index));
  }

  /** Address of number `index` in a column of 64 bits; each has room for one more than crystals. */
  private place(column: usize, index: i32): usize {
    return (
      changetype<usize>(this) +
      offsetof<RayPath>() +
      ((column * (capacity + 1) + <usize>index) << 3)
    );
  }

  private crystalPlace(index: i32): usize {
    return this.place(4, 0) + ((<usize>index) << 1);
  }

  begin(x: f64, y: f64, z: f64, ux: f64, uy: f64, uz: f64): void {
    this.x = x;
    this.y = y;
    this.z = z;
    this.ux = ux;
    this.uy = uy;
    this.uz = uz;
    this.count = 0;
    this.clearGap(0);
    this.csi = 0;
    this.aluminium = 0;
    this.wrapping = 0;
    this.dead = 0;
    this.first = 0;
    this.last = 0;
    this.entryCrystal = -1;
    this.isInward = 0;
    this.thetaFraction = 0;
    this.phiFraction = 0;
  }

  private clearGap(index: i32): void {
    store<f64>(this.place(2, index), 0);
    store<f64>(this.place(3, index), 0);
  }

  /** A stretch through a crystal; the next gap counts for what follows. */
  addCrystal(crystal: i32, enter: f64, leave: f64): void {
    const index = this.count;
    if (index >= capacity) return;
    store<u16>(this.crystalPlace(index), <u16>crystal);
    store<f64>(this.place(0, index), enter);
    store<f64>(this.place(1, index), leave);
    this.csi += leave - enter;
    this.count = index + 1;
    this.clearGap(index + 1);
  }

  /** A stretch through the gap that the crystals leave. */
  addGap(length: f64, aluminium: f64, wrapping: f64): void {
    this.dead += length;
    const lengths = this.place(3, this.count);
    store<f64>(lengths, load<f64>(lengths) + length);
    this.aluminium += aluminium;
    this.wrapping += wrapping;
    const depths = this.place(2, this.count);
    store<f64>(
      depths,
      load<f64>(depths) +
        (aluminium / calorimeter.aluminiumRadiationLength +
          wrapping / calorimeter.wrapRadiationLength),
    );
  }

  /** Distance of a point of the ray from the rear faces of the crystals [cm]. */
  toRear(at: f64): f64 {
    return calorimeter.crystalLength - (this.isInward ? this.last - at : at - this.first);
  }

  csiBehind(start: f64): f64 {
    let length: f64 = 0;
    for (let index = 0; index < this.count; index++)
      length += max<f64>(0, this.leave(index) - max(start, this.enter(index)));
    return length;
  }

  deadBehind(start: f64): f64 {
    let length: f64 = 0;
    for (let index = 0; index <= this.count; index++) {
      const from = index === 0 ? this.first : this.leave(index - 1);
      const to = index === this.count ? this.last : this.enter(index);
      length += min(this.gapLength(index), max<f64>(0, to - max(start, from)));
    }
    return length;
  }
}

/** Length of CsI behind a point of the ray at an address [cm]. */
export function csiBehindOnRay(path: usize, start: f64): f64 {
  return changetype<RayPath>(path).csiBehind(start);
}

/** Length of gaps behind a point of the ray at an address [cm]. */
export function deadBehindOnRay(path: usize, start: f64): f64 {
  return changetype<RayPath>(path).deadBehind(start);
}

/**
 * Time of the light from a point of a ray to the photodiode [ns], by its distance from the rear
 * face [cm].
 * @see basf2 trg/ecl/src/TrgEclDigitizer.cc
 */
export function lightDelayOnRay(path: usize, at: f64): f64 {
  const distance = changetype<RayPath>(path).toRear(at);
  const d = min(max<f64>(distance, 0), calorimeter.crystalLength);
  return 6.05 + 0.0749 * d - 0.00112 * d * d;
}
