// kernel: one call takes as many lines apart as fit into a window of the kernels' memory; what it
// finds is copied out, so that several files may be read in turn
import { kernels } from '#kernels';
import { KernelColumn } from '../../detector/base/kernel-column.js';
import { powersOfFive } from './powers-of-five.js';

const newline = 10;
/** Words of a line in the table, see `splitLines`. */
export const lineWords = 4;
/** Bytes taken apart at once: they, and what is found in them, stay in the processor's cache. */
const windowSize = 16 * 1024;
/** Bytes behind a text that may be looked at, see `decimalAt`. */
const padding = 8;

/** Most lines of a table. */
export const maxLines = 1024;

/** The window of a thread, and what is found in it. */
class Window {
  readonly text = new KernelColumn(Uint8Array, windowSize + padding);
  readonly lines = new KernelColumn(Int32Array, lineWords * (maxLines + 1));
  readonly edges = new KernelColumn(Int32Array, windowSize);
  readonly values = new KernelColumn(Float64Array, windowSize / 2);
  size = windowSize;

  /** Makes it twice as large, for a long line; as many columns may be in it as pairs of bytes. */
  grow(): void {
    this.size *= 2;
    this.text.reserve(this.size + padding);
    this.edges.reserve(this.size);
    this.values.reserve(this.size / 2);
  }
}

let shared: Window | undefined;

/** Some lines of a text: where they and their columns are, and the numbers in them. */
export class LineTable {
  count = 0;
  /** Start and end of each line in the text, its first column, and whether it is numbers alone. */
  lines = new Int32Array(lineWords * 64);
  /** Start and end of each column in its text. */
  edges = new Int32Array(1024);
  /** Number of each column: NaN where it is none, or none that was certain. */
  values = new Float64Array(512);
  /** Where in the text positions count from. */
  base = 0;

  /**
   * Takes the next lines apart, at least one; `text` ends with a line end there. Returns where the
   * next line starts.
   * @param isList whether commas and semicolons separate too, and # begins a comment.
   */
  split(text: Buffer, from: number, end: number, isList: boolean, most = maxLines): number {
    shared ??= new Window();
    for (;;) {
      const length = Math.min(end - from, shared.size);
      const bytes = shared.text.values;
      text.copy(bytes, 0, from, from + length);
      bytes[length] = newline;
      this.count = kernels.splitLines(
        shared.text.address,
        length,
        isList,
        most,
        shared.lines.address,
        shared.edges.address,
        shared.values.address,
        powersOfFive(),
      );
      if (this.count > 0) return this.#take(shared, from);
      shared.grow();
    }
  }

  #take({ lines, edges, values }: Window, from: number): number {
    const words = lineWords * (this.count + 1);
    const found = lines.values;
    const columns = found[words - lineWords + 2]!;
    if (this.lines.length < words) this.lines = new Int32Array(2 * words);
    if (this.values.length < columns) {
      this.edges = new Int32Array(4 * columns);
      this.values = new Float64Array(2 * columns);
    }
    this.lines.set(found.subarray(0, words));
    this.edges.set(edges.values.subarray(0, 2 * columns));
    this.values.set(values.values.subarray(0, columns));
    this.base = from;
    return from + found[words - lineWords]!;
  }
}
