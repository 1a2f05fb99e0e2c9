/** A menu line as a column: its name and its bit in the output words of an event. */
export interface LineColumn {
  readonly name: string;
  readonly number: number;
}

/** Rows of a table, one per event. */
export interface EventRows {
  readonly eventCount: number;
  /** Event numbers as in the file they came from. */
  readonly numbers: Float64Array;
  readonly weights: Float64Array;
  /** Fired lines, `outputWords` words per event. */
  readonly bits: Uint32Array;
}

/** What made the events of a table: version, seed, menu, conditions, machine, … */
export interface TableOrigin {
  readonly [name: string]: string | number | undefined;
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

/** Columns before those of the lines. */
export const leadingColumns = ['number', 'weight'] as const;
