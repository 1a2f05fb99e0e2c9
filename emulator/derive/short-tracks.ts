import { atan2 } from '../../detector/base/elementary.js';
import { backwardPlane, barrelRadius, forwardPlane } from '../../detector/envelope.js';
import { Helix } from '../../detector/helix.js';
import type { Particles } from '../../detector/particles.js';
import { particleCharge } from '../../detector/pdg.js';
import { solenoidField } from '../../detector/field.js';
import { firstSegment } from '../../triggers/cdc/layout.js';
import type { CdcObjects } from '../../triggers/cdc/objects.js';
import {
  binCount,
  binsOfSegment,
  type ShortTrackPattern,
} from '../../triggers/cdc/short-tracks.js';

/**
 * Offsets that patterns of the hardware have: super-layers 0, 1, 3, 4 against 2.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc
 */
const offsetLimits = [
  [-2, 2],
  [-5, 1],
  [-2, 4],
  [-3, 4],
] as const;
/** Patterns that the hardware uses. @see same */
const patternCount = 112;
/**
 * Share of a pattern's tracks that must reach an endcap for the pattern to point there, and the
 * tails left out of its range there.
 * @see D-210
 */
const endcapShare = 0.4;
const rangeTail = 0.05;

/** What a track leaves for the short-track finder. */
export interface ShortTrackExample {
  /** Whether it makes a full track too, around which the finder takes no segments. */
  readonly full: boolean;
  /** Offsets of its bins as one number each, see `offsetKey`, and the bin in super-layer 0. */
  readonly keys: readonly number[];
  readonly startBins: readonly number[];
  /** 1 forward, 2 backward, 0 neither; azimuth bin there. */
  readonly endcap: number;
  readonly endcapBin: number;
}

const offsetKey = (offsets: readonly number[]): number =>
  offsets.reduce((key, offset) => 16 * key + offset + 8, 0);
const keyOffsets = (key: number): number[] =>
  [12, 8, 4, 0].map((shift) => ((key >>> shift) & 15) - 8);

/**
 * Examples from a batch of single-particle events: every choice of one bin in each of super-layers
 * 0–4.
 */
export function shortTrackExamples(
  { segments, tracks2d }: Pick<CdcObjects, 'segments' | 'tracks2d'>,
  particles: Particles,
): ShortTrackExample[] {
  const examples: ShortTrackExample[] = [];
  for (let event = 0; event + 1 < segments.offsets.length; event++) {
    const bins: Set<number>[] = [new Set(), new Set(), new Set(), new Set(), new Set()];
    for (let row = segments.offsets[event]!; row < segments.offsets[event + 1]!; row++) {
      if (segments.segment[row]! >= firstSegment[5]!) continue;
      for (const bin of binsOfSegment(segments.segment[row]!))
        bins[segments.superLayer[row]!]!.add(bin);
    }
    if (bins.some((set) => set.size === 0)) continue;
    examples.push({
      full: tracks2d.offsets[event + 1]! > tracks2d.offsets[event]!,
      ...example(bins, particles, particles.offsets[event]!),
    });
  }
  return examples;
}

function example(
  bins: readonly Set<number>[],
  particles: Particles,
  particle: number,
): Omit<ShortTrackExample, 'full'> {
  const keys: number[] = [];
  const startBins: number[] = [];
  for (const middle of bins[2]!) {
    const inner = offsetsNear(bins[0]!, middle, 0).flatMap((x0) =>
      offsetsNear(bins[1]!, middle, 1).map((x1) => [x0, x1]),
    );
    const outer = offsetsNear(bins[3]!, middle, 2).flatMap((x3) =>
      offsetsNear(bins[4]!, middle, 3).map((x4) => [x3, x4]),
    );
    for (const low of inner) {
      for (const high of outer) {
        keys.push(offsetKey([...low, ...high]));
        startBins.push((middle + low[0]! + binCount) % binCount);
      }
    }
  }
  return { keys, startBins, ...endcapOf(particles, particle) };
}

/** Offsets of the bins of a super-layer from `middle`, within the limits. */
function offsetsNear(bins: Set<number>, middle: number, map: number): number[] {
  const [first, last] = offsetLimits[map]!;
  return [...bins]
    .map((bin) => ((bin - middle + 96) % binCount) - 32)
    .filter((offset) => offset >= first && offset <= last);
}

