import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outputWords } from '../../../../triggers/batches.js';
import { joinParts, type StudyPart } from '../../../../emulator/studies/shards/part.js';
import {
  decodeShard,
  encodeShard,
  type FinishedShard,
} from '../../../../emulator/studies/shards/shard-file.js';

const cellCount = 50;
const study = 'cafe';

const counts = (...rows: readonly (readonly [number, number])[]) => ({
  cells: Uint32Array.from(rows, ([cell]) => cell),
  counts: Uint32Array.from(rows, ([, n]) => n),
});
const counted: StudyPart = { slice: 7, eventCount: 10, counts: counts([3, 10], [49, 2]) };
const events: StudyPart = {
  slice: 7,
  eventCount: 2,
  events: {
    weights: Float64Array.of(0.1, -3),
    ftdlBits: new Uint32Array(2 * outputWords).fill(0x8000_0001),
    observations: {
      variables: { p: Float64Array.of(1.5, Number.NaN) },
      selected: Uint32Array.of(1, 3),
      probed: Uint32Array.of(0, 1),
    },
  },
};
const tau = (count: number) => ({ fate: 'decayed', pdg: 15, count }) as const;
const shard: FinishedShard = { slice: 7, point: 2, events: 12, parts: [counted, events] };
const bytes = encodeShard(shard, study);
const decode = (raw: Uint8Array): FinishedShard => decodeShard(raw, study, cellCount);
const bad = expect.objectContaining({ code: 'SHARD_BAD' });

describe('a finished shard as bytes', () => {
  it('is read back as it was', () => {
    expect(decode(bytes)).toEqual(shard);
    const parts = [{ ...counted, decays: [tau(10)] }, events];
    expect(decode(encodeShard({ ...shard, parts }, study)).parts).toEqual(parts);
  });

  it('is of one study, and counts only in its cells, no more than its events', () => {
    expect(() => decodeShard(bytes, 'beef', cellCount)).toThrow(/another study/);
    expect(() => decodeShard(bytes, study, 49)).toThrow(bad);
    const wrong = (parts: readonly StudyPart[], eventCount = 10) =>
      encodeShard({ slice: 7, point: 2, events: eventCount, parts }, study);
    expect(() => decode(wrong([counted], 11))).toThrow(/do not hold its events/);
    expect(() => decode(wrong([{ ...counted, slice: 8 }]))).toThrow(/another shard/);
    expect(() => decode(wrong([{ ...counted, counts: counts([3, 11]) }]))).toThrow(/columns/);
    expect(() => decode(wrong([{ ...counted, counts: counts([4, 1], [3, 1]) }]))).toThrow(
      /columns/,
    );
    expect(() => decode(wrong([{ ...events, eventCount: 10 }]))).toThrow(/columns/);
  });

  it('is refused when cut off anywhere or changed in any bit', () => {
    for (let length = 0; length < bytes.length; length += 7)
      expect(() => decode(bytes.subarray(0, length))).toThrow(bad);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = changed[at]! ^ (1 << bit);
        expect(() => decode(changed)).toThrow(bad);
      }),
      { numRuns: 200 },
    );
  });

  it('is refused with the same code whatever the bytes are, a right checksum included', () => {
    const arbitrary = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.anything());
    fc.assert(
      fc.property(arbitrary, (value) => {
        // Sealed like a shard, but anything within.
        const sealed =
          value instanceof Uint8Array
            ? value
            : encodeShard({ ...shard, parts: value as FinishedShard['parts'] }, study);
        expect(() => decode(sealed)).toThrow(bad);
      }),
      { numRuns: 200 },
    );
  });
});

it('counts of batches that follow each other become those of one; events stay apart', () => {
  const next: StudyPart = { slice: 7, eventCount: 5, counts: counts([0, 5], [3, 1]) };
  expect(joinParts([counted, next, events, counted])).toEqual([
    { slice: 7, eventCount: 15, counts: counts([0, 5], [3, 11], [49, 2]) },
    events,
    counted,
  ]);
  const decaying = { ...next, decays: [tau(5)] };
  expect(joinParts([decaying, counted, decaying])[0]!.decays).toEqual([tau(10)]);
  expect(joinParts([counted, next])[0]).not.toHaveProperty('decays');
});
