import { parseConfig } from '../../detector/base/config.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { kHz, s } from '../../detector/base/units.js';
import { ticksOf, ticksPerTurn, tickPeriod } from '../machine/clock.js';
import { DeadTime } from '../readout/dead-time.js';
import { readoutSchema } from '../readout/readout-schema.js';
import { groupOf, type TickGroup, tickStates, type ToldState } from '../readout/tick-states.js';

/** Where the ticks of a run went, and its triggers. */
export interface TickBooks {
  readonly runTicks: number;
  readonly groups: Readonly<Record<TickGroup, number>>;
  readonly ticks: Readonly<Record<string, number>>;
  readonly lost: Readonly<Record<string, number>>;
  readonly triggers: number;
  readonly accepted: number;
}

const seconds = 4;
const rate = 30 * kHz;

/** Bytes of an event of each subdetector: of each kind of overload one in turn. */
const quiet = [200_000, 22_000, 12_000, 20_000, 5_000, 20_000, 4_000];
/** Shallow buffers and slow stages, so that a run of seconds sees each of them full. */
const tight = {
  frontEnds: Object.fromEntries(
    ['pxd', 'svd', 'cdc', 'top', 'arich', 'ecl', 'klm'].map((name) => [name, { events: 8 }]),
  ),
  receivers: { events: 24 },
  builder: { events: 32 },
};

/** What is told of the run: hundredths of a second, from and to. */
const told: readonly (readonly [ToldState, number, number])[] = [
  ['paused', 50, 90],
  ['no-beam', 0, 5],
  ['ended', 399, 400],
  ['veto-full', 10, 11],
  ['host', 120, 125],
  ['recorder', 130, 133],
  ['client', 132, 140],
];

/**
 * A run in which everything happens: a pause, no beam, an end before accepts have left, both
 * vetoes, a host, a recorder and a client that are late, and every buffer full. Each tick counts
 * once.
 */
export function tickBooks(seed: number): TickBooks {
  const deadTime = new DeadTime(parseConfig(readoutSchema, tight, 'bench'));
  const hundredth = ticksOf(s / 100);
  const runTicks = ticksOf(seconds * s);
  for (const [state, from, until] of told)
    deadTime.during(state, from * hundredth, until * hundredth);
  for (let passage = 11 * hundredth; passage < 12 * hundredth; passage += ticksPerTurn)
    deadTime.during('veto-gate', passage, passage + 204);

  const stream = new RandomStream().seed(seed, 0, 0, 0xff, purpose.triggerTimes);
  const bytes = new Float64Array(quiet.length);
  let [time, triggers] = [0, 0];
  for (;;) {
    time += stream.exponential() / rate;
    const tick = Math.floor(time / tickPeriod);
    if (tick >= runTicks) break;
    fill(bytes, Math.floor((tick / runTicks) * (quiet.length + 4)));
    deadTime.trigger(tick, 1, bytes);
    triggers++;
  }
  deadTime.countTo(runTicks);
  const { ticks, lost, accepted } = deadTime.counts();
  const groups = { live: 0, dead: 0, vetoed: 0, paused: 0 };
  for (const [index, state] of tickStates.entries()) groups[groupOf(state)] += ticks[index]!;
  return { runTicks, groups, ticks: byState(ticks), lost: byState(lost), triggers, accepted };
}

/** In the `part`th part of the run one subdetector is too large, then all are, then none. */
function fill(bytes: Float64Array, part: number): void {
  for (const [place, size] of quiet.entries())
    bytes[place] = part === place ? 100 * size : part === quiet.length ? 5 * size : size;
}

const byState = (counts: Float64Array): Readonly<Record<string, number>> =>
  Object.fromEntries(tickStates.map((state, index) => [state, counts[index]!]));
