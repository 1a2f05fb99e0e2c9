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
  /** What workers play of them under the settings of a run. */
  readonly setupOf: (setup: ChainSetup) => ProbeSetup;
  readonly beside: (slice: number) => readonly ProbeJob[];
  /** Counts the events of a job of probes; false: it is none. */
  readonly take: (job: LiveJob, batch: DecidableBatch) => boolean;
  /** What has been counted since the start, or since `restart`. */
  readonly counted: () => readonly Counted[];
  /** Counts from 0 under another menu or another trigger. */
  readonly restart: (menu: CompiledMenu, unknown: UnknownLines) => void;
  /** What they are, with their events so far, those before `restart` too. */
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
  const setupOf = (of: ChainSetup): ProbeSetup => probeSetup(of, probes);
  const plan = probePlan(setupOf(setup), probes);
  const empty = (of: CompiledMenu, without: UnknownLines): readonly Counted[] =>
    probes.map(({ card }) => ({
      card,
      tally: new Tally(card.layout(of, without, card.inputProbes.unknown(setup.config))),
      prefix: `probes of card ${card.name}`,
    }));
  const before = probes.map(() => 0);
  let counted = empty(menu, unknown);
  return {
    setupOf,
    counted: () => counted,
    beside: (slice) => plan.jobs(slice).map((job) => ({ ...job, probes: true })),
    take: (job, batch) => {
      if (!('probes' in job)) return false;
      const probe = plan.probeOf(job);
      counted[probe]!.tally.add(batch);
      note(probe, batch);
      return true;
    },
    restart: (of, without) => {
      for (const [probe, { tally }] of counted.entries()) before[probe]! += tally.eventCount;
      counted = empty(of, without);
    },
    counts: () =>
      counted.map(({ card, tally }, probe) => ({
        card: card.name,
        rate: probes[probe]!.rate,
        events: before[probe]! + tally.eventCount,
      })),
  };
}
