// kernel: maps of 64 azimuth bins are two words each
import { kernels } from '#kernels';
import type { TableBuilder } from '../../detector/base/columns.js';
import { KernelColumn, placeTable } from '../../detector/base/kernel-column.js';
import { firstSegment } from './layout.js';
import type {
  EventSegments,
  shortPatternSchema,
  shortTrackSchema,
  track2dSchema,
} from './objects.js';

/**
 * Azimuth bins of the short- and inner-track finders.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc
 */
export const binCount = 64;
/** Super-layers that they read. */
const mapCount = 5;

/**
 * A pattern of short tracks: bins in super-layers 0, 1, 3, 4 relative to that in super-layer 2; the
 * endcap that such tracks reach (1 forward, 2 backward, 0 neither) and their first and last bin
 * there relative to that in super-layer 0.
 */
export type ShortTrackPattern = readonly [
  x0: number,
  x1: number,
  x3: number,
  x4: number,
  endcap: number,
  first: number,
  last: number,
];

/**
 * Cells of a super-layer and bins that share the same azimuth: 5 to 2, 5 to 2, 3 to 1, 7 to 2, 4 to
 * 1.
 */
const cellsPerGroup = [5, 5, 3, 7, 4];
const binsPerGroup = [2, 2, 1, 2, 1];

/** The bins of each segment of super-layers 0–4; the middle cell of an odd group lies in two. */
const lowBin = new Uint8Array(firstSegment[mapCount]);
const highBin = new Uint8Array(firstSegment[mapCount]);
for (let superLayer = 0; superLayer < mapCount; superLayer++) {
  const cells = cellsPerGroup[superLayer];
  const bins = binsPerGroup[superLayer];
  for (let segment = firstSegment[superLayer]; segment < firstSegment[superLayer + 1]; segment++) {
    const number = segment - firstSegment[superLayer];
    const first = bins * Math.floor(number / cells);
    const inGroup = number % cells;
    const middle = (cells - 1) / 2;
    lowBin[segment] = first + (bins === 2 && inGroup > middle ? 1 : 0);
    highBin[segment] = first + (bins === 2 && inGroup >= middle ? 1 : 0);
  }
}

/** Bins of a segment of super-layers 0–4, equal for most. */
export const binsOfSegment = (segment: number): readonly [number, number] => [
  lowBin[segment],
  highBin[segment],
];

/**
 * Bins around a full track's azimuth that are taken from short tracks, by curvature up to `limit`
 * [half cells]: first and last for a negative and for a positive track. @see basf2
 * TRGGRLMatchModule.cc
 */
const vetoRanges = [
  { limit: 8, negative: [-1, 1], positive: [-1, 1] },
  { limit: 15, negative: [-1, 2], positive: [-2, 1] },
  { limit: 24, negative: [-1, 3], positive: [-3, 1] },
  { limit: 27, negative: [-1, 4], positive: [-4, 1] },
  { limit: 30, negative: [0, 4], positive: [-4, 2] },
  { limit: 32, negative: [0, 5], positive: [-5, 2] },
  { limit: Number.POSITIVE_INFINITY, negative: [0, 6], positive: [-6, 2] },
] as const;

type Segments = EventSegments;
type Tracks = TableBuilder<typeof track2dSchema>;
type ShortTracks = TableBuilder<typeof shortTrackSchema>;
type ShortPatterns = TableBuilder<typeof shortPatternSchema>;

/** Words of the maps of an event. */
export const binMapWords = 2 * mapCount;
/**
 * Maps of the bins hit in super-layers 0–4: words 2s and 2s + 1 hold bins 0–31 and 32–63 of
 * super-layer s.
 */
type BinMaps = Int32Array;

/** Bins hit by the event's segments; false when some of super-layers 0–2 has none. */
export function fillBinMaps(
  { columns: { segment }, eventStart, rowCount }: Segments,
  maps: BinMaps,
): boolean {
  maps.fill(0);
  const end = firstSegment[mapCount];
  for (let row = eventStart; row < rowCount && segment[row] < end; row++) {
    const number = segment[row];
    const map = 2 * superLayerOf(number);
    const low = lowBin[number];
    const high = highBin[number];
    maps[map + (low >> 5)] |= 1 << (low & 31);
    maps[map + (high >> 5)] |= 1 << (high & 31);
  }
  return (maps[0] | maps[1]) !== 0 && (maps[2] | maps[3]) !== 0 && (maps[4] | maps[5]) !== 0;
}

function superLayerOf(segment: number): number {
  let superLayer = 0;
  while (segment >= firstSegment[superLayer + 1]) superLayer++;
  return superLayer;
}

/**
 * Inner tracks: a bin of super-layer 0 with one of super-layer 1 at most four bins below it and one
 * of super-layer 2 at most two bins to either side. Every bin counts.
 * @see basf2 TRGGRLMatchModule.cc
 */
