import { type GivenOf, parseConfig } from '../../../detector/base/config.js';
import { tickPeriod } from '../../../emulator/machine/clock.js';
import { type ReadoutConfig, readoutSchema } from '../../../emulator/readout/readout-schema.js';
import { readOutSubdetectors } from '../../../detector/event-sizes.js';
import { stateIndex, type TickState, tickStates } from '../../../emulator/readout/tick-states.js';

/** A read-out that differs from the default one. */
export const readout = (given: GivenOf<typeof readoutSchema> = {}): ReadoutConfig =>
  parseConfig(readoutSchema, given, 'test');

/** At this rate a byte takes a tick [MB/s]. */
export const bytePerTick = 1000 / tickPeriod;

/** Front ends of one link each, where a byte takes about a tick, with so much room. */
export const slowFrontEnds = (events: number) =>
  Object.fromEntries(
    // Somewhat faster, so that rounding up gives whole ticks.
    readOutSubdetectors.map((name) => [
      name,
      { events, links: 1, megabytesPerSecond: bytePerTick * 1.000_001 },
    ]),
  );

/** Counts of states by name, without those that have none. */
export const named = (counts: Float64Array): Partial<Record<TickState, number>> =>
  Object.fromEntries(
    tickStates.map((state, index) => [state, counts[index]!]).filter(([, count]) => count !== 0),
  );

/** What `trigger` returns for an accepted one. */
export const live = stateIndex('live');
