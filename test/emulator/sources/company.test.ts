import { describe, expect, it } from 'vitest';
import { bucketPeriod, revolutionPeriod } from '../../../detector/base/constants.js';
import { kHz, MHz } from '../../../detector/base/units.js';
import { sliceAddresses } from '../../../detector/event.js';
import { type Comers, Company } from '../../../emulator/sources/company.js';
import type { SeedClass } from '../../../emulator/sources/seed-class.js';

/** A class of the beams and one of the sky. */
const [beam, sky] = (['stray', 'sky'] as const).map(
  (origin, place): SeedClass => ({
    name: origin,
    source: place + 1,
    tier: 'anchor',
    origin,
    generator: 'gun',
    config: {},
  }),
) as [SeedClass, SeedClass];

/** Half of the ring is filled. */
const filling = { bunches: 1280, spacing: 2, abortGap: 200 };
const spacing = 2 * bucketPeriod;

function drawn(
  classes: readonly SeedClass[],
  rates: readonly number[],
  own: number,
  count = 4000,
  more: Partial<Comers> = {},
) {
  const variations = [rates.map(() => 1), rates.map((_, place) => (place === 0 ? 0.5 : 2))];
  const company = new Company({ classes, rates, variations, filling, ...more }, { seed: 5 });
  const addresses = { ...sliceAddresses(0, 7, 0, count), source: classes[own]!.source };
  return Array.from({ length: count }, (_, row) => company.around(addresses, row, own));
}

type Drawn = ReturnType<typeof drawn>;
const countIn = (all: Drawn, from: number, to: number, place: number): number =>
  all.reduce(
    (sum, { seeds }) =>
      sum +
      seeds.filter((each) => each.place === place && each.time >= from && each.time < to).length,
    0,
  );

const sigmas = (count: number, mean: number): number => Math.abs(count - mean) / Math.sqrt(mean);

describe('what comes around a seed', () => {
  const rates = [500 * kHz, 300 * kHz];
  const ofBeam = drawn([beam, sky], rates, 0);
  const ofSky = drawn([beam, sky], rates, 1);

  it('comes at its rate, of beams twice as often in a train that fills half of the ring', () => {
    const length = 512;
    // Seeds at the very end of the train have none of beams behind them.
    const inTrain = 2 * (1 - length / 2 / (revolutionPeriod / 2));
    expect(sigmas(countIn(ofBeam, 0, length, 0), 4000 * rates[0]! * length * inTrain)).toBeLessThan(
      3.5,
    );
    expect(sigmas(countIn(ofBeam, 0, length, 1), 4000 * rates[1]! * length)).toBeLessThan(3.5);
    // A muon of the sky comes in the gap as often as in the train.
    expect(sigmas(countIn(ofSky, 0, length, 0), 4000 * rates[0]! * length)).toBeLessThan(4.5);
    expect(sigmas(countIn(ofSky, -512, 0, 1), 4000 * rates[1]! * length)).toBeLessThan(3.5);
  });

  it('is whole spacings of bunches from a seed of the beams when it is of beams itself', () => {
    const farthestOff = (all: Drawn): number =>
      Math.max(
        ...all
          .flatMap(({ seeds }) => seeds.filter(({ place }) => place === 0))
          .map(({ time }) => Math.abs(time / spacing - Math.round(time / spacing))),
      );
    expect(farthestOff(ofBeam)).toBeLessThan(1e-6);
    expect(farthestOff(ofSky)).toBeGreaterThan(0.4);
  });

  it('is in order of time, what comes before the seed first', () => {
    const isInOrder = ({ seeds, before }: Drawn[number]): boolean =>
      seeds.every(({ time }, at) => at === 0 || time >= seeds[at - 1]!.time) &&
      seeds.slice(0, before).every(({ time }) => time <= 0) &&
      seeds.slice(before).every(({ time }) => time >= 0);
    expect(ofBeam.every(isInOrder)).toBe(true);
  });

  it('reaches 1 µs farther back than the group of the seed', () => {
    const busy = drawn([sky], [3 * MHz], 0);
    let early = 0;
    for (const { seeds, before } of busy) {
      let begun = 0;
      for (const { time } of seeds.slice(0, before).toReversed())
        if (begun - time <= 512) begun = time;
      early += seeds.filter(({ time }) => time >= begun - 1000 && time < begun - 512).length;
    }
    expect(sigmas(early, 4000 * 3 * MHz * 488)).toBeLessThan(4);
  });

  it('is weighted to other rates: weights are 1 on average, and give the counts of those', () => {
    const mean = (of: (each: Drawn[number]) => number): number =>
      ofBeam.reduce((sum, each) => sum + of(each), 0) / ofBeam.length;
    expect(mean(({ likelier }) => likelier[0]!)).toBeCloseTo(1, 9);
    expect(Math.abs(mean(({ likelier }) => likelier[1]!) - 1)).toBeLessThan(0.06);
    const countOf =
      (place: number) =>
      ({ seeds }: Drawn[number]) =>
        seeds.filter((each) => each.place === place && each.time > 0).length;
    const ratio = (place: number): number =>
      mean((each) => each.likelier[1]! * countOf(place)(each)) / mean(countOf(place));
    expect(Math.abs(ratio(0) - 0.5)).toBeLessThan(0.06);
    expect(Math.abs(ratio(1) - 2)).toBeLessThan(0.25);
  });

  it('of the same crossing comes before it when its class is listed before, else behind it', () => {
    const other: SeedClass = { ...beam, source: 3 };
    const before = (own: number): number =>
      drawn([beam, other], [3 * MHz, 3 * MHz], own)
        .map(({ seeds, before: number }) => seeds.slice(0, number))
        .flatMap((seeds) => seeds.filter(({ time, place }) => time === 0 && place !== own)).length;
    expect(before(0)).toBe(0);
    expect(before(1)).toBeGreaterThan(50);
  });

  it('of the same crossing is all of it, also where bunches are far apart', () => {
    // One in 500 buckets: a microsecond.
    const sparse = { bunches: 8, spacing: 500, abortGap: 200 };
    const all = drawn([beam], [20 * kHz], 0, 4000, { filling: sparse });
    const same = countIn(all, 0, 1, 0);
    expect(sigmas(same, (4000 * 20 * kHz * revolutionPeriod) / 8)).toBeLessThan(3.5);
  });

  it('reaches as far back as lines may be up, where they are longer than groups', () => {
    const busy = drawn([sky], [1 * MHz], 0, 1000, { hold: 2000 });
    const reached = Math.min(...busy.flatMap(({ seeds }) => seeds.map(({ time }) => time)));
    expect(reached).toBeLessThan(-6000);
  });

  it('of the same crossing and class comes before it half of the times', () => {
    const together = drawn([beam], [2 * MHz], 0, 16_000).map(({ seeds, before }) => ({
      same: seeds.filter(({ time }) => time === 0).length,
      before: before - seeds.filter(({ time }) => time < 0).length,
    }));
    const same = together.reduce((sum, each) => sum + each.same, 0);
    const first = together.reduce((sum, each) => sum + each.before, 0);
    expect(same).toBeGreaterThan(200);
    expect(Math.abs(first / same - 0.5)).toBeLessThan(1.75 / Math.sqrt(same));
  });
});
