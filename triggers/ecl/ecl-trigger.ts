// kernel: one pass over the events of a batch; every step writes into columns or scratch memory
// that is made once
import { TableBuilder } from '../../detector/base/columns.js';
import type { ConfigOf } from '../../detector/base/config.js';
import { ringCount } from '../../detector/ecl/cells-layout.js';
import type { EclHits } from '../../detector/ecl/hits.js';
import type { Addresses, RunContext } from '../../detector/event.js';
import { triggerStage } from '../plugins.js';
import { chosen } from '../variants.js';
import { backgroundVeto, quadrantTable } from './background-veto.js';
import { bhabhaTypes } from './bhabha2d.js';
import { cellFinder } from './cells.js';
import { type ClusterFinder, clusterFinders, type FindClusters } from './cluster-finders.js';
import { type FiredCells, makeFiredCells } from './clusters.js';
import { countAbove } from './count-above.js';
import { above } from './counts.js';
import { etmSchema } from './etm.js';
import { famSchema } from './fam.js';
import { highEnergyBits } from './high-energy.js';
import { cellThetaId } from './layout.js';
import { type EclObjects, eclCellSchema, eclClusterSchema } from './objects.js';
import { pairFinder } from './pairs.js';
import { isPhysicsRing } from './rings.js';
import { eventTiming } from './timing.js';

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
  const cells = new TableBuilder(eclCellSchema);
  const clustering = chosen(clusterings, etm.clustering);
  const clusters = new TableBuilder({ ...eclClusterSchema, ...clustering.columns });
  const findClusters = clustering.build(adcUnit, etm.clusterLimit) as FindClusters;
  const findCells = cellFinder(fam, adcUnit, context);
  const judgeEvent = eventJudge(config, cells, clusters, findClusters);

  return ({ cellPulses }: EclHits, addresses: Addresses): EclObjects => {
    const eventCount = addresses.index.length;
    const out = makeEventColumns(eventCount);
    for (let event = 0; event < eventCount; event++) {
      out.windowStart[event] = findCells(cellPulses, addresses, event, cells);
      if (cells.rowCount > cells.eventStart) judgeEvent(event, out);
      cells.endEvent();
      clusters.endEvent();
    }
    return { cells: cells.take(), clusters: clusters.take(), adcUnit, ...out };
  };
}

/** Everything of an event with a fired cell that follows from its cells. */
function eventJudge(
  { etm }: EclTriggerConfig,
  cells: TableBuilder<typeof eclCellSchema>,
  clusters: TableBuilder<typeof eclClusterSchema>,
  findClusters: FindClusters,
) {
  const fired = makeFiredCells();
  const ringCounts = new Uint32Array(ringCount + 1);
  const findTypes = bhabhaTypes(etm.bhabha2d, etm.adcUnit);
  const findPairs = pairFinder(etm, etm.adcUnit);
  const findHighEnergy = highEnergyBits(etm.hie, etm.adcUnit);
  const findTiming = eventTiming(
    above(etm.timing.fineEnergy, etm.adcUnit),
    above(etm.timing.superFineEnergy, etm.adcUnit),
  );

  return (event: number, out: EventColumns): void => {
    const quadrants = loadCells(cells, fired, ringCounts);
    out.backgroundVeto[event] = backgroundVeto(quadrants);
    sumRings(ringCounts, event, out);
    findTiming(fired, event, out);

    const first = clusters.rowCount;
    const { icn, found } = findClusters(fired, clusters);
    const end = clusters.rowCount;
    out.icn[event] = icn;
    out.overflow[event] = found > end - first ? 1 : 0;
    out.highClusters[event] = countAbove(clusters.columns.energyCms, first, end, etm.highEnergyCms);

    out.bhabha2dTypes[event] = findTypes(ringCounts, out.sumTotal[event]);
    out.bhabha2d[event] = out.bhabha2dTypes[event] !== 0 && icn < etm.bhabha2d.icnLimit ? 1 : 0;
    findPairs(clusters.columns, first, end, event, out);
    out.hie[event] = findHighEnergy(clusters.columns, first, end, out.sumPhysics[event]);
    clearCells(fired);
  };
}

/**
 * Rows of the event being built into tables by TC id and by ring; returns the OR of their
 * quadrants.
 */
function loadCells(
  cells: TableBuilder<typeof eclCellSchema>,
  fired: FiredCells,
  ringCounts: Uint32Array,
): number {
  const { cell, counts, time } = cells.columns;
  let quadrants = 0;
  fired.count = 0;
  ringCounts.fill(0);
  for (let row = cells.eventStart; row < cells.rowCount; row++) {
    const id = cell[row];
    fired.ids[fired.count++] = id;
    fired.counts[id] = counts[row];
    fired.time[id] = time[row];
    ringCounts[cellThetaId[id]] += counts[row];
    quadrants |= quadrantTable[id];
  }
  return quadrants;
}

function clearCells(fired: FiredCells): void {
  for (let place = 0; place < fired.count; place++) fired.counts[fired.ids[place]] = 0;
}

/** Energy in the rings that decide, and in all. */
function sumRings(ringCounts: Uint32Array, event: number, out: EventColumns): void {
  let physics = 0;
  let total = 0;
  for (let ring = 1; ring <= ringCount; ring++) {
    total += ringCounts[ring];
    if (isPhysicsRing(ring)) physics += ringCounts[ring];
  }
  out.sumPhysics[event] = physics;
  out.sumTotal[event] = total;
}

function makeEventColumns(eventCount: number): EventColumns {
  return {
    sumPhysics: new Uint32Array(eventCount),
    sumTotal: new Uint32Array(eventCount),
    icn: new Uint8Array(eventCount),
    overflow: new Uint8Array(eventCount),
    eventTime: new Uint8Array(eventCount),
    revoClock: new Uint8Array(eventCount),
    timingSource: new Uint8Array(eventCount),
    timingQuality: new Uint8Array(eventCount),
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
    windowStart: new Float32Array(eventCount),
    backgroundVeto: new Uint8Array(eventCount),
  };
}

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
