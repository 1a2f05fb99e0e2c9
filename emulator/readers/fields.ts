// kernel: splits a line once, keeps positions in one array, and makes a string only of a column
// that is read
import { quoted, type Source } from './source.js';

const space = 32;
const comma = 44;
const semicolon = 59;

/**
 * Columns of a line, split at white space (and commas or semicolons where a format allows them).
 */
export class Fields {
  readonly #source: Source;
  readonly #listSeparators: boolean;
  #line = '';
  /** Start and end of each column in turn. */
  #edges = new Int32Array(64);
  count = 0;

  constructor(source: Source, listSeparators = false) {
    this.#source = source;
    this.#listSeparators = listSeparators;
  }

  /** Takes a line; columns are counted from 0. Returns their number. */
  split(line: string): number {
    this.#line = line;
    const length = line.length;
    let count = 0;
    let start = -1;
    for (let at = 0; at <= length; at++) {
      const code = at < length ? line.charCodeAt(at) : space;
      const separates =
        code <= space || (this.#listSeparators && (code === comma || code === semicolon));
      if (separates !== start >= 0) continue;
      if (!separates) {
        start = at;
        continue;
      }
      if (2 * count + 2 > this.#edges.length) this.#grow();
      this.#edges[2 * count] = start;
      this.#edges[2 * count + 1] = at;
      count++;
      start = -1;
    }
    this.count = count;
    return count;
  }

  #grow(): void {
    const grown = new Int32Array(2 * this.#edges.length);
    grown.set(this.#edges);
    this.#edges = grown;
  }

  /** Fewer columns would be read as other quantities. @throws READER_MALFORMED */
  atLeast(count: number): void {
    if (this.count < count)
      throw this.#source.malformed(`${this.count} columns in ${quoted(this.#line)}`, `${count}`);
  }

  text(column: number): string {
    return column < this.count
      ? this.#line.slice(this.#edges[2 * column], this.#edges[2 * column + 1])
      : '';
  }

  /**
   * A finite number; Fortran's exponent letter D counts as E, and so does no letter at all before
   * an exponent of three digits. @throws READER_MALFORMED
   */
  number(column: number, name: string): number {
    const value = decimal(this.text(column));
    if (!Number.isFinite(value)) throw this.#bad(column, name, 'a finite number');
    return value;
  }

  /**
   * A coordinate of a place: NaN or infinite where the generator could not compute it.
   * @throws READER_MALFORMED
   */
  coordinate(column: number, name: string): number {
    const text = this.text(column);
    const value = decimal(text);
    if (Number.isNaN(value) && !/^[-+]?(inf(inity)?|nan(\(\w*\))?)$/i.test(text))
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

  #bad(column: number, name: string, expected: string): Error {
    const found =
      column < this.count
        ? quoted(this.text(column))
        : `only ${this.count} columns in ${quoted(this.#line)}`;
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
