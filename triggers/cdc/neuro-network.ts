// kernel: a few thousand multiply-adds a track; all sums of the fixed-point form are integers that doubles hold exactly
import { inputCount } from './neuro-inputs.js';

/** Nodes of the hidden layer and outputs: z and polar angle. @see basf2 trg/cdc/src/CDCTriggerMLP.cc */
export const hiddenCount = 81;
export const outputCount = 2;
/** Inputs and bias of a node. */
export const hiddenStride = inputCount + 1;
export const outputStride = hiddenCount + 1;
export const firstOutputWeight = hiddenCount * hiddenStride;
/** Weights of a network: hidden nodes, then outputs; of each node its inputs, then its bias. */
export const weightCount = firstOutputWeight + outputCount * outputStride;
/** Largest weight that the firmware holds. @see basf2 trg/cdc/modules/neurotrigger/src/CDCTriggerNeuroTrainerModule.cc */
export const maxWeight = 63;

/** Fractional bits of nodes, weights and the argument of the tanh table. @see basf2 trg/cdc/src/NeuroTrigger.cc */
const nodeOne = 2 ** 12;
const weightOne = 2 ** 10;
const argumentBits = 10;
/** A sum has the bits of node and weight together; the table's argument drops these. */
const droppedScale = 2 ** argumentBits / (nodeOne * weightOne);
/** 13 bits, signed. */
const nodeMax = nodeOne - 1;

/** Evaluates a network: inputs and outputs from −1 to 1. */
export type Network = (inputs: Float64Array, outputs: Float64Array) => void;

/** Activation of all nodes: tanh(x/2). */
export const activation = (sum: number): number => 1 - 2 / (Math.exp(sum) + 1);

/** The network in floating point. */
export function floatNetwork(weights: Float32Array): Network {
  return networkOf(Float64Array.from(weights), activation);
}

/**
 * The network as the firmware has it: inputs truncated, weights rounded, activation from a table, nodes of 13 bits. A sum of 82 products
 * of 13 and 17 bits exceeds 32 bits, not the 53 of a double.
 */
export function fixedNetwork(weights: Float32Array): Network {
  // Biases meet a node of one; everything else stays in whole units of its last bit.
  const whole = Float64Array.from(weights, (weight) => Math.round(weight * weightOne));
  for (let bias = hiddenStride - 1; bias < firstOutputWeight; bias += hiddenStride) whole[bias] *= nodeOne;
  for (let bias = firstOutputWeight + outputStride - 1; bias < weightCount; bias += outputStride) whole[bias] *= nodeOne;
  const evaluate = networkOf(whole, tableActivation);
  const nodes = new Float64Array(inputCount);
  return (inputs, outputs) => {
    for (let input = 0; input < inputCount; input++) {
      const node = Math.trunc(inputs[input] * nodeOne);
      nodes[input] = node > nodeMax ? nodeMax : node < -nodeOne ? -nodeOne : node;
    }
    evaluate(nodes, outputs);
    for (let output = 0; output < outputCount; output++) outputs[output] /= nodeOne;
  };
}

/** tanh(x/2) in units of a node, for x in steps of the argument, up to where it stays one. */
const table = Int16Array.from({ length: 12 << argumentBits }, (_, x) =>
  Math.min(nodeMax, Math.round(nodeOne * activation(x / 2 ** argumentBits))),
);

/** Node for a sum; the argument drops bits as a shift does. */
function tableActivation(sum: number): number {
  const argument = Math.floor(sum * droppedScale);
  if (argument >= 0) return argument < table.length ? table[argument] : nodeMax;
  return -argument < table.length ? -table[-argument] : -nodeMax;
}

/** Sums three nodes at a time: 81 is a multiple of three, and independent sums overlap in the processor. */
function networkOf(weights: Float64Array, activate: (sum: number) => number): Network {
  const hidden = new Float64Array(hiddenCount);
  return (inputs, outputs) => {
    for (let node = 0, at = 0; node < hiddenCount; node += 3, at += 3 * hiddenStride) {
      let first = weights[at + inputCount];
      let second = weights[at + hiddenStride + inputCount];
      let third = weights[at + 2 * hiddenStride + inputCount];
      for (let input = 0; input < inputCount; input++) {
        const value = inputs[input];
        first += weights[at + input] * value;
        second += weights[at + hiddenStride + input] * value;
        third += weights[at + 2 * hiddenStride + input] * value;
      }
      hidden[node] = activate(first);
      hidden[node + 1] = activate(second);
      hidden[node + 2] = activate(third);
    }
    let z = weights[firstOutputWeight + hiddenCount];
    let theta = weights[firstOutputWeight + outputStride + hiddenCount];
    for (let node = 0; node < hiddenCount; node++) {
      z += weights[firstOutputWeight + node] * hidden[node];
      theta += weights[firstOutputWeight + outputStride + node] * hidden[node];
    }
    outputs[0] = activate(z);
    outputs[1] = activate(theta);
  };
}

/** Weights as text: four bytes each, lowest first, in base64. */
export function packWeights(weights: Float32Array): string {
  const bytes = Buffer.alloc(4 * weights.length);
  weights.forEach((weight, at) => bytes.writeFloatLE(weight, 4 * at));
  return bytes.toString('base64');
}

export function unpackWeights(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at));
}
