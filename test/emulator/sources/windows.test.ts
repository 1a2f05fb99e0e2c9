import { describe, expect, it } from 'vitest';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { artificialAnchor } from '../../../emulator/chain/windows.js';
import { type SliceSeeds, stretchOf, withAnchors } from '../../../emulator/sources/stretch.js';
import { type Opening, windowsOf } from '../../../emulator/sources/windows.js';

/** Class 0 may fire a line by itself, class 1 may not. */
const [anchor, soft] = [0, 1];
type Seed = readonly [time: number, place: number];

const seedsOf = (seeds: readonly Seed[]): SliceSeeds => ({
  time: Float64Array.from(seeds, ([time]) => time),
  place: Uint8Array.from(seeds, ([, place]) => place),
  index: Uint32Array.from(seeds.keys()),
});
const rule: Opening = {
  isAnchor: Uint8Array.of(1, 0),
  thinning: 10,
  isChosen: (_, index) => index === 7,
};
const windows = (
  seeds: readonly Seed[],
  {
    before = [],
    after = [],
    rules = rule,
  }: {
    readonly before?: readonly Seed[];
    readonly after?: readonly Seed[];
    readonly rules?: Opening;
  } = {},
) => windowsOf(stretchOf(seedsOf(before), seedsOf(seeds), seedsOf(after)), rules);

/** Times of the seeds laid over each window, after its time zero. */
const laid = ({ stretch, zero, from, to }: ReturnType<typeof windows>): readonly number[][] =>
  Array.from(zero, (at, window) =>
    Array.from(stretch.time.subarray(from[window], to[window]), (time) => time - at),
  );

const at = 5e6;

describe('windows of seeds that could fire a line by themselves', () => {
  it('begin with the first; another one within 188.6 ns joins, a later one has its own', () => {
    const joined = windows([
      [at, anchor],
      [at + 188, anchor],
    ]);
    expect([...joined.zero]).toStrictEqual([at]);
    expect([...joined.lastMember]).toStrictEqual([at + 188]);
    const apart = windows([
      [at, anchor],
      [at + 189, anchor],
    ]);
    expect([...apart.zero]).toStrictEqual([at, at + 189]);
    expect([...apart.lastMember]).toStrictEqual([at, at + 189]);
  });

  it('count the 188.6 ns from the first, not from the last that joined', () => {
    const times = [at, at + 150, at + 300, at + 450];
    const { zero, lastMember } = windows(times.map((time) => [time, anchor]));
    expect([...zero]).toStrictEqual([at, at + 300]);
    expect([...lastMember]).toStrictEqual([at + 150, at + 450]);
  });

  it('see what came up to 1 µs before and 300 ns after, once each', () => {
    const near: Seed[] = [-1001, -999, -600, 0, 299, 301].map((time) => [at + time, anchor]);
    const found = windows(near);
    expect(laid(found)[2]).toStrictEqual([-999, -600, 0, 299]);
    expect(found.zero).toHaveLength(4);
  });
});

describe('seeds that fire no line by themselves', () => {
  it('open a window when they are the chosen one of their kind, which stands for all', () => {
    const alone: Seed[] = Array.from({ length: 10 }, (_, seed) => [at + 2000 * seed, soft]);
    const found = windows(alone);
    expect([...found.zero]).toStrictEqual([at + 14_000]);
    expect([...found.weight]).toStrictEqual([10]);
    expect([...found.isAlone]).toStrictEqual([1]);
    expect(found.alone).toBe(10);
  });

  it('open one by themselves within 512 ns of any other seed, before or after', () => {
    const pair = windows([
      [at, soft],
      [at + 511, soft],
    ]);
    expect([...pair.zero]).toStrictEqual([at, at + 511]);
    expect([...pair.weight]).toStrictEqual([1, 1]);
    expect(pair.promoted).toBe(2);
    expect(
      windows([
        [at, soft],
        [at + 513, soft],
      ]).zero,
    ).toHaveLength(0);
    expect([
      ...windows([
        [at, soft],
        [at + 511, anchor],
      ]).zero,
    ]).toStrictEqual([at, at + 511]);
    expect([
      ...windows([
        [at, soft],
        [at + 513, anchor],
      ]).zero,
    ]).toStrictEqual([at + 513]);
  });

  it('join the window of another one, and lie over every one that sees them', () => {
    const found = windows([
      [at - 900, soft],
      [at, anchor],
      [at + 150, soft],
    ]);
    expect([...found.zero]).toStrictEqual([at]);
    expect([...found.lastMember]).toStrictEqual([at + 150]);
    expect(laid(found)).toStrictEqual([[-900, 0, 150]]);
  });
});

describe('windows at the edges of a slice', () => {
  const end = slicePeriod;

  it('belong to the slice in which they begin; what joins from the next begins none there', () => {
    const [last, first] = [end - 50, 100];
    const earlier = windows([[last, anchor]], { after: [[first, anchor]] });
    expect([...earlier.lastMember]).toStrictEqual([end + first]);
    expect(laid(earlier)[0]).toHaveLength(2);
    const later = windows([[first, anchor]], { before: [[last, anchor]] });
    expect(later.zero).toHaveLength(0);
  });

  it('see what came before it, and promote by it', () => {
    const found = windows([[300, soft]], { before: [[end - 150, soft]] });
    expect([...found.zero]).toStrictEqual([300]);
    expect(laid(found)[0]![0]).toBeCloseTo(-450, 6);
  });

  it('are the same whatever lies further back', () => {
    const before: Seed[] = Array.from({ length: 60 }, (_, seed) => [
      end - 6000 + 100 * seed,
      anchor,
    ]);
    const found = windows(
      [
        [20, anchor],
        [400, anchor],
      ],
      { before },
    );
    expect([...found.zero]).toStrictEqual([20, 400]);
    const more: Seed[] = [[end - 90_000, anchor], [end - 6200, anchor], ...before];
    const again = windows(
      [
        [20, anchor],
        [400, anchor],
      ],
      { before: more },
    );
    expect([...again.zero]).toStrictEqual([20, 400]);
    // One seed more just before those shifts which of them begin windows.
    const shifted = windows(
      [
        [20, anchor],
        [400, anchor],
      ],
      {
        before: [[end - 6100, anchor], ...before],
      },
    );
    expect([...shifted.zero]).toStrictEqual([400]);
  });
});

describe('artificial anchors', () => {
  it('open windows without a seed, or join one, and promote what is near them', () => {
    const seeds = seedsOf([
      [at, soft],
      [at + 5000, anchor],
    ]);
    const anchors = Float64Array.of(at - 400, at + 5100, at + 9000);
    const all = withAnchors(seeds, anchors);
    const found = windowsOf(stretchOf(undefined, all, seedsOf([])), rule);
    expect([...found.zero]).toStrictEqual([at - 400, at, at + 5000, at + 9000]);
    const other = artificialAnchor;
    expect([...found.anchor]).toStrictEqual([other, soft, anchor, other]);
    expect(found.lastMember[2]).toBe(at + 5100);
  });
});
