// kernel: the serial part runs `add` for every event of a study
import { hasBit, outputWords } from '../../../triggers/batches.js';
import { binFinder } from '../axis.js';
import type { WeightedCount } from '../intervals.js';
import type { TallyBatch } from '../tally.js';
import type { KnownReference } from './request.js';

/** Events of a selection by whether the reference has them and whether the probe fires. */
export interface ReferenceCounts {
  readonly all: FiredCount;
  /** Those that the reference has taken, after prescale. */
  readonly taken: FiredCount;
  /** The same, each weighted by 1 over its chance to be taken. */
  readonly corrected: FiredCount;
}

interface FiredCount {
  readonly selected: WeightedCount;
  readonly fired: WeightedCount;
}

/** Events as they come in the order of their addresses, before and after prescale. */
export interface ReferenceBatch extends Omit<TallyBatch, 'addresses'> {
  readonly psnmBits: Uint32Array;
}

/** n, Σw and Σw² of the six counts above, in this order. */
const countsPerBin = 6;
const columns = 3;
const stride = countsPerBin * columns;

/** Counts the references of a card, event after event: sums do not depend on batches. */
export class ReferenceTally {
  readonly #measures: readonly {
    readonly of: KnownReference;
    readonly selection: number;
    readonly find: ReturnType<typeof binFinder> | undefined;
    readonly sums: Float64Array;
  }[];

  /** @param selections names of the card's selections, in the order of their bits. */
  constructor(known: readonly KnownReference[], selections: readonly string[]) {
    this.#measures = known.map((of) => {
      const { selection, axis } = of.request;
      const bins = axis === undefined ? 1 : axis.edges.length - 1;
      return {
        of,
        selection: selections.indexOf(selection),
        find: axis === undefined ? undefined : binFinder(axis),
        sums: new Float64Array(bins * stride),
      };
    });
  }

  /** Counts the events of a batch. */
  add(batch: ReferenceBatch): void {
    const { eventCount, observations, weights } = batch;
    const bins = new Int32Array(eventCount);
    for (const { of, selection, find, sums } of this.#measures) {
      if (of.remark !== undefined) continue;
      const values = observations.variables[of.request.axis?.variable ?? ''];
      if (find === undefined) bins.fill(0);
      else if (values === undefined) bins.fill(-1);
      else find(values, eventCount, bins);
      for (let event = 0; event < eventCount; event++) {
        if (((observations.selected[event]! >>> selection) & 1) === 0 || bins[event]! < 0) continue;
        const weight = weights[event]!;
        const fires = isFired(of, batch, event);
        const row = bins[event]! * stride;
        addTo(sums, row, weight, fires);
        if (!isTaken(of, batch, event)) continue;
        addTo(sums, row + 2 * columns, weight, fires);
        addTo(sums, row + 4 * columns, weight / chanceOf(of, batch, event), fires);
      }
    }
  }

  /** Counts of a request in a bin. */
  counts(index: number, bin: number): ReferenceCounts {
    const { sums } = this.#measures[index]!;
    const at = (place: number): WeightedCount => {
      const row = bin * stride + place * columns;
      return { n: sums[row]!, sumw: sums[row + 1]!, sumw2: sums[row + 2]! };
    };
    const pair = (place: number): FiredCount => ({ selected: at(place), fired: at(place + 1) });
    return { all: pair(0), taken: pair(2), corrected: pair(4) };
  }
}

function addTo(sums: Float64Array, row: number, weight: number, fires: boolean): void {
  for (let at = row; at <= row + (fires ? columns : 0); at += columns) {
    sums[at] = sums[at]! + 1;
    sums[at + 1] = sums[at + 1]! + weight;
    sums[at + 2] = sums[at + 2]! + weight * weight;
  }
}

function isFired(
  { probeNumber, probeFlag }: KnownReference,
  { ftdlBits, observations }: ReferenceBatch,
  event: number,
): boolean {
  return probeNumber === undefined
    ? (observations.probed[event]! & probeFlag) !== 0
    : hasBit(ftdlBits, outputWords, event, probeNumber);
}

function isTaken(
  { lines, tagFlag }: KnownReference,
  { psnmBits, observations }: ReferenceBatch,
  event: number,
): boolean {
  return (
    (tagFlag === 0 || (observations.probed[event]! & tagFlag) !== 0) &&
    lines.some(({ number }) => hasBit(psnmBits, outputWords, event, number))
  );
}

/**
 * The chance that an event is taken by any of the lines that fired: 1 − Π(1 − 1/prescale). Counters
 * of lines are taken as independent.
 */
function chanceOf({ lines }: KnownReference, { ftdlBits }: ReferenceBatch, event: number): number {
  let lost = 1;
  for (const { number, prescale } of lines)
    if (hasBit(ftdlBits, outputWords, event, number)) lost *= 1 - 1 / prescale;
  return 1 - lost;
}
