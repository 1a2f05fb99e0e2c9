import { dataVolumes } from '../../detector/data-volume.js';
import type { Addresses } from '../../detector/event.js';
import type { DetectorHits } from '../../detector/index.js';
import { mm, us } from '../../detector/base/units.js';
import { pxdClusters } from '../../detector/pxd/clusters.js';
import { pxdSensors } from '../../detector/pxd/geometry.js';
import { pxdLayerCounts } from '../../detector/pxd/layer-counts.js';
import { type LayerCount, occupancyOf } from '../../detector/silicon/layer-counts.js';
import type { SensorList } from '../../detector/silicon/sensors.js';
import { svdClusters } from '../../detector/svd/clusters.js';
import { placeOfStrip, sides, svdSensors } from '../../detector/svd/geometry.js';
import { readoutTime, samplingOf } from '../../detector/svd/readout.js';
import { svdLayerCounts } from '../../detector/svd/layer-counts.js';
import { type StageTable, round, stageOf } from './stage.js';
import type { EmulatorConfig } from '../chain/parts.js';

/** What decides how strips are read. */
export interface ExplainContext {
  readonly seed: number;
  readonly config: EmulatorConfig;
}

/** Pixels and strips of one event, and the raw data that its detectors send. */
export function vxdStages(
  hits: DetectorHits,
  addresses: Addresses,
  { seed, config }: ExplainContext,
): readonly StageTable[] {
  const context = { seed };
  const { samples } = samplingOf(config.svd, context)(addresses, 0);
  const busy = round(readoutTime(samples) / us, 1);
  const apv = `${samples} samples, for which the APV25 is busy ${busy} µs`;
  return [
    layerStage(
      'PXD',
      'pixels fired by particles and by noise (pxd.occupancy)',
      pxdLayerCounts(config.pxd)(hits.pxd, 0),
    ),
    ...(hits.pxd.sensor.length === 0 ? [] : [pixelStage(hits)]),
    layerStage(
      'SVD',
      `strips fired by particles and by noise (svd.occupancy); ${apv}`,
      svdLayerCounts(hits.svd, 0),
    ),
    ...(hits.svd.sensor.length === 0 ? [] : [stripStage(hits, addresses, { seed, config })]),
    volumeStage(hits, addresses, { seed, config }),
  ];
}

function layerStage(
  detector: 'PXD' | 'SVD',
  doc: string,
  layers: readonly LayerCount[],
): StageTable {
  return stageOf(`${detector} layers`, doc, layers.length, {
    layer: (row) => layers[row]!.layer,
    fired: (row) => layers[row]!.fired,
    'occupancy [%]': (row) => round(100 * occupancyOf(layers[row]!), 3),
  });
}

function nameOf({ names }: SensorList, number: number): string {
  const { layer, ladder, sensor } = names[number]!;
  return `${layer}.${ladder}.${sensor}`;
}

/** Clusters that are listed at most: under noise there are tens of thousands. */
const maxClusters = 200;

/** The clusters that are listed, in their order: all, or those of the highest charge. */
function listedClusters(charge: Float32Array): readonly number[] {
  const rows = Array.from(charge, (_, row) => row);
  if (rows.length <= maxClusters) return rows;
  return rows
    .toSorted((a, b) => charge[b]! - charge[a]!)
    .slice(0, maxClusters)
    .toSorted((a, b) => a - b);
}

/** Words for a list that leaves clusters out. */
const ofAll = (listed: number, all: number): string =>
  listed === all ? '' : `; the ${listed} of ${all} with the highest charge`;

function pixelStage({ pxd }: DetectorHits): StageTable {
  const { sensor, u, v, charge, size, sizeU, sizeV } = pxdClusters(pxd);
  const listed = listedClusters(charge);
  const at = (row: number): number => listed[row]!;
  return stageOf(
    'PXD clusters',
    `pixels that touch; layer.ladder.sensor${ofAll(listed.length, charge.length)}`,
    listed.length,
    {
      sensor: (row) => nameOf(pxdSensors, sensor[at(row)]!),
      'u [mm]': (row) => round(u[at(row)]! / mm, 3),
      'v [mm]': (row) => round(v[at(row)]! / mm, 3),
      charge: (row) => charge[at(row)]!,
      pixels: (row) => size[at(row)]!,
      'u x v': (row) => `${sizeU[at(row)]} x ${sizeV[at(row)]}`,
    },
  );
}

function stripStage(
  { svd }: DetectorHits,
  addresses: Addresses,
  { seed, config }: ExplainContext,
): StageTable {
  const { sensor, side, strip, charge, time, size } = svdClusters(config.svd, { seed })(
    svd,
    addresses,
  );
  const listed = listedClusters(charge);
  const at = (row: number): number => listed[row]!;
  const place = (row: number): number =>
    round(placeOfStrip(sensor[at(row)]!, side[at(row)]!, strip[at(row)]!, 0) / mm, 3);
  return stageOf(
    'SVD clusters',
    'strips side by side; u of slanted sensors at their middle' +
      ofAll(listed.length, charge.length),
    listed.length,
    {
      sensor: (row) => nameOf(svdSensors, sensor[at(row)]!),
      side: (row) => (side[at(row)] === sides.u ? 'u' : 'v'),
      'place [mm]': place,
      'charge [1000 e]': (row) => round(charge[at(row)]! / 1000, 1),
      't [ns]': (row) => round(time[at(row)]!, 1),
      strips: (row) => size[at(row)]!,
    },
  );
}

function volumeStage(
  hits: DetectorHits,
  addresses: Addresses,
  { seed, config }: ExplainContext,
): StageTable {
  const volumes = dataVolumes(config.svd, { seed })(hits, addresses, 0);
  return stageOf('raw data', 'of the detectors whose volume is modelled', volumes.length, {
    detector: (row) => volumes[row]!.detector,
    channels: (row) => volumes[row]!.channels,
    kB: (row) => round(volumes[row]!.bytes / 1000, 2),
  });
}
