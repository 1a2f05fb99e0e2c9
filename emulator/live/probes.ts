import type { ProbeCounts } from '../../monitor/machine-snapshot.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import type { ChainSetup, DecidableBatch } from '../chain/chain.js';
import type { UnknownLines } from '../chain/unknown-lines.js';
import { type LiveProbe, probePlan, type ProbeSetup, probeSetup } from '../studies/probes.js';
import { Tally } from '../studies/tally.js';
import type { LiveJob } from './program.js';
import type { Counted } from './efficiencies.js';
import type { ProbeJob } from '../workers/protocol.js';

/** The probes of a run: what is played of them with each slice, and what came of it. */
export interface LiveProbes {
  readonly setup: ProbeSetup;
  readonly beside: (slice: number) => readonly ProbeJob[];
  /** Counts the events of a job of probes; false: it is none. */
  readonly take: (job: LiveJob, batch: DecidableBatch) => boolean;
  readonly counted: readonly Counted[];
  /** What they are, with their events so far. */
  readonly counts: () => readonly ProbeCounts[];
}

/**
 * Cards played beside a run: neither prescales nor books, dead time or recorder hear of their
 * events. `note` is told of each batch of a probe.
 * @throws PROBE_STAGE
 */
export function liveProbes(
  setup: ChainSetup,
  probes: readonly LiveProbe[],
  menu: CompiledMenu,
  unknown: UnknownLines,
  note: (probe: number, batch: DecidableBatch) => void = () => {},
): LiveProbes {
  const shadow = probeSetup(setup, probes);
  const plan = probePlan(shadow, probes);
  const counted = probes.map(({ card }) => ({
    card,
    tally: new Tally(card.layout(menu, unknown)),
    prefix: `probes of card ${card.name}`,
  }));
  return {
    setup: shadow,
    counted,
    beside: (slice) => plan.jobs(slice).map((job) => ({ ...job, probes: true })),
    take: (job, batch) => {
      if (!('probes' in job)) return false;
      const probe = plan.probeOf(job);
      counted[probe]!.tally.add(batch);
      note(probe, batch);
      return true;
    },
    counts: () =>
      counted.map(({ card, tally }, probe) => ({
        card: card.name,
        rate: probes[probe]!.rate,
        events: tally.eventCount,
      })),
  };
}
