import type { DiffuseLevels } from '../../detector/diffuse-levels.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { inputWords } from '../../triggers/batches.js';
import type { ChainSetup } from '../chain/chain.js';
import type { WindowsJob } from '../chain/jobs.js';
import { slicePeriod } from '../chain/slices.js';
import {
  artificialAnchor,
  type ChainWindows,
  type TierCounts,
  type WindowBatch,
} from '../chain/windows.js';
import { classParticles } from './class-particles.js';
import type { DrivenInputs } from './driven-inputs.js';
import { type LeastReach, roles } from './roles.js';
import { joinWindows } from './join-windows.js';
import { countSeeds, type SeedColumns } from './schedule.js';
import { type MadePart, slicesSeeds, slicesWindows, type TimedRun } from './slice-windows.js';
import { partAt, partsOfSlice } from './stretch.js';
import { seedsOfWindows } from './window-seeds.js';
import { windowTimes } from './windows.js';

/** What windows are made of, besides the setup of the chain. */
interface WindowsOptions extends Omit<TimedRun, 'seed' | 'run'> {
  readonly least: LeastReach | undefined;
  /** Diffuse background at times since the run began [ns]. */
  readonly diffuse?: (time: Float64Array) => DiffuseLevels;
}

/**
 * Windows of the machine in time of a setup, each made from its slice and number alone; without
 * what drives them, inputs that nothing in the detector sets stay unset.
 */
export function openWindows(
  setup: ChainSetup,
  { least, diffuse, ...options }: WindowsOptions,
): ChainWindows {
  const { seed, run } = setup;
  const timed: TimedRun = { ...options, seed, run };
  const { classes, thinning } = timed.machine;
  const seeds = slicesSeeds(timed);
  const { driven } = seeds;
  const builder = new ParticleBuilder();
  const makers = classes.map((each) => classParticles(each)(setup));
  const madePart = slicesWindows(timed, seeds, { least, makers: (place) => makers[place]! });
  const partOf = (slice: number, number: number): number =>
    partAt(seeds.all(slice).time[number] ?? slicePeriod);
  const windowsIn = (slice: number, part: number, first: number, end: number): WindowBatch => {
    const made = madePart(slice, part);
    const { stretch, table, role, number, windows } = made;
    const rows = [firstFrom(number, first), firstFrom(number, end)] as const;
    const openers = windows.opener.subarray(...rows);
    const eventCount = openers.length;
    for (const _ of openers) builder.endEvent();
    const start = slice * slicePeriod;
    const given = driven && givenTo(made, slice, rows, driven);
    return {
      eventCount,
      addresses: {
        run,
        slice: new Uint32Array(eventCount).fill(slice),
        index: number.slice(...rows),
      },
      weights: Float64Array.from(openers, (row) => (role[row] === roles.standing ? thinning : 1)),
      time: Float64Array.from(openers, (row) => start + stretch.time[row]!),
      particles: builder.take(),
      overlays: [seedsOfWindows(windows, rows, stretch, table)],
      windows: {
        lastMember: windows.lastMember.slice(...rows).map((last) => start + last),
        anchor: Uint8Array.from(openers, (row) => stretch.place[row]!),
        ...(given !== undefined && { artificial: given.artificial }),
      },
      ...(given !== undefined && { givenBits: given.bits }),
    };
  };
  return {
    count: (slice) => seeds.all(slice).time.length,
    timeOf: (slice, number) => seeds.all(slice).time[number] ?? slicePeriod,
    partEnd: (slice, number) => endOfPart(seeds.all(slice), partOf(slice, number)),
    tiers: (slice) => addTiers(allParts.map((part) => madePart(slice, part).counts)),
    seeds: (slice) => countSeeds({ seed, run, classes }, slice, timed.flowsOf(slice)),
    make: ({ slice, first, count }: WindowsJob): WindowBatch => {
      const end = first + count;
      const [from, to] = [partOf(slice, first), partOf(slice, Math.max(first, end - 1))];
      const parts = allParts.slice(from, to + 1);
      const batch = joinWindows(parts.map((part) => windowsIn(slice, part, first, end)));
      return { ...batch, ...(diffuse !== undefined && { diffuse: diffuse(batch.time) }) };
    },
  };
}

const allParts: readonly number[] = Array.from({ length: partsOfSlice }, (_, part) => part);

/** The number of the first seed behind a part of a slice. */
function endOfPart({ time }: SeedColumns, part: number): number {
  const next = time.findIndex((each) => partAt(each) > part);
  return next < 0 ? time.length : next;
}

const addTiers = (parts: readonly Readonly<TierCounts>[]): TierCounts => {
  const all: TierCounts = { anchors: 0, promoted: 0, thinned: 0 };
  for (const { anchors, promoted, thinned } of parts) {
    all.anchors += anchors;
    all.promoted += promoted;
    all.thinned += thinned;
  }
  return all;
};

/** The first window that a seed with this number or a later one opened. */
function firstFrom(numbers: Uint32Array, least: number): number {
  const found = numbers.findIndex((number) => number >= least);
  return found < 0 ? numbers.length : found;
}

/**
 * Bits of the inputs that are up in some windows, at their time or of what joined them, and how
 * many alike these stand for: where two meet, as many as the lesser.
 */
function givenTo(
  { stretch, windows: { opener, from, to } }: MadePart,
  slice: number,
  [first, end]: readonly [first: number, end: number],
  { anchors, setBits }: DrivenInputs,
): { readonly bits: Uint32Array; readonly artificial: Float64Array } {
  const words = new Uint32Array((end - first) * inputWords);
  const artificial = new Float64Array(end - first).fill(Infinity);
  const { time, place, index, shift } = stretch;
  for (let window = first; window < end; window++) {
    const event = window - first;
    const offset = event * inputWords;
    const zero = time[opener[window]!]!;
    setBits(slice, zero, words, event);
    for (let row = from[window]!; row < to[window]!; row++) {
      const after = time[row]! - zero;
      if (place[row] !== artificialAnchor || after < 0 || after > windowTimes.joined) continue;
      const { bits, standsFor } = anchors(slice + shift[row]!);
      for (let word = 0; word < inputWords; word++)
        words[offset + word]! |= bits[index[row]! * inputWords + word]!;
      artificial[event] = Math.min(artificial[event]!, standsFor[index[row]!]!);
    }
  }
  return { bits: words, artificial: artificial.map((many) => (many === Infinity ? 1 : many)) };
}
