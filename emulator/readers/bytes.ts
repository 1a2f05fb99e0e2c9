import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip, type Gunzip } from 'node:zlib';
import type { Source } from './source.js';

/** Bytes read at once: with gzip's largest ratio of 1032 one piece unpacks to at most 17 MB. */
const pieceSize = 16 * 1024;

/**
 * Content of a file in pieces, unpacked when it begins like gzip. The file is read only as fast as
 * the pieces are taken.
 */
export async function* fileBytes(source: Source): AsyncGenerator<Buffer> {
  const file = await openFile(source);
  try {
    const pieces = readPieces(file, source);
    const first = await pieces.next();
    if (first.done) return;
    const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
    yield* isGzip ? gunzip(first.value, pieces, source) : plain(first.value, pieces);
  } finally {
    await file.close();
  }
}

async function openFile(source: Source): Promise<FileHandle> {
  try {
    return await open(source.path, 'r');
  } catch (cause) {
    throw source.error('READER_OPEN', `cannot be opened: ${reason(cause)}`, { cause });
  }
}

async function* readPieces(file: FileHandle, source: Source): AsyncGenerator<Buffer> {
  for (;;) {
    const piece = await readPiece(file, source);
    if (piece.length === 0) return;
    yield piece;
  }
}

async function readPiece(file: FileHandle, source: Source): Promise<Buffer> {
  try {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceSize), 0, pieceSize);
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw source.error('READER_OPEN', `cannot be read: ${reason(cause)}`, { cause });
  }
}

async function* plain(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/**
 * Unpacks piece by piece. The stream is written by hand, because iterating over it would lose what
 * it had unpacked before an error, and with that good events.
 */
async function* gunzip(
  first: Buffer,
  rest: AsyncIterable<Buffer>,
  source: Source,
): AsyncGenerator<Buffer> {
  const stream = createGunzip();
  let unpacked: Buffer[] = [];
  let failure: Error | undefined;
  stream.on('data', (piece: Buffer) => unpacked.push(piece));
  stream.on('error', (error) => {
    failure = error;
  });
  try {
    for await (const piece of plain(first, rest)) {
      await written(stream, piece);
      yield* unpacked;
      unpacked = [];
      if (failure) throw gzipError(failure, source);
    }
    await new Promise<void>((done) => stream.once('close', done).end());
    yield* unpacked;
    if (failure) throw gzipError(failure, source);
  } finally {
    stream.destroy();
  }
}

/**
 * Resolves when `piece` was unpacked, or could not be: a failed write never calls back, but the
 * stream closes.
 */
function written(stream: Gunzip, piece: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('close', done);
      resolve();
    };
    stream.once('close', done);
    stream.write(piece, done);
  });
}

function gzipError(failure: Error, source: Source): Error {
  const isCut = (failure as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
  return isCut
    ? source.error(
        'READER_TRUNCATED',
        'the compressed file ends inside its data; it was probably cut',
        { cause: failure },
      )
    : source.error('READER_BAD_GZIP', `the compressed data is damaged: ${failure.message}`, {
        cause: failure,
      });
}

function reason(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'permission denied';
  return message;
}
