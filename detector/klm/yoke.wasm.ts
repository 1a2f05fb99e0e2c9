// AssemblyScript: coil and yoke as the kernels of the KLM read them; kernel-yoke.ts writes them.

/** Lengths in cm, as in geometry.ts, envelope.ts, field.ts and material-layers.ts. */
class Yoke {
  /** Where the crystals begin. */
  barrelRadius: f64;
  forwardPlane: f64;
  backwardPlane: f64;
  coilMiddle: f64;
  coilHalfLength: f64;
  /** Inside of this radius is the field of the solenoid [T]. */
  fieldRadius: f64;
  solenoidField: f64;
  middleZ: f64;
  ironHalfLength: f64;
  barrelHalfLength: f64;
  plateBefore: f64;
  /** Width of a sector of the barrel [rad], tangent of half of it. */
  octant: f64;
  tanHalfOctant: f64;
  ironInnerRadius: f64;
  ironOuterRadius: f64;
  endcapInnerRadius: f64;
  endcapOuterRadius: f64;
}

/** Sections of the KLM, numbered as in geometry.ts: halves of the barrel, and endcaps. */
export const barrelBackward: i32 = 0;
/** Half of the barrel. */
export const barrelForward: i32 = 1;
/** Endcap. */
export const endcapBackward: i32 = 2;
/** Endcap. */
export const endcapForward: i32 = 3;

/** Coil and yoke. */
export let yoke: Yoke = changetype<Yoke>(0);
let normalsX: usize;
let normalsY: usize;
/** Sectors of the barrel. */
export let sectorCount: i32;
/** Gaps of the barrel in each of its sectors. */
export let gapCount: i32;
let apothems: usize;
let halfWidths: usize;
let forwardGaps: usize;
let forwardCount: i32;
let backwardGaps: usize;
let backwardCount: i32;
/** Shells of the coil; from inside their radii, and addresses of their absorbers. */
export let shellCount: i32;
let shellRadii: usize;
let shellLayers: usize;

/** Takes over lengths and angles, and the unit vectors across the sectors of the barrel. */
export function placeYoke(numbers: usize, acrossX: usize, acrossY: usize, sectors: i32): void {
  yoke = changetype<Yoke>(numbers);
  normalsX = acrossX;
  normalsY = acrossY;
  sectorCount = sectors;
}

/** Takes over the distances of the gaps, half widths of those of the barrel. */
export function placeGaps(
  barrel: usize,
  widths: usize,
  gaps: i32,
  forward: usize,
  forwardLayers: i32,
  backward: usize,
  backwardLayers: i32,
): void {
  apothems = barrel;
  halfWidths = widths;
  gapCount = gaps;
  forwardGaps = forward;
  forwardCount = forwardLayers;
  backwardGaps = backward;
  backwardCount = backwardLayers;
}

/** Takes over the shells of the coil. */
export function placeCoil(radii: usize, layers: usize, shells: i32): void {
  shellRadii = radii;
  shellLayers = layers;
  shellCount = shells;
}

/** x of the normal of a sector of the barrel. */
export function sectorX(sector: i32): f64 {
  return load<f64>(normalsX + ((<usize>sector) << 3));
}

/** y of the normal of a sector of the barrel. */
export function sectorY(sector: i32): f64 {
  return load<f64>(normalsY + ((<usize>sector) << 3));
}

/** Distance of a gap of the barrel from the axis. */
export function apothemOf(layer: i32): f64 {
  return load<f64>(apothems + ((<usize>layer) << 3));
}

/** Half width of a gap of the barrel. */
export function halfWidthOf(layer: i32): f64 {
  return load<f64>(halfWidths + ((<usize>layer) << 3));
}

/** Gaps of an endcap. */
export function endcapGapCount(forward: bool): i32 {
  return forward ? forwardCount : backwardCount;
}

/** z of a gap of an endcap. */
export function endcapGap(forward: bool, layer: i32): f64 {
  return load<f64>((forward ? forwardGaps : backwardGaps) + ((<usize>layer) << 3));
}

/** Radius of a shell of the coil. */
export function shellRadius(shell: i32): f64 {
  return load<f64>(shellRadii + ((<usize>shell) << 3));
}

/** Where the absorber of a shell of the coil lies. */
export function shellLayer(shell: i32): usize {
  return load<u32>(shellLayers + ((<usize>shell) << 2));
}
