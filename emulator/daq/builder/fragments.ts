// kernel: eight blocks of every accepted event are written here, with no allocation
import {
  headerMagic,
  headerWord,
  headerWords,
  nodeOf,
  runWord,
  trailerMagic,
  trailerWords,
  triggerEnd,
  triggerWord,
  triggerWords,
} from './raw-words.js';

/** Words that are made of a block: its payload has a length and no words. */
const madeWords = headerWords + trailerWords;
const bytesPerWord = 4;

/**
 * The blocks of one event as front ends and trigger distribution send them, one event at a time in
 * the same memory. Of the payload, which is emulated by its size, no word is made.
 */
export class Fragments {
  /** Blocks one behind the other: first that of the trigger distribution. */
  readonly words: Uint32Array;
  /** When each came after the trigger [ns]; infinity for one that never comes. */
  readonly arrival: Float64Array;
  /** XOR of the words of a header that are the same in all events of the run. */
  readonly #constant: Uint32Array;
  readonly #count: number;
  readonly #run: number;
  /** A block was changed: what is the same in all events has to be written again. */
  #isChanged = false;

  constructor(run: number, count: number) {
    this.#run = run;
    this.#count = count;
    this.words = new Uint32Array(triggerWords + count * madeWords);
    this.arrival = new Float64Array(count);
    this.#constant = new Uint32Array(count);
    this.#placeConstants();
  }

  #placeConstants(): void {
    const { words } = this;
    const run = runWord(this.#run);
    this.#constant.fill(0);
    this.#isChanged = false;
    words[triggerWord.length] = triggerWords;
    words[triggerWord.magic] = headerMagic;
    words[triggerWord.run] = run;
    words[triggerWord.end] = triggerEnd;
    for (let place = 0; place < this.#count; place++) {
      const at = this.at(place);
      words[at + headerWord.magic] = headerMagic;
      words[at + headerWord.run] = run;
      words[at + headerWord.node] = nodeOf(place);
      // All data of a node are one channel.
      words.fill(headerWords, at + headerWord.channels, at + headerWords);
      const { length, number, ticks, seconds } = headerWord;
      for (const word of [length, number, ticks, seconds]) words[at + word] = 0;
      for (let word = 0; word < headerWords; word++) this.#constant[place]! ^= words[at + word]!;
      words[at + headerWords + 1] = trailerMagic;
    }
  }

  /** First word of the block of a subdetector. */
  at(place: number): number {
    return triggerWords + place * madeWords;
  }

  /** Length of a block with so many bytes of payload [words]. */
  static wordsFor(bytes: number): number {
    return madeWords + Math.ceil(bytes / bytesPerWord);
  }

  /**
   * Writes the blocks of an event; `ticks` is the word of `ticksWord`.
   * @param bytes payload of each subdetector from `row` on; none when absent.
   * @returns length of all blocks [bytes]
   */
  write(
    number: number,
    ticks: number,
    seconds: number,
    sinceLast: number,
    bytes: ArrayLike<number> | undefined,
    row: number,
  ): number {
    const { words } = this;
    if (this.#isChanged) this.#placeConstants();
    words[triggerWord.number] = number;
    words[triggerWord.ticks] = ticks;
    words[triggerWord.seconds] = seconds;
    words[triggerWord.ownNumber] = number;
    words[triggerWord.ownTicks] = ticks;
    words[triggerWord.ownSeconds] = seconds;
    words[triggerWord.sinceLast] = Math.min(sinceLast, 0xffff_ffff);
    let total = triggerWords;
    for (let place = 0; place < this.#count; place++) {
      const at = this.at(place);
      const length = Fragments.wordsFor(bytes === undefined ? 0 : bytes[row + place]!);
      words[at + headerWord.length] = length;
      words[at + headerWord.number] = number;
      words[at + headerWord.ticks] = ticks;
      words[at + headerWord.seconds] = seconds;
      words[at + headerWords] = this.#constant[place]! ^ length ^ number ^ ticks ^ seconds;
      this.arrival[place] = 0;
      total += length;
    }
    return bytesPerWord * total;
  }

  /** A bit of a header turns over on its way. */
  flip(place: number, bit: number): void {
    this.#isChanged = true;
    this.words[this.at(place) + (bit >>> 5)]! ^= 1 << (bit & 31);
  }

  /** A front end has sent another value in a word, and its checksum fits. */
  replace(place: number, word: number, value: number): void {
    const at = this.at(place);
    this.#isChanged = true;
    const before = this.words[at + word]!;
    this.words[at + word] = value;
    this.words[at + headerWords]! ^= before ^ this.words[at + word]!;
  }
}
