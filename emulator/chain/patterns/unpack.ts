import type { PatternLibrary } from '../../../detector/pattern-library.js';

/** A library of patterns as its file holds it. */
export interface PackedPatterns {
  readonly geometry: string;
  /** Limits of the classes of momentum [GeV], and the patterns of each. */
  readonly edges: readonly number[];
  readonly perClass: readonly number[];
  /** Hits of each pattern, 16 bits each, in base 64. */
  readonly counts: string;
  /** Each hit in 24 bits: channel in 14, time in 10 [ns]; base 64. */
  readonly hitsByTime: string;
}

/** Bits of a hit that tell its time. */
export const timeBits = 10;
/** The latest one [ns]. */
export const latestTime = 2 ** timeBits - 1;

/** A library from its text. */
export function unpackPatterns(packed: PackedPatterns): PatternLibrary {
  const { geometry, edges, perClass } = packed;
  const firstOfClass = new Uint32Array(edges.length);
  for (const [place, patterns] of perClass.entries())
    firstOfClass[place + 1] = firstOfClass[place]! + patterns;
  const counts = bytesOf(packed.counts);
  const offsets = new Uint32Array(counts.length / 2 + 1);
  for (let pattern = 0; pattern + 1 < offsets.length; pattern++)
    offsets[pattern + 1] =
      offsets[pattern]! + counts[2 * pattern]! + (counts[2 * pattern + 1]! << 8);
  const hits = bytesOf(packed.hitsByTime);
  const count = hits.length / 3;
  const channel = new Uint16Array(count);
  const time = new Uint16Array(count);
  for (let hit = 0, at = 0; hit < count; hit++, at += 3) {
    const bits = hits[at]! | (hits[at + 1]! << 8) | (hits[at + 2]! << 16);
    channel[hit] = bits >>> timeBits;
    time[hit] = bits & latestTime;
  }
  return { geometry, edges: Float64Array.from(edges), firstOfClass, offsets, channel, time };
}

function bytesOf(text: string): Uint8Array {
  if (typeof Buffer !== 'undefined') return Buffer.from(text, 'base64');
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let place = 0; place < bytes.length; place++) bytes[place] = characters.charCodeAt(place);
  return bytes;
}
