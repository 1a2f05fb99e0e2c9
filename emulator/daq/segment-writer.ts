import { type FileHandle, open, rename, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../monitor/ports.js';
import { syncDirectory, type SyncDirectory } from '../files/sync-directory.js';

/** Bytes that may wait for the disk before the chain is asked to wait. */
const roomBytes = 16 * 2 ** 20;
/** What is written is flushed to the disk at least this often while data come [ms]. */
const flushPeriod = 1000;
/** A segment that is not finished has this ending. */
export const unfinished = '.part';

/** What the writer needs of a file; a test puts a full disk in its place. */
interface SegmentFile extends Pick<FileHandle, 'datasync' | 'truncate' | 'close'> {
  readonly writev: (bytes: readonly Uint8Array[]) => Promise<{ readonly bytesWritten: number }>;
  readonly stat: () => Promise<{ readonly ino: number }>;
}
/** How a segment file is made. */
export type OpenSegment = (path: string) => Promise<SegmentFile>;

/**
 * New files only: a recording is never written over. What is written goes to the end, wherever that
 * was cut.
 */
const openNew: OpenSegment = (path) => open(path, 'ax');

/** How often a full disk is looked at again [ms]. */
const lookPeriod = 250;

const isFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');

/** What a writer is told besides its files. */
interface SegmentWriterOptions {
  readonly clock: Clock;
  readonly openSegment?: OpenSegment | undefined;
  /** How names of files are made safe: a new one, and one that is whole. */
  readonly syncDirectory?: SyncDirectory | undefined;
  /** Whether a full disk is waited for; else it is a failure like any other. */
  readonly waitsForRoom: boolean;
  /** The disk is full, or has room again after so long [ms]. */
  readonly onFull?: (path: string, afterMs?: number) => void;
}

type Step = { readonly kind: 'begin' | 'finish'; readonly path: string } | FramesStep;

interface FramesStep {
  readonly kind: 'frames';
  readonly frames: readonly Buffer[];
  readonly events: number;
  readonly written: (() => void) | undefined;
}

/**
 * Writes segment files in the background, in the order of the calls. A file is called `….part`
 * until it is whole. After a failure nothing more is written; the file in hand is cut back to its
 * last whole frame. Each flush looks whether the file is still there: a system that has removed it
 * goes on taking what is written.
 * @see D-342
 */
export class SegmentWriter {
  /** When the last flush ended, of the clock [ms]; undefined before the first. */
  flushedAt: number | undefined;
  /** Why nothing is written any more. */
  failure:
    | {
        readonly path: string;
        readonly error: unknown;
        readonly wholeBytes: number;
        readonly isFull: boolean;
      }
    | undefined;
  /** Since when a full disk is waited for, of the clock [ms]; undefined while it is not. */
  fullSince: number | undefined;
  /** How long full disks were waited for before [ms]. */
  fullMs = 0;
  /** Bytes left on the disk when that was looked at last. */
  freeBytes: number | undefined;
  /** What has reached the files. */
  writtenBytes = 0;
  writtenEvents = 0;
  /** Of these events those that no loss of power takes. */
  flushedEvents = 0;
  readonly #clock: Clock;
  readonly #open: OpenSegment;
  readonly #sync: SyncDirectory;
  readonly #onFull: SegmentWriterOptions['onFull'];
  #waitsForRoom: boolean;
  readonly #steps: Step[] = [];
  #waitingBytes = 0;
  #work: Promise<void> | undefined;
  #release: (() => void) | undefined;
  #room: Promise<void> | undefined;
  #file: SegmentFile | undefined;
  #path = '';
  #wholeBytes = 0;
  /** Events in the file in hand. */
  #fileEvents = 0;

  constructor(options: SegmentWriterOptions) {
    this.#clock = options.clock;
    this.#open = options.openSegment ?? openNew;
    this.#sync = options.syncDirectory ?? syncDirectory;
    this.#waitsForRoom = options.waitsForRoom;
    this.#onFull = options.onFull;
  }

  begin(path: string): void {
    this.#add({ kind: 'begin', path });
  }

  /**
   * Whole frames with so many events: a file is cut between calls only.
   * @param written told when the frames are not read any more.
   */
  write(frames: readonly Buffer[], events = 0, written?: () => void): void {
    if (this.failure !== undefined) return;
    for (const { length } of frames) this.#waitingBytes += length;
    this.#add({ kind: 'frames', frames, events, written });
  }

  /** Nothing follows in the present file: it gets its name. */
  finish(path: string): void {
    this.#add({ kind: 'finish', path });
  }

  /** Undefined while there is room, else settles when there is. */
  ready(): Promise<void> | undefined {
    if (this.#hasRoom()) return undefined;
    this.#room ??= new Promise((resolve) => {
      this.#release = resolve;
    });
    return this.#room;
  }

  /** A disk that is full, or will be, is not waited for any more. */
  stopWaiting(): void {
    this.#waitsForRoom = false;
  }

  /** Settles when everything so far is written, or will not be. */
  async idle(): Promise<void> {
    while (this.#work !== undefined) await this.#work;
  }

  /** Leaves the file in hand as it is, once what waits is written. */
  async abandon(): Promise<void> {
    await this.idle();
    await this.#file?.close();
    this.#file = undefined;
  }

  #add(step: Step): void {
    if (this.failure !== undefined) return;
    this.#steps.push(step);
    this.#work ??= this.#run();
  }

  async #run(): Promise<void> {
    try {
      while (this.#steps.length > 0) await this.#take();
    } catch (error) {
      await this.#fail(error);
    }
    this.#work = undefined;
    this.#giveRoom();
  }

  async #take(): Promise<void> {
    const step = this.#steps[0]!;
    if (step.kind === 'frames') return this.#append();
    this.#steps.shift();
    if (step.kind === 'begin') {
      this.#path = step.path;
      this.#wholeBytes = 0;
      this.#fileEvents = 0;
      this.#file = await this.#withRoom(() => this.#open(step.path));
      await this.#sync(dirname(step.path));
    } else {
      await this.#flush();
      await this.#file!.close();
      this.#file = undefined;
      await rename(this.#path, step.path);
      await this.#sync(dirname(step.path));
    }
  }

  /** All frames that wait, as one write. */
  async #append(): Promise<void> {
    const others = this.#steps.findIndex(({ kind }) => kind !== 'frames');
    const taken = this.#steps.splice(0, others < 0 ? this.#steps.length : others) as FramesStep[];
    const frames = taken.flatMap((step) => step.frames);
    const length = frames.reduce((sum, frame) => sum + frame.length, 0);
    await this.#withRoom(
      () => writeAll(this.#file!, frames),
      () => this.#file!.truncate(this.#wholeBytes),
    );
    this.#wholeBytes += length;
    this.writtenBytes += length;
    for (const { written } of taken) written?.();
    const events = taken.reduce((sum, step) => sum + step.events, 0);
    this.writtenEvents += events;
    this.#fileEvents += events;
    this.#waitingBytes -= length;
    this.#giveRoom();
    if (this.flushedAt === undefined || this.#clock.now() - this.flushedAt >= flushPeriod)
      await this.#flush();
  }

  /**
   * Does something again and again while the disk is full, if that is to be waited for.
   * @param undo takes back what was done of it.
   */
  async #withRoom<T>(work: () => Promise<T>, undo?: () => Promise<void>): Promise<T> {
    for (;;) {
      try {
        const done = await work();
        if (this.fullSince !== undefined) this.#goOn();
        return done;
      } catch (error) {
        if (!isFull(error) || !this.#waitsForRoom) throw error;
        await undo?.();
        if (this.fullSince === undefined) this.#onFull?.(this.#path);
        this.fullSince ??= this.#clock.now();
        await this.#lookAtDisk();
        await sleep(lookPeriod);
      }
    }
  }

  #goOn(): void {
    const waited = this.#clock.now() - this.fullSince!;
    this.fullSince = undefined;
    this.fullMs += waited;
    this.#onFull?.(this.#path, waited);
  }

  async #lookAtDisk(): Promise<void> {
    const disk = await statfs(dirname(this.#path)).catch(() => undefined);
    this.freeBytes = disk === undefined ? undefined : disk.bavail * disk.bsize;
  }

  /** @throws when the file is not where it was made any more */
  async #flush(): Promise<void> {
    await this.#file!.datasync();
    await this.#lookAtDisk();
    const own = await this.#file!.stat();
    const there = await stat(this.#path).catch(() => undefined);
    if (there?.ino !== own.ino) await this.#forgetRemoved();
    this.flushedEvents = this.writtenEvents;
    this.flushedAt = this.#clock.now();
  }

  /** What was written is gone: with the directory all of the run, else the file in hand. */
  async #forgetRemoved(): Promise<never> {
    const directory = await stat(dirname(this.#path)).catch(() => undefined);
    this.writtenEvents = directory === undefined ? 0 : this.writtenEvents - this.#fileEvents;
    this.writtenBytes = directory === undefined ? 0 : this.writtenBytes - this.#wholeBytes;
    this.flushedEvents = Math.min(this.flushedEvents, this.writtenEvents);
    this.#wholeBytes = 0;
    throw new Error(`the ${directory === undefined ? 'directory' : 'file'} was removed or moved`);
  }

  #hasRoom(): boolean {
    return this.#waitingBytes < roomBytes && this.fullSince === undefined;
  }

  #giveRoom(): void {
    if (!this.#hasRoom()) return;
    this.#release?.();
    this.#release = undefined;
    this.#room = undefined;
  }

  async #fail(error: unknown): Promise<void> {
    const [path, wholeBytes] = [this.#path, this.#wholeBytes];
    this.failure = { path, error, wholeBytes, isFull: isFull(error) };
    this.fullSince = undefined;
    this.#steps.length = 0;
    this.#waitingBytes = 0;
    const file = this.#file;
    this.#file = undefined;
    try {
      await file?.truncate(this.#wholeBytes);
      await file?.close();
    } catch {
      // The disk may refuse this too; the tail is then found by its checksum.
    }
  }
}

/** Writes all bytes, in as many calls as the system wants. */
async function writeAll(file: SegmentFile, frames: readonly Uint8Array[]): Promise<void> {
  let left = frames;
  while (left.length > 0) {
    const { bytesWritten } = await file.writev(left);
    left = behind(left, bytesWritten);
  }
}

/** What of some buffers stands behind so many bytes. */
function behind(buffers: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let [first, left] = [0, bytes];
  while (first < buffers.length && left >= buffers[first]!.length) left -= buffers[first++]!.length;
  const [cut, ...others] = buffers.slice(first);
  return cut === undefined ? [] : [cut.subarray(left), ...others];
}
