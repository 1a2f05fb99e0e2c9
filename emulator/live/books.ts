import { isAccepted } from '../../triggers/gdl/prescale.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import { outputWords } from '../../triggers/batches.js';

/** What a book keeps of each batch behind PSNM. */
interface BookEntry {
  readonly eventCount: number;
  readonly weights: Float64Array;
  readonly ftdlBits: Uint32Array;
  readonly psnmBits: Uint32Array;
}

/**
 * The run's counts: events, accepts, and per menu line the FTDL and PSNM bits; typed arrays, added
 * to batch by batch.
 */
export class Books {
  readonly ftdl: Float64Array;
  readonly psnm: Float64Array;
  processed = 0;
  sumWeights = 0;
  accepted = 0;
  readonly #numbers: readonly number[];

  constructor(menu: CompiledMenu) {
    this.#numbers = menu.lines.map(({ number }) => number);
    this.ftdl = new Float64Array(this.#numbers.length);
    this.psnm = new Float64Array(this.#numbers.length);
  }

  add({ eventCount, weights, ftdlBits, psnmBits }: BookEntry): void {
    for (let event = 0; event < eventCount; event++) {
      if (isAccepted(psnmBits, event)) this.accepted++;
      this.sumWeights += weights[event]!;
    }
    this.processed += eventCount;
    this.#numbers.forEach((number, line) => {
      this.ftdl[line] = this.ftdl[line]! + countBit(ftdlBits, eventCount, number);
      this.psnm[line] = this.psnm[line]! + countBit(psnmBits, eventCount, number);
    });
  }
}

function countBit(words: Uint32Array, eventCount: number, number: number): number {
  const word = number >>> 5;
  const shift = number & 31;
  let count = 0;
  for (let event = 0; event < eventCount; event++)
    count += (words[event * outputWords + word]! >>> shift) & 1;
  return count;
}
