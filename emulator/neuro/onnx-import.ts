import { EmulatorError } from '../../detector/base/errors.js';
import {
  memberProblem,
  type NetworkNames,
  namesProblem,
  standardNames,
} from '../../triggers/cdc/network-set.js';
import type { NetworkWeights } from '../../triggers/cdc/neuro-network.js';
import { decodeModel, type OnnxGraph, type OnnxNode, type OnnxValueInfo } from './onnx-messages.js';
import { type Layer, operators, type Value } from './onnx-operators.js';
import { readTensor } from './onnx-tensors.js';

/** A network that was read, and what its file says of it. */
export interface ImportedNetwork {
  readonly network: NetworkWeights;
  /** Its inputs and outputs; the usual ones where it does not say. */
  readonly names: NetworkNames;
  /** Who wrote it, with the version. */
  readonly producer: string;
  /** Its operators in their order. */
  readonly operators: readonly string[];
  /** The expert that it is written for, where the file says so. */
  readonly expert?: number;
}

/** Key of a model's metadata: its expert. */
export const expertKey = 'expert';
/** Key of a model's metadata: names of its inputs with commas between. */
export const inputsKey = 'inputs';
/** Key of a model's metadata: names of its outputs with commas between. */
export const outputsKey = 'outputs';

/** Nodes of a graph at most; a network of six layers has about thirty. */
const maxNodes = 200;

/**
 * Reads a network of the z trigger from ONNX: up to 27 inputs, up to five hidden layers, 2 outputs,
 * tanh after each layer. Any scale before a tanh goes into the weights, since those of the trigger
 * stand before tanh(x/2).
 * @throws ONNX_SYNTAX, ONNX_UNSUPPORTED, ONNX_SHAPE
 * @see D-128
 */
export function importOnnx(bytes: Uint8Array, where: string): ImportedNetwork {
  const { graph, producerName, producerVersion, metadataProps } = decodeModel(bytes, where);
  const said = (wanted: string): string | undefined =>
    metadataProps.find(({ key }) => key === wanted)?.value;
  const names = {
    inputs: said(inputsKey)?.split(',') ?? standardNames.inputs,
    outputs: said(outputsKey)?.split(',') ?? standardNames.outputs,
  };
  const problem = namesProblem(names);
  if (problem !== undefined) throw new EmulatorError('ONNX_SHAPE', `${where}: ${problem}`);
  const expert = Number(said(expertKey) ?? Number.NaN);
  return {
    network: networkOf(layersOf(graph, names, where), names, where),
    names,
    producer: `${producerName} ${producerVersion}`.trim(),
    operators: graph.node.map(({ opType }) => opType),
    ...(Number.isInteger(expert) ? { expert } : {}),
  };
}

/** Layers between the only input and the only output of a graph. */
function layersOf(graph: OnnxGraph, names: NetworkNames, where: string): readonly Layer[] {
  if (graph.node.length > maxNodes)
    throw unsupported(
      where,
      `the graph has ${graph.node.length} nodes, expected up to ${maxNodes}`,
    );
  const values = new Map<string, Value>();
  for (const tensor of graph.initializer) {
    const read = (): Value => ({ kind: 'numbers', tensor: readTensor(tensor) });
    values.set(tensor.name, attempt(read, `${where}: initializer "${tensor.name}"`));
  }
  const inputs = graph.input.filter(({ name }) => !values.has(name));
  const [input] = inputs;
  const [output] = graph.output;
  if (input === undefined || inputs.length > 1)
    throw unsupported(where, `the graph has ${inputs.length} inputs, expected one`);
  if (output === undefined || graph.output.length > 1)
    throw unsupported(where, `the graph has ${graph.output.length} outputs, expected one`);
  requireWidth(input, names.inputs.length, where);
  requireWidth(output, names.outputs.length, where);
  values.set(input.name, { kind: 'nodes', layers: [], width: names.inputs.length });
  for (const [place, node] of graph.node.entries())
    evaluate(node, values, `${where}: node ${nameOf(node, place)}`);
  const result = values.get(output.name);
  if (result?.kind !== 'nodes') {
    throw unsupported(
      where,
      `output "${output.name}" ` +
        `${result === undefined ? 'is made by no node' : 'does not come from a Tanh'}`,
    );
  }
  return result.layers;
}

const nameOf = ({ name, opType }: OnnxNode, place: number): string =>
  `${name === '' ? place + 1 : `"${name}"`} (${opType})`;

function evaluate(node: OnnxNode, values: Map<string, Value>, where: string): void {
  const operator =
    Object.hasOwn(operators, node.opType) && node.domain === ''
      ? operators[node.opType]
      : undefined;
  if (operator === undefined)
    throw unsupported(
      where,
      `this operator is not supported; supported are ${Object.keys(operators).join(', ')}`,
    );
  const [output] = node.output;
  if (output === undefined || node.output.length > 1)
    throw unsupported(where, `it has ${node.output.length} outputs, expected one`);
  // An optional input that is left out has no name.
  const inputs = node.input
    .filter((name) => name !== '')
    .map((name) => valueOf(name, values, where));
  values.set(
    output,
    attempt(() => operator(inputs, node), where),
  );
}

function valueOf(name: string, values: ReadonlyMap<string, Value>, where: string): Value {
  const value = values.get(name);
  if (value === undefined)
    throw unsupported(where, `its input "${name}" is made by no node before it`);
  return value;
}

/** The last dimension that a graph declares, where it does. */
function requireWidth({ name, type }: OnnxValueInfo, expected: number, where: string): void {
  const width = type?.tensorType?.shape?.dim.at(-1)?.dimValue ?? 0;
  if (width !== 0 && width !== expected) {
    throw new EmulatorError(
      'ONNX_SHAPE',
      `${where}: "${name}" has ${width} numbers a track, expected ${expected}`,
    );
  }
}

/** Weights of the trigger, doubled because they stand before tanh(x/2). */
function networkOf(layers: readonly Layer[], names: NetworkNames, where: string): NetworkWeights {
  const sizes = [names.inputs.length, ...layers.map(({ nodes }) => nodes)];
  const weights = Float32Array.from(
    layers.flatMap((layer) =>
      Array.from(layer.bias, (bias, node) => [
        ...layer.weights.subarray(node * layer.inputs, (node + 1) * layer.inputs),
        bias,
      ]).flat(),
    ),
    (weight) => 2 * weight,
  );
  const network = { sizes, weights };
  const problem = memberProblem(network, names);
  if (problem !== undefined) throw new EmulatorError('ONNX_SHAPE', `${where}: ${problem}`);
  return network;
}

function attempt<T>(work: () => T, where: string): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof RangeError ? unsupported(where, error.message) : error;
  }
}

const unsupported = (where: string, why: string): EmulatorError =>
  new EmulatorError('ONNX_UNSUPPORTED', `${where}: ${why}`);
