/** What is right for odd files. */

/** What reading a file must give. */
export interface RightValue {
  /** Events delivered; absent where the file is refused on opening. */
  readonly events?: number;
  /** Final particles of all events. */
  readonly finals?: number;
  readonly frame?: 'lab' | 'cms';
  /** Whether what is final moves in the laboratory like SuperKEKB's collisions, all together. */
  readonly isWhole?: boolean;
  /** Codes of notes beside those on frame and places, and their counts. */
  readonly notes?: Readonly<Record<string, number>>;
  /** What ends the reading: on opening where there are no events, else behind the good ones. */
  readonly error?: { readonly code: string; readonly message: RegExp };
}

/** A file of ours and, by name, one of a collection that may be there too. */
export interface OddFile {
  readonly what: string;
  readonly content: string | Uint8Array;
  readonly right: RightValue;
  readonly shared?: string;
  /** Where the file of the collection differs in numbers only. */
  readonly sharedRight?: RightValue;
}

/** Of a file that is refused by its kind. */
export const noEvents = { code: 'READER_UNKNOWN_FORMAT' } as const;
/** So many events of two photons in the centre of mass. */
export const twoEach = (events: number): RightValue => ({
  events,
  finals: 2 * events,
  frame: 'cms',
  isWhole: true,
});
