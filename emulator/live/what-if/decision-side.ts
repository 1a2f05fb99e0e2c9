// kernel: one pass over the bits of each window
import { outputWords } from '../../../triggers/batches.js';
import { KeptChances } from '../../../triggers/gdl/kept-chances.js';
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
  readonly #chances: KeptChances;
  /** Lines that need an artificial input, all others, and all. */
  readonly #artificial: Uint32Array;
  readonly #seeded: Uint32Array;
  readonly #all = new Uint32Array(outputWords).fill(0xffff_ffff);
  readonly #bits = new Uint32Array(outputWords);
  readonly #lineAt: Int32Array;
  readonly #familyAt: Int32Array;
  /** What each of the lines asked for keeps on average; 0 of those that the menu lacks. */
  readonly #kept: Float64Array;
  /** From the accepts of a line to what comes before the prescale. */
  readonly #toFtdl: number;

  constructor(menu: CompiledMenu, subjects: Subjects) {
    const places = placesOf(subjects);
    this.menu = menu;
    this.#chances = new KeptChances(menu);
    this.#artificial = artificialLines(menu);
    this.#seeded = this.#artificial.map((word) => ~word);
    this.#toFtdl = places.ftdl - places.line;
    this.#lineAt = Int32Array.from(
      menu.lines,
      ({ name }) => places.line + subjects.lines.indexOf(name),
    );
    const prescales = new Map(menu.lines.map(({ name, prescale }) => [name, prescale] as const));
    this.#kept = Float64Array.from(subjects.lines, (name) => 1 / (prescales.get(name) || Infinity));
    this.#familyAt = Int32Array.from(
      this.#chances.families,
      (name) => places.family + subjects.families.indexOf(name),
    );
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
    const own = this.#bits;
    for (let word = 0; word < outputWords; word++)
      own[word] = bits[window * outputWords + word]! & lines[word]!;
    const { chances, fired, chanceOf, firstFamily } = this.#chances;
    const count = this.#chances.look(own, 0);
    if (count === 0) return;
    for (let at = 0; at < count; at++) {
      const line = fired[at]!;
      const place = this.#lineAt[line]!;
      to.add(place + this.#toFtdl, times);
      if (chanceOf[line]! > 0) to.add(place, times * chanceOf[line]!);
    }
    for (let family = 0; family < this.#familyAt.length; family++) {
      const chance = chances[firstFamily + family]!;
      if (chance > 0) to.add(this.#familyAt[family]!, times * chance);
    }
    const accepted = chances.at(-1)!;
    if (accepted > 0) to.add(0, times * accepted);
  }
}
