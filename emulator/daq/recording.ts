import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EmulatorError } from '../../detector/base/errors.js';
import type {
  EpochRecord,
  EventsRecord,
  GivenUpRecord,
  RunEnd,
  RunRecord,
  StateRecord,
  UnknownRecord,
} from './records.js';
import { foreignText, orderedSegments, sameRun } from './segment-order.js';
import { atEnd, type Fault, faultIn, readSegment, type SegmentItem } from './segment-reader.js';
import {
  recordedRuns,
  runDirectoryName,
  type SegmentPath,
  segmentNumber,
  segmentsIn,
} from './segments.js';

/**
 * What a recording holds, in the order of the beam, where something is missing, and what this
 * version passes over.
 */
export type RecordingItem =
  | StateRecord
  | EventsRecord
  | GivenUpRecord
  | EpochRecord
  | RunEnd
  | UnknownRecord
  | Fault;

/** An opened recording: what was played, and a way to read the rest. */
export interface Recording {
  /** Directory of the run, or a segment of it. */
  readonly path: string;
  readonly run: RunRecord;
  /** Its segments on disk, in order. */
  readonly files: readonly string[];
  /** Whether it is one segment alone: then what stands in the others is not missing. */
  readonly alone: boolean;
  /** Reads the segments one frame at a time. */
  readonly items: () => AsyncGenerator<RecordingItem>;
}

/**
 * Opens the recording of a run: its directory, one that holds a single run, or one segment. What is
 * damaged or missing does not keep the rest from being read.
 * @throws RECORDING_NOT_FOUND, RECORDING_SEVERAL, RECORDING_EMPTY, RECORDING_FORMAT,
 * RECORDING_NEEDS
 * @example
 * ```ts
 * import { openRecording, type Recording, type RecordingItem } from 'belle2-l1';
 *
 * // Accepted events in what `b2l1 run --record recordings` has written.
 * const eventsIn = (item: RecordingItem) => (item.kind === 'events' ? item.index.length : 0);
 * const recording: Recording = await openRecording('recordings');
 * let events = 0;
 * for await (const item of recording.items()) events += eventsIn(item);
 * console.log(events > 0); // → true
 * ```
 */
export async function openRecording(path: string): Promise<Recording> {
  const { directory, segments, alone } = await placeOf(path);
  let otherFormat: string | undefined;
  for (const segment of segments) {
    for await (const item of readSegment(directory, segment)) {
      if (item.kind === 'other-format') otherFormat ??= item.text;
      if (item.kind !== 'run') continue;
      const set = { directory, segments, alone, run: item };
      const files = segments.map(({ name }) => join(directory, name));
      const place = alone ? path : directory;
      return { path: place, files, run: item, alone, items: () => readRun(set) };
    }
  }
  if (otherFormat !== undefined)
    throw new EmulatorError('RECORDING_FORMAT', `${directory}: ${otherFormat}`);
  throw new EmulatorError(
    'RECORDING_EMPTY',
    `${path}: none of its ${segments.length} segments has a readable header of the run`,
  );
}

/** The segments that are meant by a path. */
interface SegmentSet {
  readonly directory: string;
  readonly segments: readonly SegmentPath[];
  readonly alone: boolean;
}

async function placeOf(path: string): Promise<SegmentSet> {
  const found = await stat(path).catch(() => undefined);
  const segment = segmentNumber(basename(path));
  if (found?.isFile() === true && segment !== undefined) {
    const segments = [{ segment, name: basename(path) }];
    return { directory: dirname(path), segments, alone: true };
  }
  const directory = await runDirectory(path);
  return { directory, segments: segmentsIn(directory), alone: false };
}

async function runDirectory(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new EmulatorError(
      'RECORDING_NOT_FOUND',
      `${path} is not a directory or a segment; a recording is a directory such as ` +
        'run-000001 that b2l1 run --record made',
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

async function* readRun({
  directory,
  segments: named,
  alone,
  run,
}: SegmentSet & { readonly run: RunRecord }): AsyncGenerator<RecordingItem> {
  const { segments, faults } = alone
    ? { segments: named, faults: [] }
    : await orderedSegments(directory, run);
  yield* faults;
  const count: RecordedCount = { recorded: alone ? undefined : 0, repeats: false };
  let ended = false;
  let whole = false;
  for (const [position, path] of segments.entries()) {
    const expected = position === 0 ? 0 : segments[position - 1]!.segment + 1;
    if (!alone && expected < path.segment)
      yield faultIn(expected, missingText(expected, path.segment - 1));
    whole = false;
    for await (const item of readSegment(directory, path)) {
      if (item.kind === 'run') {
        if (sameRun(item, run)) continue;
        yield faultIn(path.segment, foreignText(path.name, item));
        break;
      }
      if (item.kind === 'segment-end') whole = true;
      if (item.kind === 'run-end') ended = true;
      const gap = gapBefore(item, count);
      if (gap !== undefined) yield faultIn(path.segment, ...gap);
      if (item.kind === 'other-format') yield faultIn(path.segment, item.text);
      else if (isShown(item, count)) yield item;
    }
  }
  // A segment without its end mark has said so.
  const last = segments.at(-1)!;
  if (whole && !ended && !alone)
    yield atEnd(
      faultIn(last.segment, 'the last segment does not hold the end of the run'),
      last.name,
    );
}

/** How far a run has been read. */
interface RecordedCount {
  /** Events recorded up to here; undefined before the first that tells. */
  recorded: number | undefined;
  /** Whether what comes was read before. */
  repeats: boolean;
}

/** What is missing before an item, or that it stands twice, once; the count goes on behind it. */
function gapBefore(item: SegmentItem, count: RecordedCount): [string, number] | undefined {
  const before = recordedBefore(item);
  if (before === undefined) return undefined;
  const missing = before - (count.recorded ?? before);
  const told = missing < 0 && count.repeats;
  count.repeats = missing < 0;
  if (missing >= 0) count.recorded = before + (item.kind === 'events' ? item.index.length : 0);
  return missing === 0 || told ? undefined : gapText(missing, placeIn(item));
}

/** Each thing is shown once; the end of a run is told wherever it stands. */
function isShown(
  item: Exclude<SegmentItem, { readonly kind: 'run' | 'other-format' }>,
  { repeats }: RecordedCount,
): item is Exclude<typeof item, { readonly kind: 'segment-end' }> {
  if (item.kind === 'segment-end') return false;
  return !repeats || item.kind === 'fault' || item.kind === 'run-end';
}

function missingText(first: number, last: number): string {
  return first === last
    ? `segment ${first} is missing`
    : `segments ${first} to ${last} are missing`;
}

/** Text and number of events for a gap before a place. */
function gapText(missing: number, place: string): [string, number] {
  return missing > 0
    ? [`${missing} recorded events are missing before ${place}`, missing]
    : [`${place} stands twice`, 0];
}

/** Events of the run that were recorded before, where a record tells. */
function recordedBefore(item: SegmentItem): number | undefined {
  if (item.kind === 'events') return item.recordedBefore;
  return item.kind === 'state' || item.kind === 'segment-end' || item.kind === 'run-end'
    ? item.recorded
    : undefined;
}

function placeIn(item: SegmentItem): string {
  if (item.kind === 'events') return `slice ${item.slice}`;
  if (item.kind === 'run-end') return 'the end of the run';
  return item.kind === 'segment-end' ? 'the end of the segment' : 'the next segment';
}
