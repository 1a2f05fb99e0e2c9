import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import type { TypedArray } from '../../../emulator/chain/kept-hits.js';
import {
  decodeHead,
  decodeTables,
  encodeBody,
  type RecordHead,
} from '../../../emulator/daq/record-body.js';
import type { RecordTable } from '../../../emulator/daq/record-table.js';

const types = [
  ['|u1', Uint8Array],
  ['|i1', Int8Array],
  ['<u2', Uint16Array],
  ['<i2', Int16Array],
  ['<u4', Uint32Array],
  ['<i4', Int32Array],
  ['<f4', Float32Array],
  ['<f8', Float64Array],
] as const;

const decodeBody = (body: Buffer) => {
  const head = decodeHead(body);
  return { head, tables: [...decodeTables(head, body).values()] };
};

/** A body with this head in JSON and these bytes behind it, whatever they are. */
function bodyOf(head: unknown, data = Buffer.alloc(0)): Buffer {
  const text = typeof head === 'string' ? head : JSON.stringify(head);
  const json = Buffer.from(text.padEnd(text.length + ((12 - (text.length % 8)) % 8)));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return Buffer.concat([length, json, data]);
}

/** Reads bytes of a stranger: what comes back, or nothing when they were refused by name. */
function readHostile(body: Uint8Array): ReturnType<typeof decodeBody> | undefined {
  try {
    return decodeBody(Buffer.from(body));
  } catch (error) {
    expect(error).toBeInstanceOf(EmulatorError);
    expect(error).toHaveProperty('code', 'RECORDING_BAD_RECORD');
    return undefined;
  }
}

const name = fc.stringMatching(/^[A-Za-z]\w{0,9}$/).filter((text) => text !== 'offsets');

const column = (rows: number): fc.Arbitrary<TypedArray> =>
  fc
    .tuple(fc.constantFrom(...types), rows === 0 ? fc.constant(0) : fc.integer({ min: 1, max: 3 }))
    .chain(([[, type], width]) => {
      const bytes = rows * width * type.BYTES_PER_ELEMENT;
      return fc
        .uint8Array({ minLength: bytes, maxLength: bytes })
        .map((noise) => new type(Uint8Array.from(noise).buffer));
    });

/** Columns of any type, width and content. */
const anyTable: fc.Arbitrary<RecordTable> = fc.integer({ min: 0, max: 5 }).chain((rows) =>
  fc.record({
    name,
    rows: fc.constant(rows),
    columns: fc.dictionary(name, column(rows), { noNullPrototype: true, maxKeys: 4 }),
  }),
);
const anyTables = fc.uniqueArray(anyTable, { selector: (table) => table.name, maxLength: 4 });

describe('the body of a record', () => {
  it('gives back its tables with every bit', () => {
    const roundTrip = (tables: readonly RecordTable[]): void => {
      const { head, tables: back } = decodeBody(encodeBody({ kind: 'any', count: 3 }, tables));
      expect(head).toMatchObject({ kind: 'any', count: 3 });
      const shape = (all: readonly RecordTable[]) =>
        all.map((table) => ({
          ...table,
          columns: Object.entries(table.columns).map(([key, data]) => [
            key,
            data.constructor.name,
            Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex'),
          ]),
        }));
      expect(shape(back)).toEqual(shape(tables));
    };
    fc.assert(fc.property(anyTables, roundTrip));
  });

  it('is laid out as README.md says, byte by byte', () => {
    const body = encodeBody({ kind: 'tiny' }, [
      { name: 'events', rows: 2, columns: { bits: Uint16Array.of(1, 2, 3, 0x1234) } },
      {
        name: 'hits/top',
        of: 'events',
        rows: 3,
        offsets: Uint32Array.of(0, 1, 3),
        columns: { pmt: Uint8Array.of(7, 8, 9) },
      },
    ]);
    const head =
      '{"kind":"tiny","tables":[{"name":"events","rows":2,"columns":[["bits","<u2",2]]},' +
      '{"name":"hits/top","of":"events","rows":3,"columns":[["pmt","|u1"]]}]}';
    const start = Math.ceil((4 + head.length) / 8) * 8;
    expect(body.readUInt32LE(0)).toBe(start - 4);
    expect(body.toString('utf8', 4, start)).toBe(head.padEnd(start - 4));
    expect(body.subarray(start).toString('hex')).toBe(
      ['0100020003003412', '0000000001000000', '0300000000000000', '0708090000000000'].join(''),
    );
  });

  it('says how wide a column is, and passes over element types of later readers', () => {
    const table = {
      name: 'events',
      rows: 2,
      columns: [
        ['halves', '<f2', 2],
        ['after', '|u1'],
      ],
    };
    const data = Buffer.from('0011223344556677' + '0102000000000000', 'hex');
    const [read] = decodeBody(bodyOf({ kind: 'later', tables: [table] }, data)).tables;
    expect(read).toEqual({
      name: 'events',
      rows: 2,
      columns: { after: Uint8Array.of(1, 2) },
      unread: ['halves'],
    });
  });
});

