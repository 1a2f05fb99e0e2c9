import type { Addresses } from '../../detector/event.js';
import type { LineFate } from '../../monitor/explanation.js';
import { hasBit, outputWords } from '../../triggers/batches.js';
import { type MenuLine, outputCount } from '../../triggers/gdl/menu.js';

/** What is read of a decided batch; of probes, which have no decision, only their FTDL bits. */
export interface NotedBatch {
  readonly eventCount: number;
  readonly addresses: Addresses;
  readonly ftdlBits: Uint32Array;
  readonly risingBits?: Uint32Array;
  readonly psnmBits?: Uint32Array;
}

/** Name of an event in its run. */
export interface Place {
  readonly slice: number;
  readonly index: number;
}

/** An event that was decided upon: `outputWords` words each. */
interface Decided {
  readonly rising: Uint32Array;
  readonly psnm: Uint32Array;
}

/** The row behind those of the lines: the newest event of all. */
const newest = outputCount;
/** Events that were shown and are remembered, in rows behind it. */
const shownCount = 32;
const rowCount = newest + 1 + shownCount;

/**
 * The latest event in which each line rose, and the latest of all: tables of fixed size, kept up
 * as batches pass.
 */
export class LineEvents {
  /** By output bit, then the newest, then those that were shown; −1: none yet. */
  readonly #slice = new Float64Array(rowCount).fill(-1);
  readonly #index = new Float64Array(rowCount);
  readonly #rising = new Uint32Array(rowCount * outputWords);
  readonly #psnm = new Uint32Array(rowCount * outputWords);
  #shown = 0;

  /** Batches come in the order of the beam. */
  note(batch: NotedBatch): void {
    const { eventCount, ftdlBits, risingBits = ftdlBits } = batch;
    if (eventCount === 0) return;
    this.#keep(newest, batch, eventCount - 1);
    const found = new Uint32Array(outputWords);
    // From the last event back, each line is taken where it is met first.
    for (let at = eventCount * outputWords - 1; at >= 0; at--) {
      const word = at % outputWords;
      let fresh = risingBits[at]! & ~found[word]!;
      found[word] = found[word]! | fresh;
      while (fresh !== 0) {
        const bit = 31 - Math.clz32(fresh);
        this.#keep(32 * word + bit, batch, Math.floor(at / outputWords));
        fresh &= ~(1 << bit);
      }
    }
  }

  /** Output bits are those of other lines from now on. */
  forget(): void {
    this.#slice.fill(-1);
  }

  /** Keeps what was decided upon an event that is shown to somebody, for a while. */
  remember(batch: NotedBatch, event: number): void {
    this.#keep(newest + 1 + (this.#shown++ % shownCount), batch, event);
  }

  /** The latest event in which output bit `number` rose; of all events without one. */
  latest(number: number = newest): Place | undefined {
    const slice = this.#slice[number]!;
    return slice < 0 ? undefined : { slice, index: this.#index[number]! };
  }

  /** What was decided upon an event, if it is among those that are kept. */
  decided({ slice, index }: Place): Decided | undefined {
    const row = this.#slice.findIndex((own, at) => own === slice && this.#index[at] === index);
    if (row < 0) return undefined;
    const of = (words: Uint32Array): Uint32Array =>
      words.slice(row * outputWords, (row + 1) * outputWords);
    return { rising: of(this.#rising), psnm: of(this.#psnm) };
  }

  #keep(row: number, batch: NotedBatch, event: number): void {
    const { addresses, ftdlBits, risingBits = ftdlBits, psnmBits } = batch;
    this.#slice[row] = addresses.slice[event]!;
    this.#index[row] = addresses.index[event]!;
    for (let word = 0; word < outputWords; word++) {
      const at = event * outputWords + word;
      this.#rising[row * outputWords + word] = risingBits[at]!;
      this.#psnm[row * outputWords + word] = psnmBits?.[at] ?? 0;
    }
  }
}

/** What the serial end of the trigger made of a line that fired in an event. */
export function fateOf(
  { number, prescale }: Pick<MenuLine, 'number' | 'prescale'>,
  { rising, psnm }: Decided,
): LineFate {
  if (hasBit(psnm, outputWords, 0, number)) return 'kept';
  if (!hasBit(rising, outputWords, 0, number)) return 'up already';
  return prescale === 0 ? 'masked' : 'prescaled';
}
