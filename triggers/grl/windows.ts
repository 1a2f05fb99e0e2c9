import { type BinSet, binCount } from './bins.js';

/**
 * Opening angles that the GRL tells apart, as ranges of the difference of two 10° bins. All are
 * symmetric about half a turn, so that it does not matter from which of the two bins one counts.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc, TRGGRLMatchModule.cc
 */
const openingWindows = {
  /** Back to back within 1, 2, 3, 4 bins. */
  b2b3: { from: 17, to: 19 },
  b2b5: { from: 16, to: 20 },
  b2b7: { from: 15, to: 21 },
  b2b9: { from: 14, to: 22 },
  /** Open by at least 90°, and at least 30°. */
  open90: { from: 9, to: 27 },
  open30: { from: 3, to: 33 },
} as const;

type OpeningWindow = keyof typeof openingWindows;

const names = Object.keys(openingWindows) as OpeningWindow[];

/**
 * Bit of each window in the masks of this file: a `Uint8Array` element tells which windows some
 * pair of an event fulfils.
 */
export const windowBit = Object.fromEntries(
  names.map((name, position) => [name, 1 << position]),
) as Readonly<Record<OpeningWindow, number>>;

const allWindows = 2 ** names.length - 1;

/** Windows that a difference of bins from 0 to 35 fulfils. */
const windowsAt = Uint8Array.from({ length: binCount }, (_, difference) =>
  names
    .filter(
      (name) => difference >= openingWindows[name].from && difference <= openingWindows[name].to,
    )
    .reduce((mask, name) => mask | windowBit[name], 0),
);

/**
 * Windows that at least one pair, a bin of each set, fulfils. A set against itself gives the
 * windows of its own pairs.
 */
export function openings(left: BinSet, right: BinSet): number {
  let found = 0;
  for (let a = 0; a < left.count && found !== allWindows; a++) {
    for (let b = 0; b < right.count; b++)
      found |= windowsAt[Math.abs(left.bins[a] - right.bins[b])];
  }
  return found;
}
