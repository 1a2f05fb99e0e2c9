import { isAccepted, type Standing } from '../../triggers/gdl/prescale.js';
import { KeptTogether } from '../../triggers/gdl/kept-together.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import { outputWords } from '../../triggers/batches.js';
import type { CountedSince } from '../../monitor/counted-since.js';

/** What a book keeps of each batch behind PSNM. */
interface BookEntry {
  readonly eventCount: number;
  readonly weights: Float64Array;
  readonly risingBits: Uint32Array;
  readonly psnmBits: Uint32Array;
  readonly standing?: Standing;
}

/**
 * The run's counts: events, accepts, and per menu line the FTDL bits that rise and the PSNM bits;
 * typed arrays, added to batch by batch. A window counts for as many as it stands for.
 */
export class Books {
  ftdl: Float64Array;
  psnm: Float64Array;
  /** When each line began to be counted; undefined from the start of the run. */
  since: readonly (CountedSince | undefined)[];
  /** Lines that kept the same accepts, and those that kept one alone; the decision counts them. */
  readonly together: KeptTogether;
  /** When these began to be counted. */
  togetherSince: CountedSince | undefined;
  processed = 0;
  sumWeights = 0;
  accepted = 0;
  #menu: CompiledMenu;
  #numbers: readonly number[];

  constructor(menu: CompiledMenu) {
    this.#menu = menu;
    this.#numbers = numbersOf(menu);
    this.together = new KeptTogether(menu);
    this.since = menu.lines.map(() => undefined);
    this.ftdl = new Float64Array(this.#numbers.length);
    this.psnm = new Float64Array(this.#numbers.length);
  }

  /**
   * What comes now is decided by another menu, from a time on: lines of both are counted on, others
   * from 0; what lines keep together begins anew.
   * @see D-356, D-433
   */
  changeMenu(menu: CompiledMenu, from: CountedSince): void {
    const places = sameLines(this.#menu, menu);
    const carried = (column: Float64Array): Float64Array =>
      Float64Array.from(places, (place) => (place < 0 ? 0 : column[place]!));
    this.ftdl = carried(this.ftdl);
    this.psnm = carried(this.psnm);
    this.since = places.map((place) => (place < 0 ? from : this.since[place]));
    this.together.changeMenu(menu);
    this.togetherSince = from;
    this.#menu = menu;
    this.#numbers = numbersOf(menu);
  }

  add({ eventCount, weights, risingBits, psnmBits, standing }: BookEntry): void {
    for (let event = 0; event < eventCount; event++) {
      this.accepted += standing?.accepts[event] ?? Number(isAccepted(psnmBits, event));
      this.sumWeights += weights[event]!;
    }
    this.processed += eventCount;
    const kept = standing && keptTimes(standing);
    this.#numbers.forEach((number, line) => {
      const ftdl = standing?.ftdl[number] ?? countBit(risingBits, eventCount, number);
      const psnm = kept?.[number] ?? countBit(psnmBits, eventCount, number);
      this.ftdl[line] = this.ftdl[line]! + ftdl;
      this.psnm[line] = this.psnm[line]! + psnm;
    });
  }
}

const numbersOf = ({ lines }: CompiledMenu): readonly number[] => lines.map(({ number }) => number);

/**
 * For each line of a menu the place of the same line in the one before, −1 where it had none: the
 * same is what has the same name and formula, whatever its prescale and output bit are.
 */
export function sameLines(before: CompiledMenu, now: CompiledMenu): readonly number[] {
  return now.lines.map(({ name, formula }) =>
    before.lines.findIndex((line) => line.name === name && line.formula === formula),
  );
}

function countBit(words: Uint32Array, eventCount: number, number: number): number {
  const word = number >>> 5;
  const shift = number & 31;
  let count = 0;
  for (let event = 0; event < eventCount; event++)
    count += (words[event * outputWords + word]! >>> shift) & 1;
  return count;
}

/** How often each output bit was kept. */
function keptTimes({ kept: { number, times } }: Standing): Float64Array {
  const sums = new Float64Array(32 * outputWords);
  for (const [row, bit] of number.entries()) sums[bit] = sums[bit]! + times[row]!;
  return sums;
}
