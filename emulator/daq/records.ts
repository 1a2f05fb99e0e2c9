import * as z from 'zod';
import { EmulatorError } from '../../detector/base/errors.js';
import type { DeciderState } from '../../triggers/gdl/decide.js';
import type { Menu } from '../../triggers/gdl/menu.js';
import { readMenu } from '../../triggers/gdl/read-menu.js';
import type { HitTree } from '../chain/kept-hits.js';
import { kindCounts } from './record-body.js';

/** Events of a batch, at most; live batches are much smaller. */
const maxPlayed = 2 ** 20;
/** Mean events per emulated second, at most [Hz]: more than a tenth of all bunch crossings. */
const maxRate = 1e8;

const count = z.number().int().nonnegative();
const word = count.max(2 ** 32 - 1);

/** Keys that a later version adds to a menu or its lines are passed over. */
const recordedMenu = z.unknown().transform((raw, context): Menu => {
  try {
    return readMenu(knownMenuKeys.parse(raw), 'menu');
  } catch (error) {
    const known = error instanceof EmulatorError ? error.message : 'expected a menu';
    context.addIssue({ code: 'custom', message: known });
    return z.NEVER;
  }
});
const anything = z.unknown();
const knownMenuKeys = z.object({
  name: anything,
  version: anything,
  source: anything,
  absent: anything.optional(),
  lines: z.array(
    z.object({
      number: anything,
      name: anything,
      formula: anything,
      class: anything,
      family: anything,
      prescale: anything,
      source: anything,
    }),
  ),
});

/** The machine whose windows were played: `MachineSetup`, with the states as parameters. */
const recordedMachine = z.object({
  name: z.string(),
  epochs: z
    .array(z.object({ slice: word, changed: z.array(z.string()).optional(), config: z.unknown() }))
    .min(1),
  classes: z.array(z.looseObject({ name: z.string(), source: count })),
  thinning: z.number().int().positive(),
});

/** What was played and how it was decided: the first frame of every segment. */
const runHead = z.object({
  kind: z.literal('run'),
  segment: count,
  /**
   * What a reader must know lest it reads wrong, by name; one that it does not know makes it refuse
   * the recording: `machine`, `pass-through`, and `control` where commands have changed the run.
   */
  needs: z.array(z.string()),
  version: z.string(),
  seed: count,
  run: count,
  /** Empty where a machine was played; then there is no rate, and neither points nor schedule. */
  card: z.string(),
  machine: recordedMachine.optional(),
  source: z.string(),
  /** File of a user that was laid over the events, as it was named, with its SHA-256. */
  overlay: z.object({ name: z.string(), hash: z.string() }).optional(),
  pace: z.enum(['real', 'max']),
  /** Mean events per emulated second. */
  rate: z.number().positive().max(maxRate).optional(),
  points: z.array(z.object({ generator: z.string(), config: z.unknown() })),
  /** False when short-lived particles were left undecayed; absent when they were decayed. */
  decay: z.literal(false).optional(),
  /** One in so many events was recorded though refused; 1: all were. Absent: none. */
  passThrough: count.min(1).optional(),
  schedule: z.array(count),
  conditions: z.string(),
  config: z.record(z.string(), z.unknown()),
  /** How the run was read out, as parameters of a file; absent when all accepts were. */
  readout: z.record(z.string(), z.unknown()).optional(),
  menu: recordedMenu,
  menuHash: z.string(),
});

/** Where the run stands at the beginning of a segment: the second frame. */
const stateHead = z.object({
  kind: z.literal('state'),
  /** Events decided upon and recorded before. */
  processed: count,
  recorded: count,
  /** Address of the next event: all before stands in earlier segments. */
  slice: word,
  event: word,
});

/**
 * Accepted events of one batch: `played` events of a slice from number `first` on were decided
 * upon, or as many numbers gone through.
 */
const eventsHead = z.object({
  kind: z.literal('events'),
  slice: word,
  first: word,
  played: count.max(maxPlayed),
  /**
   * Of a machine: windows among these numbers, which are those of the seeds of the slice; the
   * others are no windows.
   */
  decided: count.max(maxPlayed).optional(),
  /** Events recorded in the run before these. */
  recordedBefore: count,
  /** Of a run that was read out: accepts that are not recorded, by what lost them. */
  lost: z.record(z.string(), count).optional(),
});

/** Slices that were never played: their time is dead. */
const givenUpHead = z.object({
  kind: z.literal('given-up'),
  /**
   * Who made the run fall behind the wall clock: `host`, `recorder` (the disk) or `client` (one
   * that gets every decision); `paused`: somebody paused the run.
   */
  cause: z.string(),
  firstSlice: word,
  slices: word,
  /** Events in them; of a machine seeds, of which only some would have opened windows. */
  events: count,
});

/**
 * The run has other settings from a slice on. What a command asked for is here whole; changes of
 * the machine that were known from the start stand in the header.
 */
