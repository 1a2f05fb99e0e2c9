import { kernels } from '#kernels';
import { KernelColumn, placeTable } from '../../detector/base/kernel-column.js';
import { standingTable } from '../../detector/base/standing-table.js';
import { inputCount } from './neuro-inputs.js';
import {
  fitsSixteenBits,
  floatingNetwork,
  type Layer,
  maxNodes,
  sixteenBitNetwork,
  wideNetwork,
} from './neuro-kernel.js';
import { type Quantization, toWholeSteps } from './neuro-quantization.js';

/**
 * A network as data: nodes of each layer, from the inputs to the outputs, and its weights, layer by
 * layer, of each node those of its inputs, then its bias.
 */
export interface NetworkWeights {
  readonly sizes: readonly number[];
  readonly weights: Float32Array;
}

/** Most layers with weights: up to five hidden ones and the outputs. */
const maxLayers = 6;
export { maxNodes } from './neuro-kernel.js';

/** Hidden nodes of the firmware. @see basf2 trg/cdc/src/CDCTriggerMLP.cc */
export const hiddenCount = 81;
/** Outputs of the firmware: z and polar angle, both scaled to ±1. */
export const outputCount = 2;
/** Nodes of the firmware, layer by layer. */
export const firmwareSizes: readonly number[] = [inputCount, hiddenCount, outputCount];
/**
 * Largest weight that the firmware holds.
 * @see basf2 trg/cdc/modules/neurotrigger/src/CDCTriggerNeuroTrainerModule.cc
 */
export const maxWeight = 63;

/** Weights of a network with such layers. */
export const weightCountOf = (sizes: readonly number[]): number =>
  sizes.slice(1).reduce((sum, nodes, layer) => sum + nodes * (sizes[layer] + 1), 0);

/** Nodes of each layer as people write them: 27–81–2. */
export const sizesText = (sizes: readonly number[]): string => sizes.join('–');

/** The network of one hidden layer that has so many weights, as files before D-246 have them. */
export function oneHiddenLayer(weights: Float32Array): NetworkWeights {
  const hidden = (weights.length - outputCount) / (inputCount + 1 + outputCount);
  return { sizes: [inputCount, hidden, outputCount], weights };
}

/**
 * What keeps weights from being a network, in words; undefined when they are one.
 * @see D-246
 */
export function networkProblem({ sizes, weights }: NetworkWeights): string | undefined {
  const layers = sizes.length - 1;
  if (layers < 1 || layers > maxLayers)
    return `it has ${layers} layers (${sizesText(sizes)}), expected 1 to ${maxLayers}`;
  const wrong = sizes.find((nodes) => !Number.isInteger(nodes) || nodes < 1 || nodes > maxNodes);
  if (wrong !== undefined)
    return `it is ${sizesText(sizes)}, expected 1 to ${maxNodes} nodes in a layer`;
  if (weights.length !== weightCountOf(sizes))
    return `${sizesText(sizes)} has ${weightCountOf(sizes)} weights, found ${weights.length}`;
  const at = weights.findIndex((weight) => !Number.isFinite(weight));
  return at < 0 ? undefined : `weight ${at} is ${weights[at]}, expected a number`;
}

/**
 * Evaluates a network: inputs and outputs from −1 to 1. Inputs are numbers, or the address of
 * numbers in the memory of the kernels.
 */
export type Network = (inputs: Float64Array | number, outputs: Float64Array) => void;

/** Activation of all nodes: tanh(x/2). */
export const activation = kernels.nodeActivation;

const given = new KernelColumn(Float64Array, maxNodes);
const steps = new KernelColumn(Int16Array, maxNodes);

const addressOf = (inputs: Float64Array | number): number =>
  typeof inputs === 'number' ? inputs : given.place(inputs);

/**
 * The network in floating point.
 * @param places of its inputs among those that are given; the first ones without.
 */
export function floatNetwork(network: NetworkWeights, places = firstInputs(network)): Network {
  const evaluate = floatingNetwork(layersOf(network));
  const chosen = new KernelColumn(Float64Array, maxNodes);
  const placesAt = placeTable(places);
  return (inputs, outputs) => {
    kernels.chosenInputs(addressOf(inputs), placesAt, places.length, chosen.address);
    evaluate(chosen.address, outputs);
  };
}

