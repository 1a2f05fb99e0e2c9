import { describe, expect, it } from 'vitest';
import { WindowRing } from '../../../../emulator/live/what-if/window-ring.js';
import { inputWords, outputWords } from '../../../../triggers/batches.js';

const batchOf = (slice: number, count: number, artificial?: Float64Array) => ({
  eventCount: count,
  addresses: {
    slice: new Uint32Array(count).fill(slice),
    index: Uint32Array.from({ length: count }, (_, window) => 10 * slice + window),
  },
  weights: new Float64Array(count).fill(slice + 1),
  time: new Float64Array(count).fill(100 * slice),
  windows: {
    lastMember: new Float64Array(count).fill(100 * slice + 1),
    ...(artificial !== undefined && { artificial }),
  },
  inputBits: new Uint32Array(count * inputWords).fill(slice),
  risingBits: new Uint32Array(count * outputWords).fill(slice + 100),
});

const slicesIn = (ring: WindowRing) => ring.held().map(({ slice }) => slice);

describe('the ring of windows', () => {
  it('holds the windows that came last as they came, and what their inputs stand for', () => {
    const ring = new WindowRing(8);
    ring.add(0, batchOf(0, 3));
    ring.add(1, batchOf(1, 3, Float64Array.of(1, 5, 1)));
    expect(ring.isFromStart).toBe(true);
    expect(ring.held()).toMatchObject([
      { slice: 0, first: 0, count: 3, artificial: Float64Array.of(1, 1, 1), isAfterGap: false },
      {
        slice: 1,
        first: 10,
        weights: Float64Array.of(2, 2, 2),
        lastMember: Float64Array.of(101, 101, 101),
        artificial: Float64Array.of(1, 5, 1),
        inputBits: batchOf(1, 3).inputBits,
        risingBits: batchOf(1, 3).risingBits,
      },
    ]);
  });

  it('lets the oldest go, batches without windows too, and is from the start no more', () => {
    const ring = new WindowRing(8);
    for (const [slice, count] of [3, 0, 3, 0, 2, 1].entries())
      ring.add(slice, batchOf(slice, count));
    expect(slicesIn(ring)).toEqual([1, 2, 3, 4, 5]);
    expect(ring.isFromStart).toBe(false);
    ring.add(6, batchOf(6, 5));
    expect(slicesIn(ring)).toEqual([3, 4, 5, 6]);
    expect(ring.held().at(-1)).toMatchObject({ weights: new Float64Array(5).fill(7) });
  });

  it('takes nothing while it stands still, and marks the gap behind', () => {
    const ring = new WindowRing(8);
    ring.add(0, batchOf(0, 1));
    ring.standStill();
    ring.add(1, batchOf(1, 1));
    ring.goOn();
    ring.add(2, batchOf(2, 1));
    ring.add(3, batchOf(3, 1));
    expect(slicesIn(ring)).toEqual([0, 2, 3]);
    expect(ring.held().map(({ isAfterGap }) => isAfterGap)).toEqual([false, true, false]);
  });

  it('holds a slice whole or not at all', () => {
    const ring = new WindowRing(8);
    ring.add(0, batchOf(0, 1));
    ring.add(1, batchOf(1, 1));
    ring.standStill();
    ring.add(1, batchOf(1, 1));
    ring.goOn();
    ring.add(1, batchOf(1, 1));
    ring.add(2, batchOf(2, 1));
    expect(slicesIn(ring)).toEqual([0, 2]);
    expect(ring.held().at(-1)!.isAfterGap).toBe(true);
  });

  it('forgets all when settings change, and what is larger than itself', () => {
    const ring = new WindowRing(4);
    ring.add(0, batchOf(0, 2));
    ring.clear();
    expect(ring.held()).toEqual([]);
    expect(ring.isFromStart).toBe(false);
    ring.add(1, batchOf(1, 5));
    ring.add(2, batchOf(2, 4));
    expect(ring.held()).toMatchObject([{ slice: 2, isAfterGap: true }]);
  });
});
