import { hiddenCountOf, hiddenStride, outputCount } from '../../triggers/cdc/neuro-network.js';
import { inputCount } from '../../triggers/cdc/neuro-inputs.js';
import { version } from '../version.js';
import { expertKey } from './onnx-import.js';
import { encodeModel } from './onnx-messages.js';

/** Versions of the format and of its operators that every reader of the last years knows. */
const irVersion = 7;
const opset = 13;
const float = 1;

/**
 * A network as an ONNX model: Gemm, Mul by ½ and Tanh of two layers, for any number of tracks. The
 * same weights give the same bytes.
 */
export function exportOnnx(weights: Float32Array, expert: number, about: string): Uint8Array {
  const hidden = hiddenCountOf(weights)!;
  return encodeModel({
    irVersion,
    producerName: 'belle2-l1',
    producerVersion: version,
    docString: about,
    opsetImport: [{ domain: '', version: opset }],
    metadataProps: [{ key: expertKey, value: String(expert) }],
    graph: {
      name: `expert-${expert}`,
      node: [
        ...layerNodes('hidden', 'inputs', 'nodes'),
        ...layerNodes('output', 'nodes', 'outputs'),
      ],
      initializer: [
        ...layerTensors('hidden', weights, 0, hidden, inputCount),
        ...layerTensors('output', weights, hidden * hiddenStride, outputCount, hidden),
        tensor('half', [], Float32Array.of(0.5)),
      ],
      input: [valueInfo('inputs', inputCount)],
      output: [valueInfo('outputs', outputCount)],
    },
  });
}

function layerNodes(layer: string, input: string, output: string) {
  const node = (
    opType: string,
    inputs: readonly string[],
    made: string,
    attribute: readonly object[] = [],
  ) => ({
    name: `${layer}.${opType}`,
    opType,
    input: inputs,
    output: [made],
    attribute,
  });
  const transposeWeights = { name: 'transB', type: 2, i: 1 };
  return [
    node('Gemm', [input, `${layer}.weight`, `${layer}.bias`], `${layer}.sums`, [transposeWeights]),
    node('Mul', [`${layer}.sums`, 'half'], `${layer}.halves`),
    node('Tanh', [`${layer}.halves`], output),
  ];
}

/** Weights [node][input] and biases of a layer that begins at `start`. */
function layerTensors(
  layer: string,
  weights: Float32Array,
  start: number,
  nodes: number,
  inputs: number,
) {
  const rows = Array.from({ length: nodes }, (_, node) =>
    weights.subarray(start + node * (inputs + 1), start + (node + 1) * (inputs + 1)),
  );
  const matrix = Float32Array.from(rows.flatMap((row) => [...row.subarray(0, inputs)]));
  const bias = Float32Array.from(rows, (row) => row[inputs]!);
  return [
    tensor(`${layer}.weight`, [nodes, inputs], matrix),
    tensor(`${layer}.bias`, [nodes], bias),
  ];
}

function tensor(name: string, dims: readonly number[], values: Float32Array) {
  const rawData = new Uint8Array(4 * values.length);
  const view = new DataView(rawData.buffer);
  values.forEach((value, at) => view.setFloat32(4 * at, value, true));
  return { name, dims, dataType: float, rawData };
}

const valueInfo = (name: string, width: number) => ({
  name,
  type: {
    tensorType: { elemType: float, shape: { dim: [{ dimParam: 'tracks' }, { dimValue: width }] } },
  },
});
