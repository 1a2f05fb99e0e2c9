import { purpose, RandomStream } from '../../detector/base/random.js';
import type { ArtificialAnchors } from './driven-inputs.js';
import { lately } from './lately.js';
import type { MachineSetup } from './machine-setup.js';
import { drawSchedule, type SeedColumns } from './schedule.js';
import type { FlowsOf } from './seed-flow.js';
import { stretchOf, withAnchors } from './stretch.js';
import { type SliceWindows, windowsOf } from './windows.js';

/** The machine in time of a run. */
export interface TimedRun {
  readonly seed: number;
  readonly run: number;
  readonly machine: MachineSetup;
  readonly flowsOf: FlowsOf;
  /** What opens windows besides seeds; nothing by default. */
  readonly anchors?: (slice: number) => ArtificialAnchors;
}

/** Seeds and windows of any slice of a run; those asked for last are kept. */
interface Slices {
  readonly seeds: (slice: number) => SeedColumns;
  readonly windows: (slice: number) => SliceWindows;
}

/** What happens in the slices of a run. */
export function timedSlices(timed: TimedRun): Slices {
  const { seed, run, machine, flowsOf, anchors } = timed;
  const { classes, thinning } = machine;
  const isAnchor = Uint8Array.from(classes, ({ tier }) => Number(tier === 'anchor'));
  const chosen = chooser(timed);
  const seeds = lately(4, (slice) => drawSchedule({ seed, run, classes }, slice, flowsOf(slice)));
  const all = lately(4, (slice) =>
    withAnchors(seeds(slice), anchors?.(slice).time ?? new Float64Array(0)),
  );
  return {
    seeds,
    windows: lately(2, (slice) => {
      const before = slice === 0 ? undefined : all(slice - 1);
      return windowsOf(stretchOf(before, all(slice), all(slice + 1)), {
        isAnchor,
        thinning,
        isChosen: (place, index, shift) => chosen(slice + shift, place, index),
      });
    }),
  };
}

/**
 * Whether a seed is the one in so many of its class that stands for the others: every k-th name,
 * from another one on in each slice.
 */
function chooser({ seed, run, machine: { classes, thinning } }: TimedRun) {
  const stream = new RandomStream();
  const firstOf = lately(4, (slice) =>
    classes.map(({ source }) =>
      Math.floor(thinning * stream.seed(seed, run, slice, 0, purpose.thinning, source).uniform()),
    ),
  );
  return (slice: number, place: number, index: number): boolean =>
    index % thinning === firstOf(slice)[place];
}
