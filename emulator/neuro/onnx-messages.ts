import { createRequire } from 'node:module';
import type * as protobuf from 'protobufjs';
import { EmulatorError } from '../../detector/base/errors.js';

/** A network as ONNX writes it, as far as it is read here. Numbers of 64 bits come as doubles. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producerName: string;
  readonly producerVersion: string;
  readonly docString: string;
  readonly graph: OnnxGraph | null;
  readonly opsetImport: readonly { readonly domain: string; readonly version: number }[];
  readonly metadataProps: readonly { readonly key: string; readonly value: string }[];
}

/** The computation of a model: its operations in order, its constants, its inputs and outputs. */
export interface OnnxGraph {
  readonly name: string;
  readonly node: readonly OnnxNode[];
  readonly initializer: readonly OnnxTensor[];
  readonly input: readonly OnnxValueInfo[];
  readonly output: readonly OnnxValueInfo[];
}

/** An operation of a graph, joined to others by the names of tensors. */
export interface OnnxNode {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly OnnxAttribute[];
}

interface OnnxAttribute {
  readonly name: string;
  /** 1 a float, 2 a whole number, 4 a tensor, 6 floats, 7 whole numbers. */
  readonly type: number;
  readonly f: number;
  readonly i: number;
  readonly t: OnnxTensor | null;
  readonly floats: readonly number[];
  readonly ints: readonly number[];
}

/** A constant of a graph. Its numbers are in one of three places, the others are empty. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  /** 1 single, 11 double precision. */
  readonly dataType: number;
  readonly floatData: readonly number[];
  readonly doubleData: readonly number[];
  readonly rawData: Uint8Array;
  /** 1 when the numbers are in another file. */
  readonly dataLocation: number;
}

/** An input or output of a graph with its type; a dimension is a number or has a name. */
export interface OnnxValueInfo {
  readonly name: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      readonly shape: {
        readonly dim: readonly { readonly dimValue?: number; readonly dimParam?: string }[];
      } | null;
    } | null;
  } | null;
}

const field = (id: number, type: string) => ({ id, type });
const list = (id: number, type: string) => ({ id, type, rule: 'repeated' });

/** Field numbers and types. @see https://github.com/onnx/onnx/blob/v1.12.0/onnx/onnx.proto */
const messages: protobuf.INamespace = {
  nested: {
    Model: {
      fields: {
        irVersion: field(1, 'int64'),
        producerName: field(2, 'string'),
        producerVersion: field(3, 'string'),
        docString: field(6, 'string'),
        graph: field(7, 'Graph'),
        opsetImport: list(8, 'OperatorSet'),
        metadataProps: list(14, 'Entry'),
      },
    },
    OperatorSet: { fields: { domain: field(1, 'string'), version: field(2, 'int64') } },
    Entry: { fields: { key: field(1, 'string'), value: field(2, 'string') } },
    Graph: {
      fields: {
        node: list(1, 'Node'),
        name: field(2, 'string'),
        initializer: list(5, 'Tensor'),
        input: list(11, 'ValueInfo'),
        output: list(12, 'ValueInfo'),
      },
    },
    Node: {
      fields: {
        input: list(1, 'string'),
        output: list(2, 'string'),
        name: field(3, 'string'),
        opType: field(4, 'string'),
        attribute: list(5, 'Attribute'),
        domain: field(7, 'string'),
      },
    },
    Attribute: {
      fields: {
        name: field(1, 'string'),
        f: field(2, 'float'),
        i: field(3, 'int64'),
        t: field(5, 'Tensor'),
        floats: list(7, 'float'),
        ints: list(8, 'int64'),
        type: field(20, 'int32'),
      },
    },
    Tensor: {
      fields: {
        dims: list(1, 'int64'),
        dataType: field(2, 'int32'),
        floatData: list(4, 'float'),
        name: field(8, 'string'),
        rawData: field(9, 'bytes'),
        doubleData: list(10, 'double'),
        dataLocation: field(14, 'int32'),
      },
    },
    ValueInfo: { fields: { name: field(1, 'string'), type: field(2, 'ValueType') } },
    ValueType: { fields: { tensorType: field(1, 'TensorType') } },
    TensorType: { fields: { elemType: field(1, 'int32'), shape: field(2, 'Shape') } },
    Shape: { fields: { dim: list(1, 'Dimension') } },
    Dimension: {
      oneofs: { value: { oneof: ['dimValue', 'dimParam'] } },
      fields: { dimValue: field(1, 'int64'), dimParam: field(2, 'string') },
    },
  },
};

let root: protobuf.Root | undefined;

/** The library takes 30 ms to load: only when a network is read or written. */
function modelType() {
  root ??= (createRequire(import.meta.url)('protobufjs/light.js') as typeof protobuf).Root.fromJSON(
    messages,
  );
  return root.lookupType('Model');
}

/** Reads a model from its bytes. @throws ONNX_SYNTAX */
export function decodeModel(
  bytes: Uint8Array,
  where: string,
): OnnxModel & { readonly graph: OnnxGraph } {
  let model: OnnxModel;
  try {
    const type = modelType();
    model = type.toObject(type.decode(bytes), {
      longs: Number,
      arrays: true,
      defaults: true,
    }) as OnnxModel;
  } catch (error) {
    throw new EmulatorError(
      'ONNX_SYNTAX',
      `${where}: is no ONNX model (${error instanceof Error ? error.message : String(error)})`,
      {
        cause: error,
      },
    );
  }
  const { graph } = model;
  if (graph === null || graph.node.length === 0) {
    throw new EmulatorError('ONNX_SYNTAX', `${where}: is no ONNX model, or one without a graph`);
  }
  return { ...model, graph };
}

/** What a written model may leave out. */
type Written<T> = T extends Uint8Array
  ? T
  : T extends readonly (infer E)[]
    ? readonly Written<E>[]
    : T extends object
      ? { readonly [K in keyof T]?: Written<T[K]> }
      : T;

/** The bytes of a model; fields that are left out take the defaults of the format. */
export function encodeModel(model: Written<OnnxModel>): Uint8Array {
  const type = modelType();
  return type.encode(type.fromObject(model)).finish();
}
