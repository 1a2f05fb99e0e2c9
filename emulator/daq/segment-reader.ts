import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { EmulatorError } from '../../detector/base/errors.js';
import { type FramePart, readableFormats, readFrames } from './frames.js';
import { decodeRecord } from './record-codec.js';
import type { RecordedThing, SegmentEnd, UnknownRecord } from './records.js';
import type { SegmentPath } from './segments.js';
import { unfinished } from './segment-writer.js';

/** Something that is not in a recording although it should be. */
export interface Fault {
  readonly kind: 'fault';
  readonly segment: number;
  readonly text: string;
  /** Recorded events known to be missing. */
  readonly events: number;
  /** True where nothing was lost: the run was killed, or is still being recorded. */
  readonly unfinished?: true;
}

/** A segment of another format, which this version does not read. */
interface OtherFormat {
  readonly kind: 'other-format';
  readonly text: string;
}

/** What is found in a segment, in its order. */
export type SegmentItem = RecordedThing | UnknownRecord | Fault | OtherFormat;

/** A fault of a segment. */
export function faultIn(segment: number, text: string, events = 0): Fault {
  return { kind: 'fault', segment, text, events };
}

/**
 * Readable records of one segment, and its faults: damaged frames, records that its end mark counts
 * and that cannot be read, a missing end mark.
 * @throws RECORDING_NEEDS
 */
export async function* readSegment(
  directory: string,
  { segment, name }: SegmentPath,
): AsyncGenerator<SegmentItem> {
  let file: FileHandle | undefined;
  try {
    file = await open(join(directory, name), 'r');
    yield* readFile(file, segment, name);
  } catch (error) {
    // Of the system, not of the reader: a folder in place of the file, no permission, a bad disk.
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    yield faultIn(segment, `${name} cannot be read: ${(error as Error).message}`);
  } finally {
    await file?.close();
  }
}

async function* readFile(
  file: FileHandle,
  segment: number,
  name: string,
): AsyncGenerator<SegmentItem> {
  const read = new Map<string, number>();
  let place = 'its beginning';
  let end: SegmentEnd | undefined;
  for await (const part of readFrames(file)) {
    const item = itemOf(part, segment, name);
    if (end !== undefined) {
      yield faultIn(segment, `${name} goes on behind its end mark`);
      return;
    }
    if (item.kind === 'segment-end') {
      end = item;
      for (const text of missingRecords(item, read)) yield faultIn(segment, `${name}: ${text}`);
    }
    yield item;
    if (item.kind === 'other-format') return;
    const kind = item.kind === 'unknown' ? item.name : item.kind;
    if (item.kind !== 'fault') read.set(kind, (read.get(kind) ?? 0) + 1);
    place = placeAfter(item) ?? place;
  }
  if (end === undefined) yield atEnd(faultIn(segment, unfinishedText(name, place)), name);
}

function itemOf(part: FramePart, segment: number, name: string): SegmentItem {
  if (part.kind === 'format') {
    const text = `${name} is a recording of format ${part.format}; this version reads`;
    return { kind: 'other-format', text: `${text} ${readableFormats.join(' and ')}` };
  }
  const where = `${name}, byte ${part.offset}`;
  if (part.kind === 'damage') {
    const fault = faultIn(segment, `${where}: ${part.text}`);
    return part.last === true ? atEnd(fault, name) : fault;
  }
  try {
    return decodeRecord(part.body);
  } catch (error) {
    if (error instanceof EmulatorError && error.code === 'RECORDING_BAD_RECORD')
      return faultIn(segment, `${where}: ${error.message}`);
    throw error;
  }
}

/** What is wrong with the end of a file in the making is no loss. */
export const atEnd = (fault: Fault, name: string): Fault =>
  name.endsWith(unfinished) ? { ...fault, unfinished: true } : fault;

/** Kinds of which the end mark counts more records than were read. */
function missingRecords({ records }: SegmentEnd, read: ReadonlyMap<string, number>) {
  return Object.entries(records).flatMap(([kind, written]) => {
    const found = read.get(kind) ?? 0;
    return found < written ? [`of ${written} records ${kind} ${written - found} are missing`] : [];
  });
}

/** Up to where the beam is known behind a record. */
function placeAfter(item: SegmentItem): string | undefined {
  if (item.kind === 'state') return addressOf(item.slice, item.event);
  if (item.kind === 'events') return addressOf(item.slice, item.first + item.played);
  return item.kind === 'given-up' ? addressOf(item.firstSlice + item.slices, 0) : undefined;
}

const addressOf = (slice: number, event: number): string => `slice ${slice}, event ${event}`;

function unfinishedText(name: string, place: string): string {
  const why = name.endsWith(unfinished)
    ? 'the run was killed, or is still being recorded'
    : 'it was cut';
  return `${name} has no end mark (${why}); what it held from ${place} on is not known`;
}
