import { kernels } from '#kernels';
import { KernelColumn, placeTable } from '../../detector/base/kernel-column.js';
import { KernelTable } from '../../detector/base/kernel-table.js';
import { lazily } from '../../detector/base/lazily.js';
import { cmTable, tableE10, tablePhi, tableTheta } from './cm-table.js';
import {
  cellPhiId,
  cellRegion,
  cellThetaId,
  cellX,
  cellY,
  cellZ,
  isPhysicsCell,
} from './layout.js';
import { type EclObjects, eclCellSchema, eclClusterSchema } from './objects.js';
import { blockTable, seedTable } from './seeds.js';

/** Clusters of a batch; a finder may add columns to them. */
interface FoundClusters extends Pick<EclObjects, 'clusters'> {
  /** Of each event the seeds in the rings that decide. */
  readonly icn: Uint16Array;
  /** The same of all rings: clusters found, kept or not. */
  readonly found: Uint16Array;
}

/** Makes the clusters of the fired cells of a batch. */
export type FindClusters = (cells: EclObjects['cells']) => FoundClusters;

/** A batch in the memory of the kernels; the next one, of whatever stage, takes its place. */
const memory = lazily(() => ({
  tables: placeTable(tablesOf()),
  cells: new KernelTable(eclCellSchema, 4096),
  cellOffsets: new KernelColumn(Uint32Array, 1025),
  clusters: new KernelTable(eclClusterSchema, 4096),
  clusterOffsets: new KernelColumn(Uint32Array, 1025),
  icn: new KernelColumn(Uint16Array, 1024),
  found: new KernelColumn(Uint16Array, 1024),
}));

/**
 * Isolated clusters and their number: every seed takes the highest fired cell of its 3×3 block as
 * centre, and the cluster is the fired cells of the block around that centre, so a cell may count
 * in two clusters. The first `limit` are written, in region order and by seed id.
 * @see basf2 trg/ecl/src/TrgEclCluster.cc
 */
export function clusterFinder(adcUnit: number, limit: number): FindClusters {
  return (cells) => {
    const eventCount = cells.offsets.length - 1;
    const { tables, clusters, clusterOffsets, icn, found, ...held } = memory();
    clusters.reserve(cells.cell.length);
    clusterOffsets.reserve(eventCount + 1);
    icn.reserve(eventCount);
    found.reserve(eventCount);
    kernels.findEclClusters(
      eventCount,
      held.cellOffsets.place(cells.offsets),
      held.cells.place(cells),
      tables,
      limit,
      adcUnit,
      clusters.head,
      clusterOffsets.address,
      icn.address,
      found.address,
    );
    return {
      clusters: clusters.takeRows(clusterOffsets.values.slice(0, eventCount + 1)),
      icn: icn.values.slice(0, eventCount),
      found: found.values.slice(0, eventCount),
    };
  };
}

/** Tables by TC id in the order of `CellTables` in clusters.wasm.ts. */
const tablesOf = (): Uint32Array =>
  Uint32Array.from(
    [
      seedTable,
      blockTable,
      isPhysicsCell,
      cellRegion,
      cellThetaId,
      cellPhiId,
      cellX,
      cellY,
      cellZ,
      Int16Array.from(cmTable, tableTheta),
      Int16Array.from(cmTable, tablePhi),
      Uint8Array.from(cmTable, tableE10),
    ].map(placeTable),
  );
