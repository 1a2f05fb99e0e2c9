import { kernels } from '#kernels';
import { expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { KernelColumn } from '../../../detector/base/kernel-column.js';
import { KernelTable } from '../../../detector/base/kernel-table.js';

const schema = { id: 'u2', x: 'f4', energy: 'f8' } as const;

/** The head of a table and the number of kernels' rows that it tells of. */
const headOf = ({ head }: KernelTable<typeof schema>) =>
  new Uint32Array(kernels.memory.buffer, head, 5);

it('makes the tables of a builder, batch after batch, however often it has to grow', () => {
  const table = new KernelTable(schema, 2);
  const builder = new TableBuilder(schema, 2);
  for (let batch = 0; batch < 3; batch++) {
    for (let row = 0; row < 20; row++) {
      for (const sink of [table, builder]) {
        sink.reserve(1);
        const { id, x, energy } = sink.columns;
        const at = sink.rowCount++;
        id[at] = 7 * row + batch;
        x[at] = row / 3;
        energy[at] = row / 3;
        if (row % 3 === 2) sink.endEvent();
      }
      // Others want memory in between.
      if (row === 10) new KernelColumn(Uint8Array, 1 << 20);
    }
    for (const sink of [table, builder]) sink.endEvent();
    expect(table.take()).toEqual(builder.take());
  }
});

it('tells kernels how many rows there are, how many there is room for, and where', () => {
  const table = new KernelTable(schema, 4);
  expect(Array.from(headOf(table).subarray(0, 2))).toEqual([0, 4]);
  table.rowCount = 4;
  table.columns.energy.set([1, 2, 3, 4]);
  table.reserve(1);
  const [rowCount, capacity, , , energy] = headOf(table);
  expect([rowCount, capacity]).toEqual([4, 8]);
  expect(Array.from(new Float64Array(kernels.memory.buffer, energy, 4))).toEqual([1, 2, 3, 4]);
});

it('takes the rows that a kernel wrote and counted', () => {
  const table = new KernelTable(schema, 4);
  const [, , id] = headOf(table);
  new Uint16Array(kernels.memory.buffer, id, 2).set([3, 9]);
  headOf(table)[0] = 2;
  table.endEvent();
  expect(Array.from(table.take().id)).toEqual([3, 9]);
});

it('holds the table taken last until other rows are written, taken or not', () => {
  const table = new KernelTable(schema, 4);
  table.rowCount = 2;
  table.endEvent();
  const first = table.take();
  expect(table.holds(first)).toBe(true);
  table.clear();
  expect(table.holds(first)).toBe(true);
  table.rowCount = 1;
  expect(table.holds(first)).toBe(false);
  table.clear();
  expect(table.holds(first)).toBe(false);
  table.endEvent();
  const second = table.take();
  expect([first, second].map((taken) => table.holds(taken))).toEqual([false, true]);
  expect(table.holds({ ...second, x: second.x.slice() })).toBe(false);
});
