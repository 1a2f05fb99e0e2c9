import type { DiffuseLevels } from '../../detector/diffuse-levels.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { inputWords } from '../../triggers/batches.js';
import type { ChainSetup } from '../chain/chain.js';
import type { WindowsJob } from '../chain/jobs.js';
import { slicePeriod } from '../chain/slices.js';
import { artificialAnchor, type ChainWindows, type WindowBatch } from '../chain/windows.js';
import { classParticles } from './class-particles.js';
import type { DrivenInputs } from './driven-inputs.js';
import { type LeastReach, roles } from './roles.js';
import { countSeeds } from './schedule.js';
import { type MadeSlice, slicesSeeds, slicesWindows, type TimedRun } from './slice-windows.js';
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
  const madeSlice = slicesWindows(timed, seeds, { least, makers: (place) => makers[place]! });
  return {
    count: (slice) => seeds.all(slice).time.length,
    timeOf: (slice, number) => seeds.all(slice).time[number] ?? slicePeriod,
    tiers: (slice) => madeSlice(slice).counts,
    seeds: (slice) => countSeeds({ seed, run, classes }, slice, timed.flowsOf(slice)),
    make: ({ slice, first, count }: WindowsJob): WindowBatch => {
      const made = madeSlice(slice);
      const { number, lastMember, opener } = made.windows;
      const rows = [firstFrom(number, first), firstFrom(number, first + count)] as const;
      const openers = opener.subarray(...rows);
      const eventCount = openers.length;
      for (const _ of openers) builder.endEvent();
      const start = slice * slicePeriod;
      const { stretch, table, role } = made;
      const time = Float64Array.from(openers, (row) => start + stretch.time[row]!);
      const given = driven && givenTo(made, slice, rows, driven);
      return {
        eventCount,
        addresses: {
          run,
          slice: new Uint32Array(eventCount).fill(slice),
          index: number.slice(...rows),
        },
        weights: Float64Array.from(openers, (row) => (role[row] === roles.standing ? thinning : 1)),
        time,
        particles: builder.take(),
        ...(diffuse !== undefined && { diffuse: diffuse(time) }),
        overlays: [seedsOfWindows(made.windows, rows, stretch, table)],
        windows: {
          lastMember: lastMember.slice(...rows).map((last) => start + last),
          anchor: Uint8Array.from(openers, (row) => stretch.place[row]!),
          ...(given !== undefined && { artificial: given.artificial }),
        },
        ...(given !== undefined && { givenBits: given.bits }),
      };
    },
  };
}

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
  { stretch, windows: { opener, from, to } }: MadeSlice,
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
