import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../../monitor/ports.js';

/** Bytes that may wait for the disk before the chain is asked to wait. */
const roomBytes = 16 * 2 ** 20;
/** What is written is flushed to the disk at least this often while data come [ms]. */
const flushPeriod = 1000;
/** A segment that is not finished has this ending. */
export const unfinished = '.part';

/** What the writer needs of a file; a test puts a full disk in its place. */
interface SegmentFile extends Pick<FileHandle, 'appendFile' | 'datasync' | 'truncate' | 'close'> {
  readonly stat: () => Promise<{ readonly ino: number }>;
}
/** How a segment file is made. */
export type OpenSegment = (path: string) => Promise<SegmentFile>;

/** New files only: a recording is never written over. */
const openNew: OpenSegment = (path) => open(path, 'wx');

type Step =
  | { readonly kind: 'begin' | 'finish'; readonly path: string }
  | { readonly kind: 'frames'; readonly frames: readonly Buffer[]; readonly events: number };

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
    | { readonly path: string; readonly error: unknown; readonly wholeBytes: number }
    | undefined;
  /** What has reached the files. */
  writtenBytes = 0;
  writtenEvents = 0;
  readonly #clock: Clock;
  readonly #open: OpenSegment;
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

  constructor(clock: Clock, openSegment: OpenSegment = openNew) {
    this.#clock = clock;
    this.#open = openSegment;
  }

  begin(path: string): void {
    this.#add({ kind: 'begin', path });
  }

  /** Whole frames with so many events: a file is cut between calls only. */
  write(frames: readonly Buffer[], events = 0): void {
    if (this.failure !== undefined) return;
    for (const { length } of frames) this.#waitingBytes += length;
    this.#add({ kind: 'frames', frames, events });
  }

  /** Nothing follows in the present file: it gets its name. */
  finish(path: string): void {
    this.#add({ kind: 'finish', path });
  }

  /** Undefined while there is room, else settles when there is. */
  ready(): Promise<void> | undefined {
    if (this.#waitingBytes < roomBytes) return undefined;
    this.#room ??= new Promise((resolve) => {
      this.#release = resolve;
    });
    return this.#room;
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
      this.#file = await this.#open(step.path);
    } else {
      await this.#flush();
      await this.#file!.close();
      this.#file = undefined;
      await rename(this.#path, step.path);
    }
  }

  /** All frames that wait, as one write. */
  async #append(): Promise<void> {
    const others = this.#steps.findIndex(({ kind }) => kind !== 'frames');
    const taken = this.#steps.splice(0, others < 0 ? this.#steps.length : others);
    const bytes = Buffer.concat(
      taken.flatMap((step) => (step.kind === 'frames' ? step.frames : [])),
    );
    await this.#file!.appendFile(bytes);
    this.#wholeBytes += bytes.length;
    this.writtenBytes += bytes.length;
    const events = taken.reduce((sum, s) => sum + (s.kind === 'frames' ? s.events : 0), 0);
    this.writtenEvents += events;
    this.#fileEvents += events;
    this.#waitingBytes -= bytes.length;
    this.#giveRoom();
    if (this.flushedAt === undefined || this.#clock.now() - this.flushedAt >= flushPeriod)
      await this.#flush();
  }

  /** @throws when the file is not where it was made any more */
  async #flush(): Promise<void> {
    await this.#file!.datasync();
    const own = await this.#file!.stat();
    const there = await stat(this.#path).catch(() => undefined);
    if (there?.ino !== own.ino) await this.#forgetRemoved();
    this.flushedAt = this.#clock.now();
  }

  /** What was written is gone: with the directory all of the run, else the file in hand. */
  async #forgetRemoved(): Promise<never> {
    const directory = await stat(dirname(this.#path)).catch(() => undefined);
    this.writtenEvents = directory === undefined ? 0 : this.writtenEvents - this.#fileEvents;
    this.writtenBytes = directory === undefined ? 0 : this.writtenBytes - this.#wholeBytes;
    this.#wholeBytes = 0;
    throw new Error(`the ${directory === undefined ? 'directory' : 'file'} was removed or moved`);
  }

  #giveRoom(): void {
    if (this.#waitingBytes >= roomBytes) return;
    this.#release?.();
    this.#release = undefined;
    this.#room = undefined;
  }

  async #fail(error: unknown): Promise<void> {
    this.failure = { path: this.#path, error, wholeBytes: this.#wholeBytes };
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
