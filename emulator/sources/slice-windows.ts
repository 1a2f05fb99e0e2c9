import { purpose, RandomStream } from '../../detector/base/random.js';
import { slicePeriod } from '../chain/slices.js';
import type { DriveInputs, DrivenInputs } from './driven-inputs.js';
import { lately } from './lately.js';
import type { MachineSetup } from './machine-setup.js';
import { type LeastReach, type Roles, rolesOf, type Tiers, wantedSeeds } from './roles.js';
import { drawSchedule, type SeedColumns } from './schedule.js';
import type { FlowsOf } from './seed-flow.js';
import { type MakeSeeds, makeSeeds, type SeedTable } from './seed-table.js';
import { partOf, partsOfSlice, type Stretch, stretchOf, withAnchors } from './stretch.js';
import { type StretchWindows, windowsOf } from './windows.js';

/** The machine in time of a run. */
export interface TimedRun {
  readonly seed: number;
  readonly run: number;
  readonly machine: MachineSetup;
  readonly flowsOf: FlowsOf;
  /** What sets inputs of the trigger that nothing in the detector sets; nothing by default. */
  readonly drive?: DriveInputs;
}

/** Seeds of the slices of a run; those asked for last are kept. */
interface SlicesSeeds {
  readonly seeds: (slice: number) => SeedColumns;
  /** The same with artificial anchors among them. */
  readonly all: (slice: number) => SeedColumns;
  readonly driven?: DrivenInputs;
}

/** What comes in the slices of a run. */
export function slicesSeeds({ seed, run, machine, flowsOf, drive }: TimedRun): SlicesSeeds {
  const { classes } = machine;
  const seeds = lately(4, (slice) => drawSchedule({ seed, run, classes }, slice, flowsOf(slice)));
  const driven = drive?.(seeds);
  return {
    seeds,
    all: lately(4, (slice) =>
      withAnchors(seeds(slice), driven?.anchors(slice).time ?? new Float64Array(0)),
    ),
    ...(driven !== undefined && { driven }),
  };
}

/** How the windows of a run are made. */
interface WindowMaking {
  /**
   * Least that a line without prescale asks of seeds; nothing when all that can be seen shall be
   * simulated.
   */
  readonly least: LeastReach | undefined;
  readonly makers: (place: number) => MakeSeeds;
}

/** A part of a slice with its windows and the particles of its seeds. */
export interface MadePart extends Roles {
  readonly stretch: Stretch;
  readonly table: SeedTable;
  /** Which of the slice's seeds opened each window: its name. */
  readonly number: Uint32Array;
  readonly windows: StretchWindows;
}

/** Windows of the parts of the slices of a run; those asked for last are kept. */
export function slicesWindows(
  timed: TimedRun,
  { all, driven }: SlicesSeeds,
  { least, makers }: WindowMaking,
): (slice: number, part: number) => MadePart {
  const { run, machine } = timed;
  const { classes } = machine;
  const isSoft = Uint8Array.from(classes, ({ tier }) =>
    Number(tier === 'soft' && least !== undefined),
  );
  const chosen = chooser(timed);
  const sliceAt = lately(2, (slice) =>
    stretchOf(slice === 0 ? undefined : all(slice - 1), all(slice), all(slice + 1)),
  );
  const made = lately(2, (count) => {
    const slice = Math.floor(count / partsOfSlice);
    const stretch = partOf(sliceAt(slice), count % partsOfSlice);
    const tiers: Tiers = {
      isSoft,
      least: least ?? { energy: 0, pt: 0, second: 0 },
      isChosen: (place, index, shift) => chosen(slice + shift, place, index),
      ...(driven !== undefined && { lines: linesAt(driven, slice) }),
    };
    const wanted = wantedSeeds(stretch, tiers);
    const table = makeSeeds(stretch, wanted, { run, slice }, classes, makers);
    const { role, counts } = rolesOf(stretch, table, tiers);
    const windows = windowsOf(stretch, role);
    const number = windows.opener.map((row) => row - stretch.own.from + stretch.firstNumber);
    return { stretch, table, role, counts, number, windows };
  });
  return (slice, part) => made(slice * partsOfSlice + part);
}

/** What seeds around a slice can fire at best, by times after it began. */
const linesAt =
  (driven: DrivenInputs, slice: number): NonNullable<Tiers['lines']> =>
  (time, shift) =>
    driven.isVetoed(slice + shift, time - shift * slicePeriod) ? driven.inVeto : 'unprescaled';

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
