import { purpose, RandomStream } from '../../detector/base/random.js';
import { Hz } from '../../detector/base/units.js';
import { ticksOf, tickPeriod } from '../machine/clock.js';
import { DeadTime, type ReadoutCounts } from '../readout/dead-time.js';
import type { ReadoutConfig } from '../readout/readout-schema.js';
import { groupOf, stateIndex, tickStates } from '../readout/tick-states.js';
import { type DeadTimeCase, deadTimeCases } from './dead-time-cases.js';

/** Losses of one read-out under random triggers; shares of the triggers unless said otherwise. */
export interface DeadTimeRow extends Omit<DeadTimeCase, 'rate' | 'readout'> {
  readonly rateHz: number;
  readonly rule: ReadoutConfig['rule'];
  /** Samples read of each strip; empty where a fixed dead time is all. */
  readonly samples: ReadoutConfig['apv']['samples'] | '';
  /** Events that the APV25 holds, of as many samples as are read at most. */
  readonly capacity: number | null;
  /** Triggers less than so long after an accept are lost. */
  readonly spacingTicks: number;
  readonly lost: number;
  /** From the spread between parts of the sample. */
  readonly lostError: number;
  readonly lostToSpacing: number;
  readonly lostToApv: number;
  /** Share of the ticks; what is live for fine timing alone is live. */
  readonly dead: number;
  readonly met: boolean;
}

/** Random triggers through each read-out, one row after the other. */
export function* deadTimeRows(seed: number, triggers: number): Generator<DeadTimeRow> {
  for (const [place, { rate, readout, ...about }] of deadTimeCases.entries()) {
    const stream = new RandomStream().seed(seed, 0, 0, place, purpose.triggerTimes);
    const measured = lossOf({ rate, readout, fine: about.fine }, stream, triggers);
    yield {
      rateHz: Math.round(rate / Hz),
      ...shapeOf(readout),
      ...about,
      ...measured,
      met: Math.abs(measured.lost - about.expected) <= about.tolerance,
    };
  }
}

function shapeOf({
  rule,
  fixed,
  spacing,
  apv,
}: ReadoutConfig): Pick<DeadTimeRow, 'rule' | 'samples' | 'capacity' | 'spacingTicks'> {
  if (rule === 'fixed') return { rule, samples: '', capacity: null, spacingTicks: ticksOf(fixed) };
  const capacity = Math.floor(apv.cells / (apv.samples === 'three' ? 3 : 6));
  return { rule, samples: apv.samples, capacity, spacingTicks: spacing };
}

/** Parts of a sample between which losses are compared. */
const parts = 50;
const live = stateIndex('live');

function lossOf(
  { rate, readout, fine }: Pick<DeadTimeCase, 'rate' | 'readout' | 'fine'>,
  stream: RandomStream,
  triggers: number,
): Pick<DeadTimeRow, 'lost' | 'lostError' | 'lostToSpacing' | 'lostToApv' | 'dead'> {
  const deadTime = new DeadTime(readout);
  const size = Math.ceil(triggers / parts);
  const shares = new Float64Array(parts);
  let time = 0;
  for (let trigger = 0; trigger < triggers; trigger++) {
    time += stream.exponential() / rate;
    const quality = stream.uniform() < fine ? 2 : 1;
    if (deadTime.trigger(Math.floor(time / tickPeriod), quality) !== live)
      shares[Math.floor(trigger / size)]! += 1 / size;
  }
  deadTime.countTo(Math.ceil(time / tickPeriod));
  const counts = deadTime.counts();
  const lost = 1 - counts.accepted / triggers;
  const spread = shares.reduce((sum, share) => sum + (share - lost) ** 2, 0);
  return {
    lost,
    lostError: Math.sqrt(spread / (parts * (parts - 1))),
    lostToSpacing: counts.lost[stateIndex('spacing')]! / triggers,
    lostToApv: counts.lost[stateIndex('apv')]! / triggers,
    dead: deadShare(counts),
  };
}

function deadShare({ ticks }: ReadoutCounts): number {
  let [dead, all] = [0, 0];
  for (const [index, state] of tickStates.entries()) {
    all += ticks[index]!;
    if (groupOf(state) === 'dead') dead += ticks[index]!;
  }
  return dead / all;
}
