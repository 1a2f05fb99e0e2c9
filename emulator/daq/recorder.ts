import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  catchError,
  concat,
  defer,
  finalize,
  ignoreElements,
  type MonoTypeOperatorFunction,
  type Observable,
  tap,
} from 'rxjs';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Clock, Log } from '../../monitor/ports.js';
import type { RecordingCounts } from '../../monitor/recording-snapshot.js';
import type { DeciderState } from '../../triggers/gdl/decide.js';
import {
  eventsRecord,
  joinRecords,
  recordedEvents,
  type RecordableBatch,
} from './events-record.js';
import { syncDirectory, type SyncDirectory } from '../files/sync-directory.js';
import { BodyMemory } from './body-memory.js';
import { encodeFrame, magic } from './frames.js';
import { RecentWrites } from './recent-writes.js';
import { encodeRecord } from './record-codec.js';
import { isCommanded } from './recorded-legs.js';
import type {
  EpochRecord,
  EventsRecord,
  GivenUpRecord,
  RecordedThing,
  RunEnd,
  RunRecord,
} from './records.js';
import { segmentName } from './segments.js';
import { type OpenSegment, SegmentWriter, unfinished } from './segment-writer.js';

/** What becomes of a run whose recording meets a full disk. */
export type OnFull = 'end' | 'continue' | 'pause';

/** What a recorder is told of its run. */
export interface RecorderOptions {
  /** Of this run alone; made by the recorder. */
  readonly directory: string;
  readonly run: Omit<RunRecord, 'kind' | 'segment' | 'needs'>;
  /** A segment ends behind the frame that passes one of these. */
  readonly maxBytes: number;
  readonly maxMilliseconds: number;
  /**
   * When the disk is full: the run ends with the reason, goes on without being recorded, or waits
   * until there is room.
   */
  readonly onFull: OnFull;
  /** When nothing can be written any more for another reason. */
  readonly onFailure: Exclude<OnFull, 'pause'>;
  /**
   * Whether a slice has no more events from one on, or a record shall end before it; so records do
   * not depend on batches.
   */
  readonly endsBefore?: (slice: number, event: number) => boolean;
  /** Changes of the machine, ascending: each is told before the events that it holds for. */
  readonly epochs?: readonly EpochRecord[];
  /** What the decision depends on behind the last batch. */
  readonly deciderState: () => DeciderState;
  readonly clock: Clock;
  readonly log: Log;
  /** How a segment file is made; a test puts a full disk in its place. */
  readonly openSegment?: OpenSegment;
  /** How names of files are made safe; a test loses power in its place. */
  readonly syncDirectory?: SyncDirectory;
}

const goesOn = 'the run goes on without being recorded';

/** What is told between the events. */
type JournalRecord = GivenUpRecord | EpochRecord;

const beginOf = (record: JournalRecord): number =>
  record.kind === 'given-up' ? record.firstSlice : record.slice;

/** Whether a stretch of slices goes on with another of the same cause. */
const isContinued = (before: JournalRecord, next: GivenUpRecord): before is GivenUpRecord =>
  before.kind === 'given-up' &&
  before.cause === next.cause &&
  before.firstSlice + before.slices === next.firstSlice;

/**
 * Who does not know of machines would take their windows for events of a card; who does not know of
 * commands would decide with the menu of the start.
 */
const needsOf = ({ machine, passThrough }: RecorderOptions['run'], commands: number): string[] => [
  ...(machine === undefined ? [] : ['machine']),
  ...(passThrough === undefined ? [] : ['pass-through']),
  ...(commands === 0 ? [] : ['control']),
];

