import type { Variant } from '../variants.js';
import { clusterFinder, type FindClusters } from './clusters.js';

/** A way of making clusters of the cells that fired. */
export interface ClusterFinder extends Variant {
  /** @param adcUnit energy of a count [GeV], @param limit how many clusters of an event are kept */
  readonly build: (adcUnit: number, limit: number) => FindClusters;
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
