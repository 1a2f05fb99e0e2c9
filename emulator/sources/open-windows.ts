import { beams } from '../../detector/beams.js';
import type { Addresses } from '../../detector/event.js';
import { ParticleTable } from '../../detector/particle-table.js';
import { ParticleBuilder, type Particles } from '../../detector/particles.js';
import { inputWords } from '../../triggers/batches.js';
import type { ChainSetup } from '../chain/chain.js';
import type { WindowsJob } from '../chain/jobs.js';
import { slicePeriod } from '../chain/slices.js';
import { artificialAnchor, type ChainWindows, type WindowBatch } from '../chain/windows.js';
import { addCounts, decayCounts, takeCounts } from '../decays/decay-counts.js';
import { buildGenerator } from '../generators/index.js';
import type { DrivenInputs } from './driven-inputs.js';
import { type TimedRun, timedSlices } from './slice-windows.js';
import { windowLists } from './window-lists.js';
import { type SliceWindows, windowTimes } from './windows.js';

/** What windows are made of, besides the setup of the chain. */
interface WindowsOptions extends Omit<TimedRun, 'seed' | 'run' | 'anchors'> {
  /** What sets inputs of the trigger that nothing in the detector sets; nothing by default. */
  readonly driven?: DrivenInputs;
}

/** Windows of the machine in time of a setup, each made from its slice and number alone. */
export function openWindows(setup: ChainSetup, { driven, ...timed }: WindowsOptions): ChainWindows {
  const { seed, run } = setup;
  const { classes } = timed.machine;
  const slices = timedSlices({
    ...timed,
    seed,
    run,
    ...(driven !== undefined && { anchors: driven.anchors }),
  });
  const builder = new ParticleBuilder();
  const seedMaker = seedMakers(setup, timed.machine);
  return {
    count: (slice) => slices.windows(slice).zero.length,
    make: ({ slice, first, count }: WindowsJob): WindowBatch => {
      const windows = slices.windows(slice);
      const end = Math.min(windows.zero.length, first + count);
      const numbers = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
      const eventCount = numbers.length;
      for (const _ of numbers) builder.endEvent();
      const start = slice * slicePeriod;
      const overlays = windowLists(windows, { run, slice, numbers }, classes, seedMaker.make);
      const decays = seedMaker.takeDecays();
      return {
        eventCount,
        addresses: {
          run,
          slice: new Uint32Array(eventCount).fill(slice),
          index: Uint32Array.from(numbers),
        },
        weights: windows.weight.slice(first, end),
        time: windows.zero.slice(first, end).map((zero) => start + zero),
        particles: builder.take(),
        overlays,
        windows: {
          lastMember: windows.lastMember.slice(first, end).map((last) => start + last),
          anchor: windows.anchor.slice(first, end),
        },
        ...(driven !== undefined && { givenBits: givenTo(windows, slice, numbers, driven) }),
        ...(decays.length > 0 && { decays }),
      };
    },
  };
}

/** Generators of the classes, built when they are first wanted. */
function seedMakers({ seed, config, decay }: ChainSetup, { classes }: TimedRun['machine']) {
  const context = {
    seed,
    beams: beams(config.beams),
    particles: new ParticleTable(config.particles),
  };
  const decays = decayCounts();
  const built: ((addresses: Addresses) => Particles)[] = [];
  return {
    make: (place: number) =>
      (built[place] ??= (() => {
        const { generator, config: given } = classes[place]!;
        const make = buildGenerator(generator, given, context, decay);
        return (addresses: Addresses) => {
          const made = make(addresses);
          addCounts(decays, made.decays);
          return made.particles;
        };
      })()),
    takeDecays: () => takeCounts(decays),
  };
}

/** Bits of the inputs that are up in some windows: at their time, or of what joined them. */
function givenTo(
  { zero, stretch, from, to }: SliceWindows,
  slice: number,
  numbers: readonly number[],
  { anchors, setBits }: DrivenInputs,
): Uint32Array {
  const words = new Uint32Array(numbers.length * inputWords);
  const { time, place, index, shift } = stretch;
  for (const [event, number] of numbers.entries()) {
    const offset = event * inputWords;
    setBits(slice, zero[number]!, words, offset);
    for (let row = from[number]!; row < to[number]!; row++) {
      const after = time[row]! - zero[number]!;
      if (place[row] !== artificialAnchor || after < 0 || after > windowTimes.joined) continue;
      const { bits } = anchors(slice + shift[row]!);
      for (let word = 0; word < inputWords; word++)
        words[offset + word]! |= bits[index[row]! * inputWords + word]!;
    }
  }
  return words;
}
