// kernel: one pass over windows, twice each
import type { DecisionSide, Subjects } from './decision-side.js';
import { placesOf, Touched } from './decision-side.js';

/** Sums over windows of the numbers of a place, now and as asked. */
export interface PairedSum {
  readonly now: number;
  readonly now2: number;
  readonly asked: number;
  readonly asked2: number;
  /** How many windows have a number, and the sums of their weights times that. */
  readonly nowCount: number;
  readonly askedCount: number;
  readonly nowWeighted: number;
  readonly askedWeighted: number;
  /** Of the squares of what differs in a window. */
  readonly difference2: number;
}

/** Windows that are looked at under both menus. */
interface PairedWindows {
  readonly count: number;
  readonly weights: Float64Array;
  readonly artificial: Float64Array;
  /** Bits that fire now, and as asked. */
  readonly now: Uint32Array;
  readonly asked: Uint32Array;
}

/** Adds up what the same windows do now and would do as asked. */
export class PairedSums {
  readonly #sides: readonly [now: DecisionSide, asked: DecisionSide];
  readonly #touched: readonly [Touched, Touched];
  readonly #now: Float64Array;
  readonly #now2: Float64Array;
  readonly #asked: Float64Array;
  readonly #asked2: Float64Array;
  readonly #nowCount: Float64Array;
  readonly #askedCount: Float64Array;
  readonly #nowWeighted: Float64Array;
  readonly #askedWeighted: Float64Array;
  readonly #difference2: Float64Array;

  constructor(now: DecisionSide, asked: DecisionSide, subjects: Subjects) {
    const { count } = placesOf(subjects);
    this.#sides = [now, asked];
    this.#touched = [new Touched(count), new Touched(count)];
    this.#now = new Float64Array(count);
    this.#now2 = new Float64Array(count);
    this.#asked = new Float64Array(count);
    this.#asked2 = new Float64Array(count);
    this.#nowCount = new Float64Array(count);
    this.#askedCount = new Float64Array(count);
    this.#nowWeighted = new Float64Array(count);
    this.#askedWeighted = new Float64Array(count);
    this.#difference2 = new Float64Array(count);
  }

  add({ count, weights, artificial, now, asked }: PairedWindows): void {
    const [nowSide, askedSide] = this.#sides;
    const [before, after] = this.#touched;
    for (let window = 0; window < count; window++) {
      nowSide.add(now, window, weights[window]!, artificial[window]!, before);
      askedSide.add(asked, window, weights[window]!, artificial[window]!, after);
      this.#take(before, after, weights[window]!);
    }
  }

  /** Adds the numbers of a window, which are gone then. */
  #take(before: Touched, after: Touched, weight: number): void {
    for (let at = 0; at < before.count; at++) {
      const place = before.places[at]!;
      const value = before.values[place]!;
      const difference = after.values[place]! - value;
      this.#now[place]! += value;
      this.#now2[place]! += value * value;
      this.#nowCount[place]! += 1;
      this.#nowWeighted[place]! += value * weight;
      this.#difference2[place]! += difference * difference;
    }
    for (let at = 0; at < after.count; at++) {
      const place = after.places[at]!;
      const value = after.values[place]!;
      this.#asked[place]! += value;
      this.#asked2[place]! += value * value;
      this.#askedCount[place]! += 1;
      this.#askedWeighted[place]! += value * weight;
      // Where now is not 0 the difference has been counted.
      if (before.values[place] === 0) this.#difference2[place]! += value * value;
    }
    before.clear();
    after.clear();
  }

  at(place: number): PairedSum {
    return {
      now: this.#now[place]!,
      now2: this.#now2[place]!,
      asked: this.#asked[place]!,
      asked2: this.#asked2[place]!,
      nowCount: this.#nowCount[place]!,
      askedCount: this.#askedCount[place]!,
      nowWeighted: this.#nowWeighted[place]!,
      askedWeighted: this.#askedWeighted[place]!,
      difference2: this.#difference2[place]!,
    };
  }
}
