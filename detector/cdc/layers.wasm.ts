// kernel: looked up for every crossing of every arc; AssemblyScript. The layers of wires as the
// kernels of the chamber read them; layer-table.ts writes them.

/** One layer, a record of `layerNumbers` numbers; what they mean is said in layer-table.ts. */
export class Layer {
  radius: f64;
  middleRadius: f64;
  halfHeight: f64;
  zBackward: f64;
  placePerZ: f64;
  halfTwist: f64;
  tanHalfTwist: f64;
  cellAngle: f64;
  cellsPerAngle: f64;
  wireOffset: f64;
  slant: f64;
  lengthPerZ: f64;
  firstWire: i32;
  wires: i32;
  /** 0 where nobody reads what is hit in it; the batch in hand says so. */
  isRead: i32;
  unused: i32;
}

let records: usize;
let beyond: usize;
let lastStep: i32;
let stepsPerLength: f64;

/** Number of layers. */
export let layerCount: i32;
/** Number of wires. */
export let wireCount: u32;
/** Inner border of the innermost cells [cm]. */
export let innermost: f64;
/** Outer border of the outermost cells [cm]. */
export let outermost: f64;

/**
 * Takes over the records of `count` layers, and for `steps` distances from the axis, so many per
 * cm, the first layer whose wires are at or beyond it.
 */
export function placeLayers(
  layers: usize,
  count: i32,
  firstBeyond: usize,
  steps: i32,
  stepsPerCm: f64,
): void {
  records = layers;
  layerCount = count;
  beyond = firstBeyond;
  lastStep = steps - 1;
  stepsPerLength = stepsPerCm;
  const first = layerAt(0);
  const last = layerAt(count - 1);
  wireCount = last.firstWire + last.wires;
  innermost = first.radius - first.halfHeight;
  outermost = last.radius + last.halfHeight;
}

/** Takes over of each layer whether anybody reads it: a byte, 0 where nobody does. */
export function readLayers(read: usize): void {
  for (let layer = 0; layer < layerCount; layer++) layerAt(layer).isRead = load<u8>(read + layer);
}

/** A layer, numbered from inside. */
export function layerAt(layer: i32): Layer {
  return changetype<Layer>(records + <usize>layer * offsetof<Layer>());
}

/** The first layer whose wires are at or beyond that distance from the axis, at any z. */
export function firstLayerBeyond(distance: f64): i32 {
  return load<u8>(beyond + min(lastStep, i32(floor(stepsPerLength * distance))));
}
