import { EmulatorError } from '../../detector/base/errors.js';
import type { Addresses } from '../../detector/event.js';
import type { Clock, EventAddress, EventDisplay, Log } from '../../monitor/ports.js';
import { outputWords } from '../../triggers/batches.js';
import type { ChainSetup } from '../chain/chain.js';
import { DisplayThread } from '../display/thread.js';
import type { Program } from './program.js';

/** At most two sampled events a second [ms]. */
const minPause = 500;

interface LiveEventsOptions {
  readonly setup: ChainSetup;
  readonly program: Pick<Program, 'count' | 'seeds' | 'job'>;
  readonly source: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is remembered of the newest decided batch. */
interface Decided {
  readonly eventCount: number;
  readonly addresses: Addresses;
  readonly psnmBits: Uint32Array;
}

/**
 * Events of a live run to look at: the newest now and then, and any by its address. Nothing is
 * computed unless somebody asks.
 */
export interface LiveEvents {
  /** The newest batch behind the decision. */
  readonly note: (batch: Decided) => void;
  /**
   * The last accepted event of the newest batch, or its last event when none was accepted: the same
   * object until half a second has passed and there is a newer batch.
   */
  readonly sample: () => Promise<EventDisplay | undefined>;
  /** @throws USAGE_EVENT */
  readonly event: (address: EventAddress) => Promise<EventDisplay>;
  readonly close: () => void;
}

/**
 * Events of a run for the display: sampled from what was decided last, or any one by its address;
 * made again in a thread of their own.
 */
export function liveEvents({ setup, program, source, clock, log }: LiveEventsOptions): LiveEvents {
  const thread = new DisplayThread({ setup, source });
  let newest: Decided | undefined;
  let sampledFrom: Decided | undefined;
  let sampledAt = Number.NEGATIVE_INFINITY;
  let sampled: Promise<EventDisplay | undefined> = Promise.resolve(undefined);

  const show = ({ slice, index }: Pick<EventAddress, 'slice' | 'index'>): Promise<EventDisplay> =>
    thread.show(program.job(slice, index, 1));

  const showLast = async (
    decided: Decided,
    before: Promise<EventDisplay | undefined>,
  ): Promise<EventDisplay | undefined> => {
    const { slice, index } = decided.addresses;
    const accepted = lastAccepted(decided);
    const event = accepted ?? decided.eventCount - 1;
    try {
      const display = await show({ slice: slice[event]!, index: index[event]! });
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
    event: async (address) => {
      const { run } = setup;
      if (address.run !== run)
        throw new EmulatorError(
          'USAGE_EVENT',
          `run ${address.run} is not the present one, which is ${run}`,
        );
      // Windows of a slice are not known without its schedule, which the thread draws anyway.
      if (program.seeds !== undefined) return show(address);
      const count = program.count(address.slice);
      if (address.index < count) return show(address);
      throw new EmulatorError(
        'USAGE_EVENT',
        `slice ${address.slice} of run ${run} has ${count} events: there is no index ` +
          `${address.index}`,
      );
    },
    close: () => thread.close(),
  };
}

/** Undefined when no event of the batch was accepted. */
function lastAccepted({ eventCount, psnmBits }: Decided): number | undefined {
  for (let word = eventCount * outputWords - 1; word >= 0; word--)
    if (psnmBits[word] !== 0) return Math.floor(word / outputWords);
  return undefined;
}
