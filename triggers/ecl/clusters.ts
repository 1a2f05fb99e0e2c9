// kernel: runs for every event with a fired cell; reads energies from a table by TC id and keeps
// its seeds in scratch memory
import type { TableBuilder } from '../../detector/base/columns.js';
import { cellCount } from '../../detector/ecl/cells-layout.js';
import type { eclClusterSchema } from './objects.js';
import { cmTable, tableE10, tablePhi, tableTheta } from './cm-table.js';
import { cellPhiId, cellRegion, cellThetaId, cellX, cellY, cellZ } from './layout.js';
import { isPhysicsRing } from './rings.js';
import { blockTable, isSeed } from './seeds.js';

/**
 * Fired cells of one event: TC ids in ascending order, and energy and time by TC id (energy 0 where
 * not fired; element 0 is 0).
 */
export interface FiredCells {
  readonly ids: Uint16Array;
  readonly counts: Uint16Array;
  readonly time: Int16Array;
  count: number;
}

/** Memory for the fired cells of an event, to be filled again for each. */
export const makeFiredCells = (): FiredCells => ({
  ids: new Uint16Array(cellCount),
  counts: new Uint16Array(cellCount + 1),
  time: new Int16Array(cellCount + 1),
  count: 0,
});

/** Regions in the order of the firmware: barrel, forward, backward, in the code of `cellRegion`. */
const regionOrder = [2, 1, 4] as const;

/** What is told of the clusters of an event besides themselves. */
export interface ClusterSummary {
  /** Seeds in the rings that decide. */
  icn: number;
  /** Seeds of all rings: clusters found, kept or not. */
  found: number;
}

/**
 * Isolated clusters and their number: every seed takes the highest fired cell of its 3×3 block as
 * centre, and the cluster is the fired cells of the block around that centre, so a cell may count
 * in two clusters. The first `limit` are written, in region order and by seed id.
 * @see basf2 trg/ecl/src/TrgEclCluster.cc
 */
export function clusterFinder(adcUnit: number, limit: number) {
  const summary: ClusterSummary = { icn: 0, found: 0 };
  return (fired: FiredCells, clusters: TableBuilder<typeof eclClusterSchema>): ClusterSummary => {
    summary.icn = 0;
    summary.found = 0;
    clusters.reserve(limit);
    for (const region of regionOrder) {
      for (let place = 0; place < fired.count; place++) {
        const cell = fired.ids[place];
        if (cellRegion[cell] !== region || !isSeed(fired.counts, cell)) continue;
        if (isPhysicsRing(cellThetaId[cell])) summary.icn++;
        if (summary.found++ < limit)
          writeCluster(fired, centreOf(fired.counts, cell), adcUnit, clusters);
      }
    }
    return summary;
  };
}

/** The highest cell of the 3×3 block around a seed, the seed itself where nothing is higher. */
function centreOf(counts: Uint16Array, seed: number): number {
  let centre = seed;
  for (let place = 8 * seed; place < 8 * seed + 8; place++) {
    const cell = blockTable[place];
    if (counts[cell] > counts[centre]) centre = cell;
  }
  return centre;
}

function writeCluster(
  { counts, time }: FiredCells,
  centre: number,
  adcUnit: number,
  clusters: TableBuilder<typeof eclClusterSchema>,
): void {
  let sum = counts[centre];
  let sumTime = sum * time[centre];
  let sumX = sum * cellX[centre];
  let sumY = sum * cellY[centre];
  let sumZ = sum * cellZ[centre];
  for (let place = 8 * centre; place < 8 * centre + 8; place++) {
    const cell = blockTable[place];
    const energy = counts[cell];
    if (energy === 0) continue;
    sum += energy;
    sumTime += energy * time[cell];
    sumX += energy * cellX[cell];
    sumY += energy * cellY[cell];
    sumZ += energy * cellZ[cell];
  }
  const entry = cmTable[centre];
  const out = clusters.columns;
  const row = clusters.rowCount++;
  out.cell[row] = centre;
  out.thetaId[row] = cellThetaId[centre];
  out.phiId[row] = cellPhiId[centre];
  out.counts[row] = sum;
  out.energyLab[row] = sum * adcUnit;
  out.energyCms[row] = (10 * sum * adcUnit) / tableE10(entry);
  out.time[row] = sumTime / sum;
  out.x[row] = sumX / sum;
  out.y[row] = sumY / sum;
  out.z[row] = sumZ / sum;
  out.thetaCms[row] = tableTheta(entry);
  out.phiCms[row] = tablePhi(entry);
  out.e10[row] = tableE10(entry);
}
