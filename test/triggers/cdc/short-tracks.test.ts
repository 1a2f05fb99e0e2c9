import { describe, expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { firstSegment } from '../../../triggers/cdc/layout.js';
import {
  segmentSchema,
  shortPatternSchema,
  shortTrackSchema,
  track2dSchema,
} from '../../../triggers/cdc/objects.js';
import {
  binMapWords,
  binsOfSegment,
  fillBinMaps,
  findInnerTracks,
  shortTrackFinder,
  type ShortTrackPattern,
  vetoFullTracks,
} from '../../../triggers/cdc/short-tracks.js';
import { shortTrackPatterns } from '../../../triggers/cdc/tables/short-tracks.js';

const straight: ShortTrackPattern = [0, 0, 0, 0, 0, 0, 0];
const bent: ShortTrackPattern = [-2, -3, 3, 4, 1, 5, 9];

/** Maps with the given bins set in super-layers 0–4. */
function mapsOf(bins: readonly (readonly number[])[]): Int32Array {
  const maps = new Int32Array(binMapWords);
  for (const [superLayer, list] of bins.entries()) {
    for (const bin of list) maps[2 * superLayer + ((bin & 63) >> 5)]! |= 1 << (bin & 31);
  }
  return maps;
}

function find(
  bins: readonly (readonly number[])[],
  patterns: readonly ShortTrackPattern[] = [straight, bent],
) {
  const tracks = new TableBuilder(shortTrackSchema);
  const starts = new TableBuilder(shortPatternSchema);
  shortTrackFinder(patterns)(mapsOf(bins), tracks, starts);
  tracks.endEvent();
  starts.endEvent();
  return { tracks: tracks.take(), starts: starts.take() };
}

describe('azimuth bins', () => {
  it('join 5 segments to 2 bins in super-layers 0 and 1, 3 to 1, 7 to 2 and 4 to 1 beyond', () => {
    const bins = (superLayer: number, count: number): (readonly [number, number])[] =>
      Array.from({ length: count }, (_, number) =>
        binsOfSegment(firstSegment[superLayer]! + number),
      );
    for (const superLayer of [0, 1])
      expect(bins(superLayer, 6)).toEqual([
        [0, 0],
        [0, 0],
        [0, 1],
        [1, 1],
        [1, 1],
        [2, 2],
      ]);
    expect(bins(2, 4)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [1, 1],
    ]);
    expect(bins(3, 8)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 1],
      [1, 1],
      [2, 2],
    ]);
    expect(bins(4, 5)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [1, 1],
    ]);
    for (let superLayer = 0; superLayer < 5; superLayer++)
      expect(binsOfSegment(firstSegment[superLayer + 1]! - 1)).toEqual([63, 63]);
  });

  it('of segments are filled; events without one in super-layers 0–2 need no search', () => {
    const segments = new TableBuilder(segmentSchema);
    const add = (superLayer: number, number: number): void => {
      segments.reserve(1);
      segments.columns.segment[segments.rowCount++] = firstSegment[superLayer]! + number;
    };
    const maps = new Int32Array(binMapWords);
    add(0, 2);
    add(1, 159);
    expect(fillBinMaps(segments, maps)).toBe(false);
    add(2, 100);
    add(6, 7);
    expect(fillBinMaps(segments, maps)).toBe(true);
    expect(maps).toEqual(mapsOf([[0, 1], [63], [33], [], []]));
  });
});

