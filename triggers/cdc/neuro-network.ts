// kernel: a few thousand multiply-adds a track; all sums of the fixed-point form are integers that
// doubles hold exactly; the form of 16 bits lies in `neuro-network.wasm.ts`
import { exp } from '../../detector/base/elementary.js';
import { inputCount } from './neuro-inputs.js';
import {
  fitsSixteenBits,
  sixteenBitNetwork,
  type WholeActivation,
  type WholeLayer,
} from './neuro-kernel.js';
import { type Quantization, wholeSteps } from './neuro-quantization.js';

/**
 * Nodes of the hidden layer.
 * @see basf2 trg/cdc/src/CDCTriggerMLP.cc
 */
export const hiddenCount = 81;
/** Outputs: z and polar angle, both scaled to ±1. */
export const outputCount = 2;
/** Weights of a hidden node: its inputs, then its bias. */
export const hiddenStride = inputCount + 1;
/** Weights of an output: hidden nodes, then its bias. */
export const outputStride = hiddenCount + 1;
/** Place of the first weight of the outputs. */
export const firstOutputWeight = hiddenCount * hiddenStride;
/** Weights of a network: hidden nodes, then outputs; of each node its inputs, then its bias. */
export const weightCount = firstOutputWeight + outputCount * outputStride;
/**
 * Largest weight that the firmware holds.
 * @see basf2 trg/cdc/modules/neurotrigger/src/CDCTriggerNeuroTrainerModule.cc
 */
export const maxWeight = 63;
/** Most hidden nodes of a network that is not the firmware's. */
export const maxHiddenCount = 1024;

/** Weights of a network with so many hidden nodes. */
export const weightCountOf = (hidden: number): number =>
  hidden * hiddenStride + outputCount * (hidden + 1);

/**
 * Hidden nodes of a network; undefined when these are no weights of one.
 * @see D-130
 */
export function hiddenCountOf(weights: Float32Array | Float64Array): number | undefined {
  const hidden = (weights.length - outputCount) / (hiddenStride + outputCount);
  return Number.isInteger(hidden) &&
    hidden > 0 &&
    hidden <= maxHiddenCount &&
    weights.every(Number.isFinite)
    ? hidden
    : undefined;
}

/** Evaluates a network: inputs and outputs from −1 to 1. */
export type Network = (inputs: Float64Array, outputs: Float64Array) => void;

/** Activation of all nodes: tanh(x/2). */
export const activation = (sum: number): number => 1 - 2 / (exp(sum) + 1);

/** The network in floating point. */
export function floatNetwork(weights: Float32Array): Network {
  return networkOf(inThrees(weights), (sums) => {
    for (let node = 0; node < sums.length; node++) sums[node] = activation(sums[node]);
  });
}

/**
 * The network as the firmware has it: inputs truncated, weights rounded and cut off at what it
 * holds, activation from a table, nodes of 13 bits. Where weights have 16 bits and sums 32, as in
 * the networks of the package, eight products are taken at once; in general a sum of 82 products of
 * 13 and 17 bits exceeds 32 bits, not the 53 of a double.
 * @see D-110
 */
export function fixedNetwork(weights: Float32Array, quantization: Quantization): Network {
  const { node, weight, argument } = quantization;
  const one = 2 ** node.bits;
  const layers = wholeLayers(weights, quantization);
  const table = activationTable(node.bits, argument.bits);
  const shift = node.bits + weight.bits - argument.bits;
  const whole = { shift, table, largest: one - 1 };
  const evaluate = fitsSixteenBits(layers, one, whole)
    ? sixteenBitNetwork(layers, whole)
    : networkOf(inSteps(layers, 2 ** -shift), tableActivation(whole));
  const wholeNode = wholeSteps(node);
  const nodes = new Float64Array(inputCount);
  return (inputs, outputs) => {
    for (let input = 0; input < inputCount; input++)
      nodes[input] = clipped(wholeNode(inputs[input]), -one, one - 1);
    evaluate(nodes, outputs);
    for (let output = 0; output < outputCount; output++) outputs[output] /= one;
  };
}

/** Weights as whole steps, biases in the scale of the sums; half a step in them makes rounding. */
function wholeLayers(
  weights: Float32Array,
  { node, weight, argument }: Quantization,
): readonly WholeLayer[] {
  const one = 2 ** node.bits;
  const largest = maxWeight * 2 ** weight.bits;
  const wholeWeight = wholeSteps(weight);
  const half =
    argument.rounding === 'round' ? 2 ** (node.bits + weight.bits - argument.bits - 1) : 0;
  const hidden = hiddenCountOf(weights) ?? 0;
  let at = 0;
  const layerOf = (inputs: number, nodes: number): WholeLayer => {
    const layer = {
      inputCount: inputs,
      weights: new Float64Array(nodes * inputs),
      biases: new Float64Array(nodes),
    };
    const next = (): number => clipped(wholeWeight(weights[at++]), -largest, largest);
    for (let first = 0; first < nodes; first++) {
      for (let input = 0; input < inputs; input++) layer.weights[first * inputs + input] = next();
      layer.biases[first] = one * next() + half;
    }
    return layer;
  };
  return [layerOf(inputCount, hidden), layerOf(hidden, outputCount)];
}

