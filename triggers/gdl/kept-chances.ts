// kernel: one pass over the bits of each event
import { outputWords } from '../batches.js';
import type { CompiledMenu, Family } from './menu.js';

/** A chance that an event has. */
export interface Quantity {
  readonly kind: 'ftdl' | 'exclusive' | 'family' | 'family alone' | 'tracks' | 'sure' | 'accepted';
  /** Of the line or family. */
  readonly name: string;
}

const trackFamilies: ReadonlySet<string> = new Set<Family>([
  'two-track',
  'three-track',
  'nn-single-track',
]);

/**
 * The chance that prescale counters at unknown positions keep an event: of each line before
 * prescale (0 or 1) and as the only one that keeps it, of each family and of it alone, of the track
 * families' lines without prescale, of any line without prescale, and of the whole menu. Masked
 * lines count before prescale alone.
 */
export class KeptChances {
  readonly quantities: readonly Quantity[];
  /** Of the event looked at last, an element a quantity. */
  readonly chances: Float64Array;
  /** Places of the lines that the event looked at last has fired; `look` tells how many. */
  readonly fired: Int16Array;
  /** With which a line that has fired keeps the event, by place. */
  readonly chanceOf: Float64Array;
  /** Place of the first family among the quantities, and how many there are. */
  readonly firstFamily: number;
  readonly familyCount: number;
  private readonly lineOf: Int16Array;
  private readonly familyOf: Int16Array;
  private readonly isOfTracks: Uint8Array;
  private readonly lineCount: number;
  /** Names of the families, in the order of their quantities. */
  readonly families: readonly Family[];
  private readonly missed: Float64Array;

  constructor({ lines }: CompiledMenu) {
    this.lineCount = lines.length;
    this.families = [...new Set(lines.flatMap(({ family }) => (family === '' ? [] : [family])))];
    this.firstFamily = 2 * lines.length;
    this.familyCount = this.families.length;
    this.lineOf = new Int16Array(32 * outputWords).fill(-1);
    this.chanceOf = new Float64Array(lines.length);
    this.familyOf = new Int16Array(lines.length);
    this.isOfTracks = Uint8Array.from(lines, ({ family }) => Number(trackFamilies.has(family)));
    for (const [line, { number, prescale, family }] of lines.entries()) {
      this.lineOf[number] = line;
      this.chanceOf[line] = prescale === 0 ? 0 : 1 / prescale;
      this.familyOf[line] = family === '' ? this.families.length : this.families.indexOf(family);
    }
    this.fired = new Int16Array(lines.length);
    this.chances = new Float64Array(2 * lines.length + 2 * this.families.length + 3);
    // The last is of lines without a family.
    this.missed = new Float64Array(this.families.length + 1);
    this.quantities = [
      ...lines.map(({ name }) => ({ kind: 'ftdl', name }) as const),
      ...lines.map(({ name }) => ({ kind: 'exclusive', name }) as const),
      ...this.families.map((name) => ({ kind: 'family', name }) as const),
      ...this.families.map((name) => ({ kind: 'family alone', name }) as const),
      { kind: 'tracks', name: 'track lines without prescale' },
      { kind: 'sure', name: 'lines without prescale' },
      { kind: 'accepted', name: 'accepted' },
    ];
  }

  /** Finds the chances of an event; returns how many lines fired: without one, all are 0. */
  look(ftdlBits: Uint32Array, event: number): number {
    const { fired, chances, missed, lineOf, chanceOf, familyOf, lineCount } = this;
    let count = 0;
    for (let word = 0; word < outputWords; word++) {
      for (let rest = ftdlBits[event * outputWords + word]; rest !== 0; rest &= rest - 1) {
        const line = lineOf[32 * word + 31 - Math.clz32(rest & -rest)];
        if (line >= 0) fired[count++] = line;
      }
    }
    if (count === 0) return 0;
    chances.fill(0);
    missed.fill(1);
    let [noneKeeps, certain, sure, tracks] = [1, 0, -1, 0];
    for (let at = 0; at < count; at++) {
      const line = fired[at];
      chances[line] = 1;
      const miss = 1 - chanceOf[line];
      missed[familyOf[line]] *= miss;
      if (miss === 0) {
        certain++;
        sure = line;
        tracks |= this.isOfTracks[line];
      } else noneKeeps *= miss;
    }
    // `noneKeeps` leaves out the lines without prescale.
    if (certain === 1) chances[lineCount + sure] = noneKeeps;
    else if (certain === 0) {
      for (let at = 0; at < count; at++) {
        const line = fired[at];
        const chance = chanceOf[line];
        chances[lineCount + line] = (noneKeeps / (1 - chance)) * chance;
      }
    }
    const { firstFamily, familyCount: families } = this;
    for (let family = 0; family < families; family++) {
      chances[firstFamily + family] = 1 - missed[family];
      let alone = 1 - missed[family];
      for (let other = 0; other <= families; other++) if (other !== family) alone *= missed[other];
      chances[firstFamily + families + family] = alone;
    }
    const last = firstFamily + 2 * families;
    chances[last] = tracks;
    chances[last + 1] = certain > 0 ? 1 : 0;
    chances[last + 2] = certain > 0 ? 1 : 1 - noneKeeps;
    return count;
  }
}
