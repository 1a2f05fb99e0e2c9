import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { ChannelSums } from '../../../detector/silicon/channels.js';

describe('sums by channel', () => {
  it('add up what comes to the same channel, however many there are', () => {
    const random = new RandomStream().seed(2, 1, 1, 1, purpose.test);
    const sums = new ChannelSums(2);
    const expected = new Map<number, number>();
    for (let draw = 0; draw < 5000; draw++) {
      const channel = Math.floor(random.uniform() * 1500) * 4813;
      const entry = sums.entry(channel) * 2;
      sums.sums[entry] = sums.sums[entry]! + 1;
      sums.sums[entry + 1] = sums.sums[entry + 1]! + 2;
      expected.set(channel, (expected.get(channel) ?? 0) + 1);
    }
    expect(sums.count).toBe(expected.size);
    for (const [channel, count] of expected) {
      const entry = sums.entry(channel);
      expect([sums.channel[entry], sums.sums[2 * entry], sums.sums[2 * entry + 1]]).toEqual([
        channel,
        count,
        2 * count,
      ]);
    }
  });

  it('lose nothing when they outgrow their arrays', () => {
    const sums = new ChannelSums(2);
    for (let channel = 0; channel < 1000; channel++) sums.add(channel, channel + 1);
    for (let channel = 0; channel < 1000; channel++)
      expect(sums.sums[2 * sums.entry(channel)]).toBe(channel + 1);
  });

  it('start at 0 again when cleared', () => {
    const sums = new ChannelSums(1);
    sums.sums[sums.entry(7)] = 5;
    sums.clear();
    expect(sums.count).toBe(0);
    expect(sums.sums[sums.entry(7)]).toBe(0);
  });
});
