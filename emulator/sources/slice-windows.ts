import { purpose, RandomStream } from '../../detector/base/random.js';
import type { ArtificialAnchors } from './driven-inputs.js';
import { lately } from './lately.js';
import type { MachineSetup } from './machine-setup.js';
import { type LeastReach, type Roles, rolesOf, type Tiers, wantedSeeds } from './roles.js';
import { drawSchedule, type SeedColumns } from './schedule.js';
import type { FlowsOf } from './seed-flow.js';
import { type MakeSeeds, makeSeeds, type SeedTable } from './seed-table.js';
import { type Stretch, stretchOf, withAnchors } from './stretch.js';
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

/** Seeds of the slices of a run; those asked for last are kept. */
interface SlicesSeeds {
  readonly seeds: (slice: number) => SeedColumns;
  /** The same with artificial anchors among them. */
  readonly all: (slice: number) => SeedColumns;
}

/** What comes in the slices of a run. */
export function slicesSeeds({ seed, run, machine, flowsOf, anchors }: TimedRun): SlicesSeeds {
  const { classes } = machine;
  const seeds = lately(4, (slice) => drawSchedule({ seed, run, classes }, slice, flowsOf(slice)));
  return {
    seeds,
    all: lately(4, (slice) =>
      withAnchors(seeds(slice), anchors?.(slice).time ?? new Float64Array(0)),
    ),
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

/** A slice with its windows and the particles of its seeds. */
export interface MadeSlice extends Roles {
  readonly stretch: Stretch;
  readonly table: SeedTable;
  readonly windows: SliceWindows;
}

/** Windows of a slice of a run; those asked for last are kept. */
export function slicesWindows(
  timed: TimedRun,
  { all }: SlicesSeeds,
  { least, makers }: WindowMaking,
): (slice: number) => MadeSlice {
  const { run, machine } = timed;
  const { classes } = machine;
  const isSoft = Uint8Array.from(classes, ({ tier }) =>
    Number(tier === 'soft' && least !== undefined),
  );
  const chosen = chooser(timed);
  return lately(2, (slice) => {
    const before = slice === 0 ? undefined : all(slice - 1);
    const stretch = stretchOf(before, all(slice), all(slice + 1));
    const tiers: Tiers = {
      isSoft,
      least: least ?? { energy: 0, pt: 0, second: 0 },
      isChosen: (place, index, shift) => chosen(slice + shift, place, index),
    };
    const wanted = wantedSeeds(stretch, tiers);
    const table = makeSeeds(stretch, wanted, { run, slice }, classes, makers);
    const { role, counts } = rolesOf(stretch, table, tiers);
    return { stretch, table, role, counts, windows: windowsOf(stretch, role) };
  });
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
