/** "The last minute" of emulated time [slices of 50 ms]. */
export const minute = 1200;
/** How often counts are kept for it [slices]. */
const keptEvery = 20;

/** Counts as they stood at the end of a slice. */
interface Kept {
  readonly slice: number;
  readonly counts: Float64Array;
}

/** Cumulative counts of the last minute of emulated time, one set a second. */
export class RecentCounts {
  #kept: readonly Kept[];

  constructor(length: number) {
    this.#kept = [{ slice: 0, counts: new Float64Array(length) }];
  }

  /** Counts behind so many slices; the caller asks `isDue` first. */
  keep(slice: number, counts: Float64Array): void {
    const recent = this.#kept.filter((each) => each.slice >= slice - minute);
    this.#kept = [...recent, { slice, counts }];
  }

  /** Whether a second has passed since counts were kept. */
  isDue(slice: number): boolean {
    return slice - (this.#kept.at(-1)?.slice ?? 0) >= keptEvery;
  }

  /** Counts behind so many slices less those of a minute, or less, before, or of the start. */
  since(
    slice: number,
    counts: Float64Array,
    span = minute,
  ): { readonly slices: number; readonly counts: Float64Array } {
    const kept = this.#kept.find((each) => each.slice >= slice - span);
    const before = kept ?? { slice, counts };
    return {
      slices: slice - before.slice,
      counts: counts.map((count, place) => count - before.counts[place]!),
    };
  }
}
