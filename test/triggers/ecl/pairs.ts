import { cellCount } from '../../../detector/ecl/cells-layout.js';
import { cmTable, tableE10, tablePhi, tableTheta } from '../../../triggers/ecl/cm-table.js';
import { cellThetaId } from '../../../triggers/ecl/layout.js';
import { adcUnit, type Pulse } from './pulses.js';

/** Two cells and the angles between them as the look-up table has them [degrees]. */
export interface CellPair {
  readonly a: number;
  readonly b: number;
  readonly deltaPhi: number;
  readonly sumTheta: number;
  readonly rings: readonly [number, number];
}

/** All pairs of cells, in order of ids. */
const pairs: readonly CellPair[] = Array.from(
  { length: cellCount },
  (_, index) => index + 1,
).flatMap((a) => Array.from({ length: cellCount - a }, (_, index) => pairOf(a, a + 1 + index)));

function pairOf(a: number, b: number): CellPair {
  const [first, second] = [cmTable[a] as number, cmTable[b] as number];
  return {
    a,
    b,
    deltaPhi: Math.abs(tablePhi(first) - tablePhi(second)),
    sumTheta: tableTheta(first) + tableTheta(second),
    rings: [cellThetaId[a] as number, cellThetaId[b] as number],
  };
}

/** The first pair of cells, in order of ids, with the asked angles and rings. */
export function findPair(wanted: (pair: CellPair) => boolean): CellPair {
  const found = pairs.find(wanted);
  if (found === undefined) throw new Error('no pair of cells has the asked angles');
  return found;
}

/**
 * The pairs nearest to an edge of a window: the greatest value not above it, the least above it,
 * the greatest below it, the least not below it.
 */
export function pairsAtEdge(
  value: (pair: CellPair) => number,
  edge: number,
  wanted: (pair: CellPair) => boolean,
) {
  const sorted = pairs.filter(wanted).toSorted((first, second) => value(first) - value(second));
  const pick = (pair: CellPair | undefined): CellPair => pair ?? findPair(() => false);
  return {
    notAbove: pick(sorted.findLast((pair) => value(pair) <= edge)),
    above: pick(sorted.find((pair) => value(pair) > edge)),
    below: pick(sorted.findLast((pair) => value(pair) < edge)),
    notBelow: pick(sorted.find((pair) => value(pair) >= edge)),
  };
}

/** Pairs with both cells in the barrel, away from its edges. */
export const central = ({ rings }: CellPair): boolean =>
  rings.every((ring) => ring >= 5 && ring <= 14);

/** Counts of a cell just above or just not above an energy in the centre of mass [GeV]. */
export const countsAboveCms = (cell: number, energyCms: number): number =>
  countsAtCms(cell, energyCms) + 1;
export const countsAtCms = (cell: number, energyCms: number): number =>
  Math.floor((energyCms * 0.1 * tableE10(cmTable[cell] as number)) / adcUnit);

/** Counts just above and just not above a laboratory energy [GeV]. */
export const countsAboveLab = (energy: number): number => Math.floor(energy / adcUnit) + 1;
export const countsAtLab = (energy: number): number => Math.floor(energy / adcUnit);

export const at = (cell: number, counts: number): Pulse => ({ cell, counts });
