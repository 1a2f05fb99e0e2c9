import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { EmulatorError } from '../../detector/base/errors.js';

/**
 * Segment files: eight bytes, of which the last is the format, then frames. A frame is length of
 * the body, number of the frame in its file, CRC-32 of these eight bytes and the body (all three
 * unsigned, 32 bits, little-endian), and the body. README.md of this folder describes all of it.
 */
export const magic = Buffer.from('B2L1REC3', 'latin1');
/** Format 2 has the same frames; the header of the run stands at the beginning alone. */
export const olderMagic = Buffer.from('B2L1REC2', 'latin1');
/** Formats that are read. */
export const readableFormats: readonly string[] = [olderMagic, magic].map((bytes) =>
  bytes.toString('latin1', bytes.length - 1),
);
const headBytes = 12;
const checkedBytes = 8;
/** Every body begins with the length of its head, four bytes, and then with this. */
const bodyMark = Buffer.from('{"kind":"', 'latin1');
const markOffset = headBytes + 4;
/** So long is a body at most: a reader wants no more memory than this, whatever a length says. */
const maxBodyBytes = 2 ** 28;
/** So much of a file is read at once in search of the next frame. */
const searchBytes = 2 ** 20;
/** So much may be tried of the smallest file, and so much counts each place that is tried. */
const leastSearchBytes = 2 ** 24;
const tryCostBytes = 2 ** 16;

/**
 * The bytes of one frame. @throws RECORDER_RECORD_TOO_LARGE
 * @see D-122
 */
export function encodeFrame(sequence: number, body: Buffer): readonly [Buffer, Buffer] {
  if (body.length > maxBodyBytes) {
    throw new EmulatorError(
      'RECORDER_RECORD_TOO_LARGE',
      `a record has ${body.length} bytes, more than the ${maxBodyBytes} of a frame`,
    );
  }
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(body.length, 0);
  head.writeUInt32LE(sequence, 4);
  head.writeUInt32LE(crcOf(head, body), checkedBytes);
  return [head, body];
}

function crcOf(head: Buffer, body: Buffer): number {
  return crc32(body, crc32(head.subarray(0, checkedBytes)));
}

/**
 * Part of a segment file: the body of a frame, a place from which nothing could be read, or the
 * name of another format.
 */
export type FramePart =
  | { readonly kind: 'body'; readonly offset: number; readonly body: Buffer }
  | {
      readonly kind: 'damage';
      readonly offset: number;
      readonly text: string;
      /** Nothing can be read behind it. */
      readonly last?: true;
    }
  | { readonly kind: 'format'; readonly format: string };

/** What is wrong with the first bytes of a file. */
function startFault(start: Buffer): FramePart | undefined {
  if (start.equals(magic) || start.equals(olderMagic)) return undefined;
  if (start.length < magic.length && magic.subarray(0, start.length).equals(start))
    return {
      kind: 'damage',
      offset: 0,
      text: `the file ends within its first ${magic.length} bytes`,
      last: true,
    };
  const [, format] = /^B2L1REC([\n4-9])$/.exec(start.toString('latin1')) ?? [];
  if (format === undefined)
    return { kind: 'damage', offset: 0, text: 'the file does not begin like a recording' };
  // The first format ended its magic with a line feed.
  return { kind: 'format', format: format === '\n' ? '1' : format };
}

/**
 * The frames of a file in order, each once. Behind a damaged place it goes on with the next whole
 * frame, wherever that stands; a frame that comes too late is named and passed over.
 * @see D-341
 */
