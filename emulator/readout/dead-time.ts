// kernel: every trigger of a run goes through here, in order, in the one thread that sees them all
import { ticksOf } from '../machine/clock.js';
import { FrontEnds, type FrontEndsState } from './front-ends.js';
import type { ReadoutConfig } from './readout-schema.js';
import { SampleBuffer, type SampleBufferState } from './sample-buffer.js';
import { readOutSubdetectors } from '../../detector/event-sizes.js';
import { Stretches, type StretchesState } from './stretches.js';
import { isTold, stateIndex, type ToldState, tickStates } from './tick-states.js';

/** Ticks in a clock of RF/16, sixteen buckets. */
const ticksPerSamplingClock = 4;

const live = stateIndex('live');
const [spacing, apv] = [stateIndex('spacing'), stateIndex('apv')];
const [link, builder, firstFifo] = [
  stateIndex('link'),
  stateIndex('builder'),
  stateIndex('fifo-pxd'),
];
/** A trigger that comes in spite of a veto is of a line that has none, so it is taken. */
const isVeto = Uint8Array.from(tickStates, (state) => Number(state.startsWith('veto-')));

/** Qualities of the timing from which three samples are enough. @see basf2 TRGSummary.h */
const fineQuality = 2;

/** What a run of the read-out comes to; columns by state, see `tickStates`. */
export interface ReadoutCounts {
  /** How many ticks each state had. */
  readonly ticks: Float64Array;
  /** Triggers that each cost: the first that held for the trigger. */
  readonly lost: Float64Array;
  readonly accepted: number;
  /** Live ticks in which only a trigger of fine timing had found room in the APV25. */
  readonly liveForFine: number;
}

/** What the next trigger depends on. */
interface DeadTimeState extends ReadoutCounts {
  /** Ticks before this one are counted. */
  readonly tick: number;
  /** Until when each state that follows from triggers holds. */
  readonly until: Float64Array;
  /** Until when six samples do not fit. */
  readonly sixUntil: number;
  readonly samples: SampleBufferState;
  readonly frontEnds: FrontEndsState;
  /** Told stretches still to come, by state. */
  readonly told: readonly (StretchesState | null)[];
}

/**
 * What becomes of triggers, and of every tick of a run. It is given triggers in the order of time,
 * and stretches of ticks for which a state is told; each tick counts for the first state that
 * holds, so that all together are the run. A tick is dead when no trigger could be taken in it; the
 * tick of an accept itself is not. Ticks are counted once a later trigger, or `countTo`, has passed
 * them: a stretch has to be told before.
 * @see D-337, D-338
 */
export class DeadTime {
  readonly #config: ReadoutConfig;
  readonly #spacing: number;
  readonly #most: number;
  readonly #fewest: number;
  readonly #samples: SampleBuffer;
  readonly #frontEnds: FrontEnds;
  readonly #told: readonly (Stretches | undefined)[];
  /** Each state holds from one tick on and before another. */
  readonly #from = new Float64Array(live);
  readonly #until = new Float64Array(live);
  readonly #ticks = new Float64Array(live + 1);
  readonly #lost = new Float64Array(live + 1);
  #tick = 0;
  #sixUntil = 0;
  /** From this tick on nothing that follows from triggers holds. */
  #quietFrom = 0;
  /** Before this tick nothing is told that is not past. */
  #toldFrom = 0;
  #accepted = 0;
  #liveForFine = 0;

