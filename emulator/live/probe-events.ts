import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import type { EventAddress, EventDisplay } from '../../monitor/ports.js';
import type { ChainSetup } from '../chain/chain.js';
import { DisplayThread } from '../display/thread.js';
import { type LiveProbe, probePlan, probeSetup } from '../studies/probes.js';
import { type CommandOf, withCommand } from './event-command.js';
import { LineEvents, type NotedBatch } from './line-events.js';

/** Events of the cards that are played beside a machine, to look at. */
interface ProbeEvents {
  /** Number that is the run of their addresses. */
  readonly run: number;
  /** The newest batch of a probe, by its place among the probes. */
  readonly note: (probe: number, batch: NotedBatch) => void;
  /** The latest events of a card. @throws CARD_UNKNOWN */
  readonly of: (card: string) => LineEvents;
  /** With its explanation. @throws USAGE_EVENT */
  readonly event: (address: EventAddress) => Promise<EventDisplay>;
  /** Output bits are those of other lines from now on. */
  readonly forget: () => void;
  readonly close: () => void;
}

/** Of a run without probes there are none, and no thread is ever started. */
export function probeEvents(
  setup: ChainSetup,
  probes: readonly LiveProbe[],
  commandOf?: CommandOf,
): ProbeEvents {
  const shadow = probeSetup(setup, probes);
  const plan = probePlan(shadow, probes);
  const names = probes.map(({ card }) => card.name);
  const tables = names.map(() => new LineEvents());
  const thread = new DisplayThread({ setup: shadow, source: 'probe', isProbe: true });
  return {
    run: shadow.run,
    note: (probe, batch) => tables[probe]!.note(batch),
    of: (card) => {
      const table = tables[names.indexOf(card)];
      if (table !== undefined) return table;
      throw new EmulatorError(
        'CARD_UNKNOWN',
        `no probe of card "${card}" is played${nearestHint(card, names)}; there are: ` +
          `${names.join(', ') || 'none'}`,
      );
    },
    event: async ({ slice, index }) => {
      const [job] = plan.jobs(slice);
      if (job === undefined || index >= job.count)
        throw new EmulatorError(
          'USAGE_EVENT',
          `slice ${slice} has ${job?.count ?? 0} events of probes: there is no index ${index}`,
        );
      const display = await thread.show({ ...job, first: index, count: 1 }, true);
      const { name, reference } = probes[plan.probeOf(job)]!.card;
      const probe = { card: reference.name, point: plan.pointOf(job), rate: shadow.rate };
      return withCommand(
        { ...display, source: `probe of card ${name}` },
        commandOf?.({ run: shadow.run, slice, index }, probe),
      );
    },
    forget: () => {
      for (const table of tables) table.forget();
    },
    close: () => thread.close(),
  };
}
