// kernel: every accept of a run goes through here
import type { TimingSpread } from '../../monitor/daq-snapshot.js';
import { timingQualities, timingSources } from '../../triggers/gdl/timing.js';

/** Names of sources and qualities as people write them. */
const sourceNames: Readonly<Record<keyof typeof timingSources, string>> = {
  ecl: 'ECL',
  top: 'TOP',
  self: 'self',
  cdc: 'CDC',
  delayedPhysics: 'delayed Bhabha',
  random: 'random',
  testPulse: 'pulser',
  poisson: 'Poisson',
  none: 'none',
};
const sources = Object.entries(timingSources) as readonly (readonly [
  keyof typeof timingSources,
  number,
])[];
const qualities = Object.keys(timingQualities) as (keyof typeof timingQualities)[];
const sourceCount = 1 + Math.max(...Object.values(timingSources));
const rowCount = sourceCount * qualities.length;

/** Times are counted in bins of a nanosecond, those beyond in the outermost. */
const furthest = 512;
const binCount = 2 * furthest;
/** Half of what lies outside the central 68.27 %. */
const tail = (1 - 0.6827) / 2;

/** Accept less collision of all accepts, by timing source and quality. */
export class TimingBooks {
  readonly #counts = new Float64Array(rowCount);
  readonly #sums = new Float64Array(rowCount);
  readonly #squares = new Float64Array(rowCount);
  readonly #bins = new Map<number, Float64Array>();

  /** So many accepts of a source and quality, all as far from the collision [ns]. */
  add(source: number, quality: number, time: number, accepts: number): void {
    const row = source * qualities.length + quality;
    this.#counts[row]! += accepts;
    this.#sums[row]! += accepts * time;
    this.#squares[row]! += accepts * time * time;
    const bins = this.#bins.get(row) ?? new Float64Array(binCount);
    this.#bins.set(row, bins);
    bins[Math.min(Math.max(Math.floor(time) + furthest, 0), binCount - 1)]! += accepts;
  }

  /** Those that came, in the order of the sources. */
  spreads(): readonly TimingSpread[] {
    return sources.flatMap(([name, source]) =>
      qualities.flatMap((quality, index) => {
        const row = source * qualities.length + index;
        const accepts = this.#counts[row]!;
        if (accepts === 0) return [];
        const mean = this.#sums[row]! / accepts;
        const variance = Math.max(0, this.#squares[row]! / accepts - mean * mean);
        const core = halfWidth(this.#bins.get(row)!, accepts);
        return [
          { source: sourceNames[name], quality, accepts, mean, rms: Math.sqrt(variance), core },
        ];
      }),
    );
  }
}

/** Half of the width in which the central 68.27 % lie [ns], evenly within each bin. */
function halfWidth(bins: Float64Array, count: number): number {
  const at = (share: number): number => {
    let below = 0;
    let bin = 0;
    while (below + bins[bin]! < share * count) below += bins[bin++]!;
    return bin + (share * count - below) / bins[bin]!;
  };
  return (at(1 - tail) - at(tail)) / 2;
}
