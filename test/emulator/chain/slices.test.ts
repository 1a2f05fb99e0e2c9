import { describe, expect, it } from 'vitest';
import { bucketPeriod, revolutionPeriod } from '../../../detector/base/constants.js';
import { parseConfig } from '../../../detector/base/config.js';
import { beamsSchema } from '../../../detector/beams.js';
import {
  revolutionsPerSlice,
  sliceEventCount,
  slicePeriod,
  sliceTimes,
} from '../../../emulator/chain/slices.js';

const beams = parseConfig(beamsSchema, {}, 'test');

describe('live slices', () => {
  it('last 4970 turns of the machine, 50 ms', () => {
    expect(slicePeriod).toBe(revolutionsPerSlice * revolutionPeriod);
    expect(slicePeriod / 1e6).toBeCloseTo(50.0, 1);
  });

  it('hold a Poisson number of collisions of mean rate × time, within 4 σ over 400 slices', () => {
    const rate = 2000;
    const counts = Array.from({ length: 400 }, (_, slice) => sliceEventCount(3, 1, slice, rate));
    const total = counts.reduce((a, b) => a + b, 0);
    const expected = 400 * rate * slicePeriod * 1e-9;
    expect(Math.abs(total - expected)).toBeLessThan(4 * Math.sqrt(expected));
    const mean = total / 400;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 399;
    // The variance of a sample variance of Poisson counts is about 2 mean²/N.
    expect(Math.abs(variance / mean - 1)).toBeLessThan(4 * Math.sqrt(2 / 400));
  });

  it('place collisions in filled buckets of their own stretch of time, in order', () => {
    const times = sliceTimes(3, 1, 12, 5000, beams);
    expect(times.length).toBe(sliceEventCount(3, 1, 12, 5000));
    expect(times.every((time, i) => i === 0 || time >= times[i - 1]!)).toBe(true);
    for (const time of times) {
      expect(time).toBeGreaterThanOrEqual(12 * slicePeriod);
      expect(time).toBeLessThan(13 * slicePeriod);
      const bucket = (time - 12 * slicePeriod) / bucketPeriod;
      // Times are doubles of 6e8 ns: a bucket number is good to 1e-7 ns / 2 ns.
      expect(Math.abs(bucket - Math.round(bucket))).toBeLessThan(1e-5);
      // Bunches are 2 buckets apart and 2346 of them leave the last 428 buckets of a turn empty.
      expect(Math.round(bucket) % 2).toBe(0);
      expect(Math.round(bucket) % 5120).toBeLessThan(2 * 2346);
    }
  });

  it('come out the same whenever they are asked for', () => {
    expect(sliceTimes(9, 2, 77, 1000, beams)).toEqual(sliceTimes(9, 2, 77, 1000, beams));
    expect(sliceTimes(9, 2, 78, 1000, beams)).not.toEqual(sliceTimes(9, 2, 77, 1000, beams));
  });
});
