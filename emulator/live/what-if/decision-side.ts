// kernel: one pass over the bits of each window
import { outputWords } from '../../../triggers/batches.js';
import type { CompiledMenu } from '../../../triggers/gdl/menu.js';
import { artificialLines } from '../../../triggers/gdl/needed-inputs.js';

/** What numbers are asked of besides all of Level 1: families and lines, by name. */
export interface Subjects {
  readonly families: readonly string[];
  readonly lines: readonly string[];
}

/** Places of the numbers of subjects: accepts of all of them, then lines before prescale. */
export const placesOf = ({ families, lines }: Subjects) => ({
  total: 0,
  family: 1,
  line: 1 + families.length,
  ftdl: 1 + families.length + lines.length,
  count: 1 + families.length + 2 * lines.length,
});

/** Numbers of one window, and the places at which they are not 0. */
export class Touched {
  readonly values: Float64Array;
  readonly places: Int32Array;
  count = 0;
  readonly #is: Uint8Array;

  constructor(places: number) {
    this.values = new Float64Array(places);
    this.places = new Int32Array(places);
    this.#is = new Uint8Array(places);
  }

  add(place: number, value: number): void {
    if (this.#is[place] === 0) {
      this.#is[place] = 1;
      this.places[this.count++] = place;
    }
    this.values[place]! += value;
  }

  clear(): void {
    for (let at = 0; at < this.count; at++) {
      this.values[this.places[at]!] = 0;
      this.#is[this.places[at]!] = 0;
    }
    this.count = 0;
  }
}

/**
 * What a menu makes of fired bits: of each subject how many accepts prescale counters at unknown
 * positions keep on average, and of lines what comes before. A window counts as often as it stands
 * for; lines that need an artificial input count as often as that does, as in the prescalers.
 */
export class DecisionSide {
  readonly menu: CompiledMenu;
  /** Lines that need an artificial input, and all others. */
  readonly #artificial: Uint32Array;
  readonly #seeded: Uint32Array;
  readonly #all = new Uint32Array(outputWords).fill(0xffff_ffff);
  /** By output number: place of the line and of its family, −1 for none; what it keeps. */
  readonly #lineAt: Int16Array;
  readonly #familyAt: Int16Array;
  readonly #chance: Float64Array;
  /** What each of the lines asked for keeps on average; 0 of those that the menu lacks. */
  readonly #kept: Float64Array;
  /** From the accepts of a line to what comes before the prescale. */
  readonly #toFtdl: number;
  /** By place of a family: the chance that none of its lines keeps the window in hand. */
  readonly #missed: Float64Array;
  readonly #families: Int16Array;

  constructor(menu: CompiledMenu, subjects: Subjects) {
    const places = placesOf(subjects);
    this.menu = menu;
    this.#artificial = artificialLines(menu);
    this.#seeded = this.#artificial.map((word) => ~word);
    this.#toFtdl = places.ftdl - places.line;
    this.#kept = new Float64Array(subjects.lines.length);
    this.#lineAt = new Int16Array(32 * outputWords).fill(-1);
    this.#familyAt = new Int16Array(32 * outputWords).fill(-1);
    this.#chance = new Float64Array(32 * outputWords);
    for (const { number, name, family, prescale } of menu.lines) {
      const line = subjects.lines.indexOf(name);
      this.#lineAt[number] = places.line + line;
      if (family !== '') this.#familyAt[number] = places.family + subjects.families.indexOf(family);
      this.#chance[number] = prescale === 0 ? 0 : 1 / prescale;
      this.#kept[line] = this.#chance[number]!;
    }
    this.#missed = new Float64Array(places.line).fill(1);
    this.#families = new Int16Array(places.line);
  }

  /** What a line, by its place among those asked for, keeps on average. */
  keptBy(line: number): number {
    return this.#kept[line]!;
  }

  /** Adds the numbers of a window that stands for `own`, its artificial input for `given`. */
  add(bits: Uint32Array, window: number, own: number, given: number, to: Touched): void {
    const both = Math.min(own, given);
    if (both > 0) this.#addAlike(bits, window, this.#all, both, to);
    if (own > both) this.#addAlike(bits, window, this.#seeded, own - both, to);
    if (given > both) this.#addAlike(bits, window, this.#artificial, given - both, to);
  }

  /** So many alike windows, in which some of the lines take part. */
  #addAlike(
    bits: Uint32Array,
    window: number,
    lines: Uint32Array,
    times: number,
    to: Touched,
  ): void {
    const missed = this.#missed;
    let [noneKeeps, families] = [1, 0];
    for (let word = 0; word < outputWords; word++) {
      let rest = bits[window * outputWords + word]! & lines[word]!;
      for (; rest !== 0; rest &= rest - 1) {
        const number = 32 * word + 31 - Math.clz32(rest & -rest);
        const line = this.#lineAt[number]!;
        if (line < 0) continue;
        to.add(line + this.#toFtdl, times);
        const chance = this.#chance[number]!;
        if (chance === 0) continue;
        to.add(line, times * chance);
        noneKeeps *= 1 - chance;
        const family = this.#familyAt[number]!;
        if (family < 0) continue;
        if (missed[family] === 1) this.#families[families++] = family;
        missed[family]! *= 1 - chance;
      }
    }
    for (let at = 0; at < families; at++) {
      const family = this.#families[at]!;
      to.add(family, times * (1 - missed[family]!));
      missed[family] = 1;
    }
    if (noneKeeps < 1) to.add(0, times * (1 - noneKeeps));
  }
}
