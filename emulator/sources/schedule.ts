import { bucketPeriod, bucketsPerRevolution } from '../../detector/base/constants.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { bucketOfBunch } from '../../detector/beams.js';
import { revolutionsPerSlice, slicePeriod } from '../chain/slices.js';
import type { SeedClass } from './seed-class.js';
import type { SeedFlow, SliceFlows } from './seed-flow.js';
import { orderOfTimes } from './time-order.js';

/** Seeds of a slice in time order; one element a seed. */
export interface SeedColumns {
  /** After the slice began [ns], ascending. */
  readonly time: Float64Array;
  /** Place of its class in the machine's list. */
  readonly place: Uint8Array;
  /** Its name within class and slice. */
  readonly index: Uint32Array;
}

/** Which seeds, besides the slice. */
interface SeedNames {
  readonly seed: number;
  readonly run: number;
  readonly classes: readonly SeedClass[];
}

/** How many seeds a slice has of each class, by place, without their times. */
export function countSeeds(names: SeedNames, slice: number, coming: SliceFlows): Float64Array {
  const counts = new Float64Array(names.classes.length);
  const numbers = numbersOf(names, slice, coming, new RandomStream());
  for (const [flow, { place }] of coming.flows.entries()) counts[place]! += numbers[flow]!.count;
  return counts;
}

/** Seeds of each flow, Poisson in number, and the stream from which their times are drawn. */
const numbersOf = (
  { seed, run, classes }: SeedNames,
  slice: number,
  { flows }: SliceFlows,
  stream: RandomStream,
) =>
  flows.map(({ place, mean }, flow) => {
    stream.seed(seed, run, slice, flow, purpose.schedule, classes[place]!.source);
    return { count: stream.poisson(mean), state: stream.state() };
  });

/**
 * All seeds of a slice: superposed Poisson flows, drawn from seed, run and slice alone. Each flow
 * has a stream of its own, so another one that changes leaves its times as they are.
 */
export function drawSchedule(
  { seed, run, classes }: SeedNames,
  slice: number,
  coming: SliceFlows,
): SeedColumns {
  const stream = new RandomStream();
  const drawn = numbersOf({ seed, run, classes }, slice, coming, stream);
  const all = drawn.reduce((sum, { count }) => sum + count, 0);
  const unordered = columnsOf(all);
  const named = new Uint32Array(classes.length);
  let row = 0;
  for (const [flow, { place, when }] of coming.flows.entries()) {
    const { count, state } = drawn[flow]!;
    stream.resume(state);
    for (const end = row + count; row < end; row++) {
      unordered.time[row] = timeOf(when, coming, stream);
      unordered.place[row] = place;
      unordered.index[row] = named[place]!++;
    }
  }
  return inOrder(unordered, orderOfTimes(unordered.time, slicePeriod));
}

const columnsOf = (count: number): SeedColumns => ({
  time: new Float64Array(count),
  place: new Uint8Array(count),
  index: new Uint32Array(count),
});

function inOrder({ time, place, index }: SeedColumns, order: Uint32Array): SeedColumns {
  const sorted = columnsOf(order.length);
  for (let at = 0; at < order.length; at++) {
    const row = order[at]!;
    sorted.time[at] = time[row]!;
    sorted.place[at] = place[row]!;
    sorted.index[at] = index[row]!;
  }
  return sorted;
}

function timeOf(
  when: SeedFlow['when'],
  { filling }: Pick<SliceFlows, 'filling'>,
  stream: RandomStream,
): number {
  if (when === 'any') return slicePeriod * stream.uniformFine();
  if (when !== 'crossing') return when(stream);
  const turn = Math.floor(stream.uniform() * revolutionsPerSlice);
  const bunch = Math.floor(stream.uniform() * filling.bunches);
  return (turn * bucketsPerRevolution + bucketOfBunch({ filling }, bunch)) * bucketPeriod;
}
