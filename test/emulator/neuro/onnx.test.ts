import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import { exportOnnx } from '../../../emulator/neuro/onnx-export.js';
import { type ImportedNetwork, importOnnx } from '../../../emulator/neuro/onnx-import.js';
import {
  decodeModel,
  encodeModel,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from '../../../emulator/neuro/onnx-messages.js';
import { experts } from '../../../triggers/cdc/networks/experts.js';
import {
  floatNetwork,
  firmwareSizes,
  networkProblem,
  packWeights,
  weightCountOf,
} from '../../../triggers/cdc/neuro-network.js';
import { runs } from '../../support/runs.js';

const standard = experts.map((weights) => ({ sizes: firmwareSizes, weights }));

/**
 * Networks that other programs wrote, with inputs and the outputs that those programs printed; made
 * by make.py beside them.
 */
const folder = new URL('../../support/weights/', import.meta.url);
const printed = JSON.parse(readFileSync(new URL('outputs.json', folder), 'utf8')) as Record<
  string,
  Record<'inputs' | 'outputs', number[][]>
>;
const bytesOf = (name: string): Buffer => readFileSync(new URL(name, folder));

describe('a network that another program wrote', () => {
  it.each([
    [
      'torch-half.onnx',
      'pytorch 1.13.0',
      81,
      'Gemm, Constant, Div, Tanh, Gemm, Constant, Div, Tanh',
    ],
    ['torch-plain.onnx', 'pytorch 1.13.0', 81, 'MatMul, Add, Tanh, MatMul, Add, Tanh'],
    ['helper.onnx', 'onnx.helper', 40, 'Identity, Transpose, MatMul, Add, Mul, Tanh, Gemm, Tanh'],
  ])('%s by %s gives the outputs that it printed, to 1e-5', (name, producer, hidden, operators) => {
    const network = importOnnx(bytesOf(name), name);
    expect([network.producer, network.network.sizes[1], network.operators.join(', ')]).toEqual([
      producer,
      hidden,
      operators,
    ]);
    const evaluate = floatNetwork(network.network);
    const outputs = new Float64Array(2);
    const { inputs, outputs: expected } = printed[name]!;
    expect(inputs.length).toBe(8);
    inputs.forEach((values, track) => {
      evaluate(Float64Array.from(values), outputs);
      for (const output of [0, 1])
        expect(Math.abs(outputs[output]! - expected[track]![output]!)).toBeLessThan(1e-5);
    });
  });
});

describe('an exported network', () => {
  it.each([0, 1, 2, 3, 4])('is expert %i again, to the bit', (expert) => {
    const bytes = exportOnnx(standard[expert]!, expert, 'test');
    const { network, expert: named, producer } = importOnnx(bytes, 'test');
    expect(packWeights(network.weights) === packWeights(experts[expert]!)).toBe(true);
    expect([named, producer.split(' ')[0]]).toEqual([expert, 'belle2-l1']);
    expect(Buffer.from(exportOnnx(standard[expert]!, expert, 'test')).equals(bytes)).toBe(true);
  });

  it.each([[[27, 2]], [[27, 128, 128, 128, 128, 128, 2]]])('may have layers of %j', (sizes) => {
    const weights = Float32Array.from({ length: weightCountOf(sizes) }, (_, at) => at % 251);
    const read = importOnnx(exportOnnx({ sizes, weights }, 0, ''), 'test');
    expect(read.network).toEqual({ sizes, weights });
  });

  it.each([
    [[27, 129, 2], 'it is 27–129–2, expected 1 to 128 nodes in a layer'],
    [[27, 4, 4, 4, 4, 4, 4, 2], 'it has 7 layers (27–4–4–4–4–4–4–2), expected 1 to 6'],
  ])('is refused with layers of %j', (sizes, message) => {
    const weights = new Float32Array(weightCountOf(sizes));
    expect(() => importOnnx(exportOnnx({ sizes, weights }, 0, ''), 'a.onnx')).toThrow(
      `a.onnx: ${message}`,
    );
  });

  it('may have any number of hidden nodes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, max: 2 ** 40, min: -(2 ** 40) })),
        (hidden, some) => {
          const sizes = [27, hidden, 2];
          const weights = Float32Array.from(
            { length: weightCountOf(sizes) },
            (_, at) => 0 + (some[at % (some.length + 1)] ?? at),
          );
          expect(importOnnx(exportOnnx({ sizes, weights }, 3, ''), 'test').network).toEqual({
            sizes,
            weights,
          });
        },
      ),
      { numRuns: runs(20) },
    );
  });
});

