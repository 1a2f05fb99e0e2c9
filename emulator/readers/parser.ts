import type { Momentum } from './raw-event.js';
import type { RawEvent } from './raw-event.js';
import type { Source } from './source.js';

/** What a file says besides its events; parsers add while they read. */
export interface FileInfo {
  /** What a user should know of how the file was read, each once. */
  readonly notes: Set<string>;
  /** Beams of the run as the head of the file gives them. */
  beams?: {
    readonly pdg: readonly [number, number];
    readonly momentum: readonly [Momentum, Momentum];
  };
}

/** Reads one format line by line; emits each event as soon as it is complete. */
export interface EventParser {
  /** @throws READER_MALFORMED, READER_LIMIT, READER_TRUNCATED */
  line(text: string): void;
  /**
   * The file is over. @param isWhole whether its last line has a line end.
   * @throws READER_TRUNCATED
   */
  end(isWhole: boolean): void;
}

/** `emit` must be done with the event when it returns: the object is filled again. */
export type MakeParser = (
  source: Source,
  info: FileInfo,
  emit: (event: RawEvent) => void,
) => EventParser;
