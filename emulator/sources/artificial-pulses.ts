import { clockPeriod, revolutionPeriod } from '../../detector/base/constants.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import type { artificialInputs } from '../../triggers/gdl/needed-inputs.js';
import { revolutionsPerSlice, slicePeriod } from '../chain/slices.js';
import type { InputConfig } from './input-schema.js';
import type { SignalsOf } from './input-signals.js';
import type { SeedColumns } from './schedule.js';

/** Name of an input that comes by itself. */
export type ArtificialInput = (typeof artificialInputs)[number];

/** Where pulses of inputs come from. */
export interface PulseSources {
  readonly seed: number;
  readonly run: number;
  readonly signalsOf: SignalsOf;
  /** Configuration of the inputs in a slice. */
  readonly inputsOf: (slice: number) => InputConfig;
  /** Place in the machine's list of the class of Bhabhas that are delayed; −1 for none. */
  readonly bhabhas: number;
}

/** Seeds of any slice. */
export type SeedsOf = (slice: number) => SeedColumns;

/** Numbers of inputs in the names of random streams: part of the format of results. */
const streamOf: Readonly<Record<ArtificialInput, number>> = {
  revo: 0,
  her_kick: 1,
  ler_kick: 2,
  bha_delay: 3,
  pseud_rand: 4,
  plsin: 5,
  poissonin: 6,
};

/** How often an input comes [1/ns]; 0 for those of which one never leaves any out. */
export function pulseRate(name: ArtificialInput, inputs: InputConfig): number {
  if (name === 'revo') return 1 / revolutionPeriod;
  if (name === 'pseud_rand') return inputs.random;
  if (name === 'poissonin') return inputs.poisson;
  return name === 'plsin' ? inputs.pulser : 0;
}

/**
 * When an input comes in a slice [ns after it began], of so many alike one, in order.
 * @param oneIn stands for all of them: those of the clocks are counted, those by chance are drawn
 *   at a smaller rate.
 */
export function pulsesOf(
  name: ArtificialInput,
  slice: number,
  oneIn: number,
  sources: PulseSources,
  seedsOf: SeedsOf,
): readonly number[] {
  const { seed, run, signalsOf, inputsOf } = sources;
  const stream = new RandomStream();
  const rate = pulseRate(name, inputsOf(slice)) / oneIn;
  switch (name) {
    case 'her_kick':
      return [...signalsOf(slice).herKicks];
    case 'ler_kick':
      return [...signalsOf(slice).lerKicks];
    case 'bha_delay':
      return delayedBhabhas(slice, oneIn, sources, seedsOf);
    case 'revo':
    case 'plsin':
      stream.seed(seed, run, 0, streamOf[name], purpose.artificial);
      return evenly(slice, rate, Math.floor(oneIn * stream.uniform()) / oneIn);
    case 'pseud_rand':
    case 'poissonin':
      stream.seed(seed, run, slice, streamOf[name], purpose.artificial);
      return byChance(rate, stream);
  }
}

/** Pulses of a clock: the n-th of the run comes n + `phase` periods after it began. */
function evenly(slice: number, rate: number, phase: number): readonly number[] {
  const start = slice * slicePeriod;
  const times: number[] = [];
  // From a pulse before the slice on, lest rounding leaves one out.
  let number = Math.max(0, Math.floor(start * rate - phase));
  for (let time = -Infinity; rate > 0 && time < slicePeriod; number++) {
    time = clockPeriod * Math.round(((number + phase) / rate - start) / clockPeriod);
    if (time >= 0 && time < slicePeriod) times.push(time);
  }
  return times;
}

/** Pulses at any clock of the slice alike, Poisson in number. */
function byChance(rate: number, stream: RandomStream): readonly number[] {
  const count = stream.poisson(rate * slicePeriod);
  const clocks = slicePeriod / clockPeriod;
  const times = Array.from(
    { length: count },
    () => clockPeriod * Math.floor(clocks * stream.uniformFine()),
  );
  return times.sort((one, other) => one - other);
}

/** Bhabhas of the schedule, turns later: those of the slice before among them. */
function delayedBhabhas(
  slice: number,
  oneIn: number,
  { seed, run, inputsOf, bhabhas }: PulseSources,
  seedsOf: SeedsOf,
): readonly number[] {
  const { turns, share } = inputsOf(slice).delayedBhabha;
  const times: number[] = [];
  for (const from of slice === 0 ? [0] : [slice - 1, slice]) {
    const { time, place, index } = seedsOf(from);
    const stream = new RandomStream().seed(seed, run, from, streamOf.bha_delay, purpose.artificial);
    const first = Math.floor(oneIn * stream.uniform());
    const later = (from - slice + turns / revolutionsPerSlice) * slicePeriod;
    for (const [row, at] of time.entries()) {
      if (place[row] !== bhabhas) continue;
      // Seeds are named in no order of time: a share of the names is a share by chance.
      const taken = Math.floor(index[row]! * share);
      if (Math.floor((index[row]! + 1) * share) === taken || taken % oneIn !== first) continue;
      if (at + later >= 0 && at + later < slicePeriod) times.push(at + later);
    }
  }
  return times;
}