export function findInnerTracks(maps: BinMaps, tracks: ShortTracks): void {
  let one0 = 0;
  let one1 = 0;
  let two0 = 0;
  let two1 = 0;
  for (let offset = -4; offset <= 0; offset++) {
    one0 |= lowWord(maps[2], maps[3], offset);
    one1 |= lowWord(maps[3], maps[2], offset);
  }
  for (let offset = -2; offset <= 2; offset++) {
    two0 |= lowWord(maps[4], maps[5], offset);
    two1 |= lowWord(maps[5], maps[4], offset);
  }
  tracks.reserve(binCount);
  const { bin, pattern } = tracks.columns;
  eachBin(maps[0] & one0 & two0, maps[1] & one1 & two1, (found) => {
    bin[tracks.rowCount] = found;
    pattern[tracks.rowCount++] = 0;
  });
}

/**
 * Word of a map seen from `offset` bins away: bit i is bit i + offset; `word` holds the bins,
 * `other` the other half of the map.
 */
function lowWord(word: number, other: number, offset: number): number {
  if (offset === 0) return word;
  return offset > 0
    ? (word >>> offset) | (other << (32 - offset))
    : (word << -offset) | (other >>> (32 + offset));
}

/** Calls `write` for every bin of a map, ascending. */
function eachBin(low: number, high: number, write: (bin: number) => void): void {
  for (let rest = low; rest !== 0; rest &= rest - 1) write(31 - Math.clz32(rest & -rest));
  for (let rest = high; rest !== 0; rest &= rest - 1) write(63 - Math.clz32(rest & -rest));
}

/** Takes the bins around full tracks out of super-layers 0–2. */
export function vetoFullTracks(
  { columns: { phiIndex, omegaIndex, charge }, eventStart, rowCount }: Tracks,
  maps: BinMaps,
): void {
  for (let row = eventStart; row < rowCount; row++) {
    // 160 half cells of the plane are 32 bins.
    const bin = Math.floor(phiIndex[row] / 5);
    const curvature = Math.abs(omegaIndex[row]);
    let place = 0;
    while (curvature > vetoRanges[place].limit) place++;
    const [first, last] = charge[row] < 0 ? vetoRanges[place].negative : vetoRanges[place].positive;
    for (let offset = first; offset <= last; offset++) {
      const vetoed = (bin + offset + binCount) & (binCount - 1);
      const keep = ~(1 << (vetoed & 31));
      for (let map = vetoed >> 5; map < 6; map += 2) maps[map] &= keep;
    }
  }
}

/** An event in the memory of the kernels: its maps, the bins found, the patterns of each bin. */
const event = {
  maps: new KernelColumn(Int32Array, binMapWords),
  bins: new KernelColumn(Int32Array, 4),
  patternOf: new KernelColumn(Uint8Array, binCount),
  startPattern: new KernelColumn(Uint8Array, binCount),
};

/**
 * Short tracks: one bin in each of super-layers 0–4 in one of the patterns, the first that fits.
 * Neighbouring bins of super-layer 2 merge to one track at their middle; `starts` gets the bins of
 * super-layer 0 from which some pattern fits, not merged.
 * @see basf2 TRGGRLMatchModule.cc
 * @see D-074
 */
export function shortTrackFinder(patterns: readonly ShortTrackPattern[]) {
  const offsets = placeTable(Int8Array.from(patterns.flatMap((pattern) => pattern.slice(0, 4))));

  function writeStarts(low: number, high: number, starts: ShortPatterns): void {
    starts.reserve(binCount);
    const { bin, pattern, endcap, first, last } = starts.columns;
    const startPattern = event.startPattern.values;
    eachBin(low, high, (found) => {
      const row = starts.rowCount++;
      const number = startPattern[found];
      bin[row] = found;
      pattern[row] = number;
      endcap[row] = patterns[number][4];
      first[row] = patterns[number][5];
      last[row] = patterns[number][6];
    });
  }

  return (maps: BinMaps, tracks: ShortTracks, starts: ShortPatterns): void => {
    if (!allHit(maps)) return;
    const isFound = kernels.matchShortPatterns(
      event.maps.place(maps),
      offsets,
      patterns.length,
      event.bins.address,
      event.patternOf.address,
      event.startPattern.address,
    );
    if (!isFound) return;
    const { values } = event.bins;
    writeMerged(values[0], values[1], event.patternOf.values, tracks);
    writeStarts(values[2], values[3], starts);
  };
}

function allHit(maps: BinMaps): boolean {
  for (let map = 0; map < 2 * mapCount; map += 2)
    if ((maps[map] | maps[map + 1]) === 0) return false;
  return true;
}

/**
 * One row for each run of neighbouring bins, at its middle (the lower of two); runs continue from
 * bin 63 to 0.
 */
function writeMerged(low: number, high: number, patternOf: Uint8Array, tracks: ShortTracks): void {
  const isSet = (bin: number): boolean =>
    ((((bin & 32) === 0 ? low : high) >>> (bin & 31)) & 1) === 1;
  tracks.reserve(binCount / 2);
  const { bin, pattern } = tracks.columns;
  if ((low & high) === -1) {
    bin[tracks.rowCount] = binCount / 2;
    pattern[tracks.rowCount++] = patternOf[binCount / 2];
    return;
  }
  for (let first = 0; first < binCount; first++) {
    if (!isSet(first) || isSet(first - 1 + binCount)) continue;
    let last = first;
    while (isSet(last + 1)) last++;
    const middle = ((first + last) >> 1) & (binCount - 1);
    bin[tracks.rowCount] = middle;
    pattern[tracks.rowCount++] = patternOf[middle];
  }
}
