import { describe, expect, it } from 'vitest';
import { hitsFault } from '../../../emulator/daq/hit-tables.js';
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
  it('keep their rows, whatever the subdetector is called: tables, tables within, several elements a row, numbers per event', () => {
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

describe('hits that were read', () => {
  it('fit when offsets ascend and columns have whole rows', () => {
    expect(hitsFault(hits, 4)).toBeUndefined();
    expect(hitsFault(hits, 3)).toContain('hits.chamber.offsets');
    expect(
      hitsFault({ a: { offsets: Uint32Array.of(0, 2, 1), x: new Uint8Array(1) } }, 2),
    ).toContain('hits.a.offsets');
    expect(
      hitsFault({ a: { b: { offsets: Uint32Array.of(0, 2), x: new Uint8Array(3) } } }, 1),
    ).toBe('hits.a.b.x has 3 elements for 2 rows');
    expect(hitsFault({ a: null } as unknown as HitTree, 1)).toBe('hits.a is empty');
    expect(hitsFault({ a: new Float32Array(3) }, 2)).toBe('hits.a has 3 elements for 2 rows');
  });
});
