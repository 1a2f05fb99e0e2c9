// kernel: every byte of a file of events; AssemblyScript. Lines, columns and numbers of a text.
import { decimalAt, decimalEnd } from './decimal.wasm';

const lineEnd: u32 = 10;
const space: u32 = 32;
const eightBlanks: u64 = 0x2020202020202020;
const numberSign: u32 = 35;
const comma: u32 = 44;
const semicolon: u32 = 59;
/** From here on are letters, and nothing that a number begins with. */
const letters: u32 = 64;

/** Words of a line: its start, its end, its first column, whether its columns are numbers. */
const lineWords: usize = 4;

/**
 * Splits the whole lines of a text at white space; a line without its end stays. Positions count
 * from `text`. Returns the number of lines; one more holds where the next line starts and the
 * number of columns.
 * @param isList whether commas and semicolons separate like white space, and # begins a comment
 * (such lines do not count as numbers alone).
 * @param lines four words a line, room for maxLines + 1.
 * @param edges start and end of each column.
 * @param values number of each column, NaN where it is none or its last bit is open.
 */
export function splitLines(
  text: usize,
  length: i32,
  isList: bool,
  maxLines: i32,
  lines: usize,
  edges: usize,
  values: usize,
  powers: usize,
): i32 {
  const end = text + length;
  let at = text;
  let next = text;
  let columns = 0;
  let first = 0;
  let isPlain = true;
  let contentEnd: usize = 0;
  let line = lines;
  const lastLine = lines + maxLines * lineWords * 4;
  while (at < end && line < lastLine) {
    const byte = <u32>load<u8>(at);
    if (byte === lineEnd) {
      store<i32>(line, <i32>(next - text));
      store<i32>(line, <i32>((contentEnd > 0 ? contentEnd : at) - text), 4);
      store<i32>(line, first, 8);
      store<i32>(line, isPlain ? 1 : 0, 12);
      line += lineWords * 4;
      next = ++at;
      first = columns;
      isPlain = true;
      contentEnd = 0;
    } else if (byte <= space || contentEnd > 0) at += load<u64>(at) === eightBlanks ? 8 : 1;
    else if (isList && (byte === comma || byte === semicolon)) {
      isPlain = false;
      at++;
    } else if (isList && byte === numberSign) {
      isPlain = false;
      contentEnd = at;
    } else {
      let value: f64 = NaN;
      let columnEnd = at;
      if (byte < letters) {
        value = decimalAt(at, powers);
        columnEnd = decimalEnd();
      }
      if (!separates(columnEnd, isList)) {
        value = NaN;
        do columnEnd++;
        while (!separates(columnEnd, isList));
      }
      if (isNaN(value)) isPlain = false;
      store<i32>(edges + ((<usize>columns) << 3), <i32>(at - text));
      store<i32>(edges + ((<usize>columns) << 3), <i32>(columnEnd - text), 4);
      store<f64>(values + ((<usize>columns) << 3), value);
      columns++;
      at = columnEnd;
    }
  }
  store<i32>(line, <i32>(next - text));
  store<i32>(line, first, 8);
  return <i32>((line - lines) / (lineWords * 4));
}

/** Whether a column ends at a byte. */
function separates(at: usize, isList: bool): bool {
  const byte = <u32>load<u8>(at);
  if (byte <= space) return true;
  return isList && (byte === comma || byte === semicolon || byte === numberSign);
}
