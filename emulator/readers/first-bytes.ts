import type { Source } from './source.js';

/** Bytes in which a foreign kind of file shows itself: the head of a tar archive. */
const enough = 512;
const tarMark = { text: 'ustar', at: 257 };

/**
 * Hands pieces on when the first of them do not look like something that would be read as one long
 * line, or as text of nothing.
 * @param isUnpacked whether the pieces come out of gzip.
 * @throws READER_UNKNOWN_FORMAT
 */
export async function* checkFirstBytes(
  pieces: AsyncIterable<Buffer>,
  source: Source,
  isUnpacked: boolean,
): AsyncGenerator<Buffer> {
  let first: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (first === undefined) {
      yield piece;
      continue;
    }
    first = Buffer.concat([first, piece]);
    if (first.length < enough) continue;
    refuse(first, source, isUnpacked);
    yield first;
    first = undefined;
  }
  if (first === undefined || first.length === 0) return;
  refuse(first, source, isUnpacked);
  yield first;
}

function refuse(bytes: Buffer, source: Source, isUnpacked: boolean): void {
  const kind = foreignKind(bytes, isUnpacked);
  if (kind !== undefined) throw source.error('READER_UNKNOWN_FORMAT', kind);
}

function foreignKind(bytes: Buffer, isUnpacked: boolean): string | undefined {
  if (isUnpacked && bytes[0] === 0x1f && bytes[1] === 0x8b)
    return 'gzip inside gzip: unpack it once (gzip -d)';
  if (bytes.toString('latin1', tarMark.at, tarMark.at + tarMark.text.length) === tarMark.text)
    return 'a tar archive: unpack it first (tar -x)';
  if (isUtf16(bytes)) return 'text in UTF-16: save it as plain text';
  const hasReturns = bytes.includes(13) && !bytes.includes(10);
  if (hasReturns && bytes.indexOf(13) < bytes.length - 1)
    return "lines that end with CR alone: convert them, for example with tr '\\r' '\\n'";
  return undefined;
}

/** A byte order mark of two bytes, or plain characters with a zero byte before or behind each. */
function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16LE(0);
  if (mark === 0xfeff || mark === 0xfffe) return true;
  if (bytes.length < 8) return false;
  const isZero = [...bytes.subarray(0, 8)].map((byte) => byte === 0);
  return isZero.every((zero, at) => zero === isZero[at % 2]) && isZero[0] !== isZero[1];
}
