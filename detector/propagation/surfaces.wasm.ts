// kernel: asked once per arc of every charged particle; AssemblyScript. Where a helix meets the
// next layer of material or the front of the calorimeter, by intersection.
import { sin } from '../base/elementary.wasm';
import { reserve } from '../base/memory.wasm';
import { turnOf } from './circle.wasm';
import { Track } from './track.wasm';

const twoPi: f64 = 2 * NativeMath.PI;

/** A cylinder or disc; as in surfaces.ts, with thickness 0 when it is the calorimeter's front. */
class Surface {
  position: f64 = 0;
  low: f64 = 0;
  high: f64 = 0;
  thickness: f64 = 0;
  material: usize = 0;
}
const surfaceBytes: i32 = 40;

/** Surfaces of one shape in ascending order. */
class SurfaceList {
  first: usize;
  count: i32;

  constructor(count: i32) {
    this.first = reserve(count * surfaceBytes);
    this.count = count;
  }

  at(index: i32): Surface {
    return changetype<Surface>(this.first + <usize>(index * surfaceBytes));
  }

  /** Number of surfaces before a place. */
  countBelow(value: f64): i32 {
    let count = 0;
    while (count < this.count && this.at(count).position < value) count++;
    return count;
  }
}

/** Kind of surface that a particle meets next: none. */
export const crossesNothing: i32 = 0;
/** A cylinder about the axis. */
export const crossesCylinder: i32 = 1;
/** A disc across the axis. */
export const crossesDisc: i32 = 2;
/** The front of the calorimeter. */
export const crossesFront: i32 = 3;

/** What a helix meets next. */
export class Surfaces {
  cylinders: SurfaceList;
  discs: SurfaceList;
  /**
   * What was found: its kind, at which transverse length [cm], with which material at normal
   * incidence [X0].
   */
  kind: i32 = crossesNothing;
  length: f64 = 0;
  thickness: f64 = 0;
  material: usize = 0;
  /** Its radius or z [cm]. */
  position: f64 = 0;
  /**
   * Cylinders inside the present place, and discs behind it: kept along the way, so that rounding
   * never crosses a layer twice.
   */
  ring: i32 = 0;
  zone: i32 = 0;
  /** The disc found, or −1. */
  disc: i32 = -1;

  constructor(cylinders: i32, discs: i32) {
    this.cylinders = new SurfaceList(cylinders);
    this.discs = new SurfaceList(discs);
  }

  /** Starts at a vertex. */
  enter(x: f64, y: f64, z: f64): void {
    this.ring = this.cylinders.countBelow(sqrt(x * x + y * y));
    this.zone = this.discs.countBelow(z);
  }

  /** The next surface on a helix within the transverse length `longest`. */
  next(helix: Track, longest: f64): void {
    this.kind = crossesNothing;
    this.length = longest;
    this.disc = -1;
    const ring = this.ring;
    this.nextCylinder(helix);
    this.nextDisc(helix);
    if (this.disc < 0) return;
    // The cylinders that count as passed are only those before the disc.
    this.ring = ring;
    this.nextCylinder(helix);
  }

  nextDisc(helix: Track): void {
    const slope = helix.slope;
    if (slope === 0) return;
    const z = helix.z;
    const perSlope = 1 / slope;
    const step = slope > 0 ? 1 : -1;
    for (
      let disc = slope > 0 ? this.zone : this.zone - 1;
      disc >= 0 && disc < this.discs.count;
      disc += step
    ) {
      const surface = this.discs.at(disc);
      const length = (surface.position - z) * perSlope;
      if (!(length < this.length)) return;
      const atFront = surface.thickness === 0;
      if (!atFront) {
        const sine = sin((helix.start + length * abs(helix.curvature)) / 2);
        const r2 = helix.closest * helix.closest + helix.reach * sine * sine;
        if (r2 < surface.low * surface.low || r2 > surface.high * surface.high) continue;
      }
      this.kind = atFront ? crossesFront : crossesDisc;
      this.disc = disc;
      this.length = max<f64>(0, length);
      this.position = surface.position;
      this.thickness = surface.thickness;
      this.material = surface.material;
      return;
    }
  }

  nextCylinder(helix: Track): void {
    const start = helix.start;
    const radius = helix.radius;
    const farthest = helix.farthest;
    const inmost = abs(helix.closest);
    const inmost2 = helix.closest * helix.closest;
    const perReach = helix.perReach;
    const cylinders = this.cylinders;
    let ring = this.ring;
    // Outwards and inwards in branches of their own: the engine tests a condition at each use.
    let outward = start >= 0;
    let base: f64 = 0;
    let idle = 0;
    while (idle < 2) {
      let surface: Surface;
      let length: f64;
      if (outward) {
        if (ring >= cylinders.count) break;
        surface = cylinders.at(ring);
        const position = surface.position;
        if (farthest < position) {
          // Turns round before the next layer.
          base += twoPi;
          outward = false;
          idle++;
          continue;
        }
        const turn = turnOf((position * position - inmost2) * perReach);
        length = max<f64>(0, base + turn - start) * radius;
        if (!(length < this.length)) break;
        ring++;
      } else {
        surface = cylinders.at(ring - 1);
        if (ring === 0 || inmost > surface.position) {
          outward = true;
          idle++;
          continue;
        }
        const position = surface.position;
        const turn = turnOf((position * position - inmost2) * perReach);
        length = max<f64>(0, base - turn - start) * radius;
        if (!(length < this.length)) break;
        ring--;
      }
      idle = 0;
      const at = helix.z + helix.slope * length;
      if (at < surface.low || at > surface.high) continue;
      this.kind = surface.thickness === 0 ? crossesFront : crossesCylinder;
      this.disc = -1;
      this.length = length;
      this.position = surface.position;
      this.thickness = surface.thickness;
      this.material = surface.material;
      break;
    }
    this.ring = ring;
  }

  /** Tells that the surface found was reached, at the present place of the helix. */
  pass(helix: Track): void {
    const z = helix.z;
    const discs = this.discs;
    if (this.disc >= 0) this.zone = helix.slope > 0 ? this.disc + 1 : this.disc;
    else if (helix.slope > 0)
      while (this.zone < discs.count && discs.at(this.zone).position < z) this.zone++;
    else while (this.zone > 0 && discs.at(this.zone - 1).position > z) this.zone--;
  }
}
