import type { Fields } from './fields.js';
import type { Notes } from '../../detector/base/notes.js';
import type { Momentum, RawEvent } from './raw-event.js';
import type { Source } from './source.js';

/** What a file says besides its events; parsers add while they read. */
export interface FileInfo {
  /** What a user should know of how the file was read. */
  readonly notes: Notes;
  /** Beams of the run as the head of the file gives them. */
  beams?: {
    readonly pdg: readonly [number, number];
    readonly momentum: readonly [Momentum, Momentum];
  };
}

/** Where a parser hands what it read. */
export interface EventSink {
  /** Takes a complete event; the object may be filled again when it returns. */
  take(event: RawEvent): void;
  /**
   * Counts and names an event that cannot be used; the parser goes on with the next one. Throws the
   * error when reading is strict, or when it is about more than an event.
   */
  passOver(error: unknown): void;
}

/** Reads one format line by line; hands over each event as soon as it is complete. */
export interface EventParser {
  /** Whether commas and semicolons separate columns like white space, and # begins a comment. */
  readonly isList?: true;
  /**
   * Reads the line in hand.
   * @throws READER_MALFORMED, READER_LIMIT, READER_TRUNCATED, READER_UNKNOWN_FORMAT
   */
  line(): void;
  /**
   * The file is over. @param isWhole whether its last line has a line end.
   * @throws READER_TRUNCATED
   */
  end(isWhole: boolean): void;
}

/** What a parser reads, and where it tells of it. */
export interface ParserInput {
  readonly source: Source;
  readonly info: FileInfo;
  readonly sink: EventSink;
  /** The line in hand. */
  readonly fields: Fields;
}

/** Makes the parser of a format for one file. */
export type MakeParser = (input: ParserInput) => EventParser;
