// kernel: runs over every event that is kept in the one thread that sees all events
import { outputWords } from '../batches.js';
import type { CompiledMenu } from './menu.js';

/** Pairs of lines that keep the same events. */
interface KeptPairs {
  /** Places of the lines in the menu; the first is the lower. */
  readonly one: Float64Array;
  readonly other: Float64Array;
  /** Events that both kept, behind prescale and mask. */
  readonly accepts: Float64Array;
}

/**
 * Counts behind prescale and mask how often a line is the only one that keeps an event, and how
 * often two lines keep the same.
 */
export class KeptTogether {
  /** Row `one`, column `other`, one ≤ other; where they are equal, nobody else kept the event. */
  #counts: Float64Array;
  /** Events that each line kept. */
  #ofLine: Float64Array;
  #lineOf: Int16Array;
  #lineCount: number;
  /** Lines of the event that is looked at. */
  readonly #kept = new Int16Array(32 * outputWords);

  constructor(menu: CompiledMenu) {
    this.#lineCount = menu.lines.length;
    this.#lineOf = linesByNumber(menu);
    this.#counts = new Float64Array(this.#lineCount ** 2);
    this.#ofLine = new Float64Array(this.#lineCount);
  }

  /** What comes now is decided by another menu: all is counted anew, so that nothing mixes two. */
  changeMenu(menu: CompiledMenu): void {
    this.#lineCount = menu.lines.length;
    this.#lineOf = linesByNumber(menu);
    this.#counts = new Float64Array(this.#lineCount ** 2);
    this.#ofLine = new Float64Array(this.#lineCount);
  }

  /** Adds an event; of its PSNM bits the first of `outputWords` words stands at `start`. */
  add(psnmBits: Uint32Array, start: number): void {
    const [lineOf, kept, counts, lineCount] = [
      this.#lineOf,
      this.#kept,
      this.#counts,
      this.#lineCount,
    ];
    let count = 0;
    for (let word = 0; word < outputWords; word++) {
      for (let rest = psnmBits[start + word]; rest !== 0; rest &= rest - 1) {
        const line = lineOf[32 * word + 31 - Math.clz32(rest & -rest)];
        if (line >= 0) kept[count++] = line;
      }
    }
    if (count === 1) counts[kept[0] * (lineCount + 1)]++;
    for (let at = 0; at < count; at++) {
      this.#ofLine[kept[at]]++;
      for (let next = at + 1; next < count; next++) {
        const [one, other] = [kept[at], kept[next]];
        counts[one < other ? one * lineCount + other : other * lineCount + one]++;
      }
    }
  }

  /** A copy of the events that each line of the menu kept. */
  ofLine(): Float64Array {
    return this.#ofLine.slice();
  }

  /** Events that each line of the menu was the only one to keep. */
  exclusive(): Float64Array {
    return Float64Array.from(
      { length: this.#lineCount },
      (_, line) => this.#counts[line * (this.#lineCount + 1)],
    );
  }

  /** A copy of the counts of all pairs that have some. */
  pairs(): KeptPairs {
    const [one, other, accepts]: [number[], number[], number[]] = [[], [], []];
    for (let row = 0; row < this.#lineCount; row++)
      for (let column = row + 1; column < this.#lineCount; column++) {
        const count = this.#counts[row * this.#lineCount + column];
        if (count === 0) continue;
        one.push(row);
        other.push(column);
        accepts.push(count);
      }
    return {
      one: Float64Array.from(one),
      other: Float64Array.from(other),
      accepts: Float64Array.from(accepts),
    };
  }
}

function linesByNumber({ lines }: CompiledMenu): Int16Array {
  const places = new Int16Array(32 * outputWords).fill(-1);
  for (const [line, { number }] of lines.entries()) places[number] = line;
  return places;
}
