import { describe, expect, it } from 'vitest';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { artificialAnchor } from '../../../emulator/chain/windows.js';
import type { LinesInVeto } from '../../../emulator/sources/lines-in-veto.js';
import { noReach } from '../../../emulator/sources/reach.js';
import { roles, rolesOf, type Tiers, wantedSeeds } from '../../../emulator/sources/roles.js';
import type { SeedTable } from '../../../emulator/sources/seed-table.js';
import type { SeedColumns } from '../../../emulator/sources/schedule.js';
import { stretchOf, withAnchors } from '../../../emulator/sources/stretch.js';
import { windowsOf } from '../../../emulator/sources/windows.js';

/**
 * Class 0 can fire a line by itself, class 1 only two of it together, class 2 not even seen, class
 * 3 is soft and seen, with nothing in reach, class 4 is soft and yet could fire a line.
 */
const [anchor, half, unseen, soft, able] = [0, 1, 2, 3, 4];
const energies = [1, 0.3, 0, 0, 1];
type Seed = readonly [time: number, place: number];

const seedsOf = (seeds: readonly Seed[]): SeedColumns => ({
  time: Float64Array.from(seeds, ([time]) => time),
  place: Uint8Array.from(seeds, ([, place]) => place),
  index: Uint32Array.from(seeds.keys()),
});
const tiers: Tiers = {
  isSoft: Uint8Array.of(0, 0, 0, 1, 1),
  least: { energy: 0.5, pt: 1, second: 1 },
  isChosen: (_, index) => index === 7,
};

/** A table in which all seeds of a class can do the same. */
function tableOf(place: Uint8Array): SeedTable {
  const reach = noReach(place.length);
  for (const [row, own] of place.entries()) {
    reach.energy[row] = energies[own] ?? 0;
    reach.isSeen[row] = Number(own !== unseen);
  }
  const position = Int32Array.from(place, (own, row) => (own === artificialAnchor ? -1 : row));
  return { reach, position } as SeedTable;
}

function windowsIn(before: SeedColumns, seeds: SeedColumns, after: SeedColumns) {
  const stretch = stretchOf(before, seeds, after);
  const { role, counts } = rolesOf(stretch, tableOf(stretch.place), tiers);
  const { opener, lastMember, from, to } = windowsOf(stretch, role);
  const zero = Array.from(opener, (row) => stretch.time[row]!);
  return {
    zero,
    number: Array.from(opener, (row) => row - stretch.own.from),
    counts,
    lastMember: [...lastMember],
    standing: Array.from(opener, (row) => role[row] === roles.standing),
    opened: Array.from(opener, (row) => stretch.place[row]!),
    laid: zero.map((at, window) =>
      Array.from(stretch.time.subarray(from[window], to[window]), (time) => time - at),
    ),
  };
}

const windows = (
  seeds: readonly Seed[],
  { before = [], after = [] }: Partial<Readonly<Record<'before' | 'after', Seed[]>>> = {},
) => windowsIn(seedsOf(before), seedsOf(seeds), seedsOf(after));

const at = 5e6;
const anchors = (...times: readonly number[]): Seed[] => times.map((time) => [time, anchor]);

describe('windows of seeds that could fire a line by themselves', () => {
  it('begin with the first; another one within 188.6 ns joins, a later one has its own', () => {
    const joined = windows(anchors(at, at + 188));
    expect(joined.zero).toStrictEqual([at]);
    expect(joined.lastMember).toStrictEqual([at + 188]);
    const apart = windows(anchors(at, at + 189));
    expect(apart.zero).toStrictEqual([at, at + 189]);
    expect(apart.lastMember).toStrictEqual([at, at + 189]);
    expect(apart.counts).toStrictEqual({ anchors: 2, promoted: 0, thinned: 0 });
  });

  it('count the 188.6 ns from the first, not from the last that joined', () => {
    const { zero, lastMember, number } = windows(anchors(at, at + 150, at + 300, at + 450));
    expect(zero).toStrictEqual([at, at + 300]);
    expect(lastMember).toStrictEqual([at + 150, at + 450]);
    expect(number).toStrictEqual([0, 2]);
  });

  it('see what came up to 1 µs before and 300 ns after, once each', () => {
    const { laid } = windows(anchors(at - 1001, at - 999, at - 600, at, at + 299, at + 301));
    expect(laid).toHaveLength(4);
    expect(laid[2]).toStrictEqual([-999, -600, 0, 299]);
  });
});

