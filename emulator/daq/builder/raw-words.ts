/**
 * Raw data of an event: one block of a subdetector, one of the trigger distribution, in words of 32
 * bits. A block of a subdetector has a header, its payload and a trailer of two words.
 * @see basf2 rawdata/dataobjects: RawHeader_latest.h, RawFTSWFormat_latest.h, RawTrailerFormat.h
 */

/** Words of a header. */
export const headerWords = 56;
/** Words of a trailer: an XOR of all words before it, and a mark. */
export const trailerWords = 2;

/** Where a word stands at the head of every block. */
const headWord = {
  length: 0,
  magic: 1,
  /** Experiment (10 bits), run (14), sub-run (8). */
  run: 2,
  number: 3,
  /** Ticks in the second (27 bits), type of the trigger (4). */
  ticks: 4,
  seconds: 5,
  node: 6,
  errors: 7,
} as const;

/** Where a word stands in the header of a subdetector. */
export const headerWord = {
  ...headWord,
  /** Where the data of each channel begin, up to the end of the header. */
  channels: 8,
} as const;

/** Where a word stands in the block of the trigger distribution, and how many it has. */
export const triggerWord = {
  ...headWord,
  ownTicks: 8,
  ownSeconds: 9,
  ownNumber: 10,
  /** Ticks since the trigger before, as far as the word goes. */
  sinceLast: 12,
  end: 21,
} as const;
/** Words of the block of the trigger distribution. */
export const triggerWords = 22;

const [mark, version] = [0x7f7f_0000, 3];
/** Second word of a header: mark, version of the format (recalled) and words of the header. */
export const headerMagic = mark | (version << 8) | headerWords;
/** Last word of the block of a subdetector. */
export const trailerMagic = 0x7fff_0006;
/** Last word of the block of the trigger distribution. */
export const triggerEnd = 0x7fff_0000;

/** The word of a run: experiment 0, sub-run 0. */
export const runWord = (run: number): number => (run & 0x3fff) << 8;

/** The word of ticks in the second and type of the trigger. */
export const ticksWord = (ticks: number, type: number): number =>
  ((ticks & 0x7ff_ffff) << 4) | (type & 0xf);

/** Node of a subdetector, by its place among those that are read out; 0 is the distribution. */
export const nodeOf = (place: number): number => (place + 1) << 24;
