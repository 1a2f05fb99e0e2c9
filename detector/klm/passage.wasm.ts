// kernel: every particle that may come through the calorimeter to the iron; AssemblyScript
import { atan2 } from '../base/elementary.wasm';
import { Absorber } from './absorber.wasm';
import { StripWriter } from './strips.wasm';
import { Walk } from './walk.wasm';
import {
  apothemOf,
  endcapBackward,
  endcapForward,
  endcapGap,
  endcapGapCount,
  gapCount,
  halfWidthOf,
  sectorCount,
  sectorX,
  sectorY,
  shellCount,
  shellLayer,
  shellRadius,
  yoke,
} from './yoke.wasm';

/** Distance from the front of the calorimeter within which a particle entered there [cm]. */
const atPlane: f64 = 0.01;

/** What becomes of a particle on its way through a part, beside the sector that it reaches. */
const ends: i32 = -1;
const leavesByEnd: i32 = -2;
/** It goes on behind the part. */
const goesOn: i32 = 0;

/** Takes one particle after the other from the front of the calorimeter to where it stops. */
class KlmPassage {
  readonly walk: Walk;
  readonly strips: StripWriter;
  /** Thickness of a slice of the crystals [cm]. */
  readonly slice: f64;
  readonly hasCoil: bool;
  readonly yokeField: f64;

  constructor(walk: Walk, strips: StripWriter, slice: f64, hasCoil: bool, yokeField: f64) {
    this.walk = walk;
    this.strips = strips;
    this.slice = slice;
    this.hasCoil = hasCoil;
    this.yokeField = yokeField;
  }

  /** Follows what was started at the front. */
  follow(): void {
    const z = this.walk.track.z;
    const forward = abs(z - yoke.forwardPlane) < atPlane;
    if (forward || abs(z - yoke.backwardPlane) < atPlane) {
      if (this.passEndcapCrystals(forward ? 1 : -1)) this.passEndcap(yoke.solenoidField);
    } else {
      let way = this.passBarrelCrystals();
      if (way === goesOn) way = this.passCoil();
      if (way === leavesByEnd) this.passEndcap(yoke.solenoidField);
      else if (way === goesOn && this.passBarrel() === leavesByEnd) this.passEndcap(this.yokeField);
    }
  }

  /** Through the crystals; it ends there too when it turns back in the field. */
  passBarrelCrystals(): i32 {
    const walk = this.walk;
    const field = yoke.solenoidField;
    for (let slice = 0; slice < walk.crystals; slice++) {
      const radius = yoke.barrelRadius + (<f64>slice + 0.5) * this.slice;
      const way = this.toCylinder(radius, field);
      if (way !== goesOn) return way;
      if (!walk.cross(walk.crystal, this.radialCosine())) return ends;
    }
    return goesOn;
  }

  passEndcapCrystals(sign: f64): bool {
    const walk = this.walk;
    const field = yoke.solenoidField;
    const step = sign * this.slice;
    const front = sign > 0 ? yoke.forwardPlane : yoke.backwardPlane;
    for (let slice = 0; slice < walk.crystals; slice++) {
      const z = front + (<f64>slice + 0.5) * step;
      if (!walk.toPlane(z, field) || !walk.cross(walk.crystal, this.axialCosine())) return false;
    }
    return true;
  }

  /**
   * Through the coil where there is one on the way; it ends there too when it turns back in the
   * field.
   */
  passCoil(): i32 {
    const walk = this.walk;
    for (let shell = 0; shell < shellCount; shell++) {
      const radius = shellRadius(shell);
      const way = this.toCylinder(radius, radius > yoke.fieldRadius ? 0 : yoke.solenoidField);
      if (way !== goesOn) return way;
      const isInside = abs(walk.track.z - yoke.coilMiddle) < yoke.coilHalfLength;
      const layer = changetype<Absorber>(shellLayer(shell));
      if (this.hasCoil && isInside && !walk.cross(layer, this.radialCosine())) return ends;
    }
    return goesOn;
  }

  /** Goes on to a cylinder, or only to the end of the barrel, before which no endcap begins. */
  toCylinder(radius: f64, field: f64): i32 {
    const walk = this.walk;
    const track = walk.track;
    if (!walk.toCylinder(radius, field)) return ends;
    const past = abs(track.z - yoke.middleZ) - yoke.ironHalfLength;
    if (past <= 0) return goesOn;
    walk.step((-past * track.p) / abs(track.pz));
    return leavesByEnd;
  }

