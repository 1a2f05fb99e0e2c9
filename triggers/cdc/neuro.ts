import { TableBuilder } from '../../detector/base/columns.js';
import { choice, type ConfigOf } from '../../detector/base/config.js';
import { superLayerCount } from '../../detector/cdc/geometry.js';
import { triggerStage } from '../plugins.js';
import { expertsOf, inputPlaces, networksParameter, outputNames } from './network-set.js';
import { expertFor, inputCount, neuroInputs } from './neuro-inputs.js';
import { fixedNetwork, floatNetwork } from './neuro-network.js';
import { quantizationSchema } from './neuro-quantization.js';
import { outputScale, outputsSchema } from './neuro-scale.js';
import { type CdcObjects, type NeuroObjects, trackNeuroSchema } from './objects.js';

/** Parameters of the neural z trigger. */
const neuroSchema = {
  inputs: choice(
    'fixed',
    ['fixed', 'float'],
    'Inputs rounded as the firmware does, or in floating point',
  ),
  network: choice(
    'fixed',
    ['fixed', 'float', 'none'],
    'Network in the fixed point of the firmware, in floating point, or none: no neural tracks',
  ),
  networks: networksParameter,
  quantization: quantizationSchema,
  outputs: outputsSchema,
} as const;

/** Arithmetic, networks and ranges of the neural z trigger, in base units. */
export interface NeuroConfig extends ConfigOf<typeof neuroSchema> {}

/** Expert by mask of super-layers. */
const expertOf = Int8Array.from({ length: 1 << superLayerCount }, (_, mask) => expertFor(mask));

/** Calls `found` for every full track of a batch that has an expert, one after the other. */
export function forEachNeuroTrack(
  masks: Uint16Array,
  offsets: Uint32Array,
  found: (event: number, track: number, expert: number) => void,
  endEvent: () => void = () => undefined,
): void {
  for (let event = 0; event + 1 < offsets.length; event++) {
    for (let track = offsets[event]; track < offsets[event + 1]; track++) {
      const expert = expertOf[masks[track]];
      if (expert >= 0) found(event, track, expert);
    }
    endEvent();
  }
}

/**
 * The neural z trigger: z and polar angle of each full track with segments in at least three stereo
 * super-layers.
 * @see basf2 trg/cdc/src/NeuroTrigger.cc
 */
export function neuroObjects({
  inputs: arithmetic,
  network,
  networks: set,
  quantization,
  outputs: range,
}: NeuroConfig) {
  const fill = neuroInputs(arithmetic === 'fixed' ? quantization : undefined);
  const { experts, names } = expertsOf(set);
  const places = inputPlaces(names);
  const networks = experts.map((weights) =>
    network === 'float'
      ? floatNetwork(weights, places)
      : fixedNetwork(weights, quantization, places),
  );
  const { zOf, thetaOf } = outputScale(range);
  const outputs = new Float64Array(names.outputs.length);
  const [zAt, thetaAt] = outputNames.map((name) => names.outputs.indexOf(name));
  const tracks = new TableBuilder(trackNeuroSchema);
  return (cdc: CdcObjects): NeuroObjects => {
    const { offsets } = cdc.tracks2d;
    if (network === 'none') {
      for (let event = 0; event + 1 < offsets.length; event++) tracks.endEvent();
      return { tracks: tracks.take() };
    }
    const { inputs, masks } = fill(cdc);
    const inputsAt = inputs.address;
    forEachNeuroTrack(
      masks.values,
      offsets,
      (event, track, expert) => {
        networks[expert](inputsAt + Float64Array.BYTES_PER_ELEMENT * inputCount * track, outputs);
        tracks.reserve(1);
        const row = tracks.rowCount++;
        tracks.columns.track[row] = track - offsets[event];
        tracks.columns.z[row] = zOf(outputs[zAt]);
        tracks.columns.theta[row] = thetaOf(outputs[thetaAt]);
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
