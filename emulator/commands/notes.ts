import type { Note } from '../../detector/base/notes.js';
import type { EventFile } from '../readers/events.js';
import type { ResultFiles } from '../writers/result-files.js';

/** Notes that the line on the opening of a file holds. */
const saidAtTheStart: ReadonlySet<Note['code']> = new Set([
  'READER_FRAME_TAKEN',
  'READER_PLACES_TAKEN',
]);

/** What is printed when a file is open, before its events. */
export function saidOfOpening(file: EventFile): string {
  return `${file.path}: ${file.format}; ${file.frameReason}; ${file.vertexReason}\n`;
}

/** Notes that the line on the opening does not hold. */
export const saidLater = (notes: readonly Note[]): readonly Note[] =>
  notes.filter(({ code }) => !saidAtTheStart.has(code));

/** What is printed behind the events: a line for each note that was not said before. */
export function saidInTheEnd(notes: readonly Note[]): string {
  return saidLater(notes)
    .map(({ message }) => `${message}\n`)
    .join('');
}

/** What a result has written, and what of an earlier one it has taken away: a line each. */
export const saidOfFiles = ({ written, removed }: ResultFiles): string =>
  [
    ...written.map((path) => `wrote ${path}\n`),
    ...removed.map((path) => `removed ${path}: of an earlier result, and this one has none\n`),
  ].join('');
