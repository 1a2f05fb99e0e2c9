import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { RandomStream, purpose } from '../../../detector/base/random.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { loadMenu } from '../../../emulator/settings/menu-source.js';
import { noReach } from '../../../emulator/sources/reach.js';
import { roles, rolesOf, type Tiers } from '../../../emulator/sources/roles.js';
import type { SeedColumns } from '../../../emulator/sources/schedule.js';
import type { SeedTable } from '../../../emulator/sources/seed-table.js';
import { stretchOf } from '../../../emulator/sources/stretch.js';
import { windowsOf } from '../../../emulator/sources/windows.js';
import { outputWords, setBit } from '../../../triggers/batches.js';
import { edgesSchema, risingEdges } from '../../../triggers/gdl/edges.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';

/**
 * Two classes of tracks: `own` fires a line of its own, `other` another one that keeps few events;
 * two tracks fire a third when the electronics see both: from 139 ns before time zero to 237 after.
 */
const [own, other] = [0, 1];
const [earliest, latest] = [-139, 237];
const hold = 512;
const spacing = 188.63;
/** Three lines that read the chamber. */
const menu = compileMenu(loadMenu('physics'));
const [ownLine, otherLine, pairLine] = ['stt', 'ffy', 'fyo'].map(
  (name) => menu.lines.find((line) => line.name === name)!.number,
) as [number, number, number];
const edgesConfig = parseConfig(edgesSchema, {}, 'edges');

type Track = readonly [time: number, place: number];

const columnsOf = (tracks: readonly Track[]): SeedColumns => ({
  time: Float64Array.from(tracks, ([time]) => time),
  place: Uint8Array.from(tracks, ([, place]) => place),
  index: Uint32Array.from(tracks.keys()),
});

/** Alone only `own` may fire a line that keeps all; near each other both. */
const tiers: Tiers = {
  isSoft: Uint8Array.of(0, 0),
  least: { energy: 0.5, pt: 1, second: 1 },
  isChosen: () => false,
};

interface Counts {
  /** Decisions on one of the lines that keep all. */
  l1: number;
  /** Rises of the line of pairs. */
  pairs: number;
  /** Decisions, whatever line rose. */
  any: number;
}

/** Counts in windows, slice after slice. */
function countInWindows(slices: readonly SeedColumns[], isPromoting = true): Counts {
  const edges = risingEdges(menu, edgesConfig);
  const counts = { l1: 0, pairs: 0, any: 0 };
  for (const [slice, seeds] of slices.entries()) {
    const none = columnsOf([]);
    const stretch = stretchOf(slices[slice - 1], seeds, slices[slice + 1] ?? none);
    const role = isPromoting
      ? rolesOf(stretch, tableOf(stretch.place), tiers).role
      : stretch.place.map((place) => (place === own ? roles.opening : roles.idle));
    const { opener, lastMember, from, to } = windowsOf(stretch, role);
    const bits = new Uint32Array(opener.length * outputWords);
    for (const [window, row] of opener.entries()) {
      const seen: number[] = [];
      for (let near = from[window]!; near < to[window]!; near++) {
        const after = stretch.time[near]! - stretch.time[row]!;
        if (after >= earliest && after <= latest) seen.push(stretch.place[near]!);
      }
      if (seen.includes(own)) setBit(bits, outputWords, window, ownLine);
      if (seen.includes(other)) setBit(bits, outputWords, window, otherLine);
      if (seen.length > 1) setBit(bits, outputWords, window, pairLine);
    }
    const start = slice * slicePeriod;
    const rising = edges(
      bits,
      Float64Array.from(opener, (row) => start + stretch.time[row]!),
      {
        lastMember: lastMember.map((time) => start + time),
      },
    );
    const rises = (window: number, line: number) =>
      (rising[window * outputWords + (line >>> 5)]! >>> (line & 31)) & 1;
    for (const window of opener.keys()) {
      if (rises(window, pairLine) === 1) counts.pairs++;
      const keeps = rises(window, ownLine) | rises(window, pairLine);
      counts.l1 += keeps;
      counts.any += keeps | rises(window, otherLine);
    }
  }
  return counts;
}

