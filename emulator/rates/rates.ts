import type { Note } from '../../detector/base/notes.js';
import { Hz, s } from '../../detector/base/units.js';
import { shardEvents } from '../../detector/event.js';
import { KeptChances } from '../../triggers/gdl/kept-chances.js';
import { risingEdges } from '../../triggers/gdl/edges.js';
import { type CompiledMenu, compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import type { ChainSetup, DecidableBatch, TriggerConfig } from '../chain/chain.js';
import type { WindowsJob } from '../chain/jobs.js';
import type { EmulatorConfig } from '../chain/parts.js';
import type { UserOverlay } from '../chain/user-overlay.js';
import { unknownLines, unsetInputNotes } from '../chain/unknown-lines.js';
import { Accelerator } from '../machine/accelerator.js';
import { ringNames } from '../machine/machine-schema.js';
import { underMachine } from '../settings/machine-conditions.js';
import { replacedConditions } from '../settings/replaced-conditions.js';
import { unseededNotes } from '../settings/unseeded-notes.js';
import type { MachineInTime } from '../settings/machine-in-time.js';
import type { NamedMachine } from '../settings/machine.js';
import type { CollisionClasses } from '../sources/collision-classes.js';
import { provenanceOfEvents } from '../studies/provenance.js';
import { firstSliceOf, stratumOf } from '../sources/strata.js';
import { strays, variedStrays } from './stray-classes.js';
import { addChances, chanceSums, type SeedWindows } from './chance-sums.js';
import { factorOf, type FoundClass, type OtherRates } from './class-rates.js';
import { collisionsAt, type EventClass } from './event-class.js';
import { halfAndTwice } from './model-band.js';
import { allocate } from './rate-plan.js';
import { type RatesDocument, ratesDocument } from './rates-document.js';
import { userClass } from './user-class.js';

interface RatesOptions {
  readonly version: string;
  readonly seed: number;
  readonly menu: Menu;
  readonly conditions: string;
  readonly config: EmulatorConfig;
  readonly machine: NamedMachine;
  /** What collides, and what comes from the sky. */
  readonly collisions: CollisionClasses;
  /** Events of all classes, those with other spectra not among them. */
  readonly events: number;
  /** Windows without a seed. */
  readonly emptyWindows: number;
  /** A user's file, over the events or a class of its own; nothing when absent. */
  readonly overlay?: UserOverlay;
  /** What a user should know of how all that was chosen. */
  readonly notes?: readonly Note[];
  /** Triggers with other parameters, which decide on the same windows for `watch`. */
  readonly otherTriggers?: readonly TriggerConfig[];
  /** Sees the windows of every batch that is added. */
  readonly watch?: (windows: WatchedWindows) => void;
}

/** Windows that seeds of a class have opened, as they were decided. */
export interface WatchedWindows {
  /** Place of the class among the sources of the document; windows of others come behind. */
  readonly stratum: number;
  /** Seeds that were tried. */
  readonly job: WindowsJob;
  /** Those of weight 0 another seed has opened. */
  readonly batch: DecidableBatch;
  /** Lines that rise, of the trigger and of each other trigger. */
  readonly risingBits: readonly Uint32Array[];
}

/** Rates under way: events to be decided, and what they have shown so far. */
interface Rates {
  readonly setup: ChainSetup;
  /** Events and windows in all. */
  readonly total: number;
  /** Work to be done; what comes after the pilot waits for it to be added. */
  readonly jobs: (stopped: () => boolean) => AsyncGenerator<WindowsJob>;
  /** Adds a decided batch of a job; returns the number of events so far. */
  readonly add: (job: WindowsJob, batch: DecidableBatch) => number;
  readonly document: () => RatesDocument;
}

/** Events of a batch. */
const batchEvents = 1024;
/** Part of the events that all classes share alike, before the others are dealt out. */
const pilotShare = 0.2;
/** The others are dealt out in so many stages. */
const stages = 2;
/** Events with softer and harder spectra, beside all others. */
const variedShare = 0.15;
/** Stretch of time over which the veto is counted [ns]. */
const countedTime = 20 * s;

/**
 * Rates of a menu from the windows that seeds of each class open, with what comes around them,
 * simulated in proportion to what they tell: first some of each, then as the spread of what those
 * did asks for. Then the background with other spectra, and windows without a seed. Any number of
 * workers gives the same.
 */
export function openRates(options: RatesOptions): Rates {
  const { seed, events, machine, emptyWindows, overlay, otherTriggers, watch } = options;
  const config = underMachine(options.config, machine);
  const menu = compileMenu(options.menu);
  const user = userClass(overlay);
  const classes = [
    ...collisionsAt(options.collisions.classes, machine.luminosity),
    ...strays(machine),
    ...user.classes,
  ];
  const [softer, harder] = [variedStrays(machine, 1), variedStrays(machine, -1)];
  const varied = [...softer, ...harder];
  const anchors = [...classes, ...varied];
  const otherRates = halfAndTwice(classes);
  const kept = new KeptChances(menu);
  // The last are of windows without a seed.
  const sums = [...anchors, undefined].map(() => chanceSums(kept, otherRates.length));
  const unknown = unknownLines(menu, config);
  const pilotEvents = Math.max(1, Math.ceil((pilotShare * events) / classes.length));
  const further = variedEvents(varied, variedShare * events);
  const dealt = dealOut(sums.length);
  const risingIn = risingFinder(menu, config);

  async function* jobs(stopped: () => boolean): AsyncGenerator<WindowsJob> {
    const give = dealt.jobs(stopped);
    yield* give(classes.map(() => pilotEvents));
    const rest = events - pilotEvents * classes.length;
    for (let stage = 0; stage < stages && !stopped(); stage++) {
      // What to do next follows from what all events before have shown.
      await dealt.allAdded();
      const tried = classes.map(({ hz }, point) => ({ hz, sums: sums[point]! }));
      yield* give(allocate(tried, kept.quantities, rest / stages));
    }
    yield* give([...further, emptyWindows], classes.length);
  }

  const found = (some: readonly EventClass[], first: number): readonly FoundClass[] =>
    some.map((each, place) => ({ ...each, sums: sums[first + place]! }));
  const setup: ChainSetup = {
    seed,
    run: 0,
    config,
    menu: options.menu,
    points: [],
    machine: classByClass(machine, classes, anchors, otherRates),
    ...user.laid,
    ...(otherTriggers !== undefined && { otherTriggers }),
  };
  return {
    setup,
    jobs,
    total: events + further.reduce((sum, count) => sum + count, 0) + emptyWindows,
    add: (job, batch) => {
      const stratum = stratumOf(job.slice);
      const risingBits = risingIn(batch);
      watch?.({ stratum, job, batch, risingBits });
      addChances(sums[stratum]!, kept, seedWindows(job, batch, risingBits[0]!));
      return dealt.add(job.count);
    },
    document: () =>
      ratesDocument({
        ...options,
        menu,
        found: {
          otherRates,
          classes: found(classes, 0),
          softer: found(softer, classes.length),
          harder: found(harder, classes.length + softer.length),
        },
        empty: { sums: sums.at(-1)!, windowPeriod: config.cdc.windowLength / s },
        kept,
        diffuse: { chamberHz: config.cdc.noiseRate / Hz, topHz: config.top.noiseRate / Hz },
        luminosity: machine.luminosity,
        vetoed: vetoedShare(machine),
        unknown,
        notes: [...user.notes, ...notesOf(options, user.laid), ...unsetInputNotes(menu, unknown)],
        provenance: provenanceOfEvents(withOverlay(setup, overlay)),
      }),
  };
}

/** A file with a rate, too, which is a class of its own and no overlay of the setup. */
const withOverlay = (setup: ChainSetup, overlay: UserOverlay | undefined): ChainSetup =>
  overlay === undefined ? setup : { ...setup, overlay };

const seedWindows = (
  { count: seeds }: WindowsJob,
  { weights, windows }: DecidableBatch,
  ftdlBits: Uint32Array,
): SeedWindows => ({ seeds, ftdlBits, weights, likelier: windows?.likelier ?? weights });

/** Lines that rise in the windows of a batch, of its trigger and of each other trigger. */
const risingFinder =
  (menu: CompiledMenu, { gdl }: EmulatorConfig) =>
  ({ ftdlBits, otherFtdlBits = [], time, windows }: DecidableBatch): readonly Uint32Array[] =>
    // Batches are far apart in time.
    [ftdlBits, ...otherFtdlBits].map((bits) => risingEdges(menu, gdl.edges)(bits, time, windows!));

/** What was told of how all was chosen, and what is left out. */
const notesOf = (
  { notes = [], collisions, config }: RatesOptions,
  laid: Pick<RatesOptions, 'overlay'>,
): readonly Note[] => [
  modelled,
  ...notes,
  ...collisions.notes,
  ...replacedConditions(config),
  ...unseededNotes({ config, ...laid }),
];

/** A machine that is asked for windows class by class. */
function classByClass(
  { name, config }: NamedMachine,
  classes: readonly EventClass[],
  anchors: readonly EventClass[],
  otherRates: readonly OtherRates[],
): MachineInTime {
  return {
    name,
    epochs: [{ slice: 0, config }],
    classes,
    thinning: 1,
    strata: {
      anchors,
      rates: classes.map(({ hz }) => hz * Hz),
      variations: otherRates.map((other) => classes.map((each) => factorOf(other, each))),
    },
  };
}

/** Keeps count of the events that were given out to be decided, and of those that came back. */
function dealOut(points: number) {
  const given = new Int32Array(points);
  let done = 0;
  let reached: { readonly at: number; readonly tell: () => void } | undefined;
  return {
    /** Work of so many further events of each point from `first` on. */
    jobs: (stopped: () => boolean) =>
      function* (counts: readonly number[], first = 0): Generator<WindowsJob> {
        for (const [place, count] of counts.entries()) {
          const from = given[first + place]!;
          given[first + place] = from + count;
          for (const job of jobsOf(first + place, from, count)) {
            if (stopped()) return;
            yield job;
          }
        }
      },
    /** Resolves when all that was given out has been added. */
    allAdded: async (): Promise<void> => {
      const at = given.reduce((sum, count) => sum + count, 0);
      if (done < at)
        await new Promise<void>((tell) => {
          reached = { at, tell };
        });
    },
    /** Adds events that came back; returns how many have. */
    add: (events: number): number => {
      done += events;
      if (reached !== undefined && done >= reached.at) reached.tell();
      return done;
    },
  };
}

/** Share of time that the veto after injections takes. */
function vetoedShare({ config }: NamedMachine): number {
  return new Accelerator([{ from: 0, config }]).vetoedShare(ringNames, 0, countedTime);
}

/** So many events in all of classes with other spectra, in proportion to how often they come. */
function variedEvents(varied: readonly EventClass[], events: number): readonly number[] {
  const all = varied.reduce((sum, { hz }) => sum + hz, 0);
  return varied.map(({ hz }) => Math.ceil((events * hz) / all));
}

/** What the rates leave out. */
const modelled: Note = {
  code: 'RATES_MODEL',
  message:
    'background is a model known to a factor of two (band: half and twice of its sources, ' +
    'diffuse hits as they are, and softer and harder spectra of what opens a window); what comes ' +
    'after injections comes at its mean rate outside of the veto, not in bursts',
  count: 1,
};

/** Events `first` up to `first + count` of a class, in its own slices. */
function* jobsOf(stratum: number, first: number, count: number): Generator<WindowsJob> {
  for (let at = first; at < first + count; ) {
    const [slice, index] = [Math.floor(at / shardEvents), at % shardEvents];
    const size = Math.min(batchEvents, shardEvents - index, first + count - at);
    yield {
      kind: 'windows',
      slice: firstSliceOf(stratum) + slice,
      first: index,
      count: size,
    };
    at += size;
  }
}
