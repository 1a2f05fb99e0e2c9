import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import { eventsRecord } from '../../../emulator/daq/events-record.js';
import { decodeHead, decodeTables, encodeBody } from '../../../emulator/daq/record-body.js';
import { decodeRecord, encodeRecord } from '../../../emulator/daq/record-codec.js';
import type { RecordTable } from '../../../emulator/daq/record-table.js';
import { type EventsRecord, recordHeads } from '../../../emulator/daq/records.js';
import { syntheticBatch } from './support.js';

const written = eventsRecord(syntheticBatch(2, 7, 9), 4);

/** The record above with other tables. */
function withTables(change: (tables: readonly RecordTable[]) => readonly RecordTable[]): Buffer {
  const body = encodeRecord(written);
  const { tables: _, ...head } = decodeHead(body);
  const tables = [...decodeTables(decodeHead(body), body).values()];
  return encodeBody(head as { kind: string }, change(tables));
}

/** Changes the columns of table `events`. */
const withEvents = (change: (columns: RecordTable['columns']) => RecordTable['columns']): Buffer =>
  withTables(([events, ...hits]) => [{ ...events!, columns: change(events!.columns) }, ...hits]);

const without = (columns: RecordTable['columns'], name: string): RecordTable['columns'] =>
  Object.fromEntries(Object.entries(columns).filter(([column]) => column !== name));

describe('a record of events', () => {
  it('comes back as it was written', () => {
    expect(decodeRecord(encodeRecord(written))).toEqual(written);
  });

  it('says of how many decided events it is, where others than accepted ones are asked for', () => {
    for (const decided of [9, 0]) {
      const asked = { ...written, decided };
      expect(decodeRecord(encodeRecord(asked))).toEqual(asked);
    }
    expect(decodeHead(encodeRecord(written))).not.toHaveProperty('decided');
  });

  it('of windows has their edges and how many accepts they stand for', () => {
    const batch = syntheticBatch(2, 7, 9);
    const accepts = Uint32Array.from({ length: 9 }, (_, event) =>
      event % 3 === 0 ? event + 1 : 0,
    );
    const risingBits = batch.ftdlBits.map((word) => word & 2);
    const windows = eventsRecord({ ...batch, risingBits, standing: { accepts } }, 4);
    expect([...windows.accepts!]).toEqual([1, 4, 7]);
    expect(windows.risingBits).toEqual(windows.psnmBits);
    expect(decodeRecord(encodeRecord(windows))).toEqual(windows);
    expect(written).not.toHaveProperty('risingBits');
  });

  it.each(['time', 'weight', 'timingSource'] as const)('may lack its column %s', (optional) => {
    const { [optional]: _, ...rest } = written;
    const read = decodeRecord(withEvents((columns) => without(columns, optional))) as EventsRecord;
    expect(read).toEqual(rest);
    // What lacks is not written again either.
    expect(decodeRecord(encodeRecord(read))).toEqual(rest);
  });

  it.each(['index', 'inputBits', 'ftdlBits', 'psnmBits'] as const)(
    'without its column %s is refused',
    (needed) => {
      const body = withEvents((columns) => without(columns, needed));
      expect(() => decodeRecord(body)).toThrow(`column events/${needed}`);
    },
  );

  it('may have columns, tables and tables of hits that are not known: it names them', () => {
    const origins = {
      name: 'seeds',
      of: 'events',
      rows: 2,
      columns: { origin: Uint8Array.of(1, 2) },
    };
    const body = withTables(([events, ...hits]) => [
      { ...events!, columns: { ...events!.columns, epoch: Uint32Array.of(1, 1, 1) } },
      { ...origins, offsets: Uint32Array.of(0, 1, 1, 2) },
      ...hits,
    ]);
    expect(decodeRecord(body)).toEqual({ ...written, unread: ['events/epoch', 'seeds'] });
    const more = { name: 'hits/svd', of: 'events', rows: 1, columns: { apv: Uint8Array.of(3) } };
    const withSvd = withTables((tables) => [
      ...tables,
      { ...more, offsets: Uint32Array.of(0, 1, 1, 1) },
    ]);
    expect(decodeRecord(withSvd)).toEqual({
      ...written,
      hits: {
        ...written.hits,
        svd: { offsets: Uint32Array.of(0, 1, 1, 1), apv: Uint8Array.of(3) },
      },
    });
  });

  it('may have another number of words of input bits: missing are 0, surplus is named', () => {
    const five = new Uint32Array(15).map((_, place) => place + 1);
    const read = decodeRecord(withEvents((columns) => ({ ...columns, inputBits: five })));
    expect(read).toMatchObject({ recordedWords: 5 });
    expect([...(read as EventsRecord).inputBits]).toEqual(
      [1, 2, 3, 4, 5, 0, 6, 7, 8, 9, 10, 0].concat([11, 12, 13, 14, 15, 0]),
    );
    const seven = new Uint32Array(21).map((_, place) => place + 1);
    const more = decodeRecord(withEvents((columns) => ({ ...columns, inputBits: seven })));
    expect(more).toMatchObject({ recordedWords: 7, unread: ['events/inputBits from slot 192 on'] });
    expect([...(more as EventsRecord).inputBits].slice(5, 8)).toEqual([6, 8, 9]);
    const uneven = withEvents((columns) => ({ ...columns, inputBits: new Uint32Array(3) }));
    expect(decodeRecord(uneven)).toMatchObject({ recordedWords: 1 });
  });

  it('with bits of another width, other types, or events out of order is refused', () => {
    const wide = withEvents((columns) => ({ ...columns, ftdlBits: new Uint32Array(3 * 7) }));
    expect(() => decodeRecord(wide)).toThrow('events/ftdlBits: expected 6 Uint32Array a row');
    const narrow = withEvents((columns) => ({ ...columns, time: new Float32Array(3) }));
    expect(() => decodeRecord(narrow)).toThrow('events/time');
    for (const index of [
      Uint32Array.of(7, 7, 9),
      Uint32Array.of(6, 7, 8),
      Uint32Array.of(7, 8, 16),
    ])
      expect(() => decodeRecord(withEvents((columns) => ({ ...columns, index })))).toThrow(
        'do not ascend',
      );
  });
});

