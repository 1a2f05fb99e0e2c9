import { expect, it } from 'vitest';
import { cdcBytes } from '../../../detector/cdc/volume.js';

const header = 299 * 12;

it('an empty event of the chamber is the headers of its 299 boards', () => {
  const hits = { offsets: Uint32Array.of(0, 0), wire: new Uint16Array(0) };
  expect(cdcBytes(hits, 0)).toBe(header);
});

it('a wire takes 8 bytes, its second hit 2 more, its third none; events are told apart', () => {
  const hits = {
    offsets: Uint32Array.of(0, 5, 7),
    wire: Uint16Array.of(7, 8, 8, 8, 9, 9, 10),
  };
  expect(cdcBytes(hits, 0)).toBe(header + 3 * 8 + 2);
  // The first row of an event is no second hit of the last wire of the one before.
  expect(cdcBytes(hits, 1)).toBe(header + 2 * 8);
});
