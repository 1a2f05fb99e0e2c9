import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { EmulatorError } from '../../detector/base/errors.js';

/**
 * Segment files: eight bytes, of which the last is the format, then frames. A frame is length of
 * the body, number of the frame in its file, CRC-32 of these eight bytes and the body (all three
 * unsigned, 32 bits, little-endian), and the body. README.md of this folder describes all of it.
 */
export const magic = Buffer.from('B2L1REC2', 'latin1');
const headBytes = 12;
const checkedBytes = 8;
/** So long is a body at most: a reader wants no more memory than this, whatever a length says. */
const maxBodyBytes = 2 ** 28;

/**
 * The bytes of one frame. @throws RECORDER_RECORD_TOO_LARGE
 * @see D-122
 */
export function encodeFrame(sequence: number, body: Buffer): readonly Buffer[] {
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
  | { readonly kind: 'damage'; readonly offset: number; readonly text: string }
  | { readonly kind: 'format'; readonly format: string };

/** What is wrong with the first bytes of a file. */
function startFault(start: Buffer): FramePart | undefined {
  if (start.equals(magic)) return undefined;
  const [, format] = /^B2L1REC([\n3-9])$/.exec(start.toString('latin1')) ?? [];
  if (format === undefined)
    return { kind: 'damage', offset: 0, text: 'the file does not begin like a recording' };
  // The first format ended its magic with a line feed.
  return { kind: 'format', format: format === '\n' ? '1' : format };
}

/**
 * The frames of a file in order. A damaged frame is passed over when the next one is where its
 * length says; after two in a row, or when the file ends within a frame, nothing more is read.
 */
export async function* readFrames(file: FileHandle): AsyncGenerator<FramePart> {
  const { size } = await file.stat();
  const unlike = startFault(await readBytes(file, 0, Math.min(size, magic.length)));
  if (unlike !== undefined) {
    yield unlike;
    return;
  }
  let expected = 0;
  let damaged = false;
  for (let offset = magic.length; offset < size; ) {
    const left = size - offset;
    const head = await readBytes(file, offset, Math.min(left, headBytes));
    const length = left < headBytes ? 0 : head.readUInt32LE(0);
    if (length > maxBodyBytes) {
      yield { kind: 'damage', offset, text: `no frame has ${length} bytes` };
      return;
    }
    if (left < headBytes + length) {
      yield {
        kind: 'damage',
        offset,
        text: `the file ends within a frame: ${left} bytes are left`,
      };
      return;
    }
    const body = await readBytes(file, offset + headBytes, length);
    const sequence = head.readUInt32LE(4);
    if (head.readUInt32LE(checkedBytes) !== crcOf(head, body)) {
      yield { kind: 'damage', offset, text: 'the checksum of a frame does not fit' };
      if (damaged) return;
      damaged = true;
      expected++;
    } else {
      if (sequence !== expected)
        yield { kind: 'damage', offset, text: `frame ${sequence} stands where ${expected} should` };
      yield { kind: 'body', offset, body };
      damaged = false;
      expected = sequence + 1;
    }
    offset += headBytes + length;
  }
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