function tableOf(place: Uint8Array): SeedTable {
  const reach = noReach(place.length);
  reach.isSeen.fill(1);
  for (const [row, which] of place.entries()) reach.energy[row] = which === own ? 1 : 0.3;
  return { reach, position: Int32Array.from(place.keys()) } as SeedTable;
}

/** The same in continuous time: each track when it comes, decisions 24 clocks apart. */
function countInContinuousTime(tracks: readonly Track[]): Pick<Counts, 'l1' | 'pairs'> {
  const counts = { l1: 0, pairs: 0 };
  let [before, ownUp, pairUp, decided] = [-Infinity, -Infinity, -Infinity, -Infinity];
  for (const [time, place] of tracks) {
    const isPair = time - before <= latest;
    const rises = (isPair && before >= pairUp) || (place === own && time >= ownUp);
    if (isPair && before >= pairUp) counts.pairs++;
    if (isPair) pairUp = time + hold;
    if (place === own) ownUp = time + hold;
    if (rises && time - decided > spacing) {
      counts.l1++;
      decided = time;
    }
    before = time;
  }
  return counts;
}

/** Tracks of both classes at 17.5 and 20 kHz, by slice. */
function tracksOf(slices: number): readonly (readonly Track[])[] {
  const stream = new RandomStream();
  return Array.from({ length: slices }, (_, slice) => {
    stream.seed(1, 0, slice, 0, purpose.test);
    const flow = (place: number, rate: number) =>
      Array.from(
        { length: stream.poisson(rate * slicePeriod) },
        (): Track => [slicePeriod * stream.uniformFine(), place],
      );
    return [...flow(own, 17.5e-6), ...flow(other, 20e-6)].toSorted(([one], [two]) => one - two);
  });
}

describe('windows of two classes of tracks against continuous time', () => {
  const bySlice = tracksOf(200);
  const columns = bySlice.map(columnsOf);
  const reference = countInContinuousTime(
    bySlice.flatMap((tracks, slice) =>
      tracks.map(([time, place]): Track => [time + slice * slicePeriod, place]),
    ),
  );

  it('decide as often to 0.5 %, with as many coincidences to 1.5 %', () => {
    const { l1, pairs } = countInWindows(columns);
    expect(reference.pairs).toBeGreaterThan(2000);
    expect(Math.abs(l1 / reference.l1 - 1)).toBeLessThan(0.005);
    expect(Math.abs(pairs / reference.pairs - 1)).toBeLessThan(0.015);
  });

  it('lose a third of the coincidences and more when nothing is promoted', () => {
    expect(countInWindows(columns, false).pairs / reference.pairs).toBeLessThan(0.67);
  });
});

describe('two tracks', () => {
  const at = 1e6;
  const apart = (distance: number, second = own) =>
    countInWindows([
      columnsOf([
        [at, own],
        [at + distance, second],
      ]),
    ]);

  it('150 ns apart are one window and one coincidence', () => {
    expect(apart(150)).toStrictEqual({ l1: 1, pairs: 1, any: 1 });
  });

  it('220 ns apart are one coincidence, fired once', () => {
    expect(apart(220)).toStrictEqual({ l1: 1, pairs: 1, any: 1 });
  });

  it('350 ns apart fire one line each and no coincidence; the same line is still up', () => {
    expect(apart(350, other)).toStrictEqual({ l1: 1, pairs: 0, any: 2 });
    expect(apart(350)).toStrictEqual({ l1: 1, pairs: 0, any: 1 });
    expect(apart(520)).toStrictEqual({ l1: 2, pairs: 0, any: 2 });
  });

  it('as one never fire twice, wherever another one brings windows on it', () => {
    for (const distance of [10, 100, 180, 200, 230, 290, 400, 500])
      expect(apart(distance, other).l1, `${distance}`).toBe(1);
  });
});
