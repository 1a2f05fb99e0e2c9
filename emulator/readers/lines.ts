import { maxLineLength, type Source } from './source.js';

/** Whole lines of a piece of a file. */
export interface LineBlock {
  readonly lines: readonly string[];
  /** False in the last block when the file does not end with a line end: that line may be cut. */
  readonly whole: boolean;
}

/**
 * Splits bytes into lines, one character per byte so that no byte sequence is invalid. Memory is
 * one piece and one line.
 * @throws READER_LIMIT for a line longer than `maxLineLength`.
 */
export async function* lineBlocks(
  pieces: AsyncIterable<Buffer>,
  source: Source,
): AsyncGenerator<LineBlock> {
  let rest = '';
  let lineCount = 0;
  for await (const piece of pieces) {
    const lines = piece.toString('latin1').split('\n');
    lines[0] = rest + lines[0];
    rest = lines.pop() as string;
    if (lines.length > 0) yield { lines, whole: true };
    lineCount += lines.length;
    if (rest.length > maxLineLength) {
      source.line = lineCount + 1;
      throw source.error(
        'READER_LIMIT',
        `a line of more than ${maxLineLength} characters; event files have shorter ones`,
      );
    }
  }
  if (rest !== '') yield { lines: [rest], whole: false };
}
