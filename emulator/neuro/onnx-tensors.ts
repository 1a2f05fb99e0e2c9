import type { OnnxTensor } from './onnx-messages.js';

/** A tensor of a model: its shape and its numbers, the last index first. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly values: Float64Array;
}

/** Most numbers of a tensor: far beyond any network that the trigger takes. */
const maxElements = 1 << 16;

const typeNames: Readonly<Record<number, string>> = {
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  9: 'bool',
  10: 'float16',
  12: 'uint32',
  13: 'uint64',
  16: 'bfloat16',
};

/** Reads a tensor. Throws what is wrong with it, for whoever knows where it is. */
export function readTensor({
  dims,
  dataType,
  dataLocation,
  rawData,
  floatData,
  doubleData,
}: OnnxTensor): Tensor {
  if (dataLocation === 1)
    throw new RangeError('its numbers are in another file; save the model with all data inside');
  if (dataType !== 1 && dataType !== 11) {
    throw new RangeError(
      `its numbers are ${typeNames[dataType] ?? `of type ${dataType}`}, expected float or double`,
    );
  }
  if (!dims.every((dim) => Number.isInteger(dim) && dim >= 0))
    throw new RangeError(`its shape ${shapeText(dims)} is none`);
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (count > maxElements)
    throw new RangeError(`its shape ${shapeText(dims)} has more than ${maxElements} numbers`);
  const written = dataType === 1 ? floatData : doubleData;
  const values =
    rawData.length > 0 ? rawValues(rawData, dataType === 1 ? 4 : 8) : Float64Array.from(written);
  if (values.length !== count)
    throw new RangeError(
      `its shape ${shapeText(dims)} wants ${count} numbers, found ${values.length}`,
    );
  return { dims, values };
}

function rawValues(bytes: Uint8Array, width: 4 | 8): Float64Array {
  if (bytes.length % width !== 0)
    throw new RangeError(`it has ${bytes.length} bytes, not a multiple of ${width}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.length / width }, (_, at) =>
    width === 4 ? view.getFloat32(4 * at, true) : view.getFloat64(8 * at, true),
  );
}

/** A shape as messages show it. */
export const shapeText = (dims: readonly number[]): string => `[${dims.join(', ')}]`;

/** Rows and columns of a matrix; undefined of anything else. */
export function matrixShape({
  dims,
}: Tensor): readonly [rows: number, columns: number] | undefined {
  const [rows, columns] = dims;
  return dims.length === 2 && rows !== undefined && columns !== undefined
    ? [rows, columns]
    : undefined;
}

/** A matrix with rows and columns exchanged; undefined for a tensor that is no matrix. */
export function transposed(matrix: Tensor): Tensor | undefined {
  const shape = matrixShape(matrix);
  if (shape === undefined) return undefined;
  const [rows, columns] = shape;
  const values = Float64Array.from(
    matrix.values,
    (_, at) => matrix.values[(at % rows) * columns + Math.floor(at / rows)]!,
  );
  return { dims: [columns, rows], values };
}