const small = [27, 1, 2];
type Graph = NonNullable<OnnxModel['graph']>;

/** The small graph of a 27–1–2 network with changes to it. */
function graphWith(change: (graph: Graph) => Partial<Graph>): Uint8Array {
  const model = decodeModel(
    exportOnnx({ sizes: small, weights: new Float32Array(weightCountOf(small)).fill(0.5) }, 0, ''),
    'test',
  );
  return encodeModel({ ...model, graph: { ...model.graph, ...change(model.graph) } });
}

const nodesWith = (place: number, change: Partial<OnnxNode>): Uint8Array =>
  graphWith(({ node }) => ({
    node: node.map((old, at) => (at === place ? { ...old, ...change } : old)),
  }));
const tensorsWith = (place: number, change: Partial<OnnxTensor>): Uint8Array =>
  graphWith(({ initializer }) => ({
    initializer: initializer.map((old, at) => (at === place ? { ...old, ...change } : old)),
  }));

describe('a graph that is no network of the trigger', () => {
  const refusal = (bytes: Uint8Array): string => {
    try {
      importOnnx(bytes, 'net.onnx');
    } catch (error) {
      if (error instanceof EmulatorError) return `${error.code} ${error.message}`;
      throw error;
    }
    return 'accepted';
  };

  it.each<[string, Uint8Array, string]>([
    [
      'an operator without support',
      nodesWith(2, { opType: 'Relu' }),
      'ONNX_UNSUPPORTED net.onnx: node "hidden.Tanh" (Relu): this operator is not supported; ' +
        'supported are Identity, Constant, Transpose, MatMul, Gemm, Add, Mul, Div, Tanh',
    ],
    [
      'an operator that every object has',
      nodesWith(2, { opType: 'toString' }),
      'net.onnx: node "hidden.Tanh" (toString): this operator is not supported',
    ],
    [
      'an operator of another domain',
      nodesWith(2, { domain: 'com.example' }),
      'this operator is not supported',
    ],
    [
      'no tanh between layers',
      nodesWith(2, { opType: 'Identity' }),
      'node "output.Gemm" (Gemm): there must be a tanh between two layers',
    ],
    [
      'no tanh at the end',
      nodesWith(5, { opType: 'Identity' }),
      'output "outputs" does not come from a Tanh',
    ],
    [
      'a name that no node makes',
      nodesWith(0, { input: ['inputs', 'nothing', 'hidden.bias'] }),
      'its input "nothing" is made by no node before it',
    ],
    [
      'weights in place of nodes',
      nodesWith(0, { input: ['hidden.weight', 'inputs'] }),
      'its second input must be weights',
    ],
    [
      'an output that no node makes',
      graphWith(() => ({
        node: [
          {
            name: 'a',
            opType: 'Identity',
            domain: '',
            input: ['inputs'],
            output: ['b'],
            attribute: [],
          },
        ],
      })),
      'output "outputs" is made by no node',
    ],
    [
      'two inputs',
      graphWith(({ input }) => ({ input: [...input, { ...input[0]!, name: 'more' }] })),
      'the graph has 2 inputs, expected one',
    ],
    [
      'a declared shape of 30 inputs',
      graphWith(({ input }) => ({
        input: [
          {
            ...input[0]!,
            type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 30 }] } } },
          },
        ],
      })),
      'ONNX_SHAPE net.onnx: "inputs" has 30 numbers a track, expected 27',
    ],
    [
      'one layer',
      graphWith(({ node }) => ({
        node: [node[0]!, node[1]!, { ...node[2]!, output: ['outputs'] }],
      })),
      'ONNX_SHAPE net.onnx: it has 27 inputs and 1 outputs, named are 27 and 2',
    ],
    [
      'weights of half precision',
      tensorsWith(0, { dataType: 10 }),
      'initializer "hidden.weight": its numbers are float16, expected float or double',
    ],
    [
      'weights in another file',
      tensorsWith(0, { dataLocation: 1 }),
      'initializer "hidden.weight": its numbers are in another file',
    ],
    [
      'a shape with other weights',
      tensorsWith(0, { dims: [1, 26] }),
      'its shape [1, 26] wants 26 numbers, found 27',
    ],
    ['a negative shape', tensorsWith(0, { dims: [-1, -27] }), 'its shape [-1, -27] is none'],
    [
      'bytes that are no numbers',
      tensorsWith(0, { rawData: new Uint8Array(107) }),
      'it has 107 bytes, not a multiple of 4',
    ],
    [
      'weights for 9 inputs',
      tensorsWith(0, { dims: [3, 9] }),
      'node "hidden.Gemm" (Gemm): its weights are for 9 inputs, found 27',
    ],
    [
      'a bias for three nodes',
      tensorsWith(1, { dims: [3], rawData: new Uint8Array(12) }),
      'it adds [3] to 1 sums, expected a number for each',
    ],
    [
      'a scale for each node',
      tensorsWith(4, { dims: [2], rawData: new Uint8Array(8) }),
      'node "hidden.Mul" (Mul): it scales by one number only, found [2]',
    ],
    [
      'weights that are no number',
      tensorsWith(1, { rawData: Uint8Array.of(0, 0, 192, 127) }),
      'ONNX_SHAPE net.onnx: weight 27 is NaN, expected a number',
    ],
    ['nothing', new Uint8Array(), 'ONNX_SYNTAX net.onnx: is no ONNX model, or one without a graph'],
    ['text', Buffer.from('{"weights": []}'), 'ONNX_SYNTAX net.onnx: is no ONNX model'],
  ])('is refused: %s', (_, bytes, message) => {
    expect(refusal(bytes)).toContain(message);
  });

  it('numbers may be written in any of the ways that the format knows', () => {
    const doubles = {
      dataType: 11,
      rawData: new Uint8Array(),
      doubleData: Array<number>(27).fill(0.25),
    };
    expect(importOnnx(tensorsWith(0, doubles), 'test').network.weights.slice(0, 28)).toEqual(
      Float32Array.from({ length: 28 }, (_x, at) => (at < 27 ? 0.25 : 0.5)),
    );
    const floats = { rawData: new Uint8Array(), floatData: [3] };
    expect(importOnnx(tensorsWith(1, floats), 'test').network.weights[27]).toBe(3);
    const scale = (attribute: object) => {
      const half = {
        name: 'scale',
        opType: 'Constant',
        domain: '',
        input: [],
        output: ['half'],
        attribute: [attribute],
      };
      return graphWith(({ node, initializer }) => ({
        node: [half as never, ...node],
        initializer: initializer.slice(0, -1),
      }));
    };
    const doubled = Float32Array.from({ length: weightCountOf(small) }, () => 1);
    expect(
      importOnnx(scale({ name: 'value_float', type: 1, f: 1 }), 'test').network.weights,
    ).toEqual(doubled);
    expect(
      importOnnx(scale({ name: 'value_floats', type: 6, floats: [1] }), 'test').network.weights,
    ).toEqual(doubled);
    expect(() => importOnnx(scale({ name: 'value_int', type: 2, i: 1 }), 'test')).toThrow(
      '"scale" (Constant): it has no value of numbers',
    );
    const raw = new Uint8Array(8 * 27);
    new DataView(raw.buffer).setFloat64(8, 2, true);
    expect(
      importOnnx(tensorsWith(0, { dataType: 11, rawData: raw }), 'test').network.weights[1],
    ).toBe(2);
  });
});