/**
 * The network as the firmware has it: inputs truncated, weights rounded and cut off at what it
 * holds, activation from a table, nodes of 13 bits. Where weights have 16 bits and sums 32, as in
 * the networks of the package, eight products are taken at once; in general a sum of 82 products of
 * 13 and 17 bits exceeds 32 bits, not the 53 of a double.
 * @param places as in `floatNetwork`
 * @see D-110
 */
export function fixedNetwork(
  network: NetworkWeights,
  quantization: Quantization,
  places = firstInputs(network),
): Network {
  const { node, weight, argument } = quantization;
  const one = 2 ** node.bits;
  const layers = wholeLayers(network, quantization);
  const table = activationTable(node.bits, argument.bits);
  const shift = node.bits + weight.bits - argument.bits;
  const whole = { shift, table, largest: one - 1 };
  const evaluate = fitsSixteenBits(layers, one, whole)
    ? sixteenBitNetwork(layers, whole)
    : wideNetwork(layers, whole);
  const placesAt = placeTable(places);
  const rounded = node.rounding === 'round';
  const outputCount = network.sizes.at(-1)!;
  return (inputs, outputs) => {
    const from = addressOf(inputs);
    kernels.wholeInputs(from, placesAt, places.length, one, rounded, steps.address);
    evaluate(steps.address, outputs);
    for (let output = 0; output < outputCount; output++) outputs[output] /= one;
  };
}

const firstInputs = ({ sizes }: NetworkWeights): Uint16Array =>
  Uint16Array.from({ length: sizes[0] }, (_, input) => input);

/** Layers of a network. */
function layersOf({ sizes, weights }: NetworkWeights): readonly Layer[] {
  let at = 0;
  return sizes.slice(1).map((nodes, before) => {
    const inputs = sizes[before];
    const layer = {
      inputCount: inputs,
      weights: new Float64Array(nodes * inputs),
      biases: new Float64Array(nodes),
    };
    for (let node = 0; node < nodes; node++) {
      layer.weights.set(weights.subarray(at, at + inputs), node * inputs);
      at += inputs;
      layer.biases[node] = weights[at++];
    }
    return layer;
  });
}

/** Weights as whole steps, biases in the scale of the sums; half a step in them makes rounding. */
function wholeLayers(
  network: NetworkWeights,
  { node, weight, argument }: Quantization,
): readonly Layer[] {
  const one = 2 ** node.bits;
  const largest = maxWeight * 2 ** weight.bits;
  const half =
    argument.rounding === 'round' ? 2 ** (node.bits + weight.bits - argument.bits - 1) : 0;
  const layers = layersOf(network);
  for (const { weights, biases } of layers) {
    toWholeSteps(weights, weight, largest);
    toWholeSteps(biases, weight, largest);
    for (let at = 0; at < biases.length; at++) biases[at] = one * biases[at] + half;
  }
  return layers;
}

/** By the two numbers of bits: all networks of a set share theirs. */
const activationTables = new Map<string, Int16Array>();

/** tanh(x/2) in steps of a node, at whole steps x of the argument, up to where it stays one. */
function activationTable(nodeBits: number, argumentBits: number): Int16Array {
  const key = `${nodeBits} ${argumentBits}`;
  const made =
    activationTables.get(key) ??
    standingTable('cdc/activation', [nodeBits, argumentBits], () => ({
      nodes: activationsOf(nodeBits, argumentBits),
    })).nodes;
  activationTables.set(key, made);
  return made;
}

function activationsOf(nodeBits: number, argumentBits: number): Int16Array {
  const largest = 2 ** nodeBits - 1;
  const table = new Int16Array(nodeBits << argumentBits);
  for (let x = 0; x < table.length; x++)
    table[x] = Math.min(largest, Math.round(2 ** nodeBits * activation(x / 2 ** argumentBits)));
  return table;
}

/** Weights as text: four bytes each, lowest first, in base64. */
export function packWeights(weights: Float32Array): string {
  const bytes = Buffer.alloc(4 * weights.length);
  weights.forEach((weight, at) => bytes.writeFloatLE(weight, 4 * at));
  return bytes.toString('base64');
}

/** What keeps a text from being packed weights, in words; undefined when nothing does. */
export function packedProblem(text: string): string | undefined {
  const { length } = Buffer.from(text, 'base64');
  return length % 4 === 0 ? undefined : `its weights have ${length} bytes, expected four each`;
}

/**
 * Weights of a network from base64 of single-precision numbers, lowest byte first; the text is
 * one without a `packedProblem`.
 */
export function unpackWeights(text: string): Float32Array {
  // Typed arrays have their lowest byte first, as the memory of the kernels does.
  return new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);
}
