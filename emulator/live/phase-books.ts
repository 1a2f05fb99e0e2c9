// kernel: runs over every window of a run in the one thread that sees all of them
import { ms, us } from '../../detector/base/units.js';
import type { PhasePicture } from '../../monitor/machine-snapshot.js';
import { tickPeriod, ticksPerTurn } from '../machine/clock.js';
import type { InjectionTrain } from '../machine/injection-train.js';
import { type RingName, ringNames } from '../machine/machine-schema.js';

/** Short rows while the whole beam is vetoed, long ones when it has calmed down [ms]. */
const edges = [
  0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12.5, 15, 20, 30, 40,
] as const;
/** An eighth of a microsecond each: an injected bunch and the one 100 ns after it are one bin. */
const phaseBins = 80;
const rows = edges.length - 1;
const lastEdge = edges[rows]!;

/** Bins of age [ms] of a hundredth of a millisecond: rows by table. */
const rowsByAge = Uint8Array.from({ length: 100 * lastEdge }, (_, step) =>
  edges.findLastIndex((edge) => 100 * edge <= step),
);

/** Of decided windows, what is counted here. */
interface TimedWindows {
  readonly eventCount: number;
  readonly weights: Float64Array;
  readonly windows?: { readonly lastMember: Float64Array };
  readonly standing?: { readonly accepts: ArrayLike<number> } | undefined;
}

interface RingCounts {
  readonly ring: RingName;
  readonly windows: Float64Array;
  readonly accepts: Float64Array;
}

/** Windows and accepts by time since a ring's last injection and phase after its bunch. */
export class PhaseBooks {
  #trains: Readonly<Record<RingName, InjectionTrain>>;
  readonly #rings: readonly RingCounts[];
  #told: { readonly at: number; readonly pictures: readonly PhasePicture[] } | undefined;

  constructor(trains: Readonly<Record<RingName, InjectionTrain>>) {
    this.#trains = trains;
    this.#rings = ringNames.map((ring) => ({
      ring,
      windows: new Float64Array(rows * phaseBins),
      accepts: new Float64Array(rows * phaseBins),
    }));
  }

  /** Injections are other ones in windows that have not come. */
  follow(trains: Readonly<Record<RingName, InjectionTrain>>): void {
    this.#trains = trains;
  }

  /** Windows of one batch, in the order of time but for what joined them. */
  add({ eventCount, weights, windows, standing }: TimedWindows): void {
    if (windows === undefined || eventCount === 0) return;
    const ticks = windows.lastMember.map((time) => Math.floor(time / tickPeriod));
    for (const counts of this.#rings) {
      const arrivals = arrivalsAround(this.#trains[counts.ring], ticks);
      let [shot, arrival] = [0, arrivals[0]!];
      for (let window = 0; window < eventCount; window++) {
        const tick = ticks[window]!;
        while (shot + 1 < arrivals.length && arrivals[shot + 1]! <= tick)
          arrival = arrivals[++shot]!;
        const bin = binOf(tick - arrival);
        if (bin < 0) continue;
        counts.windows[bin]! += weights[window]!;
        counts.accepts[bin]! += standing?.accepts[window] ?? 0;
      }
    }
  }

  /** A copy of the counts; the same objects until a second of wall time [s] has passed. */
  pictures(wallSeconds: number): readonly PhasePicture[] {
    if (this.#told !== undefined && wallSeconds - this.#told.at < 1) return this.#told.pictures;
    const pictures = this.#rings.map(({ ring, windows, accepts }) => ({
      ring: ring.toUpperCase(),
      timeEdges: Float64Array.from(edges),
      phaseBins,
      turn: (ticksPerTurn * tickPeriod) / us,
      windows: windows.slice(),
      accepts: accepts.slice(),
    }));
    this.#told = { at: wallSeconds, pictures };
    return pictures;
  }
}

/** The last arrival before all of these ticks, if there is one, and those among them. */
function arrivalsAround(train: InjectionTrain, ticks: Float64Array): readonly number[] {
  const first = ticks.reduce((least, tick) => Math.min(least, tick), Number.POSITIVE_INFINITY);
  const last = ticks.reduce((most, tick) => Math.max(most, tick), 0);
  const before = train.lastArrived(first)?.arrival ?? Number.NEGATIVE_INFINITY;
  return [before, ...train.between(first + 1, last + 1).map(({ arrival }) => arrival)];
}

/** Bin of an age in ticks; −1 without an injection in the time that is shown. */
function binOf(age: number): number {
  const row = rowsByAge[Math.floor((100 * age * tickPeriod) / ms)];
  if (row === undefined) return -1;
  return row * phaseBins + Math.floor(((age % ticksPerTurn) * phaseBins) / ticksPerTurn);
}
