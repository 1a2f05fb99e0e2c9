import { kernels } from '#kernels';
import { describe, expect, it } from 'vitest';
import { KernelColumn, placeTable } from '../../../detector/base/kernel-column.js';

it('starts with zeros, at an address that suits any number', () => {
  const column = new KernelColumn(Float64Array, 5);
  expect(Array.from(column.values)).toEqual([0, 0, 0, 0, 0]);
  expect(column.address % 16).toBe(0);
});

it('keeps its numbers when it grows, and when others make the memory grow', () => {
  const column = new KernelColumn(Int32Array, 3);
  const neighbour = new KernelColumn(Float64Array, 2);
  column.values.set([1, 2, 3]);
  neighbour.values.set([0.25, -1]);
  const before = column.address;
  column.reserve(3);
  expect(column.address).toBe(before);
  column.reserve(4);
  expect(column.address).not.toBe(before);
  expect(Array.from(column.values)).toEqual([1, 2, 3, 0, 0, 0]);
  const large = new KernelColumn(Uint8Array, 1 << 24);
  large.values.fill(7);
  expect(Array.from(column.values)).toEqual([1, 2, 3, 0, 0, 0]);
  expect(Array.from(neighbour.values)).toEqual([0.25, -1]);
});

it('takes nothing in as well, also after others have made the memory grow', () => {
  const empty = new KernelColumn(Uint16Array, 0);
  new KernelColumn(Uint8Array, 1 << 24).values.fill(1);
  expect(() => empty.place(Uint16Array.of())).not.toThrow();
  expect(empty.values.buffer).toBe(kernels.memory.buffer);
});

describe('a table in the memory of the kernels', () => {
  const at = (address: number, length: number): number[] => [
    ...new Float64Array(kernels.memory.buffer, address, length),
  ];

  it('is placed once for the same numbers, and apart from others', () => {
    const first = placeTable(Float64Array.of(1.5, -2, 0));
    expect(placeTable(Float64Array.of(1.5, -2, 0))).toBe(first);
    const others = [
      placeTable(Float64Array.of(1.5, -2, 1)),
      placeTable(Float64Array.of(1.5, -2, -0)),
      placeTable(Float64Array.of(1.5, -2)),
      placeTable(Float32Array.of(1.5, -2, 0)),
    ];
    expect(new Set([first, ...others]).size).toBe(5);
    expect(at(first, 3)).toEqual([1.5, -2, 0]);
    expect(at(others[0]!, 3)).toEqual([1.5, -2, 1]);
  });
});
