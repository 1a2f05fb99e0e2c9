import { describe, expect, it } from 'vitest';
import { shippedTables } from '#kernels';
import { standingTable, tablesMade } from '../../../detector/base/standing-table.js';

const [response] = shippedTables.columns.filter(({ table }) => table.startsWith('top/response'));
const jitter = Number(response!.table.split(' ')[1]);
const made = { delays: Float64Array.of(1) };
const make = () => made;

describe('a standing table', () => {
  it('is the one that the build ships for just these settings', () => {
    const { delays } = standingTable('top/response', [jitter], make);
    expect(delays).toHaveLength(response!.length);
    expect(delays.constructor.name).toBe(response!.kind);
    const bytes = shippedTables.read()!;
    expect(new Uint8Array(delays.buffer, delays.byteOffset, delays.byteLength)).toEqual(
      new Uint8Array(bytes).subarray(response!.start, response!.start + delays.byteLength),
    );
    expect(standingTable('top/response', [jitter], make).delays).toBe(delays);
  });

  it('is made for others, however near', () => {
    for (const settings of [[], [jitter * (1 + Number.EPSILON)], [jitter, 0], [-jitter]])
      expect(standingTable('top/response', settings, make)).toBe(made);
    expect(standingTable('top', [jitter], make)).toBe(made);
  });

  it('is made anew and kept by name and settings while tables are made', async () => {
    const tables = await tablesMade(() => {
      expect(standingTable('top/response', [jitter], make)).toBe(made);
      standingTable('test', [1, 0.1], make);
      return Promise.resolve();
    });
    expect([...tables]).toEqual([
      [response!.table, made],
      ['test 1 0.1', made],
    ]);
    await expect(tablesMade(() => Promise.reject(new Error('no events')))).rejects.toThrow(
      'no events',
    );
    expect(standingTable('top/response', [jitter], make)).not.toBe(made);
  });

  it('is refused when another one has its name and settings', async () => {
    const twice = (numbers: Float64Array) =>
      tablesMade(() => {
        standingTable('test', [1], make);
        standingTable('test', [1], () => ({ delays: numbers }));
        return Promise.resolve();
      });
    expect((await twice(Float64Array.of(1))).size).toBe(1);
    for (const numbers of [Float64Array.of(2), Float64Array.of(), Float64Array.of(1, 1)])
      await expect(twice(numbers)).rejects.toThrow('two tables are called "test 1"');
  });
});
