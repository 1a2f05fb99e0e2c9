// kernel: every accept of a run goes through here, in the one thread that sees all of them
import { purpose, RandomStream } from '../../detector/base/random.js';
import { type Addresses, seedAt } from '../../detector/event.js';
import { readOutSubdetectors, withSamples } from '../../detector/event-sizes.js';
import type { DaqSnapshot } from '../../monitor/daq-snapshot.js';
import { timingQualities, timingSources } from '../../triggers/gdl/timing.js';
import type { ReadOutColumns } from '../chain/read-out-columns.js';
import { revolutionsPerSlice } from '../chain/slices.js';
import type { Accelerator } from '../machine/accelerator.js';
import { tickPeriod, ticksOf, ticksPerTurn } from '../machine/clock.js';
import { InjectionVeto } from '../machine/injection-veto.js';
import type { MachineConfig } from '../machine/machine-schema.js';
import { daqSnapshot } from './daq-sample.js';
import { DeadTime } from './dead-time.js';
import { InFlight } from './in-flight.js';
import { QuietSlices } from './quiet-slices.js';
import type { ReadoutConfig } from './readout-schema.js';
import { minute, RecentCounts } from './recent-counts.js';
import { isTold, stateIndex, type TickState, tickStates, type ToldState } from './tick-states.js';
import { TimingBooks } from './timing-books.js';

const ticksPerSlice = revolutionsPerSlice * ticksPerTurn;
const live = stateIndex('live');
const host = stateIndex('host');
const vetoes = [stateIndex('veto-full'), stateIndex('veto-gate')];
const strips = readOutSubdetectors.indexOf('svd');
const width = readOutSubdetectors.length;
/** Sources whose time is measured; all others have no quality. */
const measured: readonly number[] = [timingSources.ecl, timingSources.top, timingSources.cdc];

/** Of decided windows, what the read-out is told. */
export interface TriggeredBatch {
  readonly eventCount: number;
  readonly addresses: Addresses;
  readonly time: Float64Array;
  readonly timingSource: Uint8Array;
  readonly standing?: { readonly accepts: ArrayLike<number> } | undefined;
  readonly readOut?: ReadOutColumns | undefined;
}

/** What becomes of the accepts of a batch. */
export interface Taken {
  /** How many accepts of each window are read out. */
  readonly taken: Uint32Array;
  /** The others, by what lost them. */
  readonly lost: Readonly<Partial<Record<TickState, number>>>;
}

/** Of the ticks of a slice, those in which a trigger was taken or could be, and under a veto. */
export interface SliceShares {
  readonly live: number;
  readonly vetoed: number;
}

/** What is read out, of which run, and the injections that veto it. */
export interface RunReadoutOptions {
  readonly seed: number;
  readonly run: number;
  readonly readout: ReadoutConfig;
  readonly veto: MachineConfig['veto'];
  readonly trains: Accelerator['trains'];
  /** Subdetectors whose sizes are a stand-in. */
  readonly standIns: readonly string[];
}

/** Accepts of a slice: columns in the order of the windows. */
class Accepts {
  readonly tick: number[] = [];
  /** Batch and window in it that each is of. */
  readonly batch: number[] = [];
  readonly window: number[] = [];

  push(tick: number, batch: number, window: number): void {
    this.tick.push(tick);
    this.batch.push(batch);
    this.window.push(window);
  }

  /** Rows in order of time; those of one tick as they came. */
  inTime(): Uint32Array {
    return Uint32Array.from(this.tick.keys()).sort(
      (a, b) => this.tick[a]! - this.tick[b]! || a - b,
    );
  }
}

/** Batches of a slice that is whole, until all of their accepts have left. */
interface Leaving<B> {
  readonly accepts: Accepts;
  /** Rows of the accepts in order of time, and the first of them that has not left. */
  readonly order: Uint32Array;
  next: number;
  readonly results: readonly (B & Taken)[];
  readonly lost: readonly Partial<Record<TickState, number>>[];
  /** Accepts of each batch that have not left. */
  readonly inFlight: Uint32Array;
  /** So many batches have been sent. */
  sent: number;
}

