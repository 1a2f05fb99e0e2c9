// kernel: the serial part runs `add` for every event of a run
import type { Addresses } from '../../detector/event.js';
import { outputWords } from '../../triggers/batches.js';
import { type Axis, binFinder } from './axis.js';
import type { WeightedCount } from './intervals.js';
import type { Observations } from '../chain/observations.js';

/**
 * Something whose efficiency is counted: a line, a family (any of its lines), a probe of the card
 * or one of input bits.
 */
export interface TallySubject {
  readonly kind: 'line' | 'family' | 'probe' | 'input';
  readonly name: string;
  /** Family it belongs to, or ''. */
  readonly family: string;
  /** Output numbers of the menu, any of which fires it. */
  readonly numbers: readonly number[];
  /** What a family is: the OR of these lines. */
  readonly lines?: readonly string[];
  /** What an input probe is, over single input bits. */
  readonly definition?: string;
  /** Probe of the card that fires it. */
  readonly probe?: number;
  /** Why its efficiency is not measured, where nothing that is counted can fire it. */
  readonly remark?: string;
}

/**
 * Events of one selection, in bins of one axis; `axis` null: all in one bin. With a second axis
 * there is a bin for each pair, those of the second within each of the first, and behind them one
 * for each way to be beyond them, as `beyondCells` has it.
 */
interface TallyGroup {
  readonly selection: number;
  readonly axis: Axis | null;
  readonly second?: Axis;
}

/** Where events beyond two axes are counted, from the bin behind all pairs on. */
export const beyondCells = { xBelow: 0, xAbove: 1, yBelow: 2, yAbove: 3, undefined: 4 } as const;
const beyondCount = Object.keys(beyondCells).length;
/** Marks of values in no bin: below the first edge, not below the last, and no number. */
const [below, above, undefinedValue] = [-2, -3, -1];

/** What is counted of what: every subject in every group. */
export interface TallyLayout {
  readonly subjects: readonly TallySubject[];
  readonly groups: readonly TallyGroup[];
}

/** The part of a decided batch that is counted. */
export interface TallyBatch {
  readonly eventCount: number;
  readonly addresses: Pick<Addresses, 'slice'>;
  readonly weights: Float64Array;
  /** `outputWords` words per event. */
  readonly ftdlBits: Uint32Array;
  readonly observations: Observations;
}

/** Counts of events of weight 1, of cells where there are any. */
export interface TallyCounts {
  /** Ascending. */
  readonly cells: Uint32Array;
  /** As long as `cells`. */
  readonly counts: Uint32Array;
}

/**
 * Selected and fired events by group, bin and subject: n, Σw and Σw². Batches come in address
 * order. Sums of weights other than 1 are made in event order within a shard (slice) and then added
 * in shard order, so they do not depend on batches or workers.
 */
