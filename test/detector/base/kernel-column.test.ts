import { expect, it } from 'vitest';
import { KernelColumn } from '../../../detector/base/kernel-column.js';

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
