import { describe, expect, it } from 'vitest';
import { wireCount } from '../../../../detector/cdc/geometry.js';
import { geometryDigest } from '../../../../detector/cdc/geometry-digest.js';
import { nominalConfig } from '../../../../emulator/chain/parts.js';
import { chamberPatterns } from '../../../../emulator/chain/patterns/chamber-patterns.js';
import { unpackPatterns } from '../../../../emulator/chain/patterns/unpack.js';
import { deriveChamberPatterns } from '../../../../emulator/derive/chamber-patterns.js';

const shipped = chamberPatterns();

/** What a derivation from so many electrons returns. */
function derived(count: number) {
  const steps = deriveChamberPatterns(count, nominalConfig(), { seed: 1 });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return unpackPatterns(step.value);
  }
}

/** Mean number of rows of the patterns of a class of momentum, counted from that of 1 MeV. */
function meanRows({ firstOfClass, offsets }: typeof shipped, first: number, end: number): number {
  const [from, to] = [firstOfClass[first]!, firstOfClass[end]!];
  return (offsets[to]! - offsets[from]!) / (to - from);
}

describe('the patterns of the chamber', () => {
  it('are of this geometry, of electrons of 1 to 50 MeV, ascending in time', () => {
    expect(shipped.geometry).toBe(geometryDigest());
    expect(shipped.edges[0]).toBe(0.001);
    expect(shipped.edges.at(-1)).toBe(0.05);
    expect(shipped.edges).toHaveLength(50);
    expect(shipped.channel).toHaveLength(shipped.offsets.at(-1)!);
    expect(Math.max(...shipped.channel.subarray(0, 50_000))).toBeLessThan(wireCount);
    for (let pattern = 0; pattern < 500; pattern++)
      for (let row = shipped.offsets[pattern]! + 1; row < shipped.offsets[pattern + 1]!; row++)
        expect(shipped.time[row]).toBeGreaterThanOrEqual(shipped.time[row - 1]!);
  });

  it('have more hits the further the electron gets', () => {
    const [soft, middle, hard] = [
      meanRows(shipped, 0, 3),
      meanRows(shipped, 4, 13),
      meanRows(shipped, 20, 49),
    ];
    expect(soft).toBeGreaterThan(10);
    expect(middle).toBeGreaterThan(1.5 * soft);
    expect(hard).toBeGreaterThan(1.5 * middle);
  });

  it('are what the derivation makes, of fewer electrons here', () => {
    const few = derived(400);
    expect(few.geometry).toBe(shipped.geometry);
    expect(few.offsets.length - 1).toBe(few.firstOfClass.at(-1));
    // 18 or 4 patterns of each class: the first are those of the shipped library.
    const rowsOf = ({ offsets, channel, time, firstOfClass }: typeof few, place: number) => {
      const [from, to] = [offsets[firstOfClass[place]!]!, offsets[firstOfClass[place]! + 3]!];
      return { channel: channel.slice(from, to), time: time.slice(from, to) };
    };
    for (const place of [0, 6, 30]) expect(rowsOf(few, place)).toEqual(rowsOf(shipped, place));
  });
});