export class Tally {
  readonly layout: TallyLayout;
  readonly #stride: number;
  /**
   * First cell of each group; a group has `stride` cells per bin: selected, then one per subject.
   */
  readonly #groupStart: Int32Array;
  readonly #groupSelection: Int32Array;
  /** Indices into the axes, −1 for none; bins of the second. */
  readonly #groupAxis: Int32Array;
  readonly #groupSecond: Int32Array;
  readonly #secondBins: Int32Array;
  readonly #axes: readonly {
    readonly variable: string;
    readonly first: number;
    readonly last: number;
    readonly count: number;
    readonly find: ReturnType<typeof binFinder>;
    bins: Int32Array;
  }[];
  /** One row per (subject, word) with a mask: subject s fires when any of its rows does. */
  readonly #termSubject: Int32Array;
  readonly #termWord: Int32Array;
  readonly #termMask: Int32Array;
  readonly #probeTerms: readonly { readonly subject: number; readonly mask: number }[];
  readonly #fired: Int32Array;
  /** Events of weight 1, and the others: count, sums of closed shards, sums of the open shard. */
  readonly #ones: Float64Array;
  readonly #weighted: Float64Array;
  readonly #sumw: Float64Array;
  readonly #sumw2: Float64Array;
  readonly #shardSumw: Float64Array;
  readonly #shardSumw2: Float64Array;
  readonly #touched: Int32Array;
  readonly #isTouched: Uint8Array;
  #touchedCount = 0;
  #shard = -1;
  #eventCount = 0;
  #weightedEvents = 0;

  constructor(layout: TallyLayout) {
    const { subjects, groups } = layout;
    this.layout = layout;
    this.#stride = subjects.length + 1;
    const axes = [
      ...new Set(groups.flatMap(({ axis, second }) => [axis ?? [], second ?? []].flat())),
    ];
    this.#axes = axes.map((axis) => ({
      variable: axis.variable,
      first: axis.edges[0]!,
      last: axis.edges.at(-1)!,
      count: axis.edges.length - 1,
      find: binFinder(axis),
      bins: new Int32Array(0),
    }));
    this.#groupAxis = Int32Array.from(groups, ({ axis }) =>
      axis === null ? -1 : axes.indexOf(axis),
    );
    this.#groupSecond = Int32Array.from(groups, ({ second }) =>
      second === undefined ? -1 : axes.indexOf(second),
    );
    this.#secondBins = Int32Array.from(groups, ({ second }) =>
      second === undefined ? 1 : second.edges.length - 1,
    );
    this.#groupSelection = Int32Array.from(groups, ({ selection }) => selection);
    this.#groupStart = new Int32Array(groups.length);
    let cells = 0;
    groups.forEach((group, index) => {
      this.#groupStart[index] = cells;
      cells += binCount(group) * this.#stride;
    });
    const terms = subjects.flatMap(({ numbers }, subject) =>
      wordMasks(numbers).map((term) => ({ subject, ...term })),
    );
    this.#termSubject = Int32Array.from(terms, ({ subject }) => subject);
    this.#termWord = Int32Array.from(terms, ({ word }) => word);
    this.#termMask = Int32Array.from(terms, ({ mask }) => mask);
    this.#probeTerms = subjects.flatMap(({ probe }, subject) =>
      probe === undefined ? [] : { subject, mask: 1 << probe },
    );
    this.#fired = new Int32Array(subjects.length);
    this.#ones = new Float64Array(cells);
    this.#weighted = new Float64Array(cells);
    this.#sumw = new Float64Array(cells);
    this.#sumw2 = new Float64Array(cells);
    this.#shardSumw = new Float64Array(cells);
    this.#shardSumw2 = new Float64Array(cells);
    this.#touched = new Int32Array(cells);
    this.#isTouched = new Uint8Array(cells);
  }

  /** Number of cells: of each group, one per bin for the selected events and for each subject. */
  get cellCount(): number {
    return this.#ones.length;
  }

  /** Events counted so far. */
  get eventCount(): number {
    return this.#eventCount;
  }

  /** Whether any event had a weight other than 1. */
  get weighted(): boolean {
    return this.#weightedEvents > 0;
  }

  /** Counts the events of a batch. */
  add(batch: TallyBatch): void {
    const { eventCount, weights, ftdlBits, observations } = batch;
    const { slice } = batch.addresses;
    const { selected, probed } = observations;
    this.#findBins(observations, eventCount);
    for (let event = 0; event < eventCount; event++) {
      if (slice[event] !== this.#shard) this.#closeShard(slice[event]!);
      const weight = weights[event]!;
      if (weight !== 1) this.#weightedEvents++;
      const passed = selected[event]!;
      if (passed === 0) continue;
      const firedCount = this.#findFired(ftdlBits, event * outputWords, probed[event]!);
      this.#fill(event, passed, weight, firedCount);
    }
    this.#eventCount += eventCount;
  }

  /** n, Σw and Σw² of a bin: of the selected events, or of those that fired a subject. */
  count(group: number, bin: number, subject?: number): WeightedCount {
    const cell =
      this.#groupStart[group]! + bin * this.#stride + (subject === undefined ? 0 : subject + 1);
    const ones = this.#ones[cell]!;
    return {
      n: ones + this.#weighted[cell]!,
      sumw: ones + (this.#sumw[cell]! + this.#shardSumw[cell]!),
      sumw2: ones + (this.#sumw2[cell]! + this.#shardSumw2[cell]!),
    };
  }

  /** The counts so far, all of events of weight 1; the tally starts again at nothing. */
  takeCounts(): TallyCounts {
    const ones = this.#ones;
    let filled = 0;
    for (let cell = 0; cell < ones.length; cell++) if (ones[cell] !== 0) filled++;
    const cells = new Uint32Array(filled);
    const counts = new Uint32Array(filled);
    for (let cell = 0, row = 0; row < filled; cell++) {
      if (ones[cell] === 0) continue;
      cells[row] = cell;
      counts[row++] = ones[cell]!;
    }
    ones.fill(0);
    this.#eventCount = 0;
    return { cells, counts };
  }

  /**
   * Adds what another tally of the same layout has counted; whole numbers, so order does not
   * matter.
   */
  addCounts({ cells, counts }: TallyCounts, eventCount: number): void {
    const ones = this.#ones;
    for (let row = 0; row < cells.length; row++)
      ones[cells[row]!] = ones[cells[row]!]! + counts[row]!;
    this.#eventCount += eventCount;
  }

  #findBins({ variables }: Observations, eventCount: number): void {
    for (const axis of this.#axes) {
      if (axis.bins.length < eventCount) axis.bins = new Int32Array(eventCount);
      const values = variables[axis.variable];
      if (values === undefined) axis.bins.fill(-1);
      else {
        axis.find(values, eventCount, axis.bins);
        if (this.#groupSecond.some((second) => second >= 0)) markBeyond(axis, values, eventCount);
      }
    }
  }

  /** Lists the subjects that fired; returns how many. Terms of a subject follow each other. */
  #findFired(bits: Uint32Array, row: number, probed: number): number {
    const termSubject = this.#termSubject;
    const termWord = this.#termWord;
    const termMask = this.#termMask;
    const fired = this.#fired;
    let count = 0;
    let last = -1;
    for (let term = 0; term < termSubject.length; term++) {
      const subject = termSubject[term]!;
      if (subject !== last && (bits[row + termWord[term]!]! & termMask[term]!) !== 0) {
        fired[count++] = subject;
        last = subject;
      }
    }
    for (const { subject, mask } of this.#probeTerms)
      if ((probed & mask) !== 0) fired[count++] = subject;
    return count;
  }

  #fill(event: number, passed: number, weight: number, firedCount: number): void {
    const fired = this.#fired;
    const ones = this.#ones;
    for (let group = 0; group < this.#groupStart.length; group++) {
      if (((passed >>> this.#groupSelection[group]!) & 1) === 0) continue;
      const axis = this.#groupAxis[group]!;
      const second = this.#groupSecond[group]!;
      const first = axis < 0 ? 0 : this.#axes[axis]!.bins[event]!;
      const bin = second < 0 ? first : this.#cell(group, first, this.#axes[second]!.bins[event]!);
      if (bin < 0) continue;
      const cell = this.#groupStart[group]! + bin * this.#stride;
      if (weight === 1) {
        ones[cell] = ones[cell]! + 1;
        for (let i = 0; i < firedCount; i++) {
          const firedCell = cell + 1 + fired[i]!;
          ones[firedCell] = ones[firedCell]! + 1;
        }
      } else {
        this.#addWeighted(cell, weight);
        for (let i = 0; i < firedCount; i++) this.#addWeighted(cell + 1 + fired[i]!, weight);
      }
    }
  }

  /** The bin of a pair of bins, or the one behind them that says where the event is. */
  #cell(group: number, first: number, second: number): number {
    const size = this.#secondBins[group]!;
    if (first >= 0 && second >= 0) return first * size + second;
    const axis = this.#axes[this.#groupAxis[group]!]!;
    const behind = axis.count * size;
    if (first === undefinedValue || second === undefinedValue)
      return behind + beyondCells.undefined;
    if (first === below) return behind + beyondCells.xBelow;
    if (first === above) return behind + beyondCells.xAbove;
    return behind + (second === below ? beyondCells.yBelow : beyondCells.yAbove);
  }

  #addWeighted(cell: number, weight: number): void {
    if (this.#isTouched[cell] === 0) {
      this.#isTouched[cell] = 1;
      this.#touched[this.#touchedCount++] = cell;
    }
    this.#weighted[cell] = this.#weighted[cell]! + 1;
    this.#shardSumw[cell] = this.#shardSumw[cell]! + weight;
    this.#shardSumw2[cell] = this.#shardSumw2[cell]! + weight * weight;
  }

  #closeShard(next: number): void {
    for (let i = 0; i < this.#touchedCount; i++) {
      const cell = this.#touched[i]!;
      this.#isTouched[cell] = 0;
      this.#sumw[cell] = this.#sumw[cell]! + this.#shardSumw[cell]!;
      this.#sumw2[cell] = this.#sumw2[cell]! + this.#shardSumw2[cell]!;
      this.#shardSumw[cell] = 0;
      this.#shardSumw2[cell] = 0;
    }
    this.#touchedCount = 0;
    this.#shard = next;
  }
}

/** Bins of a group within its edges. */
export const innerBins = (group: TallyGroup): number =>
  binCount(group) - (group.second === undefined ? 0 : beyondCount);

/** Bins of a group, with those for events beyond two axes; 1 without an axis. */
export function binCount({ axis, second }: TallyGroup): number {
  if (axis === null) return 1;
  const bins = axis.edges.length - 1;
  return second === undefined ? bins : bins * (second.edges.length - 1) + beyondCount;
}

/** Of values in no bin: on which side they are. */
function markBeyond(
  { first, last, bins }: { readonly first: number; readonly last: number; bins: Int32Array },
  values: Float64Array,
  eventCount: number,
): void {
  for (let event = 0; event < eventCount; event++) {
    if (bins[event]! >= 0) continue;
    const value = values[event]!;
    if (value < first) bins[event] = below;
    else if (value >= last) bins[event] = above;
  }
}

/** Output numbers as masks over the words of an event. */
function wordMasks(numbers: readonly number[]): readonly { word: number; mask: number }[] {
  const masks = new Map<number, number>();
  for (const number of numbers)
    masks.set(number >>> 5, (masks.get(number >>> 5) ?? 0) | (1 << (number & 31)));
  return [...masks].map(([word, mask]) => ({ word, mask }));
}