describe('bytes of any kind', () => {
  const valid = bytesOf('helper.onnx');
  const check = (bytes: Uint8Array): void => {
    let network: ImportedNetwork;
    try {
      network = importOnnx(bytes, 'fuzz');
    } catch (error) {
      if (error instanceof EmulatorError) return;
      throw error;
    }
    expect(networkProblem(network.network)).toBeUndefined();
  };

  it('are a network or an EmulatorError, never a crash', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), check), { numRuns: runs(200) });
  });

  it('a model with a few bytes changed, cut or repeated is a network or an EmulatorError', () => {
    // What is not weights: names, nodes, shapes.
    const structure = [...valid.keys()].filter((at) => at < 700 || at > valid.length - 300);
    const change = fc.record({
      at: fc.constantFrom(...structure),
      to: fc.nat(255),
      how: fc.constantFrom('set', 'cut', 'repeat'),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let bytes = Uint8Array.from(valid);
        for (const { at, to, how } of changes) {
          if (how === 'set') bytes[at] = to;
          else if (how === 'cut')
            bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + to)]);
          else bytes = Uint8Array.from([...bytes.subarray(0, at + to), ...bytes.subarray(at)]);
        }
        check(bytes);
      }),
      { numRuns: runs(200) },
    );
  });
});
