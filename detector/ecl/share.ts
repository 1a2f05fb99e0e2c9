import { kernels } from '#kernels';
import type { KernelTable } from '../base/kernel-table.js';
import type { eclDepositSchema } from './hits.js';
import type { PlacedGeometry } from './placed-geometry.js';

/** Deposits in the memory of the kernels. */
export type DepositRows = KernelTable<typeof eclDepositSchema>;

/** Rows for which a shower needs room: 5 × 5 crystals. */
export const showerRows = 25;

/**
 * Shares `energy` [GeV], centred at (x, y, z), among the crystals of the ring there and two on each
 * side: the lateral profile integrated over the tiles seen from the shower's centre. What falls
 * beyond 5 × 5 (0.9 %) is given to its outer crystals, so that sums of trigger cells miss nothing;
 * what falls beyond the edge of the region is lost.
 * @param near a ring of the region where the shower is, best the one itself
 * @returns the energy given to crystals
 */
export function shareShower(
  geometry: PlacedGeometry,
  near: number,
  x: number,
  y: number,
  z: number,
  energy: number,
  time: number,
  deposits: DepositRows,
): number {
  deposits.reserve(showerRows);
  return kernels.shareOverCrystals(geometry.place, near, x, y, z, energy, time, deposits.head);
}
