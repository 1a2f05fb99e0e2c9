import { maxLineLength, type Source } from './source.js';

/** Whole lines of a piece of a file; the bytes are good until the next one is asked for. */
export interface LineBlock {
  readonly text: Buffer;
  /** Where the lines are in it: each ends with a line end. */
  readonly from: number;
  readonly end: number;
  /** False in the last block when the file does not end with a line end: that line may be cut. */
  readonly whole: boolean;
}

const newline = 10;
/** A mark of UTF-8 before the first line. */
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Whole lines of a file, as many as are there after each piece of it. Memory is one piece and one
 * line.
 * @throws READER_LIMIT for a line longer than `maxLineLength`.
 */
export async function* lineBlocks(
  pieces: AsyncIterable<Buffer>,
  source: Source,
): AsyncGenerator<LineBlock> {
  let text = Buffer.alloc(0);
  /** Bytes in it of a line that has no end yet. */
  let held = 0;
  let isFirst = true;
  for await (const piece of pieces) {
    const needed = held + piece.length + 1;
    if (text.length < needed) text = Buffer.concat([text.subarray(0, held)], 2 * needed);
    const length = held + piece.copy(text, held);
    const last = piece.lastIndexOf(newline);
    const end = last < 0 ? 0 : held + last + 1;
    if (end > 0) {
      yield { text, from: isFirst ? markLength(text) : 0, end, whole: true };
      isFirst = false;
    }
    held = length - end;
    text.copyWithin(0, end, length);
    if (held > maxLineLength) {
      source.line++;
      throw lineTooLong(source);
    }
  }
  if (held === 0) return;
  text[held] = newline;
  yield { text, from: isFirst ? markLength(text) : 0, end: held + 1, whole: false };
}

const markLength = (text: Buffer): number =>
  text.subarray(0, byteOrderMark.length).equals(byteOrderMark) ? byteOrderMark.length : 0;

/** The error for a line of which a damaged file may have any length. */
export function lineTooLong(source: Source): Error {
  return source.error(
    'READER_LIMIT',
    `a line of more than ${maxLineLength} characters; event files have shorter ones`,
  );
}
