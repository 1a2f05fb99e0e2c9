import { readdirSync } from 'node:fs';

/** Recordings lie in directories of their own, one per run, named by its number. */
export function runDirectoryName(run: number): string {
  return `run-${String(run).padStart(6, '0')}`;
}

/** Segment files of a run, numbered from 0. */
export function segmentName(segment: number): string {
  return `segment-${String(segment).padStart(6, '0')}.b2l1`;
}

/** Numbers of the runs that a directory holds, ascending; none when it does not exist. */
export function recordedRuns(directory: string): readonly number[] {
  return numbered(directory, /^run-(\d{6,})$/);
}

/** A segment as it lies on disk. */
export interface SegmentPath {
  readonly segment: number;
  readonly name: string;
}

const segmentPattern = /^segment-(\d{6,15})\.b2l1(?:\.part)?$/;

/** Number of a segment by the name of its file; undefined when it is none. */
export function segmentNumber(name: string): number | undefined {
  const [, digits] = segmentPattern.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Segment files in a directory by the number in their name, whole ones before unfinished ones. */
export function segmentsIn(directory: string): readonly SegmentPath[] {
  return readNames(directory)
    .flatMap((name) => {
      const segment = segmentNumber(name);
      return segment === undefined ? [] : [{ segment, name }];
    })
    .toSorted((a, b) => a.segment - b.segment || (a.name < b.name ? -1 : 1));
}

/** Names in a directory that look like those of segments and are none. */
export function oddNames(directory: string): readonly string[] {
  return readNames(directory)
    .filter((name) => name.startsWith('segment-') && segmentNumber(name) === undefined)
    .toSorted();
}

function numbered(directory: string, pattern: RegExp): readonly number[] {
  const numbers = readNames(directory).flatMap((name) => {
    const match = pattern.exec(name);
    return match === null ? [] : [Number(match[1])];
  });
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

function readNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