/**
 * The read-out of a run, slice by slice in the order of the beam: which accepts it takes, and where
 * every tick goes. An accept comes when its event time says. Of a window that stands for several
 * accepts, one comes when it does, the others at random moments of its slice, all of its size and
 * quality. An accept reaches the front ends a latency after its collision. Vetoes and the dead time
 * of the front ends are the same at either end of the pipeline; a stretch that is not played, and
 * the end of the run, lose what has not arrived ("left"). Ticks are those of the collisions: such a
 * stretch begins a latency before its first slice, and the last ticks of a slice wait for what
 * becomes of the next. Slices that were not played are dead by who held them up, with no veto in
 * them. They are counted when they are told, or once all that was handed out before is taken; a
 * sample has them in any case. Batches are sent between two slices or stretches, when all before is
 * counted: who is sent one may end the run.
 * @see D-350, D-485, D-494, D-497, D-515
 */
export class RunReadout<B extends TriggeredBatch> {
  readonly #options: RunReadoutOptions;
  readonly #deadTime: DeadTime;
  #trains: readonly Accelerator['trains']['her'][];
  readonly #full: InjectionVeto;
  readonly #veto: InjectionVeto;
  readonly #stream = new RandomStream();
  readonly #timing = new TimingBooks();
  /** Ticks and lost accepts by state, accepts read out, bytes by subdetector. */
  readonly #recent = new RecentCounts(2 * tickStates.length + 1 + width, ticksPerSlice);
  readonly #bytes = new Float64Array(width);
  /** Sizes of the accept in hand. */
  readonly #sizes = new Float64Array(width);
  readonly #quiet = new QuietSlices();
  readonly #inFlight = new InFlight();
  readonly #latency: number;
  #watcher: (slice: number, shares: SliceShares) => void = () => {};
  #sink: (batch: B & Taken) => unknown = () => {};
  /** Batches to be sent; the first is being sent. */
  readonly #outgoing: (B & Taken)[] = [];
  #isSending = false;
  /** Nobody takes batches any more. */
  #isCut = false;
  /** Accepts taken of batches that nobody took. */
  #untaken = 0;
  #isEnding = false;
  #isEnded = false;
  /** Ticks by state before the slice in hand. */
  #ticks: Float64Array = new Float64Array(tickStates.length);
  /** Batches of the slice in hand. */
  #batches: B[] = [];
  /** The slice in hand: those before it are whole. */
  #slice = 0;
  /** Whether the last ticks of the slice before it are not counted. */
  #isOpen = false;
  #leaving: Leaving<B> | undefined;

  constructor(options: RunReadoutOptions) {
    const { readout, veto, trains } = options;
    this.#options = options;
    this.#deadTime = new DeadTime(readout);
    this.#latency = ticksOf(readout.latency);
    this.#trains = Object.values(trains);
    this.#full = new InjectionVeto({ veto: { ...veto, gate: 0 } });
    this.#veto = new InjectionVeto({ veto });
  }

  /** Subdetectors whose sizes are a stand-in. */
  get standIns(): readonly string[] {
    return this.#options.standIns;
  }

  /** From now on told of each played slice that is counted, in order; in place of before. */
  watch(watcher: (slice: number, shares: SliceShares) => void): void {
    this.#watcher = watcher;
  }

  /** Injections are other ones in slices that have not been counted. */
  follow(trains: Accelerator['trains']): void {
    this.#trains = Object.values(trains);
  }

  /**
   * Batches go there, in order, once all of their accepts have left; in place of before. When it
   * returns false, nobody takes this one, nor any behind it: their accepts are lost to the host.
   */
  sendTo(sink: (batch: B & Taken) => unknown): void {
    this.#sink = sink;
  }

