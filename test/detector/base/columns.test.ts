import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buffersOf, makeColumn, TableBuilder } from '../../../detector/base/columns.js';

const schema = { cell: 'u2', energy: 'f8' } as const;

function addRow(builder: TableBuilder<typeof schema>, cell: number, energy: number): void {
  builder.reserve(1);
  builder.columns.cell[builder.rowCount] = cell;
  builder.columns.energy[builder.rowCount] = energy;
  builder.rowCount++;
}

describe('a table builder', () => {
  it('gives back the rows of each event, however many and however often it grew', () => {
    const events = fc.array(
      fc.array(fc.tuple(fc.nat(65_535), fc.double({ noNaN: true })), { maxLength: 20 }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 8 }), (rows, capacity) => {
        const builder = new TableBuilder(schema, capacity);
        for (const event of rows) {
          for (const [cell, energy] of event) addRow(builder, cell, energy);
          builder.endEvent();
        }
        const { offsets, cell, energy } = builder.take();
        expect(offsets).toHaveLength(rows.length + 1);
        const found = rows.map((_, event) =>
          Array.from(cell.slice(offsets[event], offsets[event + 1]), (id, row) => [
            id,
            energy[offsets[event]! + row],
          ]),
        );
        expect(found).toEqual(rows);
        expect(cell).toHaveLength(offsets[rows.length]!);
      }),
    );
  });

  it('keeps offsets beyond 1024 events', () => {
    const builder = new TableBuilder(schema);
    for (let event = 0; event < 5000; event++) {
      addRow(builder, event % 100, event);
      builder.endEvent();
    }
    const { offsets, energy } = builder.take();
    expect(offsets).toHaveLength(5001);
    expect([offsets[5000], energy[4999]]).toEqual([5000, 4999]);
  });

  it('forgets the rows of a dropped event only', () => {
    const builder = new TableBuilder(schema);
    addRow(builder, 1, 1);
    builder.endEvent();
    addRow(builder, 2, 2);
    builder.dropEvent();
    addRow(builder, 3, 3);
    builder.endEvent();
    const { offsets, cell } = builder.take();
    expect([[...offsets], [...cell]]).toEqual([
      [0, 1, 2],
      [1, 3],
    ]);
  });

  it('hands out arrays of its own: what it builds next does not change them', () => {
    const builder = new TableBuilder(schema);
    addRow(builder, 7, 7);
    builder.endEvent();
    const first = builder.take();
    expect([builder.eventCount, builder.rowCount]).toEqual([0, 0]);
    addRow(builder, 9, 9);
    builder.endEvent();
    expect([...first.cell, ...builder.take().cell]).toEqual([7, 9]);
  });
});

describe('columns', () => {
  it('have the element size that their type names', () => {
    const types = ['u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'f4', 'f8'] as const;
    expect(types.map((type) => makeColumn(type, 3).byteLength)).toEqual([
      3, 3, 6, 6, 12, 12, 12, 24,
    ]);
  });

  it('are handed over with each buffer once, at any depth', () => {
    const shared = new Float32Array(4);
    const batch = {
      eventCount: 1,
      a: { b: shared, c: shared.subarray(1) },
      list: [new Uint8Array(2)],
      nothing: null,
    };
    expect(buffersOf(batch)).toEqual([shared.buffer, batch.list[0]!.buffer]);
  });
});
