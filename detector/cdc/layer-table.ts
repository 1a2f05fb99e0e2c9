import { kernels } from '#kernels';
import { cos } from '../base/elementary.js';
import { KernelColumn } from '../base/kernel-column.js';
import { halfHeight } from './cells.js';
import {
  cellAngle,
  firstWireOfLayer,
  halfTwist,
  layerCount,
  layerRadius,
  middleRadius,
  stereoAngle,
  tanHalfTwist,
  wireOffset,
  wiresOfLayer,
  zBackward,
  zForward,
} from './geometry.js';

/** Numbers of a layer in the order of `Layer` in layers.wasm.ts, lengths in cm. */
export const layerNumbers: readonly ArrayLike<number>[] = [
  layerRadius,
  middleRadius,
  halfHeight,
  zBackward,
  // Place along the wire per z: from −1 at the backward to 1 at the forward end.
  zForward.map((z, layer) => 2 / (z - zBackward[layer])),
  halfTwist,
  tanHalfTwist,
  cellAngle,
  cellAngle.map((angle) => 1 / angle),
  wireOffset,
  // Way of a wire across the direction to its middle, per z, and its length per z.
  tanHalfTwist.map(
    (tangent, layer) => (2 * middleRadius[layer] * tangent) / (zForward[layer] - zBackward[layer]),
  ),
  stereoAngle.map((angle) => 1 / cos(angle)),
];
/** Whole numbers that follow, of 32 bits. */
const wholeNumbers: readonly ArrayLike<number>[] = [
  firstWireOfLayer,
  wiresOfLayer,
  // All are read until a batch says otherwise; records end at a whole number of 64 bits.
  new Uint8Array(layerCount).fill(1),
  new Uint8Array(layerCount),
];

const wordsPerNumber = 2;
const recordWords = wordsPerNumber * layerNumbers.length + wholeNumbers.length;

/** Steps per cm in which distances from the axis are told apart, and their number. */
const stepsPerCm = 10;
const steps = 1300;

let isPlaced = false;

/** Writes the layers of wires where the kernels of the chamber read them, once in a thread. */
export function placeLayers(): void {
  if (isPlaced) return;
  isPlaced = true;
  const records = new KernelColumn(Int32Array, recordWords * layerCount);
  const words = records.values;
  const values = new Float64Array(words.buffer, words.byteOffset, words.length / wordsPerNumber);
  for (let layer = 0; layer < layerCount; layer++) {
    const word = recordWords * layer;
    for (const [place, column] of layerNumbers.entries())
      values[word / wordsPerNumber + place] = column[layer];
    words.set(
      wholeNumbers.map((column) => column[layer]),
      word + wordsPerNumber * layerNumbers.length,
    );
  }
  const beyond = new KernelColumn(Uint8Array, steps);
  beyond.values.set(Array.from({ length: steps }, (_, step) => firstLayerBeyond(step)));
  kernels.placeLayers(records.address, layerCount, beyond.address, steps, stepsPerCm);
}

/** First layer whose wires are beyond that many steps from the axis, at any z. */
function firstLayerBeyond(step: number): number {
  const layer = layerRadius.findIndex((radius) => radius > step * 0.1);
  return layer < 0 ? layerCount : layer;
}
