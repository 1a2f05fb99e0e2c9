import type { WhatIfEfficiency } from '../../../monitor/what-if.js';
import type { UnknownLines } from '../../chain/unknown-lines.js';
import type { WeightedCount } from '../../studies/intervals.js';
import type { Card } from '../../studies/define-card.js';
import { type DecisionSide, placesOf, type Subjects } from './decision-side.js';
import { confidence, symmetric } from './estimates.js';
import { meanChance } from './mean-chance.js';
import { PairedSums } from './paired-sums.js';
import type { ProbeBatch } from './probe-ring.js';

/** Bits of the same events, now and as asked. */
interface PairedBits {
  readonly now: Uint32Array;
  readonly asked: Uint32Array;
}

/** What the selected events of a card do now and would do as asked. */
export class ProbeSums {
  readonly card: Card;
  readonly selection: string;
  /** Names of lines and families that the card counts. */
  readonly counted: ReadonlySet<string>;
  readonly #sums: PairedSums;
  readonly #bit: number;
  readonly #places: ReturnType<typeof placesOf>;
  readonly #sides: readonly DecisionSide[];
  #selected = { n: 0, sumw: 0, sumw2: 0 };

  constructor(
    card: Card,
    sides: readonly [now: DecisionSide, asked: DecisionSide],
    subjects: Subjects,
    unknown: UnknownLines,
  ) {
    const layout = card.layout(sides[0].menu, unknown);
    this.card = card;
    this.#bit = layout.groups[0]!.selection;
    this.selection = card.selectionOf(card.selectionNames[this.#bit]!).text;
    this.counted = new Set(
      layout.subjects.flatMap(({ kind, name, remark }) =>
        kind === 'probe' || kind === 'input' || remark !== undefined ? [] : name,
      ),
    );
    this.#sides = sides;
    this.#sums = new PairedSums(...sides, subjects);
    this.#places = placesOf(subjects);
  }

  get events(): WeightedCount {
    return this.#selected;
  }

  add({ eventCount, weights, observations }: ProbeBatch, { now, asked }: PairedBits): void {
    const own = weights.map((weight, event) =>
      ((observations.selected[event]! >>> this.#bit) & 1) === 1 ? weight : 0,
    );
    const { n, sumw, sumw2 } = this.#selected;
    this.#selected = {
      n: n + own.filter((weight) => weight !== 0).length,
      sumw: own.reduce((sum, weight) => sum + weight, sumw),
      sumw2: own.reduce((sum, weight) => sum + weight * weight, sumw2),
    };
    this.#sums.add({ count: eventCount, weights: own, artificial: own, now, asked });
  }

  /** The efficiency of a subject at its place behind the prescale. */
  efficiency(place: number, known: { readonly now: boolean; readonly asked: boolean }) {
    const { now, asked, difference2 } = this.#sums.at(place);
    const { sumw, sumw2, n } = this.#selected;
    const estimate = (side: number) => this.#estimate(place, side);
    const mean = (asked - now) / sumw;
    const spread = Math.sqrt(Math.max(0, difference2 - mean * mean * sumw2)) / Math.abs(sumw);
    const isMeasured = n > 0 && sumw !== 0;
    return {
      card: this.card.name,
      selection: this.selection,
      selected: n,
      now: isMeasured && known.now ? estimate(0) : null,
      asked: isMeasured && known.asked ? estimate(1) : null,
      difference: isMeasured && known.now && known.asked ? symmetric(mean, spread) : null,
    } satisfies WhatIfEfficiency;
  }

  /** Of a line: the interval before prescale, of which it keeps one in so many. */
  #estimate(place: number, side: number) {
    const { line, ftdl } = this.#places;
    const kept = place >= line && place < ftdl ? this.#keptBy(place - line, side) : undefined;
    const at = this.#sums.at(kept === undefined ? place : place - line + ftdl);
    const [n, sum, squares, weighted] =
      side === 0
        ? [at.nowCount, at.now, at.now2, at.nowWeighted]
        : [at.askedCount, at.asked, at.asked2, at.askedWeighted];
    const sums = { n, sum, squares, weighted };
    const { efficiency, low, high } = meanChance(this.#selected, sums, confidence);
    const share = kept ?? 1;
    return { value: (efficiency ?? 0) * share, low: low * share, high: high * share };
  }

  #keptBy(row: number, side: number): number {
    return this.#sides[side]!.keptBy(row);
  }
}