describe('a hostile body', () => {
  const events = { name: 'events', rows: 2, columns: [['index', '<u4']] };
  const one = (table: object): object => ({ kind: 'x', tables: [{ ...events, ...table }] });
  const two = (table: object): object => ({ kind: 'x', tables: [events, table] });

  it.each([
    { what: 'no JSON', head: '{"kind":', why: 'not JSON' },
    { what: 'no map', head: '[]', why: 'not a map' },
    { what: 'no kind', head: { name: 'events' }, why: 'no kind' },
    { what: 'a kind that would clear the terminal', head: { kind: '\u001b[2J' }, why: 'no kind' },
    {
      what: 'nesting without end',
      head: `{"kind":"x","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      why: 'nested',
    },
    { what: 'columns behind the end', head: one({}), words: 0, why: 'longer than it' },
    { what: 'bytes of no column', head: one({}), words: 2, why: 'do not end with it' },
    { what: 'four thousand million rows', head: one({ rows: 2 ** 32 - 1 }), why: 'longer than it' },
    {
      what: 'rows times width beyond all numbers',
      head: one({ rows: 2 ** 32 - 1, columns: [['a', '<f8', 2 ** 32 - 1]] }),
      why: 'longer than it',
    },
    { what: 'less than no rows', head: one({ rows: -2 }), why: 'rows' },
    { what: 'half a row', head: one({ rows: 0.5 }), why: 'rows' },
    { what: 'no width', head: one({ columns: [['index', '<u4', 0]] }), why: 'columns' },
    { what: 'no element type', head: one({ columns: [['a', 'u4']] }), why: 'no element type' },
    { what: 'a table twice', head: two(events), words: 2, why: 'table events stands twice' },
    {
      what: 'a column twice',
      head: one({ columns: ['a', 'a'].map((name) => [name, '<u4']) }),
      words: 2,
      why: 'column events/a stands twice',
    },
    { what: 'the prototype', head: one({ columns: [['__proto__', '<u4']] }), why: 'columns.0.0' },
    { what: 'a way up as a name', head: one({ name: '../events' }), why: 'name' },
    { what: 'no owner', head: one({ of: 'runs' }), why: 'does not stand before' },
    { what: 'itself as owner', head: one({ of: 'events' }), why: 'does not stand before' },
    {
      what: 'offsets that end before the rows',
      head: two({ name: 'b', of: 'events', rows: 1, columns: [] }),
      words: 3,
      why: 'do not ascend from 0 to 1',
    },
    {
      what: 'other rows beside',
      head: two({ name: 'b', beside: 'events', rows: 3, columns: [] }),
      why: 'has not the rows of events',
    },
  ])('with $what is refused by name', ({ head, words = 1, why }) => {
    expect(() => decodeBody(bodyOf(head, Buffer.alloc(8 * words)))).toThrow(
      expect.objectContaining({
        code: 'RECORDING_BAD_RECORD',
        message: expect.stringContaining(why) as string,
      }) as Error,
    );
  });

  it('of any bytes, or a real one cut or changed, is refused or read, and never breaks', () => {
    const real = encodeBody({ kind: 'events', slice: 3 }, [
      { name: 'events', rows: 2, columns: { index: Uint32Array.of(0, 5) } },
      {
        name: 'hits/cdc',
        of: 'events',
        rows: 3,
        offsets: Uint32Array.of(0, 1, 3),
        columns: { wire: Uint16Array.of(1, 2, 3), time: Float64Array.of(0.1, 0.2, 0.3) },
      },
    ]);
    const place = fc.nat(real.length - 1);
    const cut = place.map((end) => real.subarray(0, end));
    const flipped = fc
      .array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 })
      .map((changes) => {
        const changed = Buffer.from(real);
        for (const [at, mask] of changes) changed[at] = changed[at]! ^ mask;
        return changed;
      });
    const length = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((claimed) => {
      const changed = Buffer.from(real);
      changed.writeUInt32LE(claimed);
      return changed;
    });
    const hostile = fc.oneof(fc.uint8Array({ maxLength: 80 }), cut, flipped, length);
    const read = (body: Uint8Array): void => {
      const back = readHostile(body);
      for (const { columns } of back?.tables ?? [])
        for (const { byteLength } of Object.values(columns))
          expect(byteLength).toBeLessThanOrEqual(body.length);
    };
    fc.assert(fc.property(hostile, read), { numRuns: 1000 });
  });

  it('with any description of its columns is refused or read within its own bytes', () => {
    const number = fc.oneof(fc.nat(4), fc.integer(), fc.double(), fc.constant(2 ** 32 - 1));
    const any = fc.oneof(fc.jsonValue(), number);
    const dtype = fc.oneof(fc.constantFrom(...types.map(([text]) => text)), fc.string());
    const label = fc.oneof(
      fc.constantFrom('events', 'index', 'hits/cdc', '__proto__'),
      fc.string(),
    );
    const columns = fc.array(
      fc.oneof(fc.tuple(label, dtype), fc.tuple(label, dtype, number), any),
      {
        maxLength: 3,
      },
    );
    const table = fc.record(
      { name: label, of: label, beside: label, rows: number, columns, values: any },
      { requiredKeys: ['name', 'rows', 'columns'] },
    );
    const head = fc.record({
      kind: fc.constant('events'),
      tables: fc.array(table, { maxLength: 3 }),
    });
    const read = (described: RecordHead, words: number): void => {
      const body = bodyOf(described, Buffer.alloc(8 * words));
      for (const { columns: read } of readHostile(body)?.tables ?? [])
        for (const { byteLength } of Object.values(read))
          expect(byteLength).toBeLessThanOrEqual(8 * words);
    };
    fc.assert(fc.property(head, fc.nat(3), read), { numRuns: 1000 });
  });
});
