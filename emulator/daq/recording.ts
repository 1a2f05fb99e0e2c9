import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EmulatorError } from '../../detector/base/errors.js';
import { readFrames } from './frames.js';
import { menuHash } from './menu-hash.js';
import {
  decodeRecord,
  type EventsRecord,
  type GivenUpRecord,
  type RecordedThing,
  type RunEnd,
  type RunRecord,
  type StateRecord,
} from './records.js';
import { recordedRuns, runDirectoryName, type SegmentPath, segmentsIn } from './segments.js';
import { unfinished } from './segment-writer.js';

/** Something that is not in a recording although it should be. */
export interface Fault {
  readonly kind: 'fault';
  readonly segment: number;
  readonly text: string;
  /** Recorded events known to be missing. */
  readonly events: number;
}

/** What a recording holds, in the order of the beam, and where something is missing. */
export type RecordingItem = StateRecord | EventsRecord | GivenUpRecord | RunEnd | Fault;

/** A recorded run, read as it is asked for. */
export interface Recording {
  /** Directory of the run. */
  readonly path: string;
  readonly run: RunRecord;
  /** Reads the segments one frame at a time. */
  readonly items: () => AsyncGenerator<RecordingItem>;
}

/**
 * Opens the recording of a run: its directory, or one that holds a single run. What is damaged or
 * missing does not keep the rest from being read.
 * @throws RECORDING_NOT_FOUND, RECORDING_SEVERAL, RECORDING_EMPTY, RECORDING_FORMAT
 */
export async function openRecording(path: string): Promise<Recording> {
  const directory = await runDirectory(path);
  const segments = segmentsIn(directory);
  for (const segment of segments) {
    for await (const item of readSegment(directory, segment)) {
      if (item.kind !== 'run') continue;
      return { path: directory, run: item, items: () => readRun(directory, segments, item) };
    }
  }
  throw new EmulatorError(
    'RECORDING_EMPTY',
    `${directory}: none of its ${segments.length} segments begins with a readable run record`,
  );
}

async function runDirectory(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new EmulatorError(
      'RECORDING_NOT_FOUND',
      `${path} is not a directory; a recording is a directory such as run-000001 that b2l1 run --record made`,
    );
  }
  if (segmentsIn(path).length > 0) return path;
  const runs = recordedRuns(path).map(runDirectoryName);
  if (runs.length === 1) return join(path, runs[0]!);
  if (runs.length === 0) {
    throw new EmulatorError(
      'RECORDING_NOT_FOUND',
      `${path} holds no recording: expected segment files, or a directory such as run-000001`,
    );
  }
  throw new EmulatorError(
    'RECORDING_SEVERAL',
    `${path} holds ${runs.length} runs; name one of them: ${runs.slice(0, 8).join(', ')}`,
  );
}

/** Readable records of one segment, and its faults. */
async function* readSegment(
  directory: string,
  { segment, name }: SegmentPath,
): AsyncGenerator<RecordedThing | Fault> {
  const file = await open(join(directory, name), 'r');
  try {
    for await (const part of readFrames(file)) {
      const where = `${name}, byte ${part.offset}`;
      yield part.kind === 'damage'
        ? faultIn(segment, `${where}: ${part.text}`)
        : recordOrFault(part.body, segment, where);
    }
  } finally {
    await file.close();
  }
}

function recordOrFault(body: Buffer, segment: number, where: string): RecordedThing | Fault {
  try {
    return decodeRecord(body);
  } catch (error) {
    if (error instanceof EmulatorError && error.code === 'RECORDING_BAD_RECORD')
      return faultIn(segment, `${where}: ${error.message}`);
    throw error;
  }
}

function faultIn(segment: number, text: string, events = 0): Fault {
  return { kind: 'fault', segment, text, events };
}

async function* readRun(
  directory: string,
  segments: readonly SegmentPath[],
  run: RunRecord,
): AsyncGenerator<RecordingItem> {
  let recorded = 0;
  let ended = false;
  for (const [position, path] of segments.entries()) {
    const expected = position === 0 ? 0 : segments[position - 1]!.segment + 1;
    for (let missing = expected; missing < path.segment; missing++)
      yield faultIn(missing, `segment ${missing} is missing`);
    let closed = false;
    for await (const item of readSegment(directory, path)) {
      if (item.kind === 'run') {
        if (sameRun(item, run)) continue;
        yield faultIn(
          path.segment,
          `${path.name} belongs to another run (seed ${item.seed}, run ${item.run})`,
        );
        closed = true;
        break;
      }
      if (item.kind === 'segment-end') closed = true;
      if (item.kind === 'run-end') ended = true;
      const before = recordedBefore(item);
      if (before !== undefined && before !== recorded) {
        const missing = Math.max(0, before - recorded);
        yield faultIn(
          path.segment,
          missing > 0
            ? `${missing} recorded events are missing before ${placeOf(item)}`
            : `${placeOf(item)} stands twice`,
          missing,
        );
        recorded = before;
      }
      if (item.kind === 'events') recorded += item.index.length;
      if (item.kind !== 'segment-end') yield item;
    }
    if (!closed && !ended)
      yield faultIn(path.segment, unfinishedText(path, position === segments.length - 1));
  }
}

/** A damaged segment cannot claim to be of this run unless everything that decides is the same. */
function sameRun(a: RunRecord, b: RunRecord): boolean {
  return (
    a.seed === b.seed &&
    a.run === b.run &&
    a.card === b.card &&
    a.rate === b.rate &&
    menuHash(a.menu) === menuHash(b.menu)
  );
}

/** Events of the run that were recorded before, where a record tells. */
function recordedBefore(item: RecordedThing | Fault): number | undefined {
  if (item.kind === 'events') return item.recordedBefore;
  return item.kind === 'state' || item.kind === 'segment-end' || item.kind === 'run-end'
    ? item.recorded
    : undefined;
}

function placeOf(item: RecordedThing | Fault): string {
  return item.kind === 'events'
    ? `slice ${item.slice}`
    : item.kind === 'run-end'
      ? 'the end of the run'
      : 'the next segment';
}

function unfinishedText({ name }: SegmentPath, last: boolean): string {
  if (!last) return `${name} has no end: frames behind the last readable one are missing`;
  const why = name.endsWith(unfinished)
    ? 'the run was killed, or is still being recorded'
    : 'it was cut';
  return `${name} has no end (${why}); what came behind its last readable frame is not known`;
}
