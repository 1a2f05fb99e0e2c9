import { kernels } from '#kernels';
import { KernelColumn } from '../../detector/base/kernel-column.js';

/** Whole numbers of a layer: of each node its weights, in order, and its bias in steps of a sum. */
export interface WholeLayer {
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

/** Evaluates a network: whole inputs to whole outputs. */
export type WholeNetwork = (inputs: Float64Array, outputs: Float64Array) => void;

/** Products that are taken at once. */
const lanes = 8;
const maxWeight = 2 ** 15 - 1;
const maxSum = 2 ** 31 - 1;

/**
 * Whether every weight has 16 bits and no sum, in whatever order, exceeds 32: inputs and nodes are
 * at most `one`.
 */
export function fitsSixteenBits(
  layers: readonly WholeLayer[],
  one: number,
  { shift }: WholeActivation,
): boolean {
  return (
    shift >= 0 &&
    layers.every(({ inputCount, weights, biases }) =>
      biases.every((bias, node) => {
        const own = weights.subarray(node * inputCount, (node + 1) * inputCount);
        const most = own.reduce((sum, weight) => sum + Math.abs(weight) * one, Math.abs(bias));
        return most <= maxSum && own.every((weight) => Math.abs(weight) <= maxWeight);
      }),
    )
  );
}

const wordsFor = (length: number): number => lanes * Math.ceil(length / lanes);

function placeLayer({ inputCount, weights, biases }: WholeLayer) {
  const stride = wordsFor(inputCount);
  const words = new KernelColumn(Int16Array, stride * biases.length);
  for (let node = 0; node < biases.length; node++)
    words.values.set(weights.subarray(node * inputCount, (node + 1) * inputCount), node * stride);
  const sums = new KernelColumn(Int32Array, biases.length);
  sums.values.set(biases);
  return {
    blocks: stride / lanes,
    weights: words.address,
    biases: sums.address,
    count: biases.length,
  };
}

function placeTable(table: Int16Array): number {
  const words = new KernelColumn(Int16Array, table.length);
  words.values.set(table);
  return words.address;
}

// What was placed stays: networks and tables of the same numbers are placed once in a thread.
const placedTables = new Map<string, number>();
const placedLayers = new Map<string, ReturnType<typeof placeLayer>>();
const placedNodes = new Map<string, readonly KernelColumn<Int16Array>[]>();

function once<T>(placed: Map<string, T>, key: string, place: () => T): T {
  const found = placed.get(key) ?? place();
  placed.set(key, found);
  return found;
}

/** A network whose whole numbers fit, in the memory of the kernels. */
export function sixteenBitNetwork(
  layers: readonly WholeLayer[],
  { shift, table, largest }: WholeActivation,
): WholeNetwork {
  const tableAt = once(placedTables, table.join(), () => placeTable(table));
  const placed = layers.map((layer) =>
    once(placedLayers, `${layer.inputCount} ${layer.weights.join()} ${layer.biases.join()}`, () =>
      placeLayer(layer),
    ),
  );
  const sizes = [layers[0].inputCount, ...placed.map(({ count }) => count)];
  const nodes = once(placedNodes, sizes.join(), () =>
    sizes.map((size) => new KernelColumn(Int16Array, wordsFor(size))),
  );
  const last = sizes.length - 1;
  return (inputs, outputs) => {
    const first = nodes[0].values;
    for (let input = 0; input < sizes[0]; input++) first[input] = inputs[input];
    for (let layer = 0; layer < last; layer++) {
      const { blocks, weights, biases, count } = placed[layer];
      kernels.denseLayer(
        nodes[layer].address,
        blocks,
        weights,
        biases,
        count,
        nodes[layer + 1].address,
        shift,
        tableAt,
        table.length,
        largest,
      );
    }
    const results = nodes[last].values;
    for (let output = 0; output < sizes[last]; output++) outputs[output] = results[output];
  };
}
