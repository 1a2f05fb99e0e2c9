import { kernels } from '#kernels';
import { KernelColumn, placeTable } from '../../detector/base/kernel-column.js';

/** Numbers of a layer: of each node its weights, in order, and its bias. */
export interface Layer {
  readonly inputCount: number;
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

/** Activation of whole sums, see `denseLayer`. */
export interface WholeActivation {
  /** Bits of a sum that are dropped. */
  readonly shift: number;
  readonly table: Int16Array;
  readonly largest: number;
}

/** Evaluates a network of the inputs at an address: whole numbers of 16 bits, or doubles. */
export type PlacedNetwork = (inputs: number, outputs: Float64Array) => void;

/** Most nodes of a layer, inputs and outputs too. */
export const maxNodes = 128;

/** Products that are taken at once. */
const lanes = 8;
/** Nodes that are summed side by side in double precision. */
const blockNodes = 4;
const maxWeight = 2 ** 15 - 1;
const maxSum = 2 ** 31 - 1;

// Nodes of a layer and of the next one, of whatever network is evaluated.
const words = [new KernelColumn(Int16Array, maxNodes), new KernelColumn(Int16Array, maxNodes)];
const doubles = [
  new KernelColumn(Float64Array, maxNodes),
  new KernelColumn(Float64Array, maxNodes),
];

/**
 * Whether every weight has 16 bits and no sum, in whatever order, exceeds 32: inputs and nodes are
 * at most `one`.
 */
export function fitsSixteenBits(
  layers: readonly Layer[],
  one: number,
  { shift }: WholeActivation,
): boolean {
  return shift >= 0 && layers.every((layer) => fits(layer, one));
}

function fits({ inputCount, weights, biases }: Layer, one: number): boolean {
  for (let node = 0, at = 0; node < biases.length; node++) {
    let most = Math.abs(biases[node]);
    for (const end = at + inputCount; at < end; at++) {
      const size = Math.abs(weights[at]);
      // Not so of NaN either.
      if (!(size <= maxWeight)) return false;
      most += size * one;
    }
    if (!(most <= maxSum)) return false;
  }
  return true;
}

function placeWords({ inputCount, weights, biases }: Layer) {
  const blocks = Math.ceil(inputCount / lanes);
  const stride = blocks * lanes;
  const padded = new Int16Array(stride * biases.length);
  for (let node = 0; node < biases.length; node++)
    padded.set(weights.subarray(node * inputCount, (node + 1) * inputCount), node * stride);
  return {
    blocks,
    weights: placeTable(padded),
    biases: placeTable(Int32Array.from(biases)),
    count: biases.length,
  };
}

/** A network whose whole numbers fit into 16 bits. */
export function sixteenBitNetwork(
  layers: readonly Layer[],
  { shift, table, largest }: WholeActivation,
): PlacedNetwork {
  const tableAt = placeTable(table);
  const placed = layers.map(placeWords);
  const last = placed.length - 1;
  return (inputs, outputs) => {
    let from = inputs;
    for (let layer = 0; layer <= last; layer++) {
      const { blocks, weights, biases, count } = placed[layer];
      const to = words[layer & 1].address;
      kernels.denseLayer(
        from,
        blocks,
        weights,
        biases,
        count,
        to,
        shift,
        tableAt,
        table.length,
        largest,
      );
      from = to;
    }
    const results = words[last & 1].values;
    for (let output = 0; output < placed[last].count; output++) outputs[output] = results[output];
  };
}

function placeDoubles({ inputCount, weights, biases }: Layer) {
  const count = blockNodes * Math.ceil(biases.length / blockNodes);
  const blocks = new Float64Array(count * inputCount);
  weights.forEach((weight, at) => {
    const node = Math.floor(at / inputCount);
    const block = Math.floor(node / blockNodes);
    const input = block * inputCount + (at % inputCount);
    blocks[input * blockNodes + (node % blockNodes)] = weight;
  });
  const padded = new Float64Array(count);
  padded.set(biases);
  return { inputCount, weights: placeTable(blocks), biases: placeTable(padded), count };
}

/** Evaluates layers in double precision, whose sums `activate` turns into nodes in place. */
function plainNetwork(
  layers: readonly Layer[],
  activate: (sums: number, count: number) => void,
): PlacedNetwork {
  const placed = layers.map(placeDoubles);
  const last = placed.length - 1;
  const outputCount = layers[last].biases.length;
  return (inputs, outputs) => {
    let from = inputs;
    for (let layer = 0; layer <= last; layer++) {
      const { inputCount, weights, biases, count } = placed[layer];
      const to = doubles[layer & 1].address;
      kernels.plainSums(from, inputCount, weights, biases, count, to);
      activate(to, count);
      from = to;
    }
    const results = doubles[last & 1].values;
    for (let output = 0; output < outputCount; output++) outputs[output] = results[output];
  };
}

/** A network of doubles, of inputs that are doubles. */
export const floatingNetwork = (layers: readonly Layer[]): PlacedNetwork =>
  plainNetwork(layers, kernels.activateSums);

/**
 * A network of whole numbers of up to 53 bits, with the outputs that `sixteenBitNetwork` would have
 * if they fitted.
 */
export function wideNetwork(
  layers: readonly Layer[],
  { shift, table, largest }: WholeActivation,
): PlacedNetwork {
  const tableAt = placeTable(table);
  // In steps of the table's argument, so that dropping bits of a sum is rounding down.
  const step = 2 ** -shift;
  const inSteps = layers.map(({ inputCount, weights, biases }) => ({
    inputCount,
    weights: weights.map((weight) => weight * step),
    biases: biases.map((bias) => bias * step),
  }));
  const evaluate = plainNetwork(inSteps, (sums, count) =>
    kernels.activateSteps(sums, count, tableAt, table.length, largest),
  );
  const widened = new KernelColumn(Float64Array, maxNodes);
  const { inputCount } = layers[0];
  return (inputs, outputs) => {
    kernels.widenNodes(inputs, inputCount, widened.address);
    evaluate(widened.address, outputs);
  };
}
