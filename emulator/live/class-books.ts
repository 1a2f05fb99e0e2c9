// kernel: runs over every window of a run in the one thread that sees all of them
import type { ClassCounts, FamilyDefinition } from '../../monitor/machine-snapshot.js';
import { outputWords } from '../../triggers/batches.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import type { DecisionBatch } from '../../triggers/gdl/decide.js';
import type { DecidableBatch } from '../chain/chain.js';
import { artificialAnchor } from '../chain/windows.js';
import type { SeedClass } from '../sources/seed-class.js';
import { sameLines } from './books.js';

/** Windows behind the decision. */
export type DecidedWindows = Pick<DecidableBatch, 'eventCount' | 'weights' | 'windows'> &
  Pick<DecisionBatch, 'risingBits' | 'standing'>;

/** Families with the lines whose OR their rate is. */
export function familyDefinitions({ lines }: CompiledMenu): readonly FamilyDefinition[] {
  const names = [...new Set(lines.flatMap(({ family }) => family || []))];
  return names.map((name) => ({
    name,
    lines: lines.flatMap((line) => (line.family === name && line.prescale === 1 ? line.name : [])),
  }));
}

/**
 * Windows, accepts and what fired, by the class of what opened the window; windows that no seed
 * opened come last, and stand for as many as their artificial input does.
 * @see D-302
 */
export class ClassBooks {
  readonly #classes: readonly SeedClass[];
  #menu: CompiledMenu;
  #lineCount: number;
  /** Place of a line in the menu by its output number. */
  #lineOf: Int32Array;
  /** `outputWords` words of unprescaled lines for each family. */
  #familyMasks: readonly Uint32Array[];
  readonly #seeds: Float64Array;
  readonly #windows: Float64Array;
  readonly #weighted: Float64Array;
  readonly #accepts: Float64Array;
  /** A row of lines, and one of families, for each class. */
  #lineAccepts: Float64Array;
  #familyRises: Float64Array;

  constructor(menu: CompiledMenu, classes: readonly SeedClass[]) {
    const families = familyDefinitions(menu);
    const rows = classes.length + 1;
    this.#classes = classes;
    this.#menu = menu;
    this.#lineCount = menu.lines.length;
    this.#lineOf = linesByNumber(menu);
    this.#familyMasks = families.map(({ lines }) => masksOf(menu, lines));
    this.#seeds = new Float64Array(rows);
    this.#windows = new Float64Array(rows);
    this.#weighted = new Float64Array(rows);
    this.#accepts = new Float64Array(rows);
    this.#lineAccepts = new Float64Array(rows * this.#lineCount);
    this.#familyRises = new Float64Array(rows * families.length);
  }

  /**
   * What comes now is decided by another menu: lines of both are counted on, and families whose
   * definition stays; others from 0.
   */
  changeMenu(menu: CompiledMenu): void {
    const lines = sameLines(this.#menu, menu);
    const families = familyDefinitions(menu);
    const before = familyDefinitions(this.#menu).map(definitionOf);
    const sameFamilies = families.map((family) => before.indexOf(definitionOf(family)));
    const rows = this.#classes.length + 1;
    this.#lineAccepts = carried(this.#lineAccepts, rows, lines);
    this.#familyRises = carried(this.#familyRises, rows, sameFamilies);
    this.#menu = menu;
    this.#lineCount = menu.lines.length;
    this.#lineOf = linesByNumber(menu);
    this.#familyMasks = families.map((family) => masksOf(menu, family.lines));
  }

  /** Seeds of a slice by the place of their class. */
  addSeeds(counts: ArrayLike<number>): void {
    for (let place = 0; place < counts.length; place++) this.#seeds[place]! += counts[place]!;
  }

  add({ eventCount, weights, windows, risingBits, standing }: DecidedWindows): void {
    const families = this.#familyMasks.length;
    for (let window = 0; window < eventCount; window++) {
      const anchor = windows?.anchor[window] ?? artificialAnchor;
      const isSeed = anchor !== artificialAnchor;
      const row = isSeed ? anchor : this.#classes.length;
      const weight = weights[window]!;
      const alike = isSeed ? 1 : (windows?.artificial?.[window] ?? 1);
      this.#windows[row]! += 1;
      this.#weighted[row]! += Math.max(weight, alike);
      this.#accepts[row]! += standing?.accepts[window] ?? 0;
      for (let family = 0; family < families; family++)
        if (isAnySet(risingBits, window * outputWords, this.#familyMasks[family]!))
          this.#familyRises[row * families + family]! += weight;
      if (standing !== undefined) this.#addKept(row, window, standing.kept);
    }
  }

  #addKept(row: number, window: number, kept: NonNullable<DecidedWindows['standing']>['kept']) {
    const { offsets, number, times } = kept;
    for (let entry = offsets[window]!; entry < offsets[window + 1]!; entry++) {
      const line = this.#lineOf[number[entry]!]!;
      if (line >= 0) this.#lineAccepts[row * this.#lineCount + line]! += times[entry]!;
    }
  }

  /** A copy of the counts. */
  counts(): readonly ClassCounts[] {
    const told = [
      ...this.#classes,
      { name: 'no seed', tier: 'anchor', origin: 'artificial' } as const,
    ];
    const families = this.#familyMasks.length;
    const rowOf = (column: Float64Array, row: number, width: number): Float64Array =>
      column.slice(row * width, (row + 1) * width);
    return told.map(({ name, tier, origin }, row) => ({
      name,
      tier,
      origin,
      seeds: this.#seeds[row]!,
      windows: this.#windows[row]!,
      weighted: this.#weighted[row]!,
      accepts: this.#accepts[row]!,
      lineAccepts: rowOf(this.#lineAccepts, row, this.#lineCount),
      familyRises: rowOf(this.#familyRises, row, families),
    }));
  }
}

function linesByNumber({ lines }: CompiledMenu): Int32Array {
  const places = new Int32Array(32 * outputWords).fill(-1);
  for (const [line, { number }] of lines.entries()) places[number] = line;
  return places;
}

/** What a family is, as text: the same where it is counted on. */
export const definitionOf = ({ name, lines }: FamilyDefinition): string =>
  [name, ...lines].join(' ');

/** Rows of counts whose columns are others: each by its place before, −1 for a new one. */
function carried(counts: Float64Array, rows: number, places: readonly number[]): Float64Array {
  const width = counts.length / rows;
  const next = new Float64Array(rows * places.length);
  for (let row = 0; row < rows; row++)
    for (const [column, place] of places.entries())
      if (place >= 0) next[row * places.length + column] = counts[row * width + place]!;
  return next;
}

function masksOf({ lines }: CompiledMenu, names: readonly string[]): Uint32Array {
  const masks = new Uint32Array(outputWords);
  for (const { name, number } of lines)
    if (names.includes(name)) masks[number >>> 5]! |= 1 << (number & 31);
  return masks;
}

function isAnySet(words: Uint32Array, offset: number, masks: Uint32Array): boolean {
  for (let word = 0; word < outputWords; word++)
    if ((words[offset + word]! & masks[word]!) !== 0) return true;
  return false;
}