/**
 * Records the accepted events of a run and its journal, batch by batch in the order of the beam.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #writer: SegmentWriter;
  readonly #memory = new BodyMemory();
  readonly #recent = new RecentWrites();
  /** What is told of slices that have not come yet, ascending. */
  readonly #told: JournalRecord[];
  /** Changes by command that are written: each segment begins with those before it. */
  readonly #commanded: EpochRecord[] = [];
  /** Batches decided upon of which the record is not complete. */
  #parts: EventsRecord[] = [];
  #segment = 0;
  #segmentBytes = 0;
  #segmentBegan = 0;
  #frames = 0;
  /** Records of the present segment, by kind. */
  #records: Record<string, number> = {};
  /** Address of the next event. */
  #slice = 0;
  #event = 0;
  #processed = 0;
  #recorded = 0;
  #lost = 0;
  /** Set when the segment is full: the state of the decision with which the next one begins. */
  #next: DeciderState | undefined;
  #stage: 'opening' | 'recording' | 'closed' | 'failed' = 'opening';
  #complained = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#told = [...(options.epochs ?? [])];
    this.#writer = new SegmentWriter({
      ...options,
      waitsForRoom: options.onFull === 'pause',
      onFull: (path, afterMs) => this.#tellFull(path, afterMs),
    });
  }

  /** Makes the directory and the first segment. @throws RECORDER_DIRECTORY */
  async open(): Promise<void> {
    const { directory, deciderState, syncDirectory: sync = syncDirectory } = this.#options;
    try {
      await mkdir(directory);
      await sync(dirname(directory));
    } catch (error) {
      this.#stage = 'failed';
      const why = error instanceof Error ? error.message : String(error);
      throw new EmulatorError(
        'RECORDER_DIRECTORY',
        `nothing can be recorded in ${directory}: ${why}`,
        { cause: error },
      );
    }
    this.#stage = 'recording';
    this.#writer.begin(this.#unfinishedPath());
    this.#begin(deciderState());
  }

  /** Undefined while there is room, else settles when there is: a consumer of the worker pool. */
  ready(): Promise<void> | undefined {
    return this.#writer.ready();
  }

  /**
   * Slices that are not played, told before the batches of later slices; written in the order of
   * the beam.
   */
  giveUp(firstSlice: number, slices: number, events: number, cause = 'host'): void {
    const later = this.#told.findIndex((record) => beginOf(record) > firstSlice);
    const place = later < 0 ? this.#told.length : later;
    const before = this.#told[place - 1];
    const record: GivenUpRecord = { kind: 'given-up', cause, firstSlice, slices, events };
    if (before === undefined || !isContinued(before, record)) {
      this.#told.splice(place, 0, record);
      return;
    }
    // A pause is told slice by slice, dead time second by second; each is written as one.
    const together = { slices: before.slices + slices, events: before.events + events };
    this.#told[place - 1] = { ...before, ...together };
  }

  /**
   * A command changes the run from a slice on that is not handed out; changes that are known for
   * later slices count one up.
   */
  change(record: EpochRecord): void {
    const later = this.#told.findIndex((other) => beginOf(other) > record.slice);
    const place = later < 0 ? this.#told.length : later;
    for (let at = place; at < this.#told.length; at++) {
      const other = this.#told[at]!;
      if (other.kind === 'epoch') this.#told[at] = { ...other, epoch: other.epoch + 1 };
    }
    this.#told.splice(place, 0, record);
  }

  /**
   * Records the accepted events of a decided batch, once all of its record are known.
   * @throws RECORDER_FAILED when the run shall end with the recording
   */
  write(batch: RecordableBatch): void {
    if (this.#writer.failure !== undefined) return this.#lose(batch);
    const pending = this.#parts.reduce((sum, { index }) => sum + index.length, 0);
    const part = eventsRecord(batch, this.#recorded + pending);
    this.#parts.push(part);
    const { endsBefore = () => true } = this.#options;
    if (endsBefore(part.slice, part.first + part.played)) this.#writeParts();
  }

  #writeParts(): void {
    const [first, ...others] = this.#parts;
    if (first === undefined) return;
    this.#parts = [];
    const record = joinRecords([first, ...others]);
    this.#tell(record.slice);
    this.#record(record);
    this.#slice = record.slice;
    this.#event = record.first + record.played;
    this.#processed += record.decided ?? record.played;
    this.#recorded += record.index.length;
    const { maxBytes, maxMilliseconds, clock, deciderState } = this.#options;
    if (this.#segmentBytes >= maxBytes || clock.now() - this.#segmentBegan >= maxMilliseconds)
      this.#next = deciderState();
  }

  /**
   * Writes the end of the run and waits for the disk.
   * @throws RECORDER_FAILED when the run shall end with the recording
   */
  async close(end: Omit<RunEnd, 'kind' | 'recorded'>): Promise<void> {
    const isOpen = this.#stage === 'recording';
    if (this.#stage !== 'failed') this.#stage = 'closed';
    if (!isOpen) return;
    if (this.#writer.failure === undefined) this.#writeParts();
    else this.#loseParts();
    this.#tell(end.slices - 1);
    // The end belongs to the segment in hand, full or not.
    this.#frame({ kind: 'run-end', ...end, recorded: this.#recorded });
    this.#end();
    this.#writer.finish(this.#path());
    this.#writer.stopWaiting();
    await this.#writer.idle();
    if (this.#writer.failure !== undefined && !this.#complained) this.#complain();
  }

  /** Ends without an end of the run in the file: whoever reads it is told so. */
  async abandon(): Promise<void> {
    if (this.#stage !== 'failed') this.#stage = 'closed';
    await this.#writer.abandon();
  }

  /** The run is to end: a full disk is not waited for any more. */
  stopWaiting(): void {
    this.#writer.stopWaiting();
  }

  counts(): RecordingCounts {
    const { failure, flushedAt, writtenBytes, writtenEvents, flushedEvents } = this.#writer;
    const { fullSince, fullMs, freeBytes } = this.#writer;
    const now = this.#options.clock.now();
    const state = this.#state();
    const rates = this.#recent.rates({ at: now, events: writtenEvents, bytes: writtenBytes });
    return {
      state,
      ...(state === 'closed' ? { eventRate: 0, byteRate: 0 } : rates),
      onFull: this.#options.onFull,
      pausedSeconds: (fullMs + (fullSince === undefined ? 0 : now - fullSince)) / 1000,
      ...(freeBytes !== undefined && { freeBytes }),
      directory: this.#options.directory,
      events: writtenEvents,
      flushedEvents,
      bytes: writtenBytes,
      segment: this.#segment,
      lost: failure === undefined ? 0 : this.#lostEvents(),
      flushAgeSeconds: flushedAt === undefined || state === 'closed' ? 0 : (now - flushedAt) / 1000,
    };
  }

  /** Accepted events that are in no file, once nothing is written any more. */
  #lostEvents(): number {
    return this.#recorded + this.#lost - this.#writer.writtenEvents;
  }

  #state(): RecordingCounts['state'] {
    if (this.#writer.failure !== undefined) return 'failed';
    if (this.#writer.fullSince !== undefined) return 'paused';
    return this.#stage;
  }

  #tellFull(path: string, afterMs: number | undefined): void {
    const { log } = this.#options;
    if (afterMs === undefined) log.warn(`${path}: the disk is full: the run waits for room`);
    else log.info(`${path}: room again after ${(afterMs / 1000).toFixed(1)} s: the run goes on`);
  }

  #path(): string {
    return join(this.#options.directory, segmentName(this.#segment));
  }

  #unfinishedPath(): string {
    return `${this.#path()}${unfinished}`;
  }

  #begin(decider: DeciderState): void {
    this.#writer.write([magic]);
    this.#segmentBytes = magic.length;
    this.#segmentBegan = this.#options.clock.now();
    this.#frames = 0;
    this.#records = {};
    this.#header();
    // What the counters below belong to.
    for (const record of this.#commanded) this.#frame(record);
    this.#frame({
      kind: 'state',
      processed: this.#processed,
      recorded: this.#recorded,
      slice: this.#slice,
      event: this.#event,
      ...decider,
    });
  }

  #header(): void {
    const { run } = this.#options;
    this.#frame({
      kind: 'run',
      segment: this.#segment,
      needs: needsOf(run, this.#commanded.length),
      ...run,
    });
  }

  /** The header again, in case the first is damaged, and the end mark. */
  #end(): void {
    this.#header();
    this.#frame({
      kind: 'segment-end',
      processed: this.#processed,
      recorded: this.#recorded,
      records: this.#records,
    });
  }

  /** A frame, in a new segment when the present one is full. */
  #record(record: RecordedThing): void {
    if (this.#next !== undefined) {
      this.#end();
      const path = this.#path();
      this.#segment++;
      this.#writer.finish(path, this.#unfinishedPath());
      this.#begin(this.#next);
      this.#next = undefined;
    }
    this.#frame(record);
  }

  #frame(record: RecordedThing): void {
    const frame = encodeFrame(this.#frames++, encodeRecord(record, this.#memory.take));
    this.#records[record.kind] = (this.#records[record.kind] ?? 0) + 1;
    for (const { length } of frame) this.#segmentBytes += length;
    const isEvents = record.kind === 'events';
    const written = isEvents ? () => this.#memory.give(frame[1]) : undefined;
    this.#writer.write(frame, isEvents ? record.index.length : 0, written);
  }

  /** What the journal tells until a slice begins, in the order of the beam. */
  #tell(slice: number): void {
    while (this.#told.length > 0 && beginOf(this.#told[0]!) <= slice) {
      const record = this.#told.shift()!;
      this.#record(record);
      if (record.kind === 'epoch' && isCommanded(record)) this.#commanded.push(record);
      if (record.kind !== 'given-up') continue;
      this.#slice = record.firstSlice + record.slices;
      this.#event = 0;
    }
  }

  /** Accepted events that the disk did not take. */
  #lose(batch: RecordableBatch): void {
    this.#loseParts();
    this.#lost += recordedEvents(batch).length;
    // How many a run loses that has waited for room is known at its end.
    if (!this.#complained && this.#consequence() !== 'pause') this.#complain();
  }

  #loseParts(): void {
    for (const { index } of this.#parts) this.#lost += index.length;
    this.#parts = [];
  }

  /** What the failure does to the run. */
  #consequence(): OnFull {
    const { onFull, onFailure } = this.#options;
    return this.#writer.failure!.isFull ? onFull : onFailure;
  }

  /** @throws RECORDER_FAILED when the run shall end with the recording */
  #complain(): void {
    this.#complained = true;
    const { path, error, wholeBytes } = this.#writer.failure!;
    const why = error instanceof Error ? error.message : String(error);
    const whole = `its whole frames end at byte ${wholeBytes}`;
    const message = `the recording stopped: ${path}: ${why}; ${whole}`;
    const then = this.#consequence();
    if (then === 'end') throw new EmulatorError('RECORDER_FAILED', message, { cause: error });
    const noRoom = `there was no room before the run ended: ${this.#lostEvents()} events are lost`;
    this.#options.log.error(`${message}; ${then === 'pause' ? noRoom : goesOn}`);
  }
}

/**
 * Records a stream of decided batches on its way: the recorder is open before the first batch, and
 * the stream completes when the end of the run is on disk.
 * @param end totals of the run, asked for behind the last batch.
 */
export function recorded<B extends RecordableBatch>(
  recorder: Recorder,
  end: (failure: string | undefined) => Omit<RunEnd, 'kind' | 'recorded'>,
): MonoTypeOperatorFunction<B> {
  const failed = (error: unknown): Observable<never> =>
    defer(async () => {
      const reason = error instanceof Error ? error.message : String(error);
      // A recorder that failed has nothing to add to the reason.
      await recorder.close(end(reason)).catch(() => undefined);
      throw error;
    });
  return (batches$) =>
    concat(
      defer(() => recorder.open()).pipe(ignoreElements()),
      batches$.pipe(
        tap((batch) => recorder.write(batch)),
        catchError(failed),
      ),
      defer(() => recorder.close(end(undefined))).pipe(ignoreElements()),
    ).pipe(finalize(() => void recorder.abandon()));
}