describe('seeds that fire no line by themselves', () => {
  it.each([half, soft, able])(
    'open a window when one of them stands for all of class %i',
    (own) => {
      const alone = Array.from({ length: 10 }, (_, seed): Seed => [at + 2000 * seed, own]);
      const { zero, standing, counts } = windows(alone);
      expect(zero).toStrictEqual([at + 14_000]);
      expect(standing).toStrictEqual([true]);
      expect(counts).toStrictEqual({ anchors: 0, promoted: 0, thinned: 10 });
    },
  );

  it('of a soft class stand for others only where none was made for being near another', () => {
    const near = windows([
      [at, able],
      [at + 999, unseen],
    ]);
    expect(near.zero).toStrictEqual([at]);
    expect(near.standing).toStrictEqual([false]);
    const alone = windows([
      [at, able],
      [at + 1001, unseen],
    ]);
    expect(alone.zero).toStrictEqual([]);
  });

  it('open one by themselves within 512 ns of what they can fire one with, before or after', () => {
    const pair = windows([
      [at, half],
      [at + 511, half],
    ]);
    expect(pair.zero).toStrictEqual([at, at + 511]);
    expect(pair.standing).toStrictEqual([false, false]);
    expect(
      windows([
        [at, half],
        [at + 513, half],
      ]).zero,
    ).toHaveLength(0);
    const before = windows([
      [at, soft],
      [at + 511, anchor],
    ]);
    expect(before.zero).toStrictEqual([at, at + 511]);
    expect(before.counts).toStrictEqual({ anchors: 1, promoted: 1, thinned: 0 });
  });

  it('open none near others with which they cannot', () => {
    const { zero, counts } = windows([
      [at, half],
      [at + 100, soft],
    ]);
    expect(zero).toHaveLength(0);
    expect(counts.thinned).toBe(2);
  });

  it('stand for others with all that is near them, each of their windows', () => {
    const near: Seed[] = [0, 300, 600].map((time) => [at + time, soft]);
    const far: Seed[] = Array.from({ length: 7 }, (_, seed) => [at - 9000 + 1000 * seed, soft]);
    const { zero, standing } = windows([...far, ...near]);
    expect(zero).toStrictEqual([at, at + 300, at + 600]);
    expect(standing).toStrictEqual([true, true, true]);
  });

  it('join the window of another one, and lie over every one that sees them', () => {
    const { zero, lastMember, laid } = windows([
      [at - 900, soft],
      [at, anchor],
      [at + 150, soft],
    ]);
    expect(zero).toStrictEqual([at]);
    expect(lastMember).toStrictEqual([at + 150]);
    expect(laid).toStrictEqual([[-900, 0, 150]]);
  });
});

describe('seeds that nothing can see', () => {
  it('bring nothing else together, and open nothing near others', () => {
    const { zero, laid, lastMember } = windows([
      [at, soft],
      [at + 400, unseen],
      [at + 800, anchor],
      [at + 900, unseen],
    ]);
    expect(zero).toStrictEqual([at + 800]);
    expect(lastMember).toStrictEqual([at + 800]);
    expect(laid[0]).toHaveLength(4);
  });

  it('stand for others when they are alone', () => {
    const row = Array.from({ length: 9 }, (_, seed): Seed => [at + 600 * seed, unseen]);
    const { zero, standing } = windows(row);
    expect(zero).toStrictEqual([at + 4200]);
    expect(standing).toStrictEqual([true]);
    // With something seen 500 ns before it, the chosen one does nothing.
    expect(
      windows([...row.slice(0, 7), [at + 3700, soft], [at + 4200, unseen]]).zero,
    ).toStrictEqual([at + 3700]);
  });
});

describe('particles are made', () => {
  it('of soft seeds only where they come near another one or stand for others', () => {
    const list: Seed[] = [
      [at, soft],
      [at + 2000, soft],
      [at + 2999, soft],
      [at + 4000, half],
      [at + 6000, soft],
      [at + 8000, unseen],
      [at + 10_000, soft],
      [at + 12_000, soft],
    ];
    const stretch = stretchOf(undefined, seedsOf(list), seedsOf([]));
    expect([...wantedSeeds(stretch, tiers)]).toStrictEqual([0, 1, 1, 1, 0, 1, 0, 1]);
  });
});

