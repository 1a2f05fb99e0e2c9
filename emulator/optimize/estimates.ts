import type { Rate } from '../rates/class-rates.js';
import { chanceInterval, type WeightedCount } from '../studies/intervals.js';
import { type CellWorth, type Merit, meritOf } from './merit.js';
import { missesOf, type PatternTable } from './pattern-table.js';
import { cellOf, type Part, type Sample } from './sample.js';

/** A trigger of the sample and the chances of the free lines. */
export interface Choice {
  /** Place among the tables. */
  readonly trigger: number;
  readonly chances: Float64Array;
}

/** An efficiency with its interval at 68.27 % and its standard error. */
export interface ChanceEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly error: number;
}

/** What a choice does to a part of the sample. */
export interface PartEstimate {
  /** Weighted over the signals. */
  readonly efficiency: ChanceEstimate;
  readonly signals: readonly ChanceEstimate[];
  /** One for each budget, that of all lines first. */
  readonly rates: readonly Rate[];
}

/** What a choice does to the events of a part. */
export function estimateOf(sample: Sample, part: Part, choice: Choice): PartEstimate {
  const table = sample.tables[choice.trigger]!;
  const groups = Array.from({ length: table.groupCount }, (_, group) => group);
  const sums = groups.map((group) => chanceSumsOf(table, choice.chances, group));
  const signals = signalMoments(sample, part, sums[0]!);
  return {
    efficiency: weighted(sample, part, signals),
    signals: signals.map(({ mean, variance, selected }) =>
      chanceEstimate(mean, variance, sizeOf(selected)),
    ),
    rates: sums.map((own) => rateOf(sample, part, own)),
  };
}

/** An efficiency over another. */
export interface Gain {
  /** null when nothing is kept by the other. */
  readonly value: number | null;
  readonly error: number | null;
  /**
   * Whether the error knows what the events have in common. Not where the triggers differ, whose
   * patterns are known apart: it is then that of independent events, in general too large.
   */
  readonly isPaired: boolean;
}

/** The weighted efficiency of a choice over that of another, on the same events. */
export function ratioOf(sample: Sample, part: Part, one: Choice, other: Choice): Gain {
  const isPaired = one.trigger === other.trigger;
  const [first, second] = [one, other].map(({ trigger, chances }) =>
    chanceSumsOf(sample.tables[trigger]!, chances, 0),
  ) as [ChanceSums, ChanceSums];
  const [above, below] = [first, second].map((sums) => signalMoments(sample, part, sums)) as [
    SignalMoments[],
    SignalMoments[],
  ];
  const total = (moments: readonly SignalMoments[]): number =>
    sample.signals.reduce((sum, { share }, signal) => sum + share * moments[signal]!.mean, 0);
  if (!(total(below) > 0)) return { value: null, error: null, isPaired };
  const value = total(above) / total(below);
  const both = isPaired ? productsOf(sample.tables[one.trigger]!, first, second) : undefined;
  const variance = sample.signals.reduce((sum, { share, selected }, signal) => {
    const [a, b] = [above[signal]!, below[signal]!];
    const cell = cellOf.signal(signal, part);
    const covariance =
      both === undefined
        ? 0
        : covarianceOf(selected[part], [a.mean, b.mean], {
            x: first.x[cell]!,
            y: second.x[cell]!,
            xSquares: first.wx[cell]!,
            ySquares: second.wx[cell]!,
            products: both[cell]!,
          });
    return sum + share * share * (a.variance + value * value * b.variance - 2 * value * covariance);
  }, 0);
  return { value, error: Math.sqrt(Math.max(0, variance)) / total(below), isPaired };
}

/** Sums over the events of each cell of their chances x. */
interface ChanceSums {
  readonly misses: Float64Array;
  /** Σ w·x, Σ w²·x and Σ w²·x². */
  readonly x: Float64Array;
  readonly wx: Float64Array;
  readonly x2: Float64Array;
}

function chanceSumsOf(table: PatternTable, chances: Float64Array, group: number): ChanceSums {
  const misses = missesOf(table, chances, group);
  const { cells, patterns, weights, squares } = table;
  const count = 1 + cells.reduce((most, cell) => Math.max(most, cell), 0);
  const [x, wx] = [new Float64Array(count), new Float64Array(count)];
  for (const [row, cell] of cells.entries()) {
    const miss = misses[patterns[row]!]!;
    x[cell]! += weights[row]! - table.missed[group]![row]! * miss;
    wx[cell]! += squares[row]! - table.missedSquares[group]![row]! * miss;
  }
  return { misses, x, wx, x2: productSums(table, group, misses, misses) };
}

/** Σ w²·x·y over the events of each cell, of chances with these misses of the free lines. */
function productSums(
  { cells, patterns, squares, missedSquares, squaresMissed }: PatternTable,
  group: number,
  one: Float64Array,
  other: Float64Array,
): Float64Array {
  const sums = new Float64Array(1 + cells.reduce((most, cell) => Math.max(most, cell), 0));
  for (const [row, cell] of cells.entries()) {
    const [a, b] = [one[patterns[row]!]!, other[patterns[row]!]!];
    sums[cell]! +=
      squares[row]! - (a + b) * missedSquares[group]![row]! + a * b * squaresMissed[group]![row]!;
  }
  return sums;
}

const productsOf = (table: PatternTable, one: ChanceSums, other: ChanceSums): Float64Array =>
  productSums(table, 0, one.misses, other.misses);

/** Mean chance of a signal's events and its variance. */
interface SignalMoments {
  readonly mean: number;
  readonly variance: number;
  readonly selected: WeightedCount;
}

