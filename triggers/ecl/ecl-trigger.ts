// kernel: one pass over the events of a batch, of which few have more than one cluster
import type { ConfigOf } from '../../detector/base/config.js';
import type { EclHits } from '../../detector/ecl/hits.js';
import type { Addresses, RunContext } from '../../detector/event.js';
import { triggerStage } from '../plugins.js';
import { chosen } from '../variants.js';
import { bhabhaTypes } from './bhabha2d.js';
import { cellFinder } from './cells.js';
import { type ClusterFinder, clusterFinders } from './cluster-finders.js';
import { countAbove } from './count-above.js';
import { etmSchema } from './etm.js';
import { famSchema } from './fam.js';
import { highEnergyBits } from './high-energy.js';
import type { EclObjects } from './objects.js';
import { pairFinder } from './pairs.js';

/**
 * Parameters of the ECL trigger up to its objects: the FAM (cells) and the ETM (everything after).
 */
export const eclTriggerSchema = { fam: famSchema, etm: etmSchema } as const;

/** The ECL trigger, in base units. */
export interface EclTriggerConfig extends ConfigOf<typeof eclTriggerSchema> {}

type EventColumns = Omit<EclObjects, 'cells' | 'clusters' | 'adcUnit'>;

/**
 * The ECL trigger from analogue sums to objects: cells over threshold in the decision window,
 * energy sums, isolated clusters, event time, and the conditions on ring sums and on pairs of
 * clusters.
 * @see basf2 trg/ecl/src/TrgEclMaster.cc
 */
export function eclObjects(
  config: EclTriggerConfig,
  context: RunContext,
  clusterings: readonly ClusterFinder[] = clusterFinders,
) {
  const { fam, etm } = config;
  const { adcUnit } = etm;
  const { icnLimit } = etm.bhabha2d;
  const findCells = cellFinder(fam, etm, context);
  const findClusters = chosen(clusterings, etm.clustering).build(adcUnit, etm.clusterLimit);
  const judgeClusters = clusterJudge(config);
  const findTypes = bhabhaTypes(etm.bhabha2d, adcUnit);

  return ({ cellPulses }: EclHits, addresses: Addresses): EclObjects => {
    const eventCount = addresses.index.length;
    const { cells, ...summed } = findCells(cellPulses, addresses);
    const { clusters, icn, found } = findClusters(cells);
    const out = { ...summed, icn: Uint8Array.from(icn), ...makeEventColumns(eventCount) };
    const { offsets } = clusters;
    for (let event = 0; event < eventCount; event++) {
      if (cells.offsets[event + 1] === cells.offsets[event]) continue;
      const types = findTypes(cells, event, summed.sumTotal[event]);
      if (types !== 0) {
        out.bhabha2dTypes[event] = types;
        if (icn[event] < icnLimit) out.bhabha2d[event] = 1;
      }
      if (found[event] > offsets[event + 1] - offsets[event]) out.overflow[event] = 1;
      judgeClusters(clusters, event, out);
    }
    return { cells, clusters, adcUnit, ...out };
  };
}

/** Conditions on the clusters of an event with a fired cell. */
function clusterJudge({ etm }: EclTriggerConfig) {
  const { highEnergyCms } = etm;
  const findPairs = pairFinder(etm, etm.adcUnit);
  const findHighEnergy = highEnergyBits(etm.hie, etm.adcUnit);

  return (clusters: EclObjects['clusters'], event: number, out: EventColumns): void => {
    const first = clusters.offsets[event];
    const end = clusters.offsets[event + 1];
    if (end - first > 1) findPairs(clusters, first, end, event, out);
    out.highClusters[event] = countAbove(clusters.energyCms, first, end, highEnergyCms);
    out.hie[event] = findHighEnergy(clusters, first, end, out.sumPhysics[event]);
  };
}

/** What is told of each event besides what follows from its cells alone. */
const makeEventColumns = (eventCount: number) => ({
  overflow: new Uint8Array(eventCount),
  bhabha2dTypes: new Uint16Array(eventCount),
  bhabha2d: new Uint8Array(eventCount),
  bhabha3dVeto: new Uint8Array(eventCount),
  bhabha3dClusters: new Uint16Array(eventCount),
  bhabha3dInTrack: new Uint8Array(eventCount),
  bhabha3dSelection: new Uint8Array(eventCount),
  bhabha3dTheta: new Uint8Array(eventCount),
  mumu: new Uint8Array(eventCount),
  taub2b: new Uint8Array(eventCount),
  hie: new Uint8Array(eventCount),
  highClusters: new Uint8Array(eventCount),
});

/** The ECL trigger as a stage. */
export const eclStage = triggerStage({
  name: 'ecl',
  schema: eclTriggerSchema,
  reads: ['ecl'],
  uses: [],
  build: (config: EclTriggerConfig, context) => {
    const find = eclObjects(config, context);
    return ({ hits, addresses }) => find(hits.ecl, addresses);
  },
});