  /** @param start a `state()` to go on from. */
  constructor(config: ReadoutConfig, start?: DeadTimeState) {
    const { apv: cells, rule } = config;
    this.#config = config;
    this.#spacing = rule === 'fixed' ? ticksOf(config.fixed) : config.spacing;
    this.#most = cells.samples === 'three' ? 3 : 6;
    this.#fewest = cells.samples === 'six' ? 6 : 3;
    const perSample = cells.clocksPerSample * ticksPerSamplingClock;
    this.#samples = new SampleBuffer(cells.cells, perSample, start?.samples);
    this.#frontEnds = new FrontEnds(config, start?.frontEnds);
    this.#told = tickStates
      .slice(0, live)
      .map((_, state) =>
        isTold(state) ? new Stretches(start?.told[state] ?? undefined) : undefined,
      );
    if (start !== undefined) this.#resume(start);
    for (const state of this.#told.keys()) this.#passTold(state);
  }

  /**
   * A state holds from a tick on and before another. Stretches of one state are told in order; what
   * lies in ticks that are counted is past.
   */
  during(state: ToldState, from: number, until: number): void {
    const index = stateIndex(state);
    if (until <= Math.max(from, this.#tick)) return;
    this.#told[index]!.add(from, until);
    this.#passTold(index);
  }

  /**
   * A trigger at a tick, not before the last one, with the quality of its timing (0 none, 1 coarse,
   * 2 fine, 3 super-fine) and the bytes that it has in each of `readOutSubdetectors` from a row of
   * `bytes` on; none when absent.
   * @returns the state that lost it, by its place in `tickStates`; that of `live`: it is accepted.
   */
  trigger(tick: number, quality: number, bytes?: ArrayLike<number>, row = 0): number {
    this.countTo(tick);
    const samples = this.samplesFor(quality);
    const cause = this.#causeAt(tick, samples);
    if (cause === live) this.#accept(tick, samples, bytes, row);
    else this.#lost[cause]!++;
    return cause;
  }

  /** Samples that are read of the strips for a quality of the timing. */
  samplesFor(quality: number): number {
    return quality >= fineQuality ? this.#fewest : this.#most;
  }

  /** What buffers held since it was made; nothing where the dead time is fixed. */
  occupancy() {
    return { apv: this.#samples.occupancy, ...this.#frontEnds.occupancy() };
  }

  /** Counts all ticks before one. */
  countTo(end: number): void {
    while (this.#tick < end) {
      const tick = this.#tick;
      if (tick >= this.#quietFrom && end <= this.#toldFrom) {
        this.#ticks[live]! += end - tick;
        this.#tick = end;
        return;
      }
      let [state, next] = [0, end];
      for (; state < live; state++) {
        if (this.#until[state]! <= tick) this.#passTold(state);
        if (this.#until[state]! <= tick) continue;
        if (this.#from[state]! <= tick) break;
        next = Math.min(next, this.#from[state]!);
      }
      if (state < live) next = Math.min(next, this.#until[state]!);
      else this.#liveForFine += Math.max(0, Math.min(next, this.#sixUntil) - tick);
      this.#ticks[state]! += next - tick;
      this.#tick = next;
    }
  }

  /** A copy of what has been counted. */
  counts(): ReadoutCounts {
    return {
      ticks: this.#ticks.slice(),
      lost: this.#lost.slice(),
      accepted: this.#accepted,
      liveForFine: this.#liveForFine,
    };
  }

  /** A copy of all that what follows depends on. */
  state(): DeadTimeState {
    return {
      ...this.counts(),
      tick: this.#tick,
      until: this.#until.map((tick, state) => (this.#told[state] === undefined ? tick : 0)),
      sixUntil: this.#sixUntil,
      samples: this.#samples.state(),
      frontEnds: this.#frontEnds.state(),
      told: this.#told.map((stretches) => {
        // What is past is no part of it, whether a trigger has gone by or not.
        stretches?.passTo(this.#tick);
        return stretches?.state() ?? null;
      }),
    };
  }

  #resume(start: DeadTimeState): void {
    this.#until.set(start.until);
    this.#ticks.set(start.ticks);
    this.#lost.set(start.lost);
    this.#tick = start.tick;
    this.#sixUntil = start.sixUntil;
    this.#accepted = start.accepted;
    this.#liveForFine = start.liveForFine;
    this.#settle();
  }

  /** The next told stretch of a state that has not passed. */
  #passTold(state: number): void {
    const stretches = this.#told[state];
    if (stretches === undefined) return;
    const isLeft = stretches.passTo(this.#tick);
    this.#from[state] = isLeft ? stretches.from : Number.POSITIVE_INFINITY;
    this.#until[state] = isLeft ? stretches.until : Number.POSITIVE_INFINITY;
    this.#toldFrom = Number.POSITIVE_INFINITY;
    for (let each = 0; each < live; each++)
      if (this.#told[each] !== undefined)
        this.#toldFrom = Math.min(this.#toldFrom, this.#from[each]!);
  }

  /** The first state that holds at a tick for a trigger of so many samples; `live` when none. */
  #causeAt(tick: number, samples: number): number {
    if (tick >= this.#quietFrom && tick < this.#toldFrom) return live;
    for (let state = 0; state < live; state++) {
      if (this.#told[state] !== undefined && this.#until[state]! <= tick) this.#passTold(state);
      const until = state === apv && samples === 6 ? this.#sixUntil : this.#until[state]!;
      if (this.#from[state]! <= tick && tick < until && isVeto[state] === 0) return state;
    }
    return live;
  }

  #accept(tick: number, samples: number, bytes: ArrayLike<number> | undefined, row: number): void {
    // What the accept changes holds from the next tick on.
    this.countTo(tick + 1);
    this.#accepted++;
    this.#until[spacing] = tick + this.#spacing;
    if (this.#config.rule === 'front-end') {
      this.#samples.take(tick, samples);
      this.#until[apv] = this.#samples.freeFrom(this.#fewest);
      this.#sixUntil = this.#samples.freeFrom(this.#most);
      if (bytes !== undefined) this.#ship(tick, bytes, row);
    }
    this.#settle();
  }

  #ship(tick: number, bytes: ArrayLike<number>, row: number): void {
    const frontEnds = this.#frontEnds;
    frontEnds.take(tick, bytes, row);
    for (let place = 0; place < readOutSubdetectors.length; place++)
      this.#until[firstFifo + place] = frontEnds.fifoFreeFrom(place);
    this.#until[link] = frontEnds.linkFreeFrom();
    this.#until[builder] = frontEnds.builderFreeFrom();
  }

  #settle(): void {
    let quiet = this.#sixUntil;
    for (let state = spacing; state <= builder; state++)
      quiet = Math.max(quiet, this.#until[state]!);
    this.#quietFrom = quiet;
  }
}