export async function* readFrames(file: FileHandle): AsyncGenerator<FramePart> {
  const source = await sourceOf(file);
  const unlike = startFault(await readBytes(file, 0, Math.min(source.size, magic.length)));
  if (unlike !== undefined) yield unlike;
  if (unlike?.kind === 'format' || (unlike?.kind === 'damage' && unlike.last)) return;
  let expected = 0;
  for (let offset = magic.length; offset < source.size; ) {
    const found = await frameAt(source, offset);
    if (found.kind === 'bad') {
      const next = await frameBehind(source, offset, found.end);
      const text = found.text + goesOn(next, found.end);
      if (next === undefined) return yield { kind: 'damage', offset, text, last: true };
      yield { kind: 'damage', offset, text };
      expected = Math.max(expected, next.sequence);
      offset = next.offset;
      continue;
    }
    const { sequence, body, end } = found;
    const out = sequence === expected ? undefined : placeFault(sequence, expected);
    if (out !== undefined) yield { kind: 'damage', offset, text: out };
    if (sequence >= expected) {
      yield { kind: 'body', offset, body };
      expected = sequence + 1;
    }
    offset = end;
  }
}

/** A file, and how many bytes may still be tried in search of frames. */
interface FrameSource {
  readonly file: FileHandle;
  readonly size: number;
  searchLeft: number;
}

async function sourceOf(file: FileHandle): Promise<FrameSource> {
  const { size } = await file.stat();
  // A file made to look like frames everywhere costs no more than reading it a few times.
  return { file, size, searchLeft: 4 * size + leastSearchBytes };
}

interface WholeFrame {
  readonly kind: 'whole';
  readonly offset: number;
  readonly sequence: number;
  readonly body: Buffer;
  readonly end: number;
}

/** What stands at a place is no frame; `end` is where it would end by its length, if it can. */
interface BadFrame {
  readonly kind: 'bad';
  readonly text: string;
  readonly end?: number;
}

async function frameAt(
  { file, size }: FrameSource,
  offset: number,
): Promise<WholeFrame | BadFrame> {
  const left = size - offset;
  const head = await readBytes(file, offset, Math.min(left, headBytes));
  const length = left < headBytes ? 0 : head.readUInt32LE(0);
  if (length > maxBodyBytes) return { kind: 'bad', text: `no frame has ${length} bytes` };
  const end = offset + headBytes + length;
  if (end > size)
    return { kind: 'bad', text: `the file ends within a frame: ${left} bytes are left` };
  const body = await readBytes(file, offset + headBytes, length);
  if (head.readUInt32LE(checkedBytes) !== crcOf(head, body))
    return { kind: 'bad', text: 'the checksum of a frame does not fit', end };
  return { kind: 'whole', offset, sequence: head.readUInt32LE(4), body, end };
}

/** The next whole frame behind a bad one: where its length says, or else wherever one begins. */
async function frameBehind(
  source: FrameSource,
  offset: number,
  end: number | undefined,
): Promise<WholeFrame | undefined> {
  if (end !== undefined && end < source.size) {
    const next = await frameAt(source, end);
    if (next.kind === 'whole') return next;
  }
  for await (const place of markedPlaces(source, offset + 1)) {
    const tried = await frameAt(source, place);
    if (tried.kind === 'whole') return tried;
    source.searchLeft -= Math.max(tryCostBytes, (tried.end ?? place) - place);
    if (source.searchLeft < 0) return undefined;
  }
  return undefined;
}

/** Places from `first` on at which a frame may begin, by the mark of its body. */
async function* markedPlaces({ file, size }: FrameSource, first: number): AsyncGenerator<number> {
  for (let at = first + markOffset; at < size; at += searchBytes) {
    // The mark may lie across the end of what is read at once.
    const chunk = await readBytes(file, at, Math.min(size - at, searchBytes + bodyMark.length - 1));
    for (
      let found = chunk.indexOf(bodyMark);
      found >= 0;
      found = chunk.indexOf(bodyMark, found + 1)
    )
      yield at + found - markOffset;
  }
}

function goesOn(next: WholeFrame | undefined, end: number | undefined): string {
  if (next === undefined || next.offset === end) return '';
  return `; frame ${next.sequence} is the next one, at byte ${next.offset}`;
}

function placeFault(sequence: number, expected: number): string {
  return sequence > expected
    ? `frame ${sequence} stands where ${expected} should`
    : `frame ${sequence} stands behind frame ${expected - 1}: it is passed over`;
}

async function readBytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) return buffer.subarray(0, done);
    done += bytesRead;
  }
  return buffer;
}
