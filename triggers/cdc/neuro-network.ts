// kernel: a few thousand multiply-adds a track; all sums of the fixed-point form are integers that
// doubles hold exactly
import { inputCount } from './neuro-inputs.js';
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

/** Hidden nodes that are summed together. */
const together = 6;

/** Weights of a network with so many hidden nodes. */
export const weightCountOf = (hidden: number): number =>
  hidden * hiddenStride + outputCount * (hidden + 1);

/**
 * Hidden nodes of a network; undefined when these are no weights of one.
 * @see D-130
 */
export function hiddenCountOf(weights: Float32Array): number | undefined {
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
export const activation = (sum: number): number => 1 - 2 / (Math.exp(sum) + 1);

/** The network in floating point. */
export function floatNetwork(weights: Float32Array): Network {
  return networkOf(inSixes(weights), (sums) => {
    for (let node = 0; node < sums.length; node++) sums[node] = activation(sums[node]);
  });
}

/**
 * The network as the firmware has it: inputs truncated, weights rounded and cut off at what it
 * holds, activation from a table, nodes of 13 bits. A sum of 82 products of 13 and 17 bits exceeds
 * 32 bits, not the 53 of a double.
 * @see D-110
 */
export function fixedNetwork(
  weights: Float32Array,
  { node, weight, argument }: Quantization,
): Network {
  const nodeOne = 2 ** node.bits;
  const wholeWeight = wholeSteps(weight);
  const largest = maxWeight * 2 ** weight.bits;
  // In steps of the table's argument, so that dropping bits of a sum is rounding down; half a step
  // in the bias makes it rounding.
  const toArgument = 2 ** (argument.bits - node.bits - weight.bits);
  const half = argument.rounding === 'round' ? 0.5 : 0;
  const { values, hidden } = inSixes(weights);
  const firstOutput = hidden * hiddenStride;
  values.forEach((value, at) => {
    const isBias =
      at < firstOutput
        ? at % hiddenStride === inputCount
        : (at - firstOutput) % (hidden + 1) === hidden;
    const whole = toArgument * clipped(wholeWeight(value), -largest, largest);
    values[at] = isBias ? nodeOne * whole + half : whole;
  });
  const evaluate = networkOf({ values, hidden }, tableActivation(node.bits, argument.bits));
  const wholeNode = wholeSteps(node);
  const nodes = new Float64Array(inputCount);
  return (inputs, outputs) => {
    for (let input = 0; input < inputCount; input++)
      nodes[input] = clipped(wholeNode(inputs[input]), -nodeOne, nodeOne - 1);
    evaluate(nodes, outputs);
    for (let output = 0; output < outputCount; output++) outputs[output] /= nodeOne;
  };
}

const clipped = (value: number, low: number, high: number): number =>
  value > high ? high : value < low ? low : value;

/**
 * Activates all nodes of a layer, given as sums, in place: a function of one number would have it
 * boxed at each call.
 */
type Activate = (sums: Float64Array) => void;

/** Nodes for sums in steps of the argument: tanh(x/2) from a table, up to where it stays one. */
function tableActivation(nodeBits: number, argumentBits: number): Activate {
  const nodeMax = 2 ** nodeBits - 1;
  const table = Int16Array.from({ length: nodeBits << argumentBits }, (_, x) =>
    Math.min(nodeMax, Math.round(2 ** nodeBits * activation(x / 2 ** argumentBits))),
  );
  return (sums) => {
    const values = table;
    const { length } = values;
    const most = nodeMax;
    for (let node = 0; node < sums.length; node++) {
      const step = Math.floor(sums[node]);
      if (step >= 0) sums[node] = step < length ? values[step] : most;
      else sums[node] = -step < length ? -values[-step] : -most;
    }
  };
}

/** Weights with hidden nodes added that are always zero, up to a multiple of six. */
function inSixes(weights: Float32Array): HiddenInSixes {
  const given = hiddenCountOf(weights) ?? 0;
  const hidden = together * Math.ceil(given / together);
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

interface HiddenInSixes {
  readonly values: Float64Array;
  readonly hidden: number;
}

/** Weights of the hidden nodes in the order in which sums read them: input by input of each six. */
function woven({ values, hidden }: HiddenInSixes): Float64Array {
  const out = new Float64Array(hidden * hiddenStride);
  for (let node = 0, at = 0; node < hidden; node += together)
    for (let input = 0; input < hiddenStride; input++)
      for (let beside = 0; beside < together; beside++)
        out[at++] = values[(node + beside) * hiddenStride + input];
  return out;
}

/** Sums six nodes at a time, since independent sums overlap in the processor. */
function networkOf(network: HiddenInSixes, activate: Activate): Network {
  const scratch = new Float64Array(network.hidden);
  const hiddenWeights = woven(network);
  return (inputs, outputs) => {
    // Into locals: what a closure or a module holds is fetched and checked anew at each use in a
    // loop.
    const { values: weights, hidden } = network;
    const six = hiddenWeights;
    const nodes = scratch;
    const count = inputCount;
    const zWeights = hidden * hiddenStride;
    const thetaWeights = zWeights + hidden + 1;
    for (let node = 0, at = 0; node < hidden; node += 6, at += 6) {
      const bias = at + 6 * count;
      let sum0 = six[bias];
      let sum1 = six[bias + 1];
      let sum2 = six[bias + 2];
      let sum3 = six[bias + 3];
      let sum4 = six[bias + 4];
      let sum5 = six[bias + 5];
      for (let input = 0; input < count; input++, at += 6) {
        const value = inputs[input];
        sum0 += six[at] * value;
        sum1 += six[at + 1] * value;
        sum2 += six[at + 2] * value;
        sum3 += six[at + 3] * value;
        sum4 += six[at + 4] * value;
        sum5 += six[at + 5] * value;
      }
      nodes[node] = sum0;
      nodes[node + 1] = sum1;
      nodes[node + 2] = sum2;
      nodes[node + 3] = sum3;
      nodes[node + 4] = sum4;
      nodes[node + 5] = sum5;
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
