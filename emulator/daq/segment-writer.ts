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

type Step = BeginStep | FinishStep | FramesStep;

interface BeginStep {
  readonly kind: 'begin';
  readonly path: string;
}

interface FinishStep {
  readonly kind: 'finish';
  readonly path: string;
  /** The file that follows; undefined behind the last. */
  readonly next: string | undefined;
}

interface FramesStep {
  readonly kind: 'frames';
  readonly frames: readonly Buffer[];
  readonly events: number;
  readonly written: (() => void) | undefined;
}

/** A segment file that is not whole and safe yet. */
interface Segment {
  readonly path: string;
  /** Undefined until it is made. */
  file?: SegmentFile;
  wholeBytes: number;
  events: number;
}

/** Of which segment something could not be done, and why. */
interface Broken {
  readonly segment: Segment;
  readonly error: unknown;
}

/**
 * Writes segment files in the background, in the order of the calls. A file is called `….part`
 * until it is whole. Flushes go on beside the writes, one after the other, and a file that is full
 * is made safe while the next one is written. After a failure nothing more is written; the file in
 * hand is cut back to its last whole frame. Each flush looks whether the file is still there: a
 * system that has removed it goes on taking what is written.
 * @see D-342, D-370
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
  /** What is written to. */
  #hand: Segment | undefined;
  /** Whose files are open: that in hand, and those that are being made safe. */
  readonly #opened = new Set<Segment>();
  /** The last of the flushes that are under way; undefined when none is. */
  #flushes: Promise<void> | undefined;
  /** Settles when the file before the one in hand is safe. */
  #settled: Promise<void> | undefined;
  #broken: Broken | undefined;

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

  /**
   * Nothing follows in the present file: it gets its name. Where another follows, that one is there
   * first: a whole file without one behind it is the last of its run, whenever power is lost.
   */
  finish(path: string, next?: string): void {
    this.#add({ kind: 'finish', path, next });
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

  /** Settles when everything so far is written and safe, or will not be. */
  async idle(): Promise<void> {
    while (this.#work !== undefined || this.#flushes !== undefined)
      await (this.#work ?? this.#flushes);
  }

  /** Leaves the file in hand as it is, once what waits is written. */
  async abandon(): Promise<void> {
    await this.idle();
    for (const { file } of this.#opened) await file?.close();
    this.#opened.clear();
    this.#hand = undefined;
  }

  #add(step: Step): void {
    if (this.failure !== undefined) return;
    this.#steps.push(step);
    this.#work ??= this.#run();
  }

  async #run(): Promise<void> {
    try {
      while (this.#steps.length > 0) await this.#take();
      this.#throwBroken();
    } catch (error) {
      const inHand = this.#hand!;
      // A flush that is under way may know the cause: that the directory is gone, for one.
      await this.#flushes;
      await this.#fail(this.#broken ?? { segment: inHand, error });
    }
    this.#work = undefined;
    this.#giveRoom();
  }

  async #take(): Promise<void> {
    this.#throwBroken();
    const step = this.#steps[0]!;
    if (step.kind === 'frames') return this.#append(this.#hand!);
    this.#steps.shift();
    if (step.kind === 'begin') return this.#begin(step.path);
    await this.#settled;
    this.#throwBroken();
    await this.#endHand(step);
  }

  async #endHand({ path, next }: FinishStep): Promise<void> {
    const whole = this.#hand!;
    this.#hand = undefined;
    try {
      if (next !== undefined) {
        // However long the next one waits for room.
        void this.#behindWrites(whole, this.#flush(whole));
        await this.#begin(next);
      }
    } finally {
      this.#settled = this.#finish(whole, path);
    }
  }

  async #begin(path: string): Promise<void> {
    const segment: Segment = { path, wholeBytes: 0, events: 0 };
    this.#hand = segment;
    segment.file = await this.#withRoom(() => this.#open(path));
    this.#opened.add(segment);
    void this.#behindWrites(segment, () => this.#sync(dirname(path)));
  }

  /** All frames that wait, as one write. */
  async #append(segment: Segment): Promise<void> {
    const others = this.#steps.findIndex(({ kind }) => kind !== 'frames');
    const taken = this.#steps.splice(0, others < 0 ? this.#steps.length : others) as FramesStep[];
    const frames = taken.flatMap((step) => step.frames);
    const length = frames.reduce((sum, frame) => sum + frame.length, 0);
    await this.#withRoom(
      () => writeAll(segment.file!, frames),
      () => segment.file!.truncate(segment.wholeBytes),
    );
    // Of a file that is gone nothing counts.
    this.#throwBroken();
    segment.wholeBytes += length;
    this.writtenBytes += length;
    for (const { written } of taken) written?.();
    const events = taken.reduce((sum, step) => sum + step.events, 0);
    this.writtenEvents += events;
    segment.events += events;
    this.#waitingBytes -= length;
    this.#giveRoom();
    if (this.#flushes === undefined && this.#isFlushDue())
      void this.#behindWrites(segment, this.#flush(segment));
  }

  #isFlushDue(): boolean {
    return this.flushedAt === undefined || this.#clock.now() - this.flushedAt >= flushPeriod;
  }

  /** A file that is whole is made safe and gets its name, while the next one is written. */
  #finish(segment: Segment, path: string): Promise<void> {
    const flush = this.#flush(segment);
    return this.#behindWrites(segment, async () => {
      await flush();
      await segment.file!.close();
      this.#opened.delete(segment);
      await rename(segment.path, path);
      await this.#sync(dirname(path));
    });
  }

  /** Does something beside the writes, behind what is done so far. */
  #behindWrites(segment: Segment, work: () => Promise<void>): Promise<void> {
    const done = this.#inTurn(this.#flushes, segment, work);
    this.#flushes = done;
    void done.then(() => {
      if (this.#flushes === done) this.#flushes = undefined;
    });
    return done;
  }

  async #inTurn(
    before: Promise<void> | undefined,
    segment: Segment,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await before;
      if (this.#broken === undefined) await work();
    } catch (error) {
      this.#break({ segment, error });
    }
  }

  /** What was written is not safe: the writes end, too. */
  #break(broken: Broken): void {
    this.#broken = broken;
    if (this.failure === undefined) this.#work ??= this.#run();
  }

  #throwBroken(): void {
    if (this.#broken !== undefined) throw this.#broken.error;
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
        this.#throwBroken();
        if (this.fullSince === undefined) this.#onFull?.(this.#hand!.path);
        this.fullSince ??= this.#clock.now();
        await this.#lookAtDisk(this.#hand!);
        await sleep(lookPeriod);
      }
    }
  }

  #goOn(): void {
    this.#onFull?.(this.#hand!.path, this.#endWaiting());
  }

  /** A full disk is not waited for any more; returns how long it was [ms], 0 if it was not. */
  #endWaiting(): number {
    const waited = this.fullSince === undefined ? 0 : this.#clock.now() - this.fullSince;
    this.fullSince = undefined;
    this.fullMs += waited;
    return waited;
  }

  async #lookAtDisk({ path }: Segment): Promise<void> {
    const disk = await statfs(dirname(path)).catch(() => undefined);
    this.freeBytes = disk === undefined ? undefined : disk.bavail * disk.bsize;
  }

  /**
   * A flush of what is written by now: whatever comes while it waits, or goes on, is not counted as
   * safe. It fails when the file is not where it was made any more.
   */
  #flush(segment: Segment): () => Promise<void> {
    const events = this.writtenEvents;
    return async () => {
      await segment.file!.datasync();
      await this.#lookAtDisk(segment);
      const own = await segment.file!.stat();
      const there = await stat(segment.path).catch(() => undefined);
      if (there?.ino !== own.ino) await this.#forgetRemoved(segment);
      this.flushedEvents = events;
      this.flushedAt = this.#clock.now();
    };
  }

  /** What was written is gone: with the directory all of the run, else the file. */
  async #forgetRemoved(segment: Segment): Promise<never> {
    if (await isGone(dirname(segment.path))) throw this.#forgetAll(segment);
    this.writtenEvents -= segment.events;
    this.writtenBytes -= segment.wholeBytes;
    this.flushedEvents = Math.min(this.flushedEvents, this.writtenEvents);
    segment.wholeBytes = 0;
    throw new Error('the file was removed or moved');
  }

  /** With its directory all of the run is gone, whatever step has met that first. */
  #forgetAll(segment: Segment, cause?: unknown): Error {
    this.writtenEvents = 0;
    this.writtenBytes = 0;
    this.flushedEvents = 0;
    segment.wholeBytes = 0;
    return new Error('the directory was removed or moved', { cause });
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

  async #fail({ segment, error: met }: Broken): Promise<void> {
    const isLost = await isGone(dirname(segment.path));
    const error = isLost ? this.#forgetAll(segment, met) : met;
    const { path, wholeBytes } = segment;
    // What a flush had no room for may be gone: no room that comes later brings it back.
    const isWaitedFor = this.#broken === undefined || !this.#waitsForRoom;
    this.failure = { path, error, wholeBytes, isFull: isFull(error) && isWaitedFor };
    this.#endWaiting();
    this.#steps.length = 0;
    this.#waitingBytes = 0;
    this.#hand = undefined;
    for (const each of this.#opened) await cutBack(each);
    this.#opened.clear();
  }
}

/** Whether a directory is there no more. */
const isGone = (directory: string): Promise<boolean> =>
  stat(directory).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );

/** Leaves the whole frames of a file that is not written any more. */
async function cutBack({ file, wholeBytes }: Segment): Promise<void> {
  try {
    await file?.truncate(wholeBytes);
    await file?.close();
  } catch {
    // The disk may refuse this too; the tail is then found by its checksum.
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
