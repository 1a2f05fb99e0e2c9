// kernel: a line's columns are read where they stand; strings are made only for what is no number
import type { IntList } from './int-list.js';
import { LineTable, lineWords } from './line-table.js';
import { quoted, type Source } from './source.js';

const lineEnd = Buffer.from('\n');
const openBracket = 91;
const closeBracket = 93;
const comma = 44;
const zero = 48;

/**
 * The line in hand and its columns, which are split at white space (and commas or semicolons where
 * a format allows them); columns are counted from 0.
 */
export class Fields {
  readonly #source: Source;
  /** Where the line is. */
  #text: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  /** Of the table that it is in: edges, from where they count, and values; its first column. */
  #edges = new Int32Array(0);
  #base = 0;
  #values = new Float64Array(0);
  #first = 0;
  /** A part of a line, and the line of which a part is in hand. */
  readonly #part = new LineTable();
  #whole: { readonly text: Buffer; readonly start: number; readonly end: number } | undefined;
  count = 0;
  /** Whether the line is numbers and white space alone, at least one. */
  isPlain = false;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Takes a line of a table of `text`. */
  take(text: Buffer, table: LineTable, index: number): void {
    this.#whole = undefined;
    this.#show(text, table, index);
  }

  /**
   * Goes on with a part of the line that was taken, from one place in it to another, split at white
   * space.
   */
  narrow(from: number, to?: number): void {
    this.#whole ??= { text: this.#text, start: this.#start, end: this.#end };
    const { text, start, end } = this.#whole;
    const part = text.subarray(start + from, to === undefined ? end : start + to);
    const bytes = Buffer.concat([part, lineEnd]);
    this.#part.split(bytes, 0, bytes.length, false);
    this.#show(bytes, this.#part, 0);
  }

  #show(text: Buffer, table: LineTable, index: number): void {
    const { lines, base } = table;
    const line = lineWords * index;
    this.#text = text;
    this.#edges = table.edges;
    this.#values = table.values;
    this.#base = base;
    this.#start = base + lines[line]!;
    this.#end = base + lines[line + 1]!;
    this.#first = lines[line + 2]!;
    this.count = lines[line + lineWords + 2]! - this.#first;
    this.isPlain = lines[line + 3] === 1 && this.count > 0;
  }

  /** The whole line, one character per byte. */
  get line(): string {
    return this.#text.toString('latin1', this.#start, this.#end);
  }

  /** Bytes of the line. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** First byte of the line, or of what follows an empty one. */
  get firstByte(): number {
    return this.#text[this.#start]!;
  }

  /** The only character of a column, as its code; 0 for one that is longer, or not there. */
  letter(column: number): number {
    if (column >= this.count) return 0;
    const at = 2 * (this.#first + column);
    const start = this.#edges[at]!;
    return this.#edges[at + 1] === start + 1 ? this.#text[this.#base + start]! : 0;
  }

  /** Fewer columns would be read as other quantities. @throws READER_MALFORMED */
  atLeast(count: number): void {
    if (this.count < count)
      throw this.#source.malformed(`${this.count} columns in ${quoted(this.line)}`, `${count}`);
  }

  /** Whether some columns are there and numbers. */
  areNumbers(column: number, count: number): boolean {
    if (column + count > this.count) return false;
    const first = this.#first + column;
    for (let index = first; index < first + count; index++)
      if (Number.isNaN(this.#values[index])) return false;
    return true;
  }

  /**
   * Adds the whole numbers of a column like [1,20] to a list. Returns false, and adds none, where
   * it is anything else, or has a number that is not from 1 to `most`.
   */
  list(column: number, list: IntList, most: number): boolean {
    if (column >= this.count) return false;
    const at = 2 * (this.#first + column);
    const end = this.#base + this.#edges[at + 1]! - 1;
    const text = this.#text;
    const held = list.length;
    let value = 0;
    let place = this.#base + this.#edges[at]!;
    if (text[place] !== openBracket || text[end] !== closeBracket || place === end) return false;
    for (place++; place <= end; place++) {
      const byte = text[place]!;
      if (byte >= zero && byte < zero + 10 && value <= most) value = 10 * value + byte - zero;
      else if ((byte === comma || place === end) && value > 0 && value <= most) {
        list.push(value);
        value = 0;
      } else {
        list.length = held;
        return false;
      }
    }
    return true;
  }

  text(column: number): string {
    if (column >= this.count) return '';
    const at = 2 * (this.#first + column);
    const base = this.#base;
    return this.#text.toString('latin1', base + this.#edges[at]!, base + this.#edges[at + 1]!);
  }

  /**
   * A finite number; Fortran's exponent letter D counts as E, and so does no letter at all before
   * an exponent of three digits. @throws READER_MALFORMED
   */
  number(column: number, name: string): number {
    const value = column < this.count ? this.#values[this.#first + column]! : Number.NaN;
    return Number.isNaN(value) ? this.#open(column, name) : value;
  }

  /**
   * A coordinate of a place: NaN or infinite where the generator could not compute it.
   * @throws READER_MALFORMED
   */
  coordinate(column: number, name: string): number {
    if (this.areNumbers(column, 1)) return this.#values[this.#first + column]!;
    const value = decimal(this.text(column));
    if (Number.isNaN(value) && !/^[-+]?(inf(inity)?|nan(\(\w*\))?)$/i.test(this.text(column)))
      throw this.#bad(column, name, 'a number');
    return value;
  }

  /** A whole number from `least` up to `most`. @throws READER_MALFORMED */
  integer(column: number, name: string, least = -0x7fff_ffff, most = 0x7fff_ffff): number {
    const value = this.number(column, name);
    if (!Number.isInteger(value)) throw this.#bad(column, name, 'a whole number');
    if (value < least || value > most)
      throw this.#bad(column, name, `a whole number from ${least} to ${most}`);
    return value;
  }

  /** The number that a file gives an event: any whole number. @throws READER_MALFORMED */
  eventNumber(column: number): number {
    return this.integer(
      column,
      'the event number',
      Number.MIN_SAFE_INTEGER,
      Number.MAX_SAFE_INTEGER,
    );
  }

  /** A number that was not read yet, if it is one. */
  #open(column: number, name: string): number {
    const value = decimal(this.text(column));
    if (!Number.isFinite(value)) throw this.#bad(column, name, 'a finite number');
    return value;
  }

  #bad(column: number, name: string, expected: string): Error {
    const found =
      column < this.count
        ? quoted(this.text(column))
        : `only ${this.count} columns in ${quoted(this.line)}`;
    return this.#source.malformed(found, `${expected} as ${name} (column ${column + 1})`);
  }
}

/** NaN for what is no decimal number. */
function decimal(text: string): number {
  let value = Number(text);
  if (Number.isNaN(value)) value = Number(withExponentLetter(text));
  const second = text.charCodeAt(1) | 32;
  // Number() also reads 0x1f, 0b1 and 0o7, which no event file means.
  const isDecimal = text !== '' && second !== 120 && second !== 98 && second !== 111;
  return isDecimal ? value : Number.NaN;
}

/** Fortran writes 1.5D-10, and 1.5-100 where an exponent of three digits leaves no room. */
function withExponentLetter(text: string): string {
  return text.replace(/[dD]/, 'e').replace(/^([-+]?[\d.]+)([-+]\d{3})$/, '$1e$2');
}
