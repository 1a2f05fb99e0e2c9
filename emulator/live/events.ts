import { EmulatorError } from '../../detector/base/errors.js';
import type { Clock, EventAddress, EventDisplay, EventQuery, Log } from '../../monitor/ports.js';
import { outputWords } from '../../triggers/batches.js';
import { type CompiledMenu, findLine } from '../../triggers/gdl/menu.js';
import type { ChainSetup } from '../chain/chain.js';
import { DisplayThread } from '../display/thread.js';
import type { LiveProbe } from '../studies/probes.js';
import type { Course } from './course.js';
import { type CommandOf, withCommand } from './event-command.js';
import { fateOf, LineEvents, type NotedBatch, type Place } from './line-events.js';
import { probeEvents } from './probe-events.js';
import type { Program } from './program.js';

/** At most two sampled events a second [ms]. */
const minPause = 500;

interface LiveEventsOptions {
  readonly setup: ChainSetup;
  readonly menu: CompiledMenu;
  readonly program: Pick<Program, 'count' | 'seeds' | 'job'>;
  readonly probes?: readonly LiveProbe[];
  /** What is played in which slice, where commands may change it. */
  readonly course?: Course;
  readonly source: string;
  /** The command that makes one of its events again, with the card and point of a probe. */
  readonly commandOf?: CommandOf;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is remembered of the newest decided batch. */
interface Decided extends NotedBatch {
  readonly psnmBits: Uint32Array;
}

/**
 * Events of a live run to look at: the newest now and then, and any by its address. Nothing is
 * computed unless somebody asks.
 */
export interface LiveEvents {
  /** The newest batch behind the decision. */
  readonly note: (batch: Decided) => void;
  /** The newest batch of a probe, by its place among the probes. */
  readonly noteProbe: (probe: number, batch: NotedBatch) => void;
  /**
   * The last accepted event of the newest batch, or its last event when none was accepted: the same
   * object until half a second has passed and there is a newer batch.
   */
  readonly sample: () => Promise<EventDisplay | undefined>;
  /** With its explanation. @throws USAGE_EVENT */
  readonly event: (address: EventAddress) => Promise<EventDisplay>;
  /** The latest that did what is asked. @throws USAGE_EVENT, MENU_UNKNOWN_LINE, CARD_UNKNOWN */
  readonly find: (query: EventQuery) => Promise<EventDisplay>;
  /** Another menu decides what comes: what lines did before is forgotten. */
  readonly changeMenu: (menu: CompiledMenu) => void;
  readonly close: () => void;
}

/**
 * Events of a run for the display: sampled from what was decided last, by address, or the latest in
 * which a line fired; made again in a thread of their own.
 */
export function liveEvents(options: LiveEventsOptions): LiveEvents {
  const { setup, program, probes = [], commandOf } = options;
  const { run } = setup;
  let { menu } = options;
  const thread = legThread(options);
  const beam = new LineEvents();
  const shadow = probeEvents(setup, probes, commandOf);
  const samples = sampledEvents(options, thread, beam);

  const explain = async ({ slice, index }: Place): Promise<EventDisplay> => {
    const job = program.job(slice, index, 1);
    const made = job.kind === 'generate' && { point: job.point, rate: setup.rate ?? 0 };
    return withCommand(
      withFates(await thread.show(job, true), beam),
      // Settings that came by command stand in no command line.
      legOf(options, slice) > 0 ? undefined : commandOf?.({ run, slice, index }, made || undefined),
    );
  };

  return {
    note: (batch) => {
      samples.note(batch);
      beam.note(batch);
    },
    noteProbe: shadow.note,
    sample: samples.sample,
    event: async (address) => {
      if (probes.length > 0 && address.run === shadow.run) return shadow.event(address);
      if (address.run !== run)
        throw new EmulatorError(
          'USAGE_EVENT',
          `run ${address.run} is not the present one, which is ${run}`,
        );
      // Windows of a slice are not known without its schedule, which the thread draws anyway.
      const count = program.seeds === undefined ? program.count(address.slice) : undefined;
      if (count === undefined || address.index < count) return explain(address);
      throw new EmulatorError(
        'USAGE_EVENT',
        `slice ${address.slice} of run ${run} has ${count} events: there is no index ` +
          `${address.index}`,
      );
    },
    find: async ({ line, probe }) => {
      const number = line === undefined ? undefined : menu.lines[findLine(menu, line)]!.number;
      const place = (probe === undefined ? beam : shadow.of(probe)).latest(number);
      if (place !== undefined)
        return probe === undefined ? explain(place) : shadow.event({ run: shadow.run, ...place });
      const whose = probe === undefined ? `run ${run}` : `the probes of card "${probe}"`;
      throw new EmulatorError(
        'USAGE_EVENT',
        line === undefined
          ? `${whose} has no event yet`
          : `line "${line}" has not fired yet in ${whose}`,
      );
    },
    changeMenu: (now) => {
      menu = now;
      beam.forget();
      shadow.forget();
    },
    close: () => {
      thread.close();
      shadow.close();
    },
  };
}

/** How often a run was changed by command before a slice. */
const legOf = ({ course }: LiveEventsOptions, slice: number): number =>
  course?.legAt(slice).number ?? 0;

/** What makes events of a run again, whatever held in their slices. */
interface LegThread {
  readonly show: (
    job: ReturnType<Program['job']>,
    isExplained: boolean,
  ) => ReturnType<DisplayThread['show']>;
  readonly close: () => void;
}

/** A thread with the settings of the slice that was asked for last. */
function legThread({ setup, source, course }: LiveEventsOptions): LegThread {
  let shown = 0;
  let thread = new DisplayThread({ setup, source });
  return {
    show: (job, isExplained) => {
      const leg = course?.legAt(job.slice);
      if (leg !== undefined && leg.number !== shown) {
        thread.close();
        shown = leg.number;
        thread = new DisplayThread({ setup: leg.setup, source });
      }
      return thread.show(job, isExplained);
    },
    close: () => thread.close(),
  };
}

/** Events of the newest batch now and then; those shown are remembered. */
function sampledEvents(
  { program, clock, log }: LiveEventsOptions,
  thread: LegThread,
  beam: LineEvents,
): Pick<LiveEvents, 'note' | 'sample'> {
  let newest: Decided | undefined;
  let sampledFrom: Decided | undefined;
  let sampledAt = Number.NEGATIVE_INFINITY;
  let sampled: Promise<EventDisplay | undefined> = Promise.resolve(undefined);

  const showLast = async (
    decided: Decided,
    before: Promise<EventDisplay | undefined>,
  ): Promise<EventDisplay | undefined> => {
    const { slice, index } = decided.addresses;
    const accepted = lastAccepted(decided);
    const event = accepted ?? decided.eventCount - 1;
    beam.remember(decided, event);
    try {
      const display = await thread.show(program.job(slice[event]!, index[event]!, 1), false);
      return { ...display, accepted: accepted !== undefined };
    } catch (error) {
      log.warn(
        `an event could not be shown: ${error instanceof Error ? error.message : String(error)}`,
      );
      return before;
    }
  };
  return {
    note: (batch) => {
      if (batch.eventCount > 0) newest = batch;
    },
    sample: () => {
      if (newest === undefined || newest === sampledFrom || clock.now() - sampledAt < minPause)
        return sampled;
      sampledFrom = newest;
      sampledAt = clock.now();
      sampled = showLast(newest, sampled);
      return sampled;
    },
  };
}

/** Undefined when no event of the batch was accepted. */
function lastAccepted({ eventCount, psnmBits }: Decided): number | undefined {
  for (let word = eventCount * outputWords - 1; word >= 0; word--)
    if (psnmBits[word] !== 0) return Math.floor(word / outputWords);
  return undefined;
}

/** An event with what was decided upon its lines, where that is remembered. */
function withFates(display: EventDisplay, beam: LineEvents): EventDisplay {
  const decided = beam.decided(display.address);
  const { explanation } = display;
  if (decided === undefined || explanation === undefined) return display;
  const lines = explanation.lines.map((line) =>
    line.fired ? { ...line, fate: fateOf(line, decided) } : line,
  );
  return {
    ...display,
    accepted: decided.psnm.some((word) => word !== 0),
    explanation: { ...explanation, lines },
  };
}
