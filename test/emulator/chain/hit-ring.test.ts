import { describe, expect, it } from 'vitest';
import { HitRing } from '../../../emulator/chain/hit-ring.js';

/** Hits of two subdetectors, 8 bytes and 24 of 20. */
const treeOf = (value: number) => ({
  cdc: { offsets: Uint32Array.of(0, value) },
  ecl: { cells: Uint16Array.from({ length: 10 }, () => value), unit: 'GeV' },
});

describe('a ring of hits', () => {
  it('holds copies of what came last, oldest first, in the types that they came in', () => {
    const ring = new HitRing<number>(96);
    const first = treeOf(1);
    for (const value of [1, 2, 3, 4]) expect(ring.add(value, treeOf(value))).toBe(true);
    expect(ring.held()).toEqual([2, 3, 4].map((label) => ({ label, tree: treeOf(label) })));
    expect(first.ecl.cells[0]).toBe(1);
  });

  it('does not change with the batch that it was given', () => {
    const ring = new HitRing<string>(64);
    const tree = treeOf(7);
    ring.add('a', tree);
    tree.ecl.cells.fill(0);
    structuredClone(tree.cdc.offsets, { transfer: [tree.cdc.offsets.buffer] });
    expect(ring.held()).toEqual([{ label: 'a', tree: treeOf(7) }]);
  });

  it('lets go of what its turn comes to, and of what lies behind the newest', () => {
    const ring = new HitRing<string>(80);
    ring.add('a', { column: new Float64Array(4) });
    ring.add('b', { column: new Float64Array(4) });
    ring.add('c', { column: new Float64Array(3) });
    expect(ring.held().map(({ label }) => label)).toEqual(['b', 'c']);
    ring.add('d', { column: new Float64Array(8) });
    expect(ring.held().map(({ label }) => label)).toEqual(['d']);
  });

  it('refuses what is larger than itself, and keeps what it has', () => {
    const ring = new HitRing<string>(32);
    expect(ring.add('a', { column: Float64Array.of(1, 2, 3, 4) })).toBe(true);
    expect(ring.add('b', { column: new Float64Array(5) })).toBe(false);
    expect(ring.held()).toEqual([{ label: 'a', tree: { column: Float64Array.of(1, 2, 3, 4) } }]);
  });
});
