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
    } else if (this.passBarrelCrystals() && this.passCoil() && this.passBarrel())
      this.passEndcap(this.yokeField);
  }

  passBarrelCrystals(): bool {
    const walk = this.walk;
    const field = yoke.solenoidField;
    for (let slice = 0; slice < walk.crystals; slice++) {
      const radius = yoke.barrelRadius + (<f64>slice + 0.5) * this.slice;
      if (!walk.toCylinder(radius, field) || !walk.cross(walk.crystal, this.radialCosine()))
        return false;
    }
    return true;
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
   * Through the coil where there is one on the way; false when the particle ends or turns back in
   * the field.
   */
  passCoil(): bool {
    const walk = this.walk;
    for (let shell = 0; shell < shellCount; shell++) {
      const radius = shellRadius(shell);
      if (!walk.toCylinder(radius, radius > yoke.fieldRadius ? 0 : yoke.solenoidField))
        return false;
      const isInside = abs(walk.track.z - yoke.coilMiddle) < yoke.coilHalfLength;
      const layer = changetype<Absorber>(shellLayer(shell));
      if (this.hasCoil && isInside && !walk.cross(layer, this.radialCosine())) return false;
    }
    return true;
  }

  /** Through the barrel; true when the particle leaves it by its end. */
  passBarrel(): bool {
    const walk = this.walk;
    const track = walk.track;
    const field = this.yokeField;
    let sector = sectorAt(track.x, track.y);
    for (let layer = 0; layer < gapCount; layer++) {
      if (layer > 0) {
        sector = this.advanceToGap(sector, apothemOf(layer) - yoke.plateBefore, field);
        if (sector < 0) return false;
        if (abs(track.z - yoke.middleZ) > yoke.ironHalfLength) return true;
        const towards = (track.px * sectorX(sector) + track.py * sectorY(sector)) / track.p;
        if (!walk.cross(walk.plate, towards)) return false;
      }
      sector = this.advanceToGap(sector, apothemOf(layer), field);
      if (sector < 0) return false;
      const along = track.z - yoke.middleZ;
      if (abs(along) > yoke.ironHalfLength) return true;
      if (!walk.isVisible() || abs(along) > yoke.barrelHalfLength) continue;
      const across = track.y * sectorX(sector) - track.x * sectorY(sector);
      const place = (across / halfWidthOf(layer) + 1) / 2;
      this.strips.writeBarrel(sector, layer, place, along, track.time);
    }
    return false;
  }

  /**
   * Goes on from `sector` to a distance from the axis along the normal of the sector in which it is
   * reached; that sector, or −1.
   */
  advanceToGap(sector: i32, distance: f64, field: f64): i32 {
    const walk = this.walk;
    const track = walk.track;
    const nx = sectorX(sector);
    const ny = sectorY(sector);
    const length = walk.lengthToWall(nx, ny, distance);
    if (isNaN(length)) return -1;
    const p = track.p;
    const across =
      (track.y + (length * track.py) / p) * nx - (track.x + (length * track.px) / p) * ny;
    if (abs(across) <= distance * yoke.tanHalfOctant) {
      walk.advance(max<f64>(0, length), field);
      return sector;
    }
    const beside = (sector + (across > 0 ? 1 : sectorCount - 1)) % sectorCount;
    const toBeside = walk.lengthToWall(sectorX(beside), sectorY(beside), distance);
    if (isNaN(toBeside)) return -1;
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