  /** Slices pass that are not played, for what reason; `paused`: nobody wanted them. */
  giveUp(firstSlice: number, slices: number, cause: ToldState = 'host'): void {
    if (this.#isEnded) return;
    this.#quiet.add(firstSlice, firstSlice + slices, cause);
    this.#countQuiet();
  }

  /** A slice is played in which there are no windows; `take` is told of all others. */
  playEmpty(slice: number): void {
    if (this.#isEnded) return;
    this.#quiet.add(slice, slice + 1);
    this.#countQuiet();
  }

  /** A slice is played: what was in flight before it leaves. `take` does so for a whole one. */
  begin(slice: number): void {
    if (this.#isEnded) return;
    this.#countTo(slice);
    this.#settleBefore(slice);
  }

  /** Decided windows of a slice, in order; what is read out of them is sent. */
  take(batch: B, slice: number, isLast: boolean): void {
    this.#batches.push(batch);
    if (!isLast) return;
    this.begin(slice);
    const batches = this.#batches;
    this.#batches = [];
    if (this.#isEnded) return;
    this.#leaving = this.#enter(batches, slice);
    this.#pass();
    this.#countQuiet();
  }

  /**
   * The run has ended after so many slices: what has not left is not read out, and nothing is
   * counted any more. Of slices of which nothing was told see `lostBy` of counting.
   */
  end(slices: number, lostBy?: ToldState): void {
    if (this.#isEnded) return;
    this.#isEnding = true;
    this.#countTo(slices, lostBy);
    if (this.#isEnded) return;
    const end = this.#slice * ticksPerSlice;
    if (this.#isOpen) this.#deadTime.during('ended', end - this.#latency, end);
    this.#settle();
    this.#isEnded = true;
    this.#send();
  }

  /** Of slices that are counted, and of those that pass unplayed behind others on their way. */
  sample(): DaqSnapshot {
    const slice = this.#slice;
    const [passed, lately] = [this.#quiet.passed(slice), this.#quiet.passed(slice, minute)];
    const ticks = slice * ticksPerSlice - (this.#isOpen ? this.#latency : 0);
    const counts = this.#counts();
    const recent = this.#recent.since(ticks, counts, minute - sumOf(lately));
    return daqSnapshot({
      ...this.#options,
      ticks: ticks + sumOf(passed) * ticksPerSlice,
      counts: withSlices(counts, passed),
      recent: {
        ticks: recent.ticks + sumOf(lately) * ticksPerSlice,
        counts: withSlices(recent.counts, lately),
      },
      inFlight: this.#inFlight.occupancy,
      occupancy: this.#deadTime.occupancy(),
      timing: this.#timing.spreads(),
    });
  }

  /**
   * All slices before one have passed. Those of which nothing was told were played without windows,
   * or are dead by whoever lost what was in them.
   */
  #countTo(end: number, lostBy?: ToldState): void {
    for (let slice = this.#slice; slice < end && !this.#isEnded; slice = this.#slice) {
      const quiet = this.#quiet.at(slice);
      const state = quiet === undefined ? lostBy : quiet.state;
      if (state !== undefined) {
        this.#lose(slice, Math.min(quiet?.end ?? slice + 1, end), state);
      } else if (this.#settleBefore(slice)) {
        this.#tellVeto(slice);
        this.#pass();
      }
    }
  }

  /**
   * Slices up to another are not played: what is in flight when the first begins is lost, too.
   * Counted at once, whatever their number; the last minute has its counts of every second.
   */
  #lose(slice: number, end: number, state: ToldState): void {
    const from = slice * ticksPerSlice - (this.#isOpen ? this.#latency : 0);
    this.#deadTime.during(state, from, end * ticksPerSlice);
    if (!this.#settleBefore(slice)) return;
    while (this.#slice < end) {
      this.#slice = Math.min(end, this.#recent.nextDue(end * ticksPerSlice) / ticksPerSlice);
      this.#deadTime.countTo(this.#slice * ticksPerSlice);
      this.#keep();
    }
    this.#ticks = this.#deadTime.counts().ticks;
  }

  /** Slices in which nothing comes, as far as no accept before them is still on its way. */
  #countQuiet(): void {
    const next = () => (this.#isEnded ? undefined : this.#quiet.at(this.#slice));
    for (let quiet = next(); quiet !== undefined; quiet = next()) this.#countTo(quiet.end);
  }

  /** The accepts of a slice that is whole enter the pipeline. */
  #enter(batches: readonly B[], slice: number): Leaving<B> {
    const accepts = new Accepts();
    const lost = batches.map((): Partial<Record<TickState, number>> => ({}));
    const inFlight = new Uint32Array(batches.length);
    const results = batches.map((batch, place) => {
      const before = accepts.tick.length;
      this.#acceptsOf(batch, place, slice, accepts);
      inFlight[place] = accepts.tick.length - before;
      return { ...batch, taken: new Uint32Array(batch.eventCount), lost: lost[place]! };
    });
    this.#tellVeto(slice);
    return { accepts, order: accepts.inTime(), next: 0, results, lost, inFlight, sent: 0 };
  }

  /** The slice in hand is played, and whole: its last ticks wait for the next. */
  #pass(): void {
    this.#slice++;
    this.#isOpen = true;
    if (this.#latency === 0) this.#settle();
    else this.#leaveBefore(this.#slice * ticksPerSlice - this.#latency);
    this.#send();
    this.#keep();
  }

  /**
   * All before a slice leaves and is sent.
   * @returns false: who was sent it has ended the run, or made it count on
   */
  #settleBefore(slice: number): boolean {
    this.#settle();
    this.#send();
    this.#keep();
    return this.#slice === slice && !this.#isEnded;
  }

  /** What becomes of the slice in hand is known, and so of what was in flight before it. */
  #settle(): void {
    if (!this.#isOpen) return;
    this.#leaveBefore(this.#slice * ticksPerSlice);
    this.#isOpen = false;
    this.#leaving = undefined;
    const { ticks } = this.#deadTime.counts();
    this.#watcher(this.#slice - 1, sharesOf(this.#ticks, ticks));
    this.#ticks = ticks;
  }

  /** Keeps counts of whole slices for the last minute, once a second. */
  #keep(): void {
    const end = this.#slice * ticksPerSlice;
    if (!this.#isOpen && this.#recent.isDue(end)) this.#recent.keep(end, this.#counts());
  }

  /** Accepts of collisions before a tick leave or are lost; batches that wait for none go out. */
  #leaveBefore(end: number): void {
    const leaving = this.#leaving;
    if (leaving !== undefined) {
      const { accepts, order, results } = leaving;
      for (; leaving.next < order.length; leaving.next++) {
        const row = order[leaving.next]!;
        if (accepts.tick[row]! >= end) break;
        this.#leave(leaving, row);
      }
      while (leaving.sent < results.length && leaving.inFlight[leaving.sent] === 0)
        this.#outgoing.push(results[leaving.sent++]!);
    }
    this.#deadTime.countTo(end);
  }

  /** Sends what goes out, one after the other, also where sending makes more of it. */
  #send(): void {
    if (this.#isSending) return;
    this.#isSending = true;
    for (let batch = this.#outgoing[0]; batch !== undefined; batch = this.#outgoing[0]) {
      this.#isCut ||= this.#sink(batch) === false;
      if (this.#isCut) this.#discard(batch);
      this.#outgoing.shift();
    }
    this.#isSending = false;
  }

  /** Nobody took a batch. */
  #discard(batch: B & Taken): void {
    this.#untaken += takenOf(batch);
    for (const [window, taken] of batch.taken.entries()) {
      this.#sizeUp(batch.readOut, window, qualityOf(batch, window));
      for (let place = 0; place < width; place++)
        this.#bytes[place]! -= taken * this.#sizes[place]!;
    }
  }

  #leave({ accepts, results, lost, inFlight }: Leaving<B>, row: number): void {
    const tick = accepts.tick[row]!;
    const place = accepts.batch[row]!;
    const window = accepts.window[row]!;
    const result = results[place]!;
    const state = this.#trigger(tick, result, window);
    if (state === live) result.taken[window]!++;
    else countLoss(lost[place]!, tickStates[state]!);
    // What is told loses what is in flight, when its first slice begins.
    const left = tick + this.#latency;
    this.#inFlight.add(tick, isTold(state) ? Math.min(left, this.#slice * ticksPerSlice) : left);
    inFlight[place]!--;
  }

  /** When the accepts of each window of a batch come. */
  #acceptsOf(batch: B, place: number, slice: number, accepts: Accepts): void {
    const { eventCount, addresses, time, timingSource, standing, readOut } = batch;
    const from = slice * ticksPerSlice;
    const last = from + ticksPerSlice - 1;
    const { readout, seed, run } = this.#options;
    for (let window = 0; window < eventCount; window++) {
      const count = standing?.accepts[window] ?? 0;
      if (count === 0) continue;
      const source = timingSource[window]!;
      let late = measured.includes(source) ? (readOut?.time[window] ?? 0) : 0;
      if (source === timingSources.self) {
        seedAt(this.#stream, { seed }, addresses, window, purpose.selfTiming);
        late = (this.#stream.uniform() - 0.5) * readout.selfSpread;
      }
      this.#timing.add(source, qualityOf(batch, window), late, count);
      const tick = Math.floor((time[window]! + late) / tickPeriod);
      accepts.push(Math.min(Math.max(tick, from), last), place, window);
      if (count === 1) continue;
      this.#stream.seed(seed, run, slice, addresses.index[window]!, purpose.otherAccepts);
      for (let other = 1; other < count; other++)
        accepts.push(from + Math.floor(this.#stream.uniform() * ticksPerSlice), place, window);
    }
  }

  /** One accept of a window; returns what loses it, or that of `live`. */
  #trigger(tick: number, batch: B, window: number): number {
    const quality = qualityOf(batch, window);
    this.#sizeUp(batch.readOut, window, quality);
    const state = this.#deadTime.trigger(tick, quality, this.#sizes);
    for (let place = 0; state === live && place < width; place++)
      this.#bytes[place]! += this.#sizes[place]!;
    return state;
  }

  /** Bytes of an accept as it is read. */
  #sizeUp(columns: ReadOutColumns | undefined, window: number, quality: number): void {
    for (let place = 0; place < width; place++)
      this.#sizes[place] = columns?.bytes[window * width + place] ?? 0;
    this.#sizes[strips] = withSamples(this.#sizes[strips]!, this.#deadTime.samplesFor(quality));
  }

  #tellVeto(slice: number): void {
    const [from, to] = [slice * ticksPerSlice, (slice + 1) * ticksPerSlice];
    for (const [first, end] of this.#full.stretchesWithin(this.#trains, from, to))
      this.#deadTime.during('veto-full', first, end);
    for (const [first, end] of this.#veto.stretchesWithin(this.#trains, from, to))
      this.#deadTime.during('veto-gate', first, end);
  }

  #counts(): Float64Array {
    const { ticks, lost, accepted } = this.#deadTime.counts();
    // What is being sent is not read out yet; when the run ends meanwhile, it failed by that.
    const sending = this.#outgoing.reduce((sum, batch) => sum + takenOf(batch), 0);
    lost[host]! += this.#untaken + (this.#isEnding ? sending : 0);
    const readOut = accepted - this.#untaken - sending;
    return Float64Array.of(...ticks, ...lost, readOut, ...this.#bytes);
  }
}

/** Shares of a slice by what was counted before and behind it. */
function sharesOf(before: Float64Array, behind: Float64Array): SliceShares {
  const share = (state: number): number => (behind[state]! - before[state]!) / ticksPerSlice;
  return { live: share(live), vetoed: vetoes.reduce((sum, state) => sum + share(state), 0) };
}

const takenOf = ({ taken }: Taken): number => taken.reduce((sum, count) => sum + count, 0);

const sumOf = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);

/** Counts with whole slices of states more. */
const withSlices = (counts: Float64Array, slices: Float64Array): Float64Array =>
  counts.map((count, place) => count + (slices[place] ?? 0) * ticksPerSlice);

function countLoss(lost: Partial<Record<TickState, number>>, cause: TickState): void {
  lost[cause] = (lost[cause] ?? 0) + 1;
}

/** Of the time of an accept; of what no detector times, none. */
const qualityOf = ({ timingSource, readOut }: TriggeredBatch, window: number): number =>
  measured.includes(timingSource[window]!) ? (readOut?.quality[window] ?? 0) : timingQualities.none;
