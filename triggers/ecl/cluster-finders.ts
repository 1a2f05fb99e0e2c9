import type { TableBuilder, TableSchema } from '../../detector/base/columns.js';
import type { Variant } from '../variants.js';
import { clusterFinder, type ClusterSummary, type FiredCells } from './clusters.js';
import type { eclClusterSchema } from './objects.js';

/** Writes the clusters of the event being built and tells how many there were. */
export type FindClusters<Columns extends TableSchema = TableSchema> = (
  fired: FiredCells,
  clusters: TableBuilder<typeof eclClusterSchema & Columns>,
) => ClusterSummary;

/** A way of making clusters of the cells that fired. */
export interface ClusterFinder extends Variant {
  /** @param adcUnit energy of a count [GeV], @param limit how many clusters are kept */
  readonly build: (adcUnit: number, limit: number) => FindClusters<never>;
}

/** Ways of making clusters; `triggers.ecl.etm.clustering` chooses. */
export const clusterFinders = [
  {
    name: 'icn',
    doc: 'a seed in each isolated group of cells takes the 3×3 block around its highest cell',
    columns: {},
    build: clusterFinder,
  },
] as const satisfies readonly ClusterFinder[];