/** Where the particle's helix meets the endcap of the calorimeter. */
function endcapOf(
  { pdg, px, py, pz, x, y, z }: Particles,
  row: number,
): { endcap: number; endcapBin: number } {
  const helix = new Helix();
  helix.set(
    x[row]!,
    y[row]!,
    z[row]!,
    px[row]!,
    py[row]!,
    pz[row]!,
    particleCharge(pdg[row]!),
    solenoidField,
  );
  const length = helix.lengthToPlane(pz[row]! > 0 ? forwardPlane : backwardPlane);
  if (length > helix.lengthToCylinder(barrelRadius) || length > Math.PI * helix.radius)
    return { endcap: 0, endcapBin: 0 };
  helix.moveTo(length);
  const turns = atan2(helix.y, helix.x) / (2 * Math.PI);
  return {
    endcap: pz[row]! > 0 ? 1 : 2,
    endcapBin: Math.floor((turns - Math.floor(turns)) * binCount) % binCount,
  };
}

/**
 * Chooses patterns one by one, each time the one that fits most tracks without any yet; the order
 * of choice is the order of the list.
 */
export function choosePatterns(
  examples: readonly ShortTrackExample[],
  limit = patternCount,
): { patterns: ShortTrackPattern[]; covered: number } {
  const chosen: number[] = [];
  let open = examples.filter(({ keys }) => keys.length > 0);
  while (chosen.length < limit && open.length > 0) {
    const counts = new Map<number, number>();
    for (const { keys } of open)
      for (const key of new Set(keys)) counts.set(key, (counts.get(key) ?? 0) + 1);
    const [best] = [...counts].reduce((a, b) =>
      b[1] > a[1] || (b[1] === a[1] && b[0] < a[0]) ? b : a,
    );
    chosen.push(best);
    open = open.filter(({ keys }) => !keys.includes(best));
  }
  const uncovered = open.length + examples.filter(({ keys }) => keys.length === 0).length;
  return {
    patterns: pointPatterns(chosen, examples),
    covered: 1 - uncovered / Math.max(1, examples.length),
  };
}

/**
 * Adds to each pattern the endcap that its tracks reach, and where: those without a full track,
 * since the finder sees no others; each bin in super-layer 0 has the first pattern that fits there.
 */
function pointPatterns(
  chosen: readonly number[],
  examples: readonly ShortTrackExample[],
): ShortTrackPattern[] {
  const hits = new Map(chosen.map((key) => [key, { count: 0, bins: [[], [], []] as number[][] }]));
  const rank = new Map(chosen.map((key, place) => [key, place]));
  for (const { keys, startBins, endcap, endcapBin, full } of examples) {
    if (full) continue;
    for (const [start, key] of firstPatterns(keys, startBins, rank)) {
      const entry = hits.get(key)!;
      entry.count++;
      entry.bins[endcap]!.push(((endcapBin - start + 96) % binCount) - 32);
    }
  }
  return chosen.map((key) => {
    const { count, bins } = hits.get(key)!;
    const endcap =
      bins[1]!.length > endcapShare * count ? 1 : bins[2]!.length > endcapShare * count ? 2 : 0;
    const sorted = endcap === 0 ? [0] : bins[endcap]!.toSorted((a, b) => a - b);
    const at = (share: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
    const [x0, x1, x3, x4] = keyOffsets(key) as [number, number, number, number];
    return [x0, x1, x3, x4, endcap, at(rangeTail), at(1 - rangeTail)];
  });
}

/** The pattern that the finder takes at each bin of super-layer 0: the first that fits there. */
function firstPatterns(
  keys: readonly number[],
  startBins: readonly number[],
  rank: ReadonlyMap<number, number>,
): Map<number, number> {
  const first = new Map<number, number>();
  for (const [place, key] of keys.entries()) {
    const order = rank.get(key);
    if (order === undefined) continue;
    const rival = first.get(startBins[place]!);
    if (rival === undefined || order < rank.get(rival)!) first.set(startBins[place]!, key);
  }
  return first;
}
