import { describe, expect, it } from 'vitest';
import { log } from '../../detector/base/elementary.js';
import { KernelStream } from '../../detector/base/kernel-stream.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { sliceAddresses } from '../../detector/event.js';
import { type ChannelGroup, noiseDeposits, NoiseHits } from '../../detector/noise.js';

const groups = [
  { channels: 100, mean: 0.02 },
  { channels: 50, mean: 0 },
  { channels: 10, mean: 3 },
];

/** Tables of the hits of groups, with a fraction for a time. */
const depositsOf = (given: readonly ChannelGroup[]) =>
  noiseDeposits(
    {
      schema: { channel: 'u1', time: 'f4' },
      groups: given,
      purpose: purpose.test,
      write: ({ count, channel, fraction }, { channel: channels, time }, row) => {
        channels.set(channel.subarray(0, count), row);
        time.set(fraction.subarray(0, count), row);
      },
    },
    { seed: 5 },
  )!;

describe('uncorrelated noise', () => {
  const events = 2000;
  const hits = new NoiseHits(groups);
  const random = new KernelStream();
  const counts = new Uint32Array(160);
  const tenths = new Uint32Array(10);
  const numbers: number[] = [];
  for (let event = 0; event < events; event++) {
    random.seed(3, 0, 0, event, purpose.test);
    hits.draw(random);
    numbers.push(hits.count);
    for (let hit = 0; hit < hits.count; hit++) {
      const channel = hits.channel[hit]!;
      counts[channel] = counts[channel]! + 1;
      const tenth = Math.floor(10 * hits.fraction[hit]!);
      tenths[tenth] = tenths[tenth]! + 1;
    }
  }

  it('hits each channel at the mean of its group: χ² of 110 channels', () => {
    const square = (expected: number) => (sum: number, count: number) =>
      sum + (count - expected) ** 2 / expected;
    const chi2 =
      counts.subarray(0, 100).reduce(square(events * 0.02), 0) +
      counts.subarray(150).reduce(square(events * 3), 0);
    // 110 ± 15.
    expect(chi2).toBeGreaterThan(60);
    expect(chi2).toBeLessThan(160);
    expect(counts.subarray(100, 150).every((count) => count === 0)).toBe(true);
  });

  it('comes at any time alike, and in Poisson numbers', () => {
    const total = tenths.reduce((a, b) => a + b, 0);
    for (const count of tenths)
      expect(Math.abs(count - total / 10)).toBeLessThan(4 * Math.sqrt(total / 10));
    const variance = numbers.reduce((sum, number) => sum + (number - 32) ** 2, 0) / events;
    // The variance of 2000 counts is known to 3 %.
    expect(Math.abs(variance / 32 - 1)).toBeLessThan(0.13);
  });

  it('is the same whether or not there was room for all hits, and so are numbers after it', () => {
    const many = new NoiseHits([{ channels: 3, mean: 4000 }]);
    const drawn = [0, 1].map(() => {
      random.seed(3, 0, 0, 0, purpose.test);
      many.draw(random);
      const { count } = many;
      return [
        count,
        random.bits(),
        ...many.channel.slice(0, count),
        ...many.fraction.slice(0, count),
      ];
    });
    expect(drawn[0]![0]).toBeGreaterThan(11_000);
    expect(drawn[0]).toEqual(drawn[1]);
  });

  it('goes on by exponential steps from the beginning of each group, empty ones too', () => {
    const small = Array.from({ length: 300 }, () => ({ channels: 3, mean: 0.05 }));
    const few = new NoiseHits(small);
    const plain = new RandomStream();
    for (let event = 0; event < 20; event++) {
      const expected: number[] = [];
      plain.seed(3, 0, 0, event, purpose.test);
      small.forEach(({ channels, mean }, group) => {
        const end = channels * (group + 1);
        const step = () => log(plain.uniform()) / mean;
        for (let place = end - channels - step(); place < end; place -= step())
          expected.push(place);
      });
      random.seed(3, 0, 0, event, purpose.test);
      few.draw(random);
      const drawn = expected.map((_, hit) => few.channel[hit]! + few.fraction[hit]!);
      expect(few.count).toBe(expected.length);
      drawn.forEach((place, hit) => expect(place).toBeCloseTo(expected[hit]!, 9));
      expect(random.bits()).toBe(plain.bits());
    }
  });

  it('of two detectors is drawn in turn', () => {
    const others = new NoiseHits([{ channels: 7, mean: 2 }]);
    const counts = [hits, others, hits].map((noise) => {
      random.seed(3, 0, 0, 1, purpose.test);
      noise.draw(random);
      return [noise.count, Math.max(...noise.channel.subarray(0, noise.count))];
    });
    expect(counts[2]).toEqual(counts[0]);
    expect(counts[1]![1]).toBeLessThan(7);
  });

  it('is so many times as much in an event that has a level, and the same bytes at level 1', () => {
    const events = 400;
    const make = depositsOf(groups);
    const level = Float64Array.from({ length: events }, (_, event) => [1, 0, 4][event % 3]!);
    const addresses = sliceAddresses(1, 2, 0, events);
    const [plain, leveled] = [make(addresses), make(addresses, [level])];
    const sums = [0, 0, 0];
    for (let event = 0; event < events; event++) {
      const rows = leveled.time.subarray(leveled.offsets[event], leveled.offsets[event + 1]);
      sums[event % 3]! += rows.length;
      if (event % 3 === 0)
        expect(rows).toEqual(plain.time.subarray(plain.offsets[event], plain.offsets[event + 1]));
    }
    expect(sums[1]).toBe(0);
    // 133 events of 4 × 32 hits.
    expect(Math.abs(sums[2]! - 133 * 128)).toBeLessThan(4 * Math.sqrt(133 * 128));
  });

  it('is more at a level above 1 also where the groups hardly ever have a hit', () => {
    const events = 2000;
    // Without a hit in 19 of 20 events at level 1.
    const make = depositsOf([{ channels: 5, mean: 0.01 }]);
    const level = [new Float64Array(events).fill(20)];
    const { time } = make(sliceAddresses(1, 2, 0, events), level);
    // 2000 events of 1 hit: 4 σ are 179.
    expect(Math.abs(time.length - events)).toBeLessThan(179);
  });

  it('is drawn from the name of its event, whatever the batch', () => {
    const make = depositsOf(groups);
    const all = make(sliceAddresses(1, 2, 0, 40));
    const last = make(sliceAddresses(1, 2, 30, 10));
    expect([...last.time]).toEqual([...all.time.subarray(all.offsets[30])]);
    expect([...last.channel]).toEqual([...all.channel.subarray(all.offsets[30])]);
    expect(all.offsets[40]).toBe(all.time.length);
  });
});
