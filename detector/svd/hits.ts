import type { Table } from '../base/columns.js';

/**
 * Strips that are sent: number of the sensor 0–171, side (0 u, 1 v), strip from 0, six samples
 * [counts], one every 31.44 ns; of three-sample events the last three are 0. At most one per strip;
 * background strips are not among them (`background.ts`).
 */
export const svdHitSchema = {
  sensor: 'u1',
  side: 'u1',
  strip: 'u2',
  sample0: 'u1',
  sample1: 'u1',
  sample2: 'u1',
  sample3: 'u1',
  sample4: 'u1',
  sample5: 'u1',
} as const;
/** What the electronics send of a batch; columns as in `svdHitSchema`. */
export type SvdHits = Table<typeof svdHitSchema>;

/** Names of the columns with samples, in order. */
export const sampleColumns = [
  'sample0',
  'sample1',
  'sample2',
  'sample3',
  'sample4',
  'sample5',
] as const;