function signalMoments(sample: Sample, part: Part, sums: ChanceSums): readonly SignalMoments[] {
  return sample.signals.map(({ selected: both }, signal) => {
    const [selected, cell] = [both[part], cellOf.signal(signal, part)];
    const [x, wx, x2] = [sums.x[cell] ?? 0, sums.wx[cell] ?? 0, sums.x2[cell] ?? 0];
    const mean = x / selected.sumw;
    const own = { x, y: x, xSquares: wx, ySquares: wx, products: x2 };
    const variance = Math.max(0, covarianceOf(selected, [mean, mean], own));
    return { mean, variance, selected };
  });
}

/** Covariance of two mean chances of the same weighted events, Σ w²(x − x̄)(y − ȳ)/(Σ w)². */
function covarianceOf(
  { sumw, sumw2 }: WeightedCount,
  [x, y]: readonly [number, number],
  sums: {
    readonly x: number;
    readonly y: number;
    readonly xSquares: number;
    readonly ySquares: number;
    readonly products: number;
  },
): number {
  const { products, xSquares, ySquares } = sums;
  return (products - y * xSquares - x * ySquares + x * y * sumw2) / (sumw * sumw);
}

function weighted(
  { signals }: Sample,
  part: Part,
  moments: readonly SignalMoments[],
): ChanceEstimate {
  const sum = (of: (share: number, signal: number) => number): number =>
    signals.reduce((all, { share }, signal) => all + of(share, signal), 0);
  const size = 1 / sum((share, signal) => share ** 2 / sizeOf(signals[signal]!.selected[part]));
  return chanceEstimate(
    sum((share, signal) => share * moments[signal]!.mean),
    sum((share, signal) => share ** 2 * moments[signal]!.variance),
    size,
  );
}

/** Events of one weight that know as much of a mean. */
const sizeOf = ({ sumw, sumw2 }: WeightedCount): number => (sumw * sumw) / sumw2;

/**
 * An efficiency with the interval of Clopper and Pearson for counts that have its variance: chances
 * scatter less than what is kept or not. Where all or none are kept nothing is known
 * of the spread, and the number of events stands in its place.
 */
export function chanceEstimate(value: number, variance: number, events: number): ChanceEstimate {
  const mean = Math.min(1, Math.max(0, value));
  const { low, high } = chanceInterval(mean, variance, events);
  return { value, low, high, error: Math.sqrt(variance) };
}

function rateOf({ signals, classes }: Sample, part: Part, { x, x2 }: ChanceSums): Rate {
  let [hz, variance] = [0, 0];
  for (const [stratum, { hz: own, seeds }] of classes.entries()) {
    const [cell, count] = [cellOf.seeds(signals.length, stratum, part), seeds[part]];
    if (count === 0) continue;
    const mean = (x[cell] ?? 0) / count;
    hz += own * mean;
    variance += (own * own * Math.max(0, (x2[cell] ?? 0) / count - mean * mean)) / count;
  }
  return { hz, errorHz: Math.sqrt(variance) };
}

/** Efficiency and rates of a trigger on a part, as functions of the chances. */
export function meritOn(sample: Sample, part: Part, trigger: number): Merit {
  const { signals, classes } = sample;
  const cells = 2 * (signals.length + classes.length);
  const worth: CellWorth = {
    efficiency: new Float64Array(cells),
    hz: new Float64Array(cells),
  };
  for (const [signal, { share, selected }] of signals.entries())
    worth.efficiency[cellOf.signal(signal, part)] = share / selected[part].sumw;
  for (const [stratum, { hz, seeds }] of classes.entries())
    if (seeds[part] > 0) worth.hz[cellOf.seeds(signals.length, stratum, part)] = hz / seeds[part];
  return meritOf(sample.tables[trigger]!, worth);
}

/** A line before prescale: how often it fires, and on how much of the signals. */
interface LineEstimate extends Rate {
  readonly efficiency: number;
}

/** Each free line before prescale, on the events of both parts. */
export function linesBefore(sample: Sample, trigger: number): readonly LineEstimate[] {
  const table = sample.tables[trigger]!;
  const { signals, classes } = sample;
  return Array.from({ length: table.freeCount }, (_, line) => {
    const fired = firedBy(table, line);
    const both = (cells: readonly [number, number]): number =>
      (fired[cells[0]] ?? 0) + (fired[cells[1]] ?? 0);
    const efficiency = signals.reduce((sum, { share, selected }, signal) => {
      const cells = [cellOf.signal(signal, 0), cellOf.signal(signal, 1)] as const;
      return sum + (share * both(cells)) / (selected[0].sumw + selected[1].sumw);
    }, 0);
    let [hz, variance] = [0, 0];
    for (const [stratum, { hz: own, seeds }] of classes.entries()) {
      const place = (part: Part): number => cellOf.seeds(signals.length, stratum, part);
      const count = seeds[0] + seeds[1];
      if (count === 0) continue;
      const mean = both([place(0), place(1)]) / count;
      hz += own * mean;
      variance += (own * own * mean * (1 - mean)) / count;
    }
    return { efficiency, hz, errorHz: Math.sqrt(variance) };
  });
}

/** Weight of the events of each cell that fire a line. */
function firedBy({ cells, patterns, weights, lines, offsets }: PatternTable, line: number) {
  const has = new Set<number>();
  for (let pattern = 0; pattern < offsets.length - 1; pattern++)
    if (lines.slice(offsets[pattern], offsets[pattern + 1]).includes(line)) has.add(pattern);
  const sums: number[] = [];
  for (const [row, cell] of cells.entries())
    if (has.has(patterns[row]!)) sums[cell] = (sums[cell] ?? 0) + weights[row]!;
  return sums;
}
