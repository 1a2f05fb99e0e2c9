import { type NetworkNames, standardNames } from '../../triggers/cdc/network-set.js';
import { type NetworkWeights, weightCountOf } from '../../triggers/cdc/neuro-network.js';
import { version } from '../version.js';
import { expertKey, inputsKey, outputsKey } from './onnx-import.js';
import { encodeModel } from './onnx-messages.js';

/** Versions of the format and of its operators that every reader of the last years knows. */
const irVersion = 7;
const opset = 13;
const float = 1;

/**
 * A network as an ONNX model: Gemm, Mul by ½ and Tanh of each layer, for any number of tracks;
 * names of inputs and outputs only where they are not the usual ones. The same weights give the
 * same bytes.
 */
export function exportOnnx(
  { sizes, weights }: NetworkWeights,
  expert: number,
  about: string,
  names: NetworkNames = standardNames,
): Uint8Array {
  const layers = layerNames(sizes.length - 1);
  const starts = sizes.map((_, layer) => weightCountOf(sizes.slice(0, layer + 1)));
  return encodeModel({
    irVersion,
    producerName: 'belle2-l1',
    producerVersion: version,
    docString: about,
    opsetImport: [{ domain: '', version: opset }],
    metadataProps: [{ key: expertKey, value: String(expert) }, ...namesProps(names)],
    graph: {
      name: `expert-${expert}`,
      node: layers.flatMap(({ name, from, to }) => layerNodes(name, from, to)),
      initializer: [
        ...layers.flatMap(({ name }, layer) =>
          layerTensors(name, weights.subarray(starts[layer]), sizes[layer + 1]!, sizes[layer]!),
        ),
        tensor('half', [], Float32Array.of(0.5)),
      ],
      input: [valueInfo('inputs', sizes[0]!)],
      output: [valueInfo('outputs', sizes.at(-1)!)],
    },
  });
}

/** Names of layers, and of what goes into and comes out of them. */
function layerNames(count: number) {
  const hidden = count - 1;
  const numbered = (name: string, layer: number): string =>
    hidden === 1 ? name : `${name}${layer + 1}`;
  return Array.from({ length: count }, (_, layer) => ({
    name: layer === hidden ? 'output' : numbered('hidden', layer),
    from: layer === 0 ? 'inputs' : numbered('nodes', layer - 1),
    to: layer === hidden ? 'outputs' : numbered('nodes', layer),
  }));
}

function namesProps(names: NetworkNames) {
  return (
    [
      [inputsKey, 'inputs'],
      [outputsKey, 'outputs'],
    ] as const
  )
    .filter(([, side]) => names[side].join() !== standardNames[side].join())
    .map(([key, side]) => ({ key, value: names[side].join() }));
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

/** Weights [node][input] and biases of the layer with which these weights begin. */
function layerTensors(layer: string, weights: Float32Array, nodes: number, inputs: number) {
  const rows = Array.from({ length: nodes }, (_, node) =>
    weights.subarray(node * (inputs + 1), (node + 1) * (inputs + 1)),
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