  /** Through the barrel, until it ends or leaves by the end. */
  passBarrel(): i32 {
    const walk = this.walk;
    const track = walk.track;
    const field = this.yokeField;
    let sector = sectorAt(track.x, track.y);
    for (let layer = 0; layer < gapCount; layer++) {
      if (layer > 0) {
        sector = this.advanceToGap(sector, apothemOf(layer) - yoke.plateBefore, field);
        if (sector < 0) return sector;
        const towards = (track.px * sectorX(sector) + track.py * sectorY(sector)) / track.p;
        if (!walk.cross(walk.plate, towards)) return ends;
      }
      sector = this.advanceToGap(sector, apothemOf(layer), field);
      if (sector < 0) return sector;
      const along = track.z - yoke.middleZ;
      if (!walk.isVisible() || abs(along) > yoke.barrelHalfLength) continue;
      const across = track.y * sectorX(sector) - track.x * sectorY(sector);
      const place = (across / halfWidthOf(layer) + 1) / 2;
      this.strips.writeBarrel(sector, layer, place, along, track.time);
    }
    return ends;
  }

  /**
   * Goes on from `sector` to a distance from the axis along the normal of the sector in which it is
   * reached; that sector, or that it ends or, where it stays, leaves by the end before.
   */
  advanceToGap(sector: i32, distance: f64, field: f64): i32 {
    const walk = this.walk;
    const track = walk.track;
    const nx = sectorX(sector);
    const ny = sectorY(sector);
    const length = walk.lengthToWall(nx, ny, distance);
    if (isNaN(length)) return ends;
    const p = track.p;
    const across =
      (track.y + (length * track.py) / p) * nx - (track.x + (length * track.px) / p) * ny;
    if (abs(across) <= distance * yoke.tanHalfOctant) {
      if (this.leavesWithin(length)) return leavesByEnd;
      walk.advance(max<f64>(0, length), field);
      return sector;
    }
    const beside = (sector + (across > 0 ? 1 : sectorCount - 1)) % sectorCount;
    const toBeside = walk.lengthToWall(sectorX(beside), sectorY(beside), distance);
    if (isNaN(toBeside)) return ends;
    if (this.leavesWithin(toBeside)) return leavesByEnd;
    walk.advance(max<f64>(0, toBeside), field);
    return beside;
  }

  /** Through an endcap; `field` is that on the way to its first plate. */
  passEndcap(field: f64): void {
    const walk = this.walk;
    const track = walk.track;
    const forward = track.pz > 0;
    const section = forward ? endcapForward : endcapBackward;
    const layers = endcapGapCount(forward);
    for (let layer = 0; layer < layers; layer++) {
      const gap = endcapGap(forward, layer);
      const plate = gap - (forward ? yoke.plateBefore : -yoke.plateBefore);
      if (forward ? track.z > plate : track.z < plate) continue;
      if (!walk.toPlane(plate, layer === 0 ? field : this.yokeField)) return;
      const radius = sqrt(track.x * track.x + track.y * track.y);
      if (radius > yoke.ironOuterRadius) return;
      if (radius > yoke.ironInnerRadius && !walk.cross(walk.plate, this.axialCosine())) return;
      if (!walk.toPlane(gap, 0)) return;
      const reached = sqrt(track.x * track.x + track.y * track.y);
      if (walk.isVisible() && reached > yoke.endcapInnerRadius && reached < yoke.endcapOuterRadius)
        this.strips.writeEndcap(section, layer, track.x, track.y, track.time);
    }
  }

  /** Whether a straight length brings it past the end of the barrel. */
  leavesWithin(length: f64): bool {
    const track = this.walk.track;
    return abs(track.z + (length * track.pz) / track.p - yoke.middleZ) > yoke.ironHalfLength;
  }

  radialCosine(): f64 {
    const track = this.walk.track;
    const x = track.x;
    const y = track.y;
    return (x * track.px + y * track.py) / (track.p * sqrt(x * x + y * y));
  }

  axialCosine(): f64 {
    const track = this.walk.track;
    return abs(track.pz) / track.p;
  }
}

/** Sector of the barrel at an azimuth. */
function sectorAt(x: f64, y: f64): i32 {
  const sector = <i32>NativeMath.round(atan2(y, x) / yoke.octant);
  return sector < 0 ? sector + sectorCount : sector;
}

/** Address of a passage of what a walk begins, whose strips a writer writes. */
export function newKlmPassage(
  walk: usize,
  strips: usize,
  slice: f64,
  hasCoil: bool,
  yokeField: f64,
): usize {
  return changetype<usize>(
    new KlmPassage(
      changetype<Walk>(walk),
      changetype<StripWriter>(strips),
      slice,
      hasCoil,
      yokeField,
    ),
  );
}

/** Follows the particle that its walk started at the front of the calorimeter. */
export function followThroughKlm(passage: usize): void {
  changetype<KlmPassage>(passage).follow();
}
