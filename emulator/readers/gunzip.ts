import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { ByteQueue } from './byte-queue.js';
import type { Notes } from '../../detector/base/notes.js';
import type { Source } from './source.js';

/** Bits of the flags in a member's head. */
const flag = { checksum: 2, extra: 4, name: 8, comment: 16 } as const;
const deflate = 8;
/** Fixed part of a member's head, and what stands behind its data: checksum and length. */
const headLength = 10;
const tailLength = 8;

/**
 * Unpacks gzip piece by piece, one member after the other. Members are taken apart here because
 * iterating over zlib's own stream would lose what it had unpacked before an error, and with that
 * good events; bytes behind the last member, which some file systems add, are noted.
 * @see RFC 1952.
 */
export async function* gunzip(
  packed: AsyncIterable<Buffer>,
  source: Source,
  notes: Notes,
): AsyncGenerator<Buffer> {
  const input = new ByteQueue(packed);
  while ((await input.has(2)) && input.peek(0) === 0x1f && input.peek(1) === 0x8b) {
    await skipHead(input, source);
    yield* inflateMember(input, source);
  }
  // Zeros are padding, as gzip itself takes them.
  if (!(await input.skipZeros()))
    notes.add(
      'READER_TRAILING_BYTES',
      `${source.path}: bytes behind the compressed data are passed over`,
    );
}

async function skipHead(input: ByteQueue, source: Source): Promise<void> {
  await need(input, headLength, source);
  const method = input.peek(2);
  if (method !== deflate)
    throw damaged(source, `compression method ${method} instead of ${deflate}`);
  const flags = input.peek(3);
  input.skip(headLength);
  if (flags & flag.extra) {
    await need(input, 2, source);
    const length = input.peek(0) + 256 * input.peek(1);
    await need(input, 2 + length, source);
    input.skip(2 + length);
  }
  for (const text of [flag.name, flag.comment])
    if (flags & text && !(await input.skipPast(0))) throw cut(source);
  if (flags & flag.checksum) {
    await need(input, 2, source);
    input.skip(2);
  }
}

/** Data of one member; its checksum and length are compared when all of it was handed over. */
async function* inflateMember(input: ByteQueue, source: Source): AsyncGenerator<Buffer> {
  const stream = createInflateRaw();
  let unpacked: Buffer[] = [];
  let failure: Error | undefined;
  stream.on('data', (piece: Buffer) => unpacked.push(piece));
  stream.on('error', (error) => {
    failure = error;
  });
  let checksum = 0;
  let length = 0;
  let given = 0;
  try {
    // Bytes that the stream leaves over are those behind its end.
    while (stream.bytesWritten === given) {
      const piece = await input.take();
      if (piece === undefined) break;
      given += piece.length;
      await written(stream, piece);
      for (const data of unpacked) {
        checksum = crc32(data, checksum);
        length = (length + data.length) >>> 0;
        yield data;
      }
      unpacked = [];
      if (failure) throw damaged(source, failure.message);
      if (stream.bytesWritten < given) input.putBack(given - stream.bytesWritten);
    }
  } finally {
    stream.destroy();
  }
  await need(input, tailLength, source);
  if (input.peekWord(0) !== checksum) throw damaged(source, 'incorrect data check');
  if (input.peekWord(4) !== length) throw damaged(source, 'incorrect length check');
  input.skip(tailLength);
}

async function need(input: ByteQueue, count: number, source: Source): Promise<void> {
  if (!(await input.has(count))) throw cut(source);
}

/**
 * Resolves when `piece` was unpacked, or could not be: a failed write never calls back, but the
 * stream closes.
 */
function written(stream: InflateRaw, piece: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('close', done);
      resolve();
    };
    stream.once('close', done);
    stream.write(piece, done);
  });
}

function cut(source: Source): Error {
  return source.error(
    'READER_TRUNCATED',
    'the compressed file ends inside its data; it was probably cut',
  );
}

function damaged(source: Source, what: string): Error {
  return source.error('READER_BAD_GZIP', `the compressed data is damaged: ${what}`);
}
