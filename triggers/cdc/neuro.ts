import { TableBuilder } from '../../detector/base/columns.js';
import { choice, type ConfigOf } from '../../detector/base/config.js';
import { superLayerCount } from '../../detector/cdc/geometry.js';
import { triggerStage } from '../plugins.js';
import { isMeasured } from './event-time.js';
import { expertsOf, networksParameter } from './network-set.js';
import { expertFor, inputCount, type NeuroEvent, neuroInputs } from './neuro-inputs.js';
import { fixedNetwork, floatNetwork, outputCount } from './neuro-network.js';
import { quantizationSchema } from './neuro-quantization.js';
import { outputScale, outputsSchema } from './neuro-scale.js';
import { type CdcObjects, type NeuroObjects, type Segments, trackNeuroSchema } from './objects.js';

/** Parameters of the neural z trigger. */
const neuroSchema = {
  inputs: choice(
    'fixed',
    ['fixed', 'float'],
    'Inputs rounded as the firmware does, or in floating point',
  ),
  network: choice(
    'fixed',
    ['fixed', 'float'],
    'Network in the fixed point of the firmware, or in floating point',
  ),
  networks: networksParameter,
  quantization: quantizationSchema,
  outputs: outputsSchema,
} as const;

/** Arithmetic, networks and ranges of the neural z trigger, in base units. */
export interface NeuroConfig extends ConfigOf<typeof neuroSchema> {}

/** Inputs of every full track of a batch that has an expert, one after the other. */
export function forEachNeuroTrack(
  fill: ReturnType<typeof neuroInputs>,
  {
    segments,
    tracks2d,
    eventTime,
    eventTimeSource,
  }: Pick<CdcObjects, 'segments' | 'tracks2d' | 'eventTime' | 'eventTimeSource'>,
  found: (event: number, track: number, expert: number, inputs: Float64Array) => void,
  endEvent: (event: number) => void,
): void {
  const inputs = new Float64Array(inputCount);
  const layerRows = new Int32Array(superLayerCount + 1);
  for (let event = 0; event + 1 < tracks2d.offsets.length; event++) {
    const first = tracks2d.offsets[event];
    if (tracks2d.offsets[event + 1] > first) {
      findLayers(segments, event, layerRows);
      const seen: NeuroEvent = {
        segments,
        firstRow: segments.offsets[event],
        layerRows,
        eventTime: eventTime[event],
        timed: isMeasured(eventTimeSource[event]),
      };
      for (let track = first; track < tracks2d.offsets[event + 1]; track++) {
        const expert = expertFor(fill(seen, tracks2d, track, inputs));
        if (expert >= 0) found(event, track, expert, inputs);
      }
    }
    endEvent(event);
  }
}

/** First row of each super-layer of an event, then the end. */
function findLayers({ offsets, superLayer }: Segments, event: number, layerRows: Int32Array): void {
  let row = offsets[event];
  for (let layer = 0; layer < superLayerCount; layer++) {
    layerRows[layer] = row;
    while (row < offsets[event + 1] && superLayer[row] === layer) row++;
  }
  layerRows[superLayerCount] = row;
}

/**
 * The neural z trigger: z and polar angle of each full track with segments in at least three stereo
 * super-layers.
 * @see basf2 trg/cdc/src/NeuroTrigger.cc
 */
export function neuroObjects({
  inputs,
  network,
  networks: set,
  quantization,
  outputs: range,
}: NeuroConfig) {
  const fill = neuroInputs(inputs === 'fixed' ? quantization : undefined);
  const networks = expertsOf(set).map((weights) =>
    network === 'fixed' ? fixedNetwork(weights, quantization) : floatNetwork(weights),
  );
  const { zOf, thetaOf } = outputScale(range);
  const outputs = new Float64Array(outputCount);
  const tracks = new TableBuilder(trackNeuroSchema);
  return (cdc: CdcObjects): NeuroObjects => {
    const { offsets } = cdc.tracks2d;
    forEachNeuroTrack(
      fill,
      cdc,
      (event, track, expert, values) => {
        networks[expert](values, outputs);
        tracks.reserve(1);
        const row = tracks.rowCount++;
        tracks.columns.track[row] = track - offsets[event];
        tracks.columns.z[row] = zOf(outputs[0]);
        tracks.columns.theta[row] = thetaOf(outputs[1]);
        tracks.columns.expert[row] = expert;
      },
      () => tracks.endEvent(),
    );
    return { tracks: tracks.take() };
  };
}

/** The neural z trigger as a stage. */
export const neuroStage = triggerStage({
  name: 'neuro',
  schema: neuroSchema,
  reads: [],
  uses: ['cdc'],
  build: (config: NeuroConfig) => {
    const find = neuroObjects(config);
    return (_batch, { cdc }) => find(cdc);
  },
});