describe('a record of a run', () => {
  it('keeps the inputs that its menu names and the emulated trigger lacks', () => {
    const rest = { class: '', family: '', prescale: 1, source: '' };
    const line = { number: 1, name: 'one', formula: 'laser & ehigh', ...rest };
    const menu = { name: 'imported', version: '1', source: '', lines: [line] };
    const read = (raw: object) => recordHeads.run.shape.menu.parse(raw);
    expect(read({ ...menu, absent: ['laser'], later: 3 }).absent).toEqual(['laser']);
    expect(read(menu)).not.toHaveProperty('absent');
  });
});

describe('any record', () => {
  it('with a word in place of a count, or a count that is none, is refused by name', () => {
    const bad = [
      { kind: 'given-up', cause: 'host', firstSlice: 'first', slices: 1, events: 1 },
      { kind: 'given-up', cause: 'host', firstSlice: 0, slices: 2 ** 33, events: 1 },
      { kind: 'segment-end', processed: -1, recorded: 0, records: {} },
      { kind: 'segment-end', processed: 1, recorded: 0, records: { '\u001b[2J': 1 } },
      { kind: 'run-end' },
      { kind: 'run', needs: [] },
      { kind: 'state', processed: 0, recorded: 0, slice: 0, event: 0 },
      { kind: 'events', slice: 0 },
    ];
    for (const head of bad)
      expect(() => decodeRecord(encodeBody(head, []))).toThrow(
        expect.objectContaining({ code: 'RECORDING_BAD_RECORD' }) as Error,
      );
  });

  it('of a kind that is not known is nothing but its name, whatever follows', () => {
    const fragments = Buffer.concat([
      encodeBody({ kind: 'fragments', tables: 'later' }, []),
      Buffer.alloc(5),
    ]);
    expect(decodeRecord(fragments)).toEqual({ kind: 'unknown', name: 'fragments' });
  });

  it('cut, or with bytes changed, is refused by name or read, and never breaks', () => {
    const real = encodeRecord(written);
    const place = fc.nat(real.length - 1);
    const hostile = fc.oneof(
      place.map((end) => real.subarray(0, end)),
      fc
        .array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 })
        .map((changes) => {
          const changed = Buffer.from(real);
          for (const [at, mask] of changes) changed[at] = changed[at]! ^ mask;
          return changed;
        }),
    );
    const read = (body: Buffer): void => {
      try {
        decodeRecord(body);
      } catch (error) {
        expect(error).toBeInstanceOf(EmulatorError);
        expect(error).toHaveProperty('code', 'RECORDING_BAD_RECORD');
      }
    };
    fc.assert(fc.property(hostile, read), { numRuns: 1000 });
  });
});
