/**
 * How the 576 trigger cells of the ECL are numbered: TC id 1–80 forward, 81–512 barrel, 513–576
 * backward; polar ring (thetaId) 1–17 from forward to backward; phiId from 1 within the region.
 * Forward cells of ring 1 are twice as wide and have odd phiIds only.
 * @see basf2 trg/ecl/src/TrgEclMapping.cc
 */

/** Trigger cells of the calorimeter; tables by TC id have one element more, the first unused. */
export const cellCount = 576;
/** Last TC id of the forward endcap. */
export const lastForwardCell = 80;
/** Last TC id of the barrel. */
export const lastBarrelCell = 512;
/** Polar rings of trigger cells, all regions together. */
export const ringCount = 17;
/** First polar ring of the barrel; the forward endcap has those before. */
export const firstBarrelRing = 4;
/** Last polar ring of the barrel; the backward endcap has those behind. */
export const lastBarrelRing = 15;

const barrelRingCount = lastBarrelRing - firstBarrelRing + 1;
const forwardRings = [1, 2, 3, 3, 2] as const;
const backwardRings = [17, 16, 16, 17] as const;

/** Polar ring 1–17 of TC id 1–576. */
export function thetaIdOfCell(cell: number): number {
  if (cell <= lastForwardCell) return forwardRings[(cell - 1) % 5];
  if (cell <= lastBarrelCell)
    return ((cell - 1 - lastForwardCell) % barrelRingCount) + firstBarrelRing;
  return backwardRings[(cell - 1 - lastBarrelCell) % 4];
}

/** Azimuth index of TC id 1–576: 1–36 in the barrel, 1–32 in the endcaps. */
export function phiIdOfCell(cell: number): number {
  if (cell <= lastForwardCell) {
    const group = Math.floor((cell - 1) / 5);
    return 2 * group + ((cell - 1) % 5 < 3 ? 1 : 2);
  }
  if (cell <= lastBarrelCell) return 1 + Math.floor((cell - 1 - lastForwardCell) / barrelRingCount);
  const group = Math.floor((cell - 1 - lastBarrelCell) / 4);
  return 2 * group + ((cell - 1 - lastBarrelCell) % 4 < 2 ? 2 : 1);
}

/**
 * TC id 1–576 at a ring and azimuth index; in ring 1 both phiIds of a pair name the same wide cell.
 */
export function cellAt(thetaId: number, phiId: number): number {
  const odd = phiId % 2 === 1;
  const group = Math.floor((phiId - 1) / 2);
  if (thetaId === 1) return 5 * group + 1;
  if (thetaId === 2) return 5 * group + (odd ? 2 : 5);
  if (thetaId === 3) return 5 * group + (odd ? 3 : 4);
  if (thetaId <= lastBarrelRing)
    return lastForwardCell + 1 + barrelRingCount * (phiId - 1) + (thetaId - firstBarrelRing);
  const first = lastBarrelCell + 1 + 4 * group;
  return thetaId === lastBarrelRing + 1 ? first + (odd ? 2 : 1) : first + (odd ? 3 : 0);
}

/** Azimuth indices of a ring: 36 in the barrel, 32 in the endcaps (ring 1 fills two at a time). */
export function phiIdsOfRing(thetaId: number): number {
  return thetaId >= firstBarrelRing && thetaId <= lastBarrelRing ? 36 : 32;
}
