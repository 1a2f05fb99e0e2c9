import { hasBit, outputWords } from '../../triggers/batches.js';

/** A line or family as a column: its name and its bits in the output words of an event. */
export interface FlagColumn {
  readonly name: string;
  /** Any of them sets it. */
  readonly numbers: readonly number[];
}

/** Whether any bit of a column is set in an event. */
export function isFlagged(bits: Uint32Array, event: number, { numbers }: FlagColumn): boolean {
  for (const number of numbers) if (hasBit(bits, outputWords, event, number)) return true;
  return false;
}

/** Rows of a table, one per event. */
export interface EventRows {
  readonly eventCount: number;
  /** Event numbers as in the file they came from. */
  readonly numbers: Float64Array;
  readonly weights: Float64Array;
  /** 1 for events that the menu accepts, after prescale and mask. */
  readonly accepted: Uint8Array;
  /** Lowest prescale of the lines that fired and are not masked; 0 where none did. */
  readonly prescale: Float64Array;
  /** Fired lines, before prescale, `outputWords` words per event. */
  readonly bits: Uint32Array;
}

/** What made the events of a table: version, seed, menu, conditions, machine, … */
export interface TableOrigin {
  readonly [name: string]: string | number | object | undefined;
}

/** Makes the bytes of a file from rows; keeps at most a bounded number of them. */
export interface TableEncoder {
  start(): Uint8Array | string;
  /** Bytes that are ready after these rows; may be empty. */
  rows(rows: EventRows): Uint8Array | string;
  finish(): Uint8Array | string;
  /** What made the events, for a file beside; absent where it is in the table itself. */
  readonly beside?: string;
}

/** Columns before those of families and lines. */
export const leadingColumns = ['number', 'weight', 'accepted', 'prescale'] as const;
