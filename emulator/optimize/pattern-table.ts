import { outputWords } from '../../triggers/batches.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';

/** Whose chances are asked for: places of lines, all when absent. */
export type LineGroup = ReadonlySet<number> | undefined;

/** So many groups have a bit each in one word. */
export const maxGroups = 31;

/** What a table is of. */
interface TableOptions {
  readonly menu: CompiledMenu;
  /** Places of the lines whose chances are not known yet. */
  readonly free: readonly number[];
  /** At most `maxGroups`. */
  readonly groups: readonly LineGroup[];
}

/** More cells than a sample has. */
const maxCells = 2 ** 16;

/**
 * Events by the free lines that they fire. With chances c of the free lines, prescale counters at
 * unknown positions keep an event with 1 − m·Π(1 − c), where m is what the other lines miss: sums
 * over events of one pattern are a few numbers, whatever the chances are.
 */
export class PatternTable {
  /** Free lines of each pattern, one behind the other; pattern p from `offsets[p]` on. */
  readonly lines: number[] = [];
  readonly offsets: number[] = [0];
  /** A row for each cell and pattern that came up. */
  readonly cells: number[] = [];
  readonly patterns: number[] = [];
  /** Sums of weights w and of w², a number a row. */
  readonly weights: number[] = [];
  readonly squares: number[] = [];
  /** Sums of w·m, w²·m and w²·m², for each group a number a row. */
  readonly missed: readonly number[][];
  readonly missedSquares: readonly number[][];
  readonly squaresMissed: readonly number[][];
  readonly freeCount: number;
  /** Bit k is set for a free line that is in group k. */
  readonly groupsOf: Uint32Array;
  readonly groupCount: number;

  readonly #patternOf = new Map<string, number>();
  readonly #rowOf = new Map<number, number>();
  /** By output number: place among the free lines, or −1. */
  readonly #freeAt = new Int16Array(32 * outputWords).fill(-1);
  /** By output number: what a kept line misses, and which groups it is in. */
  readonly #misses = new Float64Array(32 * outputWords).fill(1);
  readonly #groups = new Uint32Array(32 * outputWords);
  readonly #freeMask = new Uint32Array(outputWords);
  readonly #own: Float64Array;

  constructor({ menu: { lines }, free, groups }: TableOptions) {
    const inGroups = (place: number): number =>
      groups.reduce(
        (bits, group, at) => ((group?.has(place) ?? true) ? bits | (1 << at) : bits),
        0,
      );
    for (const [place, { number, prescale }] of lines.entries()) {
      this.#groups[number] = inGroups(place);
      const at = free.indexOf(place);
      this.#freeAt[number] = at;
      if (at >= 0) this.#freeMask[number >>> 5]! |= 1 << (number & 31);
      else this.#misses[number] = prescale === 0 ? 1 : 1 - 1 / prescale;
    }
    this.freeCount = free.length;
    this.groupsOf = Uint32Array.from(free, inGroups);
    this.groupCount = groups.length;
    this.#own = new Float64Array(groups.length);
    [this.missed, this.missedSquares, this.squaresMissed] = [
      groups.map(() => []),
      groups.map(() => []),
      groups.map(() => []),
    ];
  }

  get patternCount(): number {
    return this.offsets.length - 1;
  }

  /** Adds an event with its FTDL bits to a cell. */
  add(cell: number, ftdlBits: Uint32Array, event: number, weight: number): void {
    const start = event * outputWords;
    const own = this.#own.fill(1);
    let fired = 0;
    let key = '';
    for (let word = 0; word < outputWords; word++) {
      const bits = ftdlBits[start + word]!;
      const free = bits & this.#freeMask[word]!;
      key += `${free},`;
      fired |= bits;
      for (let rest = bits & ~free; rest !== 0; rest &= rest - 1)
        this.#miss(32 * word + 31 - Math.clz32(rest & -rest), own);
    }
    if (fired === 0) return;
    this.#addRow(this.#rowAt(cell, this.#patternAt(key, ftdlBits, start)), weight, own);
  }

  /** A line that is kept has fired. */
  #miss(number: number, own: Float64Array): void {
    const miss = this.#misses[number]!;
    if (miss === 1) return;
    for (let group = 0; group < own.length; group++)
      if (((this.#groups[number]! >>> group) & 1) === 1) own[group]! *= miss;
  }

  #addRow(row: number, weight: number, own: Float64Array): void {
    this.weights[row]! += weight;
    this.squares[row]! += weight * weight;
    for (let group = 0; group < own.length; group++) {
      const miss = own[group]!;
      this.missed[group]![row]! += weight * miss;
      this.missedSquares[group]![row]! += weight * weight * miss;
      this.squaresMissed[group]![row]! += weight * weight * miss * miss;
    }
  }

  #patternAt(key: string, ftdlBits: Uint32Array, start: number): number {
    const known = this.#patternOf.get(key);
    if (known !== undefined) return known;
    const pattern = this.patternCount;
    this.#patternOf.set(key, pattern);
    for (let number = 0; number < 32 * outputWords; number++) {
      const isFired = (ftdlBits[start + (number >>> 5)]! >>> (number & 31)) & 1;
      if (isFired === 1 && this.#freeAt[number]! >= 0) this.lines.push(this.#freeAt[number]!);
    }
    this.offsets.push(this.lines.length);
    return pattern;
  }

  #rowAt(cell: number, pattern: number): number {
    const key = pattern * maxCells + cell;
    const known = this.#rowOf.get(key);
    if (known !== undefined) return known;
    const row = this.cells.length;
    this.#rowOf.set(key, row);
    this.cells.push(cell);
    this.patterns.push(pattern);
    const sums = [this.missed, this.missedSquares, this.squaresMissed].flat();
    for (const column of [this.weights, this.squares, ...sums]) column.push(0);
    return row;
  }
}

/** With which chance the free lines of a group miss each pattern. */
export function missesOf(
  { lines, offsets, patternCount, groupsOf }: PatternTable,
  chances: Float64Array,
  group: number,
): Float64Array {
  const misses = new Float64Array(patternCount).fill(1);
  for (let pattern = 0; pattern < patternCount; pattern++) {
    for (let at = offsets[pattern]!; at < offsets[pattern + 1]!; at++) {
      const line = lines[at]!;
      if (((groupsOf[line]! >>> group) & 1) === 1) misses[pattern]! *= 1 - chances[line]!;
    }
  }
  return misses;
}
