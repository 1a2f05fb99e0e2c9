import { stateIndex, type ToldState, tickStates } from './tick-states.js';

/** Slices in which no accept comes. */
interface Stretch {
  readonly from: number;
  /** The first behind. */
  end: number;
  /** Why they are not played; undefined: they are played, without windows. */
  readonly state: ToldState | undefined;
}

/** Slices in which no accept comes, as they are told, in order. */
export class QuietSlices {
  readonly #stretches: Stretch[] = [];

  /** Slices behind all that were told; a held run tells them second by second. */
  add(from: number, end: number, state?: ToldState): void {
    const last = this.#stretches.at(-1);
    if (last?.end === from && last.state === state) last.end = end;
    else this.#stretches.push({ from, end, state });
  }

  /** What a slice is of, if nothing comes in it. Slices before are not asked for any more. */
  at(slice: number): Readonly<Stretch> | undefined {
    while (this.#stretches.length > 0 && this.#stretches[0]!.end <= slice) this.#stretches.shift();
    const [first] = this.#stretches;
    return first !== undefined && first.from <= slice ? first : undefined;
  }

  /**
   * How many slices from one on have passed unplayed behind others that are still on their way, by
   * state; of these the last `max`. The first behind such others is left out: full buffers of
   * accepts that are still to come go before `recorder` and `client`, and what is told here shall
   * only grow.
   */
  passed(first: number, max = Number.POSITIVE_INFINITY): Float64Array {
    const slices = new Float64Array(tickStates.length);
    let left = max;
    for (let place = this.#stretches.length - 1; place >= 0 && left > 0; place--) {
      const { from, end, state } = this.#stretches[place]!;
      if (state === undefined || end <= first) continue;
      const begin = this.#isKnownBefore(place) ? from : from + 1;
      const own = Math.min(end - Math.max(begin, first), left);
      slices[stateIndex(state)]! += own;
      left -= own;
    }
    return slices;
  }

  /** Whether the slice before a stretch is not played either. */
  #isKnownBefore(place: number): boolean {
    const before = this.#stretches[place - 1];
    return before?.end === this.#stretches[place]!.from && before.state !== undefined;
  }
}