/**
 * Whole layers in steps of the table's argument, so that dropping bits of a sum is rounding down.
 */
function inSteps(layers: readonly WholeLayer[], toArgument: number): HiddenInThrees {
  const flat = layers.flatMap((layer) =>
    Array.from(layer.biases, (bias, node) => [
      ...layer.weights.subarray(node * layer.inputCount, (node + 1) * layer.inputCount),
      bias,
    ]).flat(),
  );
  return inThrees(Float64Array.from(flat, (value) => value * toArgument));
}

const clipped = (value: number, low: number, high: number): number =>
  value > high ? high : value < low ? low : value;

/**
 * Activates all nodes of a layer, given as sums, in place: a function of one number would have it
 * boxed at each call.
 */
type Activate = (sums: Float64Array) => void;

/** tanh(x/2) in steps of a node, at whole steps x of the argument, up to where it stays one. */
function activationTable(nodeBits: number, argumentBits: number): Int16Array {
  const largest = 2 ** nodeBits - 1;
  return Int16Array.from({ length: nodeBits << argumentBits }, (_, x) =>
    Math.min(largest, Math.round(2 ** nodeBits * activation(x / 2 ** argumentBits))),
  );
}

/** Nodes for sums in steps of the argument. */
function tableActivation({ table, largest }: WholeActivation): Activate {
  return (sums) => {
    const values = table;
    const { length } = values;
    const most = largest;
    for (let node = 0; node < sums.length; node++) {
      const step = Math.floor(sums[node]);
      if (step >= 0) sums[node] = step < length ? values[step] : most;
      else sums[node] = -step < length ? -values[-step] : -most;
    }
  };
}

/** Weights with hidden nodes added that are always zero, up to a multiple of three. */
function inThrees(weights: Float32Array | Float64Array): HiddenInThrees {
  const given = hiddenCountOf(weights) ?? 0;
  const hidden = 3 * Math.ceil(given / 3);
  const values = new Float64Array(weightCountOf(hidden));
  values.set(weights.subarray(0, given * hiddenStride));
  for (let output = 0; output < outputCount; output++) {
    const from = given * hiddenStride + output * (given + 1);
    const to = hidden * hiddenStride + output * (hidden + 1);
    values.set(weights.subarray(from, from + given), to);
    values[to + hidden] = weights[from + given];
  }
  return { values, hidden };
}

interface HiddenInThrees {
  readonly values: Float64Array;
  readonly hidden: number;
}

/** Sums three nodes at a time, since independent sums overlap in the processor. */
function networkOf(network: HiddenInThrees, activate: Activate): Network {
  const scratch = new Float64Array(network.hidden);
  return (inputs, outputs) => {
    // Into locals: what a closure or a module holds is fetched and checked anew at each use in a
    // loop.
    const { values: weights, hidden } = network;
    const nodes = scratch;
    const count = inputCount;
    const stride = hiddenStride;
    const zWeights = hidden * stride;
    const thetaWeights = zWeights + hidden + 1;
    for (let node = 0, at = 0; node < hidden; node += 3, at += 3 * stride) {
      let first = weights[at + count];
      let second = weights[at + stride + count];
      let third = weights[at + 2 * stride + count];
      for (let input = 0; input < count; input++) {
        const value = inputs[input];
        first += weights[at + input] * value;
        second += weights[at + stride + input] * value;
        third += weights[at + 2 * stride + input] * value;
      }
      nodes[node] = first;
      nodes[node + 1] = second;
      nodes[node + 2] = third;
    }
    activate(nodes);
    let z = weights[zWeights + hidden];
    let theta = weights[thetaWeights + hidden];
    for (let node = 0; node < hidden; node++) {
      z += weights[zWeights + node] * nodes[node];
      theta += weights[thetaWeights + node] * nodes[node];
    }
    outputs[0] = z;
    outputs[1] = theta;
    activate(outputs);
  };
}

/** Weights as text: four bytes each, lowest first, in base64. */
export function packWeights(weights: Float32Array): string {
  const bytes = Buffer.alloc(4 * weights.length);
  weights.forEach((weight, at) => bytes.writeFloatLE(weight, 4 * at));
  return bytes.toString('base64');
}

/** Weights of a network from base64 of single-precision numbers, lowest byte first. */
export function unpackWeights(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at));
}
