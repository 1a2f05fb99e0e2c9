import type { Table } from '../base/columns.js';

/**
 * Pixels that are sent: number of the sensor 0–39, column 0–249 along u, row 0–767 from the outer
 * end of the module, charge [counts]. At most one per pixel; the background of a frame is not among
 * them (`background.ts`).
 */
export const pxdHitSchema = { sensor: 'u1', column: 'u1', row: 'u2', charge: 'u1' } as const;
/** What the electronics send of a batch; columns as in `pxdHitSchema`. */
export type PxdHits = Table<typeof pxdHitSchema>;
