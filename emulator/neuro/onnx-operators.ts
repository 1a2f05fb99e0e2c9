import type { OnnxNode } from './onnx-messages.js';
import { matrixShape, readTensor, shapeText, type Tensor, transposed } from './onnx-tensors.js';

/**
 * A layer of a network: each node is the tanh of a weighted sum with a bias. Weights are
 * [node][input].
 */
export interface Layer {
  readonly inputs: number;
  readonly nodes: number;
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

/**
 * What a value of the graph is: numbers; the nodes of the last of some layers (of none: the
 * network's inputs); or sums over such nodes, a layer that has no tanh yet.
 */
export type Value =
  | { readonly kind: 'numbers'; readonly tensor: Tensor }
  | { readonly kind: 'nodes'; readonly layers: readonly Layer[]; readonly width: number }
  | { readonly kind: 'sums'; readonly layers: readonly Layer[]; readonly layer: Layer };

type Sums = Extract<Value, { readonly kind: 'sums' }>;
type Operator = (inputs: readonly Value[], node: OnnxNode) => Value;

/**
 * What each operator makes of its inputs. They throw what they want instead, for whoever knows the
 * node.
 */
export const operators: Readonly<Record<string, Operator>> = {
  Identity: ([input]) => given(input),
  Constant: (_inputs, node) => ({ kind: 'numbers', tensor: constantOf(node) }),
  Transpose: ([input], node) => {
    const perm = node.attribute.find(({ name }) => name === 'perm')?.ints ?? [1, 0];
    if (perm.join() === '0,1') return given(input);
    const tensor = transposed(numbersOf(input, 'it turns weights only'));
    if (tensor === undefined || perm.join() !== '1,0')
      throw new RangeError('it turns matrices only');
    return { kind: 'numbers', tensor };
  },
  MatMul: ([nodes, weights]) => {
    const tensor = transposed(numbersOf(weights, 'its second input must be weights'));
    return sumsOf(nodes, tensor);
  },
  Gemm: ([nodes, weights, bias], node) => {
    const attribute = (wanted: string) => node.attribute.find(({ name }) => name === wanted);
    if ((attribute('transA')?.i ?? 0) !== 0)
      throw new RangeError('its first input must not be transposed');
    const matrix = numbersOf(weights, 'its second input must be weights');
    const sums = sumsOf(nodes, (attribute('transB')?.i ?? 0) === 0 ? transposed(matrix) : matrix);
    const scaledSums = scaled(sums, attribute('alpha')?.f ?? 1);
    if (bias === undefined) return scaledSums;
    return withBias(
      scaledSums,
      numbersOf(bias, 'its third input must be numbers'),
      attribute('beta')?.f ?? 1,
    );
  },
  Add: ([first, second]) => {
    const [sums, numbers] = sumsAndNumbers(first, second);
    return withBias(sums, numbers, 1);
  },
  Mul: ([first, second]) => {
    const [sums, numbers] = sumsAndNumbers(first, second);
    return scaled(sums, numberOf(numbers));
  },
  Div: ([first, second]) => {
    if (first?.kind !== 'sums') throw new RangeError('its first input must be weighted sums');
    return scaled(first, 1 / numberOf(numbersOf(second, 'its second input must be a number')));
  },
  Tanh: ([input]) => {
    if (input?.kind !== 'sums')
      throw new RangeError('its input must be weighted sums (a MatMul or Gemm)');
    return { kind: 'nodes', layers: [...input.layers, input.layer], width: input.layer.nodes };
  },
};

function given(input: Value | undefined): Value {
  if (input === undefined) throw new RangeError('it has no input');
  return input;
}

function numbersOf(input: Value | undefined, otherwise: string): Tensor {
  if (input?.kind !== 'numbers') throw new RangeError(otherwise);
  return input.tensor;
}

function numberOf({ values, dims }: Tensor): number {
  if (values.length !== 1)
    throw new RangeError(`it scales by one number only, found ${shapeText(dims)}`);
  return values[0]!;
}

function constantOf({ attribute: attributes }: OnnxNode): Tensor {
  for (const { name, t, f, floats } of attributes) {
    if (name === 'value' && t !== null) return readTensor(t);
    if (name === 'value_float') return { dims: [], values: Float64Array.of(f) };
    if (name === 'value_floats')
      return { dims: [floats.length], values: Float64Array.from(floats) };
  }
  throw new RangeError('it has no value of numbers');
}

function sumsAndNumbers(
  first: Value | undefined,
  second: Value | undefined,
): readonly [Sums, Tensor] {
  if (first?.kind === 'sums' && second?.kind === 'numbers') return [first, second.tensor];
  if (first?.kind === 'numbers' && second?.kind === 'sums') return [second, first.tensor];
  throw new RangeError('one input must be weighted sums (a MatMul or Gemm), the other numbers');
}

/** Weighted sums of nodes, with weights as [node][input]. */
function sumsOf(nodes: Value | undefined, weights: Tensor | undefined): Sums {
  if (nodes?.kind === 'sums') throw new RangeError('there must be a tanh between two layers');
  if (nodes?.kind !== 'nodes')
    throw new RangeError("its first input must be the network's inputs or the nodes of a layer");
  const shape = weights === undefined ? undefined : matrixShape(weights);
  if (weights === undefined || shape === undefined)
    throw new RangeError('its weights must be a matrix');
  const [count, inputs] = shape;
  if (inputs !== nodes.width)
    throw new RangeError(`its weights are for ${inputs} inputs, found ${nodes.width}`);
  const layer: Layer = {
    inputs,
    nodes: count,
    weights: weights.values,
    bias: new Float64Array(count),
  };
  return { kind: 'sums', layers: nodes.layers, layer };
}

function scaled(sums: Sums, factor: number): Sums {
  const { layer } = sums;
  const times = (value: number): number => value * factor;
  return {
    ...sums,
    layer: { ...layer, weights: layer.weights.map(times), bias: layer.bias.map(times) },
  };
}

/** Adds a bias to sums: a number for each, or one for all. */
function withBias(sums: Sums, { values, dims }: Tensor, factor: number): Sums {
  const { layer } = sums;
  const perNode = values.length === layer.nodes && (dims.at(-1) ?? 1) === layer.nodes;
  if (!perNode && values.length !== 1) {
    throw new RangeError(
      `it adds ${shapeText(dims)} to ${layer.nodes} sums, expected a number for each`,
    );
  }
  return {
    ...sums,
    layer: {
      ...layer,
      bias: layer.bias.map((value, node) => value + factor * values[perNode ? node : 0]!),
    },
  };
}
