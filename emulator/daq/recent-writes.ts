/** Over how long rates are taken, and how often a place to count from is kept [ms]. */
const [span, keptEvery] = [10_000, 500];

/** What has been written by a time of the clock [ms]. */
interface Written {
  readonly at: number;
  readonly events: number;
  readonly bytes: number;
}

/**
 * Events and bytes a second over the last ten seconds, or since the first look where that is less.
 */
export class RecentWrites {
  #kept: readonly Written[] = [];

  /** @returns [Hz] and [bytes/s]; 0 at the first look */
  rates(now: Written): { readonly eventRate: number; readonly byteRate: number } {
    const last = this.#kept.at(-1);
    if (last === undefined || now.at - last.at >= keptEvery) this.#kept = [...this.#kept, now];
    // One that is older than the span stays: what came since is told of all of it.
    while (this.#kept.length > 1 && now.at - this.#kept[1]!.at >= span)
      this.#kept = this.#kept.slice(1);
    const before = this.#kept[0]!;
    const seconds = (now.at - before.at) / 1000;
    if (seconds <= 0) return { eventRate: 0, byteRate: 0 };
    // Of files that are gone nothing counts: less may be written than before.
    return {
      eventRate: Math.max(0, now.events - before.events) / seconds,
      byteRate: Math.max(0, now.bytes - before.bytes) / seconds,
    };
  }
}
