import { kernels } from '#kernels';
import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';

/** Sums of a channel where the kernels keep them. */
const sumsOf = (sums: number, channel: number, width: number): Float32Array =>
  new Float32Array(kernels.memory.buffer, kernels.sumsOfChannel(sums, channel), width);

describe('sums by channel', () => {
  it('add up what comes to the same channel, however many there are', () => {
    const random = new RandomStream().seed(2, 1, 1, 1, purpose.test);
    const sums = kernels.channelSums(2);
    const expected = new Map<number, number>();
    for (let draw = 0; draw < 5000; draw++) {
      const channel = Math.floor(random.uniform() * 1500) * 4813;
      const own = sumsOf(sums, channel, 2);
      own[0]! += 1;
      own[1]! += 2;
      expected.set(channel, (expected.get(channel) ?? 0) + 1);
    }
    expect(kernels.summedChannels(sums)).toBe(expected.size);
    for (const [channel, count] of expected)
      expect(Array.from(sumsOf(sums, channel, 2))).toEqual([count, 2 * count]);
    expect(kernels.summedChannels(sums)).toBe(expected.size);
  });

  it('lose nothing when they outgrow their memory', () => {
    const sums = kernels.channelSums(2);
    for (let channel = 0; channel < 1000; channel++)
      sumsOf(sums, channel, 2).set([channel + 1, -channel]);
    for (let channel = 0; channel < 1000; channel++)
      expect(Array.from(sumsOf(sums, channel, 2))).toEqual([channel + 1, -channel]);
  });

  it('start at 0 again when cleared', () => {
    const sums = kernels.channelSums(1);
    for (const channel of [7, 8, 7000]) sumsOf(sums, channel, 1)[0] = 5;
    kernels.clearSums(sums);
    expect(kernels.summedChannels(sums)).toBe(0);
    for (const channel of [7, 9, 7000]) expect(sumsOf(sums, channel, 1)[0]).toBe(0);
    expect(kernels.summedChannels(sums)).toBe(3);
  });
});
