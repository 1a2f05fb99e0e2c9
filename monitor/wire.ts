import { Packr } from 'msgpackr';

/** Names of the two sub-protocols of `/ws`; the first is the default. */
export const subProtocols = ['b2l1.v1.msgpack', 'b2l1.v1.json'] as const;
/** Name of a sub-protocol that a client may ask for. */
export type SubProtocol = (typeof subProtocols)[number];

/** How one sub-protocol writes and reads. A payload is encoded once and put into many envelopes. */
export interface Codec {
  /** Whether its frames are binary; else they are text, in UTF-8. */
  readonly isBinary: boolean;
  /** Plain values; typed arrays become column records. */
  readonly encode: (value: unknown) => Buffer;
  /** Bytes of a payload are copied, never encoded again. */
  readonly envelope: (
    head: { readonly topic: string; readonly seq: number; readonly time: number },
    payload: Buffer,
  ) => Buffer;
  /** @throws any error when the bytes are not of this protocol. */
  readonly decode: (bytes: Buffer, isBinary: boolean) => unknown;
}

/** Plain maps and arrays only, so that any MessagePack decoder reads it. */
const packr = new Packr({
  useRecords: false,
  variableMapSize: true,
  moreTypes: false,
  int64AsType: 'number',
});
/** A copy: the packer reuses its memory. */
const pack = (value: unknown): Buffer => Buffer.from(packr.pack(value));

const mapOfFour = Buffer.from([0x84]);
const keys = { topic: pack('topic'), seq: pack('seq'), time: pack('time'), data: pack('data') };

const msgpackCodec: Codec = {
  isBinary: true,
  encode: (value) => pack(withColumns(value, bytesOf)),
  envelope: ({ topic, seq, time }, payload) =>
    Buffer.concat([
      mapOfFour,
      keys.topic,
      pack(topic),
      keys.seq,
      pack(seq),
      keys.time,
      pack(time),
      keys.data,
      payload,
    ]),
  decode: (bytes, isBinary) => {
    if (!isBinary) throw new TypeError('a text frame');
    return packr.unpack(bytes);
  },
};

const brace = Buffer.from('}');

const jsonCodec: Codec = {
  isBinary: false,
  encode: (value) =>
    Buffer.from(JSON.stringify(withColumns(value, (column) => Array.from(column)))),
  envelope: ({ topic, seq, time }, payload) => {
    const head = `"topic":${JSON.stringify(topic)},"seq":${seq},"time":${JSON.stringify(time)}`;
    return Buffer.concat([Buffer.from(`{${head},"data":`), payload, brace]);
  },
  decode: (bytes, isBinary) => {
    if (isBinary) throw new TypeError('a binary frame');
    return JSON.parse(bytes.toString('utf8'));
  },
};

/** How messages are written and read under each sub-protocol. */
export const codecs: Readonly<Record<SubProtocol, Codec>> = {
  'b2l1.v1.msgpack': msgpackCodec,
  'b2l1.v1.json': jsonCodec,
};

/**
 * NumPy's names of the element types; all machines that Node is built for but one (s390x) are
 * little-endian.
 */
const dtypes = new Map<unknown, string>([
  [Uint8Array, '|u1'],
  [Int8Array, '|i1'],
  [Uint16Array, '<u2'],
  [Int16Array, '<i2'],
  [Uint32Array, '<u4'],
  [Int32Array, '<i4'],
  [Float32Array, '<f4'],
  [Float64Array, '<f8'],
]);

type Column =
  | Float64Array
  | Float32Array
  | Uint32Array
  | Int32Array
  | Uint16Array
  | Int16Array
  | Uint8Array
  | Int8Array;

const bytesOf = (column: Column): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength);

/** The same value with every typed array replaced by its column record. */
function withColumns(value: unknown, data: (column: Column) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const dtype = dtypes.get(value.constructor);
  if (dtype !== undefined)
    return { dtype, shape: [(value as Column).length], data: data(value as Column) };
  if (Array.isArray(value)) return value.map((entry: unknown) => withColumns(entry, data));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, withColumns(entry, data)]),
  );
}

const arrays = {
  '|u1': Uint8Array,
  '|i1': Int8Array,
  '<u2': Uint16Array,
  '<i2': Int16Array,
  '<u4': Uint32Array,
  '<i4': Int32Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
} as const;

/**
 * A decoded message with its column records (`dtype`, `shape`, `data`) as typed arrays again, in
 * memory of their own.
 * @throws RangeError
 */
export function withTypedArrays(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withTypedArrays);
  const { dtype, data } = value as { readonly dtype?: unknown; readonly data?: unknown };
  if (typeof dtype === 'string' && data instanceof Uint8Array) return typedArray(dtype, data);
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, withTypedArrays(entry)]),
  );
}

function typedArray(dtype: string, data: Uint8Array): unknown {
  const make = Object.hasOwn(arrays, dtype) ? arrays[dtype as keyof typeof arrays] : undefined;
  // The constructor refuses a length that is no whole number of elements.
  if (make === undefined) throw new RangeError(`a column of ${dtype}`);
  return new make(new Uint8Array(data).buffer);
}