describe('windows at the edges of a slice', () => {
  const end = slicePeriod;

  it('belong to the slice in which they begin; what joins from the next begins none there', () => {
    const [last, first] = [end - 50, 100];
    const earlier = windows(anchors(last), { after: anchors(first) });
    expect(earlier.lastMember).toStrictEqual([end + first]);
    expect(earlier.laid[0]).toHaveLength(2);
    const later = windows(anchors(first, 900), { before: anchors(last) });
    expect(later.zero).toStrictEqual([900]);
    expect(later.number).toStrictEqual([1]);
    expect(later.counts.anchors).toBe(2);
  });

  it('see what came before it, and are opened because of it', () => {
    const { zero, laid } = windows([[300, half]], { before: [[end - 150, half]] });
    expect(zero).toStrictEqual([300]);
    expect(laid[0]![0]).toBeCloseTo(-450, 6);
  });

  it('are the same whatever lies further back', () => {
    const before = anchors(...Array.from({ length: 60 }, (_, seed) => end - 6000 + 100 * seed));
    const own = anchors(20, 400);
    expect(windows(own, { before }).zero).toStrictEqual([20, 400]);
    const more = [...anchors(end - 90_000, end - 6200), ...before];
    expect(windows(own, { before: more }).zero).toStrictEqual([20, 400]);
    // One seed more just before those shifts which of them begin windows.
    const shifted = [...anchors(end - 6100), ...before];
    expect(windows(own, { before: shifted }).zero).toStrictEqual([400]);
  });
});

describe('artificial anchors', () => {
  it('open windows without a seed, or join one, and what is near them is simulated', () => {
    const seeds = seedsOf([
      [at, soft],
      [at + 5000, anchor],
    ]);
    const all = withAnchors(seeds, Float64Array.of(at - 400, at + 5100, at + 9000));
    const { zero, opened, lastMember, counts } = windowsIn(seedsOf([]), all, seedsOf([]));
    expect(zero).toStrictEqual([at - 400, at, at + 5000, at + 9000]);
    expect(opened).toStrictEqual([artificialAnchor, soft, anchor, artificialAnchor]);
    expect(lastMember[2]).toBe(at + 5100);
    expect(counts).toStrictEqual({ anchors: 1, promoted: 1, thinned: 0 });
  });
});

describe('windows while the veto after an injection is up', () => {
  const empty = seedsOf([]);
  /** Times and roles of what opens windows when the veto is up from 5 to 6 ms. */
  const openersIn = (inVeto: LinesInVeto, seeds: readonly Seed[]) => {
    const stretch = stretchOf(empty, seedsOf(seeds), empty);
    const isUp = (time: number, shift: number) => shift === 0 && time >= at && time < at + 1e6;
    const { role } = rolesOf(stretch, tableOf(stretch.place), {
      ...tiers,
      isChosen: (_, index) => index % 10 === 7,
      lines: (time, shift) => (isUp(time, shift) ? inVeto : 'unprescaled'),
    });
    const { opener } = windowsOf(stretch, role);
    return Array.from(opener, (row) => [stretch.time[row]!, role[row] === roles.standing] as const);
  };
  const spread = (from: number): Seed[] =>
    Array.from({ length: 10 }, (_, n): Seed => [from + 9000 * n, anchor]);
  /** Ten seeds before the veto, ten in it; one behind it. */
  const seeds: readonly Seed[] = [...spread(at - 1e5), ...spread(at), [at + 2e6, anchor]];
  const outside = [...seeds.slice(0, 10), seeds[20]!].map(([time]) => [time, false]);

  it('are opened by one in so many seeds where only prescaled lines can fire', () => {
    const found = openersIn('prescaled', seeds);
    expect(found.filter(([, standing]) => standing)).toStrictEqual([[at + 7 * 9000, true]]);
    expect(found.filter(([, standing]) => !standing)).toStrictEqual(outside);
  });

  it('are opened by no seed where no line can fire, by an artificial anchor always', () => {
    expect(openersIn('none', seeds)).toStrictEqual(outside);
    const unseenOnes = seeds.slice(10, 20).map(([time]): Seed => [time, unseen]);
    expect(openersIn('none', unseenOnes)).toStrictEqual([]);
    expect(openersIn('prescaled', unseenOnes)).toHaveLength(1);
    const clocked: Seed[] = [...seeds.slice(0, 20), [at + 4e5, artificialAnchor], seeds[20]!];
    expect(openersIn('none', clocked)).toContainEqual([at + 4e5, false]);
    expect(openersIn('none', clocked)).toHaveLength(12);
  });

  it('are those of other times where a line without prescale can fire', () => {
    expect(openersIn('unprescaled', seeds)).toHaveLength(21);
  });

  it('are those of other times for seeds that only begin in it together', () => {
    const edge: Seed[] = [
      [at - 100, anchor],
      [at + 200, anchor],
    ];
    expect(openersIn('none', edge)).toHaveLength(2);
  });
});
