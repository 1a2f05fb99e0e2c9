import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/**
 * Segment files: eight bytes of magic, then frames. A frame is length of the body, number of the
 * frame in its file, CRC-32 of these eight bytes and the body (all three unsigned, 32 bits,
 * little-endian), and the body.
 */
export const magic = Buffer.from('B2L1REC\n', 'latin1');
const headBytes = 12;
const checkedBytes = 8;

/** The bytes of one frame. */
export function encodeFrame(sequence: number, body: Buffer): readonly Buffer[] {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(body.length, 0);
  head.writeUInt32LE(sequence, 4);
  head.writeUInt32LE(crcOf(head, body), checkedBytes);
  return [head, body];
}

function crcOf(head: Buffer, body: Buffer): number {
  return crc32(body, crc32(head.subarray(0, checkedBytes)));
}

/** Part of a segment file: the body of a frame, or a place from which nothing could be read. */
type FramePart =
  | { readonly kind: 'body'; readonly offset: number; readonly body: Buffer }
  | { readonly kind: 'damage'; readonly offset: number; readonly text: string };

/**
 * The frames of a file in order. A damaged frame is passed over when the next one is where its
 * length says; after two in a row, or when the file ends within a frame, nothing more is read.
 */
export async function* readFrames(file: FileHandle): AsyncGenerator<FramePart> {
  const { size } = await file.stat();
  const start = await readBytes(file, 0, Math.min(size, magic.length));
  if (!start.equals(magic)) {
    yield { kind: 'damage', offset: 0, text: 'the file does not begin like a recording' };
    return;
  }
  let expected = 0;
  let damaged = false;
  for (let offset = magic.length; offset < size; ) {
    const left = size - offset;
    const head = await readBytes(file, offset, Math.min(left, headBytes));
    const length = left < headBytes ? 0 : head.readUInt32LE(0);
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
