import { decode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codecs, type SubProtocol } from '../../monitor/wire.js';

interface ColumnRecord {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const packed = codecs['b2l1.v1.msgpack'];
const json = codecs['b2l1.v1.json'];
const byOther = (value: unknown): unknown => decode(packed.encode(value));

const columnTypes = [
  ['|u1', Uint8Array],
  ['|i1', Int8Array],
  ['<u2', Uint16Array],
  ['<i2', Int16Array],
  ['<u4', Uint32Array],
  ['<i4', Int32Array],
  ['<f4', Float32Array],
  ['<f8', Float64Array],
] as const;

describe('columns on the wire', () => {
  it.each(columnTypes)(
    'of type %s arrive with every bit, also as a part of a larger array',
    (dtype, Type) => {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 16, maxLength: 256 }), (noise) => {
          const bytes = noise.slice(0, noise.length - (noise.length % 8));
          const part = new Type(bytes.buffer).subarray(1);
          const column = (byOther({ column: part }) as { column: ColumnRecord }).column;
          expect(column.dtype).toBe(dtype);
          expect(column.shape).toEqual([part.length]);
          expect(Buffer.from(column.data)).toEqual(
            Buffer.from(part.buffer, part.byteOffset, part.byteLength),
          );
        }),
      );
    },
  );

  it('are numbers in JSON, undefined ones null', () => {
    const text = json.encode({
      column: Float64Array.of(0.1, Number.NaN, Number.POSITIVE_INFINITY, 1e-300),
    });
    expect(JSON.parse(text.toString())).toEqual({
      column: { dtype: '<f8', shape: [4], data: [0.1, null, null, 1e-300] },
    });
  });

  it('may be empty', () => {
    const { data, ...rest } = byOther(new Float64Array(0)) as ColumnRecord;
    expect(rest).toEqual({ dtype: '<f8', shape: [0] });
    expect(data).toHaveLength(0);
  });
});

describe('plain values on the wire', () => {
  // Outside columns the sign of zero is not kept: msgpackr and JSON both write an integer.
  // The other decoder refuses the key __proto__, which nothing of ours is called.
  const plain = fc
    .jsonValue({ maxDepth: 4 })
    .filter((value) => !JSON.stringify(value).includes('__proto__'))
    .map((value) => JSON.parse(JSON.stringify(value)) as unknown);
  const number = fc.double().map((value) => value + 0);
  const time = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

  it('are read by a decoder of another maker as they were, numbers exactly', () => {
    for (const values of [plain, number, fc.maxSafeInteger()]) {
      fc.assert(
        fc.property(values, (value) => {
          expect(byOther(value)).toEqual(value);
        }),
      );
    }
  });

  it.each(['b2l1.v1.msgpack', 'b2l1.v1.json'] as const)(
    'stand in an envelope that is one message (%s)',
    (protocol: SubProtocol) => {
      const codec = codecs[protocol];
      fc.assert(
        fc.property(fc.string(), fc.nat(), time, plain, (topic, seq, seconds, data) => {
          const message = codec.envelope({ topic, seq, time: seconds }, codec.encode(data));
          const read = codec.isBinary ? decode(message) : JSON.parse(message.toString());
          expect(read).toEqual({ topic, seq, time: seconds, data });
        }),
      );
    },
  );

  it('use neither records nor extension types', () => {
    const snapshot = {
      list: [{ a: 1 }, { a: 2 }, { a: 3 }],
      nested: { column: Float32Array.of(1) },
    };
    // A decoder without any extension throws at one.
    expect(() => byOther(snapshot)).not.toThrow();
    expect(packed.encode({ a: 1 }).toString('hex')).toBe('81a16101');
  });
});