const epochHead = z.object({
  kind: z.literal('epoch'),
  /** Counts up from 1; the run begins with 0. */
  epoch: count,
  slice: word,
  /** `path=value` of what is different from the epoch before. */
  changed: z.array(z.string()),
  /** Who asked, and through what. */
  asker: z.object({ address: z.string(), by: z.enum(['page', 'api']) }).optional(),
  /** Another menu, or other prescales in it. */
  menu: recordedMenu.optional(),
  menuHash: z.string().optional(),
  /** Other parameters of the trigger: `triggers`, `bits` and `gdl` whole. */
  config: z.record(z.string(), z.unknown()).optional(),
  /** States of the machine from this slice on, known ones of later slices among them. */
  machine: recordedMachine.shape.epochs.optional(),
});

/** Totals of the run, in the last segment before its end mark. */
const runEnd = z.object({
  kind: z.literal('run-end'),
  outcome: z.enum(['ended', 'failed']),
  reason: z.string(),
  slices: word,
  processed: count,
  sumWeights: z.number(),
  accepted: count,
  /** Of these accepts, those that were read out; all when absent. */
  readOut: count.optional(),
  recorded: count,
  givenUp: z.object({ slices: count, events: count }),
  /** Slices in which the run was paused; absent when it never was. */
  pausedSlices: count.optional(),
  lines: z.array(z.object({ name: z.string(), ftdl: count, psnm: count })),
});

/** The end mark: the last frame of every segment that is whole. */
const segmentEnd = z.object({
  kind: z.literal('segment-end'),
  processed: count,
  recorded: count,
  /** Frames before this one, by kind. */
  records: kindCounts,
});

/** What the heads of records hold, by kind. */
export const recordHeads = {
  run: runHead,
  state: stateHead,
  events: eventsHead,
  'given-up': givenUpHead,
  epoch: epochHead,
  'run-end': runEnd,
  'segment-end': segmentEnd,
} as const;

/** What was played and how it was decided, at the beginning of each segment. */
export type RunRecord = z.infer<typeof runHead>;
/** The machine that was played, its states as parameters of files. */
export type RecordedMachine = z.infer<typeof recordedMachine>;
/** Where the run stands at the beginning of a segment. */
export type StateRecord = z.infer<typeof stateHead> & DeciderState;
/** A stretch of slices that were never played. */
export type GivenUpRecord = z.infer<typeof givenUpHead>;
/** A change of the machine or, by command, of other settings. */
export type EpochRecord = z.infer<typeof epochHead>;
/** Totals of the run. */
export type RunEnd = z.infer<typeof runEnd>;
/** The end mark of a segment. */
export type SegmentEnd = z.infer<typeof segmentEnd>;

/** Accepted events of a batch, a row for each. */
export interface EventsRecord extends z.infer<typeof eventsHead> {
  /** Number of each event in the slice, ascending. */
  readonly index: Uint32Array;
  /** `inputWords` words an event of this version, whatever the recording has. */
  readonly inputBits: Uint32Array;
  /**
   * Words of input bits an event in the recording: slots beyond them were not recorded. Absent: as
   * many as this version has.
   */
  readonly recordedWords?: number;
  readonly ftdlBits: Uint32Array;
  readonly psnmBits: Uint32Array;
  readonly hits: HitTree;
  /** Of the collision since the run began [ns]; this and the next two may lack in a recording. */
  readonly time?: Float64Array;
  readonly weight?: Float64Array;
  readonly timingSource?: Uint8Array;
  /** Of windows: FTDL bits at their rising edge, and how many accepts each stands for. */
  readonly risingBits?: Uint32Array;
  readonly accepts?: Uint32Array;
  /** Of windows that were read out: how many of these accepts were. */
  readonly taken?: Uint32Array;
  /** Of windows: when the last seed that belongs to each came, since the run began [ns]. */
  readonly lastMember?: Float64Array;
  /** Of windows: class of what opened each, by its place in the machine; 255: no seed. */
  readonly anchor?: Uint8Array;
  /** Of windows: how many alike each stands for in lines that need an artificial input. */
  readonly artificial?: Float64Array;
  /** Input bits that the machine has set, words an event as of input bits. */
  readonly givenBits?: Uint32Array;
  /** 1 for an event that was recorded though it was refused; absent where there is none. */
  readonly refused?: Uint8Array;
  /** What fragments of each event were not whole, see `statesIn`; absent: all were. */
  readonly marks?: Uint8Array;
  /** Tables and columns of the recording that this version does not know. */
  readonly unread?: readonly string[];
}

/** A record that this version writes and knows. */
export type RecordedThing =
  | RunRecord
  | StateRecord
  | EventsRecord
  | GivenUpRecord
  | EpochRecord
  | RunEnd
  | SegmentEnd;

/** A record of a kind that this version does not know: it is passed over. */
export interface UnknownRecord {
  readonly kind: 'unknown';
  readonly name: string;
}
