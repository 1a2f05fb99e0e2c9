import { revolutionPeriod } from '../../detector/base/constants.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { s } from '../../detector/base/units.js';
import { type BeamsConfig, collisionTime } from '../../detector/beams.js';

/** Revolutions in a slice of live time: 50 ms of beam. */
export const revolutionsPerSlice = 4970;
/** Length of a slice [ns]. */
export const slicePeriod = revolutionsPerSlice * revolutionPeriod;

/** When a slice ends, since the run began [ns]. */
export const endOf = (slice: number): number => (slice + 1) * slicePeriod;

/**
 * Events of a slice have smaller numbers, and seeds that may open windows too: of these the preset
 * `design` has 90 000.
 */
export const maxSliceNumbers = 2 ** 20;

/** Events in a live batch, at most; a batch also never spans two slices. */
export const liveBatchEvents = 1024;

/**
 * When the collisions of a live slice happen: Poisson in number, in any of the filled bunches of
 * its turns alike, from (seed, run, slice) alone.
 * @param rate mean events per second of emulated time.
 * @returns times since the run began [ns], ascending.
 */
export function sliceTimes(
  seed: number,
  run: number,
  slice: number,
  rate: number,
  beams: BeamsConfig,
): Float64Array {
  const stream = new RandomStream().seed(seed, run, slice, 0, purpose.bunch);
  const count = stream.poisson((rate / s) * slicePeriod);
  const times = new Float64Array(count);
  for (let event = 0; event < count; event++) {
    const revolution =
      slice * revolutionsPerSlice + Math.floor(stream.uniform() * revolutionsPerSlice);
    times[event] = collisionTime(
      beams,
      revolution,
      Math.floor(stream.uniform() * beams.filling.bunches),
    );
  }
  return times.sort();
}

/** How many events a live slice has. */
export function sliceEventCount(seed: number, run: number, slice: number, rate: number): number {
  return new RandomStream()
    .seed(seed, run, slice, 0, purpose.bunch)
    .poisson((rate / s) * slicePeriod);
}
