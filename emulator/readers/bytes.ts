import { constants, openSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { checkFirstBytes } from './first-bytes.js';
import { gunzip } from './gunzip.js';
import type { Notes } from '../../detector/base/notes.js';
import type { Source } from './source.js';

/** Bytes of a piece: with gzip's largest ratio of 1032 one unpacks to at most 17 MB. */
const pieceSize = 16 * 1024;
/** Bytes of a piece of a plain file: each costs a turn of the event loop and of a helper thread. */
const plainPieceSize = 512 * 1024;

/** Name that stands for standard input. */
const standardInput = '-';

/** How bytes are read. */
export interface ByteOptions {
  readonly notes: Notes;
  /** Ends the reading, also where it waits for bytes: what is there by then is the file. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Content of a file, a pipe or standard input (`-`) in pieces, unpacked when it begins like gzip.
 * It is read only as fast as the pieces are taken.
 */
export async function* fileBytes(source: Source, options: ByteOptions): AsyncGenerator<Buffer> {
  const pieces = rawBytes(source, options.signal);
  try {
    const first = await pieces.next();
    if (first.done) return;
    const isGzip = looksPacked(first.value);
    const all = chain(first.value, pieces);
    yield* checkFirstBytes(isGzip ? gunzip(all, source, options.notes) : all, source, isGzip);
  } finally {
    await pieces.return(undefined);
  }
}

const looksPacked = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Pieces of a plain file are good until the next one is asked for. */
async function* rawBytes(source: Source, signal?: AbortSignal): AsyncGenerator<Buffer> {
  if (source.path === standardInput) return yield* streamBytes(process.stdin, source, signal);
  // Opening a pipe would wait for its writer where nothing can end the waiting.
  if (await isPipe(source)) return yield* streamBytes(openPipe(source), source, signal);
  const file = await openFile(source);
  try {
    let piece = await readPiece(file, Buffer.allocUnsafe(pieceSize), source);
    const plain = looksPacked(piece) ? undefined : Buffer.allocUnsafe(plainPieceSize);
    while (piece.length > 0 && !signal?.aborted) {
      yield piece;
      piece = await readPiece(file, plain ?? Buffer.allocUnsafe(pieceSize), source);
    }
  } finally {
    await file.close();
  }
}

async function isPipe(source: Source): Promise<boolean> {
  try {
    return (await stat(source.path)).isFIFO();
  } catch (cause) {
    throw openError(cause, source);
  }
}

/** A pipe's stream, which closes it when it is destroyed. */
function openPipe(source: Source): Socket {
  try {
    const fd = openSync(source.path, constants.O_RDONLY | constants.O_NONBLOCK);
    return new Socket({ fd, readable: true, writable: false });
  } catch (cause) {
    throw openError(cause, source);
  }
}

async function openFile(source: Source): Promise<FileHandle> {
  try {
    return await open(source.path, 'r');
  } catch (cause) {
    throw openError(cause, source);
  }
}

async function readPiece(file: FileHandle, room: Buffer, source: Source): Promise<Buffer> {
  try {
    const { bytesRead } = await file.read(room, 0, room.length);
    return room.subarray(0, bytesRead);
  } catch (cause) {
    throw readError(cause, source);
  }
}

/** Pieces of a stream, until it ends or the signal comes. */
async function* streamBytes(
  stream: Readable,
  source: Source,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const stop = () => void stream.destroy();
  signal?.addEventListener('abort', stop);
  try {
    if (signal?.aborted) return;
    for await (const piece of stream as AsyncIterable<Buffer>)
      for (let at = 0; at < piece.length; at += pieceSize) yield piece.subarray(at, at + pieceSize);
  } catch (cause) {
    if (!signal?.aborted) throw readError(cause, source);
  } finally {
    signal?.removeEventListener('abort', stop);
    stream.destroy();
  }
}

/** One piece and those that follow. */
async function* chain(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

function openError(cause: unknown, source: Source): Error {
  return source.error('READER_OPEN', `cannot be opened: ${reason(cause)}`, { cause });
}

function readError(cause: unknown, source: Source): Error {
  return source.error('READER_OPEN', `cannot be read: ${reason(cause)}`, { cause });
}

function reason(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'permission denied';
  return message;
}
