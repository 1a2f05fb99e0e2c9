import { revolutionPeriod } from '../../detector/base/constants.js';
import { ms, us } from '../../detector/base/units.js';
import type { PhasePicture } from '../../monitor/machine-snapshot.js';
import { ticksOf, ticksPerTurn, tickPeriod } from './clock.js';
import type { InjectionTrain, Shot } from './injection-train.js';
import { type RingName, ringNames } from './machine-schema.js';

/** Windows later than this after an injection are not in the picture, as in the experiment's. */
const reach = 30 * ms;
const rows = 60;
/** Bins of a turn: 16 ticks each. */
const phaseBins = 80;
/** Ticks of which the shots are looked up together. */
const stretch = 2 ** 23;

const rowTicks = ticksOf(reach) / rows;
const binTicks = ticksPerTurn / phaseBins;
const timeEdges = Float64Array.from({ length: rows + 1 }, (_, row) => (row * reach) / rows / ms);

/** Tick of a time; one that rounding has put just before a tick is of that tick. */
const tickAt = (time: number): number => Math.floor(time / tickPeriod + 0.01);

/** Windows behind the decision. */
interface CountedWindows {
  /** Since the run began [ns]. */
  readonly time: Float64Array;
  /** How many each stands for, and how many accepts. */
  readonly weights: Float64Array;
  readonly accepts: Uint32Array;
}

/**
 * Counts windows and accepts by the time since a bunch was injected into a ring and by their place
 * in the turn: 0 where that bunch passes.
 * @see basf2 rawdata/modules/TTDDQM/src/TTDDQMModule.cc for the axes, which reach to 30 ms
 */
class RingPicture {
  private readonly ring: RingName;
  private readonly train: InjectionTrain;
  private readonly windows = new Float64Array(rows * phaseBins);
  private readonly accepts = new Float64Array(rows * phaseBins);
  private shots: readonly Shot[] = [];
  private looked = -1;

  constructor(ring: RingName, train: InjectionTrain) {
    this.ring = ring;
    this.train = train;
  }

  add({ time, weights, accepts }: CountedWindows): void {
    for (const [window, at] of time.entries()) {
      const bin = this.binAt(tickAt(at));
      if (bin === undefined) continue;
      this.windows[bin]! += weights[window]!;
      this.accepts[bin]! += accepts[window]!;
    }
  }

  picture(): PhasePicture {
    const [windows, accepts] = [this.windows.slice(), this.accepts.slice()];
    const ring = this.ring.toUpperCase();
    return { ring, timeEdges, phaseBins, turn: revolutionPeriod / us, windows, accepts };
  }

  private binAt(tick: number): number | undefined {
    const shot = this.shotsBy(tick).findLast(({ arrival }) => arrival <= tick);
    if (shot === undefined) return undefined;
    const since = tick - shot.arrival;
    const row = Math.floor(since / rowTicks);
    if (row >= rows) return undefined;
    return row * phaseBins + Math.floor((since % ticksPerTurn) / binTicks);
  }

  private shotsBy(tick: number): readonly Shot[] {
    const looked = Math.floor(tick / stretch);
    if (looked !== this.looked) {
      this.looked = looked;
      const from = looked * stretch;
      this.shots = this.train.between(from - ticksOf(reach), from + stretch);
    }
    return this.shots;
  }
}

/** The pictures of both rings, counted batch by batch. */
export class PhasePictures {
  private readonly rings: readonly RingPicture[];

  constructor(trains: Readonly<Record<RingName, InjectionTrain>>) {
    this.rings = ringNames.map((ring) => new RingPicture(ring, trains[ring]));
  }

  add(windows: CountedWindows): void {
    for (const ring of this.rings) ring.add(windows);
  }

  /** What was counted so far, a copy. */
  pictures(): readonly PhasePicture[] {
    return this.rings.map((ring) => ring.picture());
  }
}
