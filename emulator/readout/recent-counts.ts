/** "The last minute" of emulated time [slices of 50 ms]. */
export const minute = 1200;
/** How often counts are kept for it [slices]. */
const keptEvery = 20;

/** Counts as they stood when so many ticks had been counted. */
interface Kept {
  readonly ticks: number;
  readonly counts: Float64Array;
}

/** Cumulative counts of the last minute of emulated time, one set a second. */
export class RecentCounts {
  readonly #ticksPerSlice: number;
  #kept: readonly Kept[];

  constructor(length: number, ticksPerSlice: number) {
    this.#ticksPerSlice = ticksPerSlice;
    this.#kept = [{ ticks: 0, counts: new Float64Array(length) }];
  }

  /** Counts behind so many ticks; the caller asks `isDue` first. */
  keep(ticks: number, counts: Float64Array): void {
    const first = ticks - minute * this.#ticksPerSlice;
    this.#kept = [...this.#kept.filter((each) => each.ticks >= first), { ticks, counts }];
  }

  /** Whether a second has passed since counts were kept. */
  isDue(ticks: number): boolean {
    return ticks - (this.#kept.at(-1)?.ticks ?? 0) >= keptEvery * this.#ticksPerSlice;
  }

  /**
   * When counts are to be kept next, where a stretch is counted at once up to a tick: every second,
   * less those that lie a minute before its end.
   */
  nextDue(end: number): number {
    const step = keptEvery * this.#ticksPerSlice;
    const next = (this.#kept.at(-1)?.ticks ?? 0) + step;
    const first = end - minute * this.#ticksPerSlice;
    return next + Math.max(0, Math.ceil((first - next) / step)) * step;
  }

  /** Counts behind so many ticks less those of a minute, or less, before, or of the start. */
  since(
    ticks: number,
    counts: Float64Array,
    slices = minute,
  ): { readonly ticks: number; readonly counts: Float64Array } {
    const first = ticks - slices * this.#ticksPerSlice;
    const before = this.#kept.find((each) => each.ticks >= first) ?? { ticks, counts };
    return {
      ticks: ticks - before.ticks,
      counts: counts.map((count, place) => count - before.counts[place]!),
    };
  }
}
