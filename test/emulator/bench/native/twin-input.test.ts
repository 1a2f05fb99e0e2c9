import { expect, it } from 'vitest';
import { twinInput } from '../../../../emulator/bench/native/twin-input.js';

it('describes its columns and begins each at a multiple of eight bytes', () => {
  const bytes = twinInput({
    energy: Float64Array.of(1.5, -2),
    layer: Uint8Array.of(7, 8, 9),
    wire: Int16Array.of(-3),
    time: Float32Array.of(0.25).subarray(0, 1),
  });
  const text = 'b2l1 twin\nenergy f8 2\nlayer u1 3\nwire i2 1\ntime f4 1\n\n';
  expect(bytes.toString('latin1').startsWith(text)).toBe(true);
  const first = 8 * Math.ceil(text.length / 8);
  expect(bytes.readDoubleLE(first + 8)).toBe(-2);
  expect([...bytes.subarray(first + 16, first + 19)]).toEqual([7, 8, 9]);
  expect(bytes.readInt16LE(first + 24)).toBe(-3);
  expect(bytes.readFloatLE(first + 32)).toBe(0.25);
  expect(bytes.length).toBe(first + 40);
});