describe('short tracks', () => {
  it('need a bin in each of super-layers 0–4 in one of the patterns', () => {
    expect([...find([[10], [10], [10], [10], [10]]).tracks.bin]).toEqual([10]);
    expect([...find([[8], [7], [10], [13], [14]]).tracks.bin]).toEqual([10]);
    expect(find([[9], [10], [10], [10], [10]]).tracks.bin).toHaveLength(0);
    for (let missing = 0; missing < 5; missing++) {
      expect(
        find(Array.from({ length: 5 }, (_, map) => (map === missing ? [] : [10]))).tracks.bin,
      ).toHaveLength(0);
    }
  });

  it('are seen from super-layer 0 with pattern and endcap, across azimuth zero too', () => {
    const { tracks, starts } = find([[63], [62], [1], [4], [5]]);
    expect([...tracks.bin]).toEqual([1]);
    expect([...tracks.pattern]).toEqual([1]);
    expect([
      starts.bin[0],
      starts.pattern[0],
      starts.endcap[0],
      starts.first[0],
      starts.last[0],
    ]).toEqual([63, 1, 1, 5, 9]);
  });

  it('merge neighbouring bins of super-layer 2 to one track; starts are not merged', () => {
    const run = [20, 21, 22];
    const { tracks, starts } = find([run, run, run, run, run]);
    expect([...tracks.bin]).toEqual([21]);
    expect([...starts.bin]).toEqual(run);
    const around = [63, 0, 40];
    expect(
      [...find([around, around, around, around, around]).tracks.bin].toSorted((a, b) => a - b),
    ).toEqual([40, 63]);
  });

  it("do not use bins near a full track, more the more it is bent, on its charge's side", () => {
    const vetoed = (omegaIndex: number): number[] => {
      const tracks = new TableBuilder(track2dSchema);
      tracks.reserve(1);
      tracks.columns.phiIndex[0] = 50;
      tracks.columns.omegaIndex[0] = omegaIndex;
      tracks.columns.charge[0] = Math.sign(omegaIndex);
      tracks.rowCount = 1;
      const maps = mapsOf(
        Array.from({ length: 5 }, () => Array.from({ length: 64 }, (_, bin) => bin)),
      );
      vetoFullTracks(tracks, maps);
      expect([...maps.subarray(6)]).toEqual([-1, -1, -1, -1]);
      return Array.from({ length: 64 }, (_, bin) => bin).filter(
        (bin) => ((maps[bin >> 5]! >>> (bin & 31)) & 1) === 0,
      );
    };
    expect(vetoed(5)).toEqual([9, 10, 11]);
    expect(vetoed(-8)).toEqual([9, 10, 11]);
    expect(vetoed(20)).toEqual([7, 8, 9, 10, 11]);
    expect(vetoed(-20)).toEqual([9, 10, 11, 12, 13]);
    expect(vetoed(33)).toHaveLength(9);
    expect(vetoed(-33)).toHaveLength(7);
  });

  it('have derived patterns within the offsets of the hardware, each once', () => {
    expect(shortTrackPatterns.length).toBeGreaterThan(50);
    expect(shortTrackPatterns.length).toBeLessThanOrEqual(112);
    expect(new Set(shortTrackPatterns.map((pattern) => pattern.slice(0, 4).join())).size).toBe(
      shortTrackPatterns.length,
    );
    for (const [x0, x1, x3, x4, endcap, first, last] of shortTrackPatterns) {
      expect(Math.abs(x0)).toBeLessThanOrEqual(2);
      expect(x1 >= -5 && x1 <= 1 && x3 >= -2 && x3 <= 4 && x4 >= -3 && x4 <= 4).toBe(true);
      expect(first).toBeLessThanOrEqual(last);
      expect([0, 1, 2]).toContain(endcap);
    }
  });
});

describe('inner tracks', () => {
  it('need super-layer 1 up to four bins below and super-layer 2 up to two bins beside', () => {
    const found = (one: number, two: number): number[] => {
      const tracks = new TableBuilder(shortTrackSchema);
      findInnerTracks(mapsOf([[2], [one], [two], [], []]), tracks);
      return [...tracks.columns.bin.subarray(0, tracks.rowCount)];
    };
    for (const [one, two, expected] of [
      [2, 2, true],
      [62, 0, true],
      [61, 2, false],
      [3, 2, false],
      [2, 4, true],
      [2, 5, false],
      [2, 63, false],
    ] as const) {
      expect(found(one, two)).toEqual(expected ? [2] : []);
    }
  });
});
