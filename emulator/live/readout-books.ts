import { purpose, RandomStream } from '../../detector/base/random.js';
import { s, us } from '../../detector/base/units.js';
import type { Addresses } from '../../detector/event.js';
import type { DaqSnapshot } from '../../monitor/daq-snapshot.js';
import type { ChainSetup } from '../chain/chain.js';
import { revolutionsPerSlice } from '../chain/slices.js';
import type { Accelerator } from '../machine/accelerator.js';
import { tickPeriod, ticksPerTurn } from '../machine/clock.js';
import { InjectionVeto } from '../machine/injection-veto.js';
import type { DeadCause } from './back-pressure.js';
import { DeadTime } from '../readout/dead-time.js';
import type { ReadoutConfig } from '../readout/readout-schema.js';
import { groupOf, tickStates, type ToldState } from '../readout/tick-states.js';
import type { MachineInTime } from '../settings/machine-in-time.js';

const ticksPerSlice = revolutionsPerSlice * ticksPerTurn;

/** No quality of the timing reaches the books: all timing is coarse. */
const coarse = 1;

/** Of decided windows, what the read-out is told. */
export interface AcceptedWindows {
  readonly eventCount: number;
  readonly addresses: Addresses;
  readonly time: Float64Array;
  readonly standing?: { readonly accepts: ArrayLike<number> } | undefined;
}

/** What is read out, of which run, and the injections that veto it. */
export interface ReadoutBooksOptions extends Pick<ChainSetup, 'seed' | 'run'> {
  readonly readout: ReadoutConfig;
  readonly machine: MachineInTime;
  readonly trains: Accelerator['trains'];
}

/** Stretches of slices that were not played: the end is outside. */
type Slices = readonly [from: number, to: number];

/**
 * The read-out beside a run: which accepts it would lose, and where every tick goes. Nothing is
 * left out of books and recordings for it. Of a window that stands for several accepts, one comes
 * when it does, the others at random moments of its slice. Slices that the host could not play are
 * its dead time, with no veto in them.
 */
export class ReadoutBooks {
  readonly #options: ReadoutBooksOptions;
  readonly #deadTime: DeadTime;
  readonly #trains: readonly Accelerator['trains']['her'][];
  readonly #full: InjectionVeto;
  readonly #veto: InjectionVeto;
  readonly #stream = new RandomStream();
  readonly #lost: Slices[] = [];
  /** Of accepts in the slice that is counted next [ticks]. */
  #moments: number[] = [];
  #slice = 0;

  constructor(options: ReadoutBooksOptions) {
    const { readout, machine, trains } = options;
    const { veto } = machine.epochs[0].config;
    this.#options = options;
    this.#deadTime = new DeadTime(readout);
    this.#trains = Object.values(trains);
    this.#full = new InjectionVeto({ veto: { ...veto, gate: 0 } });
    this.#veto = new InjectionVeto({ veto });
  }

  /** Slices pass that are not played, for what reason. */
  giveUp(firstSlice: number, slices: number, cause: DeadCause = 'host'): void {
    this.#lost.push([firstSlice, firstSlice + slices]);
    this.during(cause, firstSlice * ticksPerSlice, (firstSlice + slices) * ticksPerSlice);
  }

  /** Slices pass in which the run is paused. */
  pause(firstSlice: number, slices: number): void {
    this.during('paused', firstSlice * ticksPerSlice, (firstSlice + slices) * ticksPerSlice);
  }

  /**
   * A state holds from a tick since the run began, and before another: of slices that have not been
   * counted. Stretches of one state are told in order.
   */
  during(state: ToldState, from: number, until: number): void {
    this.#deadTime.during(state, from, until);
  }

  /** Windows of one slice, in the order of slices. */
  add({ eventCount, addresses, time, standing }: AcceptedWindows): void {
    if (eventCount === 0 || standing === undefined) return;
    const slice = addresses.slice[0]!;
    this.countTo(slice);
    const from = slice * ticksPerSlice;
    const last = from + ticksPerSlice - 1;
    for (let window = 0; window < eventCount; window++) {
      const accepts = standing.accepts[window]!;
      if (accepts === 0) continue;
      const tick = Math.floor(time[window]! / tickPeriod);
      this.#moments.push(Math.min(Math.max(tick, from), last));
      if (accepts === 1) continue;
      const { seed, run } = this.#options;
      this.#stream.seed(seed, run, slice, addresses.index[window]!, purpose.otherAccepts);
      for (let other = 1; other < accepts; other++)
        this.#moments.push(from + Math.floor(this.#stream.uniform() * ticksPerSlice));
    }
  }

  /** All slices before one have been decided. */
  countTo(end: number): void {
    for (; this.#slice < end; this.#slice++) {
      while (this.#lost.length > 0 && this.#lost[0]![1] <= this.#slice) this.#lost.shift();
      const [lostFrom] = this.#lost[0] ?? [Number.POSITIVE_INFINITY];
      if (lostFrom > this.#slice) this.#tellVeto(this.#slice);
      for (const tick of Float64Array.from(this.#moments).sort())
        this.#deadTime.trigger(tick, coarse);
      this.#moments = [];
    }
    this.#deadTime.countTo(this.#slice * ticksPerSlice);
  }

  #tellVeto(slice: number): void {
    const [from, to] = [slice * ticksPerSlice, (slice + 1) * ticksPerSlice];
    for (const [first, end] of this.#full.stretchesWithin(this.#trains, from, to))
      this.#deadTime.during('veto-full', first, end);
    for (const [first, end] of this.#veto.stretchesWithin(this.#trains, from, to))
      this.#deadTime.during('veto-gate', first, end);
  }

  sample(): DaqSnapshot {
    const { ticks, lost, accepted } = this.#deadTime.counts();
    const issued = lost.reduce((sum, count) => sum + count, accepted);
    const counted = this.#slice * ticksPerSlice;
    return {
      ticks: counted,
      tickRate: s / tickPeriod,
      recentTicks: counted,
      issued,
      readOut: accepted,
      recentIssued: issued,
      recentReadOut: accepted,
      states: tickStates.map((name, index) => ({
        name,
        group: groupOf(name),
        ticks: ticks[index]!,
        lost: lost[index]!,
        recentTicks: ticks[index]!,
        recentLost: lost[index]!,
      })),
      latency: 4 * us,
      timing: [],
      buffers: [],
      links: [],
    };
  }
}
