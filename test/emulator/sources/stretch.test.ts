import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../detector/base/random.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { roles } from '../../../emulator/sources/roles.js';
import type { SeedColumns } from '../../../emulator/sources/schedule.js';
import {
  partAt,
  partOf,
  partsOfSlice,
  type Stretch,
  stretchOf,
} from '../../../emulator/sources/stretch.js';
import { type StretchWindows, windowsOf } from '../../../emulator/sources/windows.js';

const allParts = Array.from({ length: partsOfSlice }, (_, part) => part);

/** Seeds at random, as dense as a machine's, some of them exactly where parts end. */
function seedsOf(seed: number): SeedColumns {
  const stream = new RandomStream();
  stream.seed(seed, 1, 1, 1, 255);
  const random = Array.from({ length: 20_000 }, () => slicePeriod * stream.uniform());
  const edges = allParts.map((part) => (part * slicePeriod) / partsOfSlice);
  const time = Float64Array.from([...random, ...edges]).sort();
  return {
    time,
    place: new Uint8Array(time.length),
    index: Uint32Array.from(time, (_, row) => row),
  };
}

const whole = stretchOf(seedsOf(1), seedsOf(2), seedsOf(3));
const opening = (rows: number): Uint8Array => new Uint8Array(rows).fill(roles.opening);

describe('the parts of a slice', () => {
  it('hold each of its seeds once, with its number', () => {
    const numbers = allParts.flatMap((part) => {
      const { own, firstNumber } = partOf(whole, part);
      return Array.from({ length: own.to - own.from }, (_, row) => firstNumber + row);
    });
    expect(numbers).toStrictEqual(Array.from({ length: 20_000 + partsOfSlice }, (_, own) => own));
  });

  it('are found by time, ends belonging to the next', () => {
    for (const part of allParts) {
      const { own, time } = partOf(whole, part);
      expect(partAt(time[own.from]!)).toBe(part);
      expect(partAt(time[own.to - 1]!)).toBe(part);
    }
  });

  it('open the windows of the whole, over the same seeds', () => {
    const expected = windowsOf(whole, opening(whole.time.length));
    const seen = allParts.map((part) => {
      const stretch = partOf(whole, part);
      return { stretch, windows: windowsOf(stretch, opening(stretch.time.length)) };
    });
    // The last seed of each, since the first behind it may be no seed of the part.
    const laid = ({ time }: Stretch, { opener, from, to }: StretchWindows) =>
      Array.from(opener, (row, window) => [time[row], time[from[window]!], time[to[window]! - 1]]);
    expect(seen.flatMap(({ stretch, windows }) => laid(stretch, windows))).toStrictEqual(
      laid(whole, expected),
    );
    expect(seen.flatMap(({ windows }) => [...windows.lastMember])).toStrictEqual([
      ...expected.lastMember,
    ]);
  });

  it('have what comes 100 µs before and 2 µs after them beside them', () => {
    const { time, own } = partOf(whole, 3);
    const [start, end] = [3, 4].map((part) => (part * slicePeriod) / partsOfSlice);
    expect(time[0]).toBeGreaterThanOrEqual(start! - 100_000);
    expect(time[0]).toBeLessThan(start! - 80_000);
    expect(time.at(-1)).toBeLessThan(end! + 2000);
    expect(own.from).toBeGreaterThan(0);
    expect(own.to).toBeLessThanOrEqual(time.length);
  });
});
