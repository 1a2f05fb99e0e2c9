import { describe, expect, it } from 'vitest';
import { hitsOfTables, tablesOfHits } from '../../../emulator/daq/hit-tables.js';
import { type HitTree, selectHits } from '../../../emulator/chain/kept-hits.js';

const hits: HitTree = {
  chamber: {
    offsets: Uint32Array.of(0, 2, 2, 5, 6),
    wire: Uint16Array.of(10, 11, 20, 21, 22, 30),
    time: Float32Array.of(1, 2, 3, 4, 5, 6),
  },
  crystals: {
    hits: { offsets: Uint32Array.of(0, 1, 1, 1, 3), energy: Float64Array.of(0.1, 0.2, 0.3) },
    samples: { offsets: Uint32Array.of(0, 1, 1, 2, 2), sample: Int16Array.of(1, 2, 3, 4) },
  },
  buffers: { occupancy: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
  clock: 127.216,
};

describe('hits of some events', () => {
  it('keep their rows: tables, tables within, several elements a row, numbers per event', () => {
    expect(selectHits(hits, 4, Uint32Array.of(0, 2, 3))).toEqual({
      chamber: {
        offsets: Uint32Array.of(0, 2, 5, 6),
        wire: Uint16Array.of(10, 11, 20, 21, 22, 30),
        time: Float32Array.of(1, 2, 3, 4, 5, 6),
      },
      crystals: {
        hits: { offsets: Uint32Array.of(0, 1, 1, 3), energy: Float64Array.of(0.1, 0.2, 0.3) },
        samples: { offsets: Uint32Array.of(0, 1, 2, 2), sample: Int16Array.of(1, 2, 3, 4) },
      },
      buffers: { occupancy: Uint8Array.of(1, 2, 5, 6, 7, 8) },
      clock: 127.216,
    });
    expect(selectHits(hits, 4, Uint32Array.of(1, 3))).toMatchObject({
      chamber: { offsets: Uint32Array.of(0, 0, 1), wire: Uint16Array.of(30) },
      crystals: { samples: { offsets: Uint32Array.of(0, 0, 0), sample: new Int16Array(0) } },
    });
  });

  it('lie in memory of their own, so that they can be handed to another thread', () => {
    const all = selectHits(hits, 4, Uint32Array.of(0, 1, 2, 3));
    expect(all).toEqual(hits);
    const [before, after] = [hits.chamber, all.chamber] as { wire: Uint16Array }[];
    expect(after!.wire.buffer).not.toBe(before!.wire.buffer);
  });

  it('of no event are empty tables', () => {
    expect(selectHits(hits, 4, new Uint32Array(0))).toMatchObject({
      chamber: { offsets: Uint32Array.of(0), wire: new Uint16Array(0) },
      buffers: { occupancy: new Uint8Array(0) },
    });
  });
});

describe('hits in a recording', () => {
  const there = tablesOfHits(hits, 4);

  it('are a table for each node with rows of its own, and one for numbers of each event', () => {
    expect(there.map(({ name, of, beside, rows }) => ({ name, of, beside, rows }))).toEqual([
      { name: 'hits', of: undefined, beside: 'events', rows: 4 },
      { name: 'hits/chamber', of: 'events', beside: undefined, rows: 6 },
      { name: 'hits/crystals/hits', of: 'events', beside: undefined, rows: 3 },
      { name: 'hits/crystals/samples', of: 'events', beside: undefined, rows: 2 },
      { name: 'hits/buffers', of: undefined, beside: 'events', rows: 4 },
    ]);
    expect(there[0]!.values).toEqual({ clock: 127.216 });
  });

  it('are the same tree when they come back, and leave tables of others to others', () => {
    const seeds = { name: 'seeds', of: 'events', rows: 0, columns: {} };
    const samples = { name: 'hits/chamber/samples', of: 'hits/chamber', rows: 0, columns: {} };
    const back = hitsOfTables([...there, seeds, samples]);
    expect(back).toEqual({ hits, others: ['seeds', 'hits/chamber/samples'] });
  });

  it('may be called like a method of every object, and may not be there twice', () => {
    const odd = { toString: { offsets: Uint32Array.of(0, 1), constructor: Uint8Array.of(7) } };
    const asTree = odd as unknown as HitTree;
    expect(hitsOfTables(tablesOfHits(asTree, 1)).hits).toEqual(asTree);
    const clash = [
      ...there,
      { name: 'hits/buffers/occupancy', beside: 'events', rows: 4, columns: {} },
    ];
    expect(() => hitsOfTables(clash)).toThrow('has the name of a column');
    expect(() => hitsOfTables([...clash].reverse())).toThrow('stands twice');
  });
});
