import { type GivenOf, parseConfig } from '../../detector/base/config.js';
import { kHz } from '../../detector/base/units.js';
import { tickPeriod } from '../machine/clock.js';
import { fixedLoss, queueLoss } from '../readout/loss-formulas.js';
import { type ReadoutConfig, readoutSchema } from '../readout/readout-schema.js';

/** A read-out under random triggers, and what they should lose. */
export interface DeadTimeCase {
  /** Of triggers [1/ns]. */
  readonly rate: number;
  readonly readout: ReadoutConfig;
  /** Share of triggers with fine timing. */
  readonly fine: number;
  /** Share lost in an independent simulation, or by the formula, and how near ours should come. */
  readonly expected: number;
  readonly tolerance: number;
  /** Share lost by a closed formula where there is one. */
  readonly formula: number | null;
}

const percent = 0.01;
const fast = 30 * kHz;

/** Found by simulation; shares in percent. */
const simulated = (
  rate: number,
  given: GivenOf<typeof readoutSchema>,
  [expected, tolerance]: readonly [number, number],
  fine = 0,
): DeadTimeCase => ({
  rate,
  readout: parseConfig(readoutSchema, given, 'bench'),
  fine,
  expected: expected * percent,
  tolerance: tolerance * percent,
  formula: null,
});

/** Found by simulation, where a dead time after each accept is all that matters. */
const withFormula = (found: DeadTimeCase, ticks: number): DeadTimeCase => ({
  ...found,
  // On the average half of an accept's own tick is over when it comes.
  formula: fixedLoss(found.rate, (ticks - 0.5) * tickPeriod),
});

/** Six samples without spacing, which is a queue of known loss. */
function queueAlone(cells: number): DeadTimeCase {
  const alone = simulated(fast, { spacing: 0, apv: { cells } }, [0, 0.1]);
  const eventTicks = 6 * 4 * alone.readout.apv.clocksPerSample;
  const formula = queueLoss(fast * eventTicks * tickPeriod, Math.floor(cells / 6));
  return { ...alone, expected: formula, formula };
}

const three = { apv: { samples: 'three' } } as const;
const mixed = { apv: { samples: 'mixed' } } as const;

/**
 * Six samples, other capacities, the queue alone; three, mixed with a share of fine timing; a fixed
 * dead time. Simulations are of 4·10⁵ triggers each.
 * @see D-339
 */
export const deadTimeCases: readonly DeadTimeCase[] = [
  simulated(fast, {}, [3.67, 0.1]),
  simulated(20 * kHz, {}, [0.65, 0.04]),
  simulated(10 * kHz, {}, [0.19, 0.02]),
  simulated(fast, { apv: { cells: 24 } }, [6.0, 0.15]),
  simulated(fast, { apv: { cells: 36 } }, [2.43, 0.15]),
  queueAlone(24),
  queueAlone(32),
  queueAlone(36),
  withFormula(simulated(fast, three, [0.555, 0.03]), 24),
  withFormula(simulated(fast, { ...three, spacing: 12 }, [0.29, 0.03]), 12),
  simulated(fast, mixed, [1.84, 0.06], 0.25),
  simulated(fast, mixed, [0.83, 0.06], 0.5),
  simulated(fast, mixed, [0.59, 0.06], 0.75),
  withFormula(simulated(fast, { rule: 'fixed' }, [1.48, 0.05]), 64),
];
