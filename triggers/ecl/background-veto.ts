import { cellCount } from '../../detector/ecl/cells-layout.js';
import { cellPhiId, cellRegion, cellThetaId } from './layout.js';

/**
 * Azimuth indices of the four overlapping quadrants, first and last, by region.
 * @see basf2 trg/ecl/src/TrgEclBeamBKG.cc
 */
const barrelQuadrants = [36, 9, 18, 27].map((first, quadrant) => ({
  first,
  last: [10, 19, 28, 1][quadrant],
}));
const forwardQuadrants = [32, 8, 16, 24].map((first, quadrant) => ({
  first,
  last: [9, 17, 25, 1][quadrant],
}));

const inside = (
  phiId: number,
  { first, last }: { readonly first: number; readonly last: number },
): boolean => (first <= last ? phiId >= first && phiId <= last : phiId >= first || phiId <= last);

/**
 * Quadrants a cell lies in, by TC id: bits 0–3 in the barrel, 4–7 in forward rings 2 and 3, nothing
 * elsewhere. The condition of an event is the OR over its fired cells, of which `vetoTable` tells.
 */
export const quadrantTable = Uint8Array.from({ length: cellCount + 1 }, (_, cell) => {
  if (cell === 0 || cellRegion[cell] === 4 || cellThetaId[cell] === 1) return 0;
  const barrel = cellRegion[cell] === 2;
  const quadrants = barrel ? barrelQuadrants : forwardQuadrants;
  const bits = quadrants.reduce(
    (mask, quadrant, place) => mask | (inside(cellPhiId[cell], quadrant) ? 1 << place : 0),
    0,
  );
  return barrel ? bits : bits << 4;
});

const opposite = (quadrants: number): boolean =>
  (quadrants & 0b0101) === 0b0101 || (quadrants & 0b1010) === 0b1010;

/**
 * The three veto bits: opposite quadrants fired in forward or barrel, in the barrel only, in
 * forward only.
 */
function backgroundVeto(quadrants: number): number {
  const barrel = opposite(quadrants & 0xf);
  const forward = opposite(quadrants >>> 4);
  return (barrel || forward ? 1 : 0) | (barrel && !forward ? 2 : 0) | (forward && !barrel ? 4 : 0);
}

/** The veto bits of an event by the quadrants of its fired cells. */
export const vetoTable = Uint8Array.from({ length: 256 }, (_, quadrants) =>
  backgroundVeto(quadrants),
);
