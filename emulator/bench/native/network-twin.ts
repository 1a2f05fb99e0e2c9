import { KernelColumn } from '../../../detector/base/kernel-column.js';
import type { CdcHits } from '../../../detector/cdc/hits.js';
import { sliceAddresses } from '../../../detector/event.js';
import { subdetectors } from '../../../detector/index.js';
import { buildDetector } from '../../../detector/simulate.js';
import { cdcObjects } from '../../../triggers/cdc/cdc-trigger.js';
import { expertsOf } from '../../../triggers/cdc/network-set.js';
import { forEachNeuroTrack } from '../../../triggers/cdc/neuro.js';
import { inputCount, neuroInputs } from '../../../triggers/cdc/neuro-inputs.js';
import { fixedNetwork, outputCount } from '../../../triggers/cdc/neuro-network.js';
import type { EmulatorConfig } from '../../chain/parts.js';
import { generatedSample, tracks } from '../samples.js';
import type { Twin, TwinWork } from './twin.js';

const events = 128;

/** Inputs and expert of every neural track of a few events. */
function neuralTracks(run: EmulatorConfig, seed: number) {
  const config = tracks.config(run);
  const context = { seed };
  const addresses = sliceAddresses(1, 0, 0, events);
  const detector = buildDetector(subdetectors, config, context);
  const lists = detector.move(generatedSample(tracks, run, seed)(addresses));
  const hits = detector.read(lists, addresses, new Set(['cdc']))['cdc'] as CdcHits;
  const objects = cdcObjects(config.triggers.cdc, context)(hits, addresses);
  const found = neuroInputs(config.triggers.neuro.quantization)(objects);
  const values = found.inputs.values;
  const inputs: number[] = [];
  const experts: number[] = [];
  forEachNeuroTrack(found.masks.values, objects.tracks2d.offsets, (_event, track, expert) => {
    inputs.push(...values.subarray(inputCount * track, inputCount * (track + 1)));
    experts.push(expert);
  });
  return { inputs: Float64Array.from(inputs), experts: Uint8Array.from(experts) };
}

function prepare(run: EmulatorConfig, seed: number): TwinWork {
  const { quantization } = run.triggers.neuro;
  const { inputs, experts } = neuralTracks(run, seed);
  // Those of the package: the twin has one hidden layer.
  const networks = expertsOf('standard').experts;
  const evaluate = networks.map((own) => fixedNetwork(own, quantization));
  const inputsAt = new KernelColumn(Float64Array, inputs.length).place(inputs);
  const outputs = new Float64Array(outputCount * experts.length);
  const rows = Array.from(experts, (expert, track) => ({
    expert,
    inputs: inputsAt + inputs.BYTES_PER_ELEMENT * inputCount * track,
    outputs: outputs.subarray(track * outputCount, (track + 1) * outputCount),
  }));
  return {
    input: {
      inputs,
      experts,
      weights: Float32Array.from(networks.flatMap(({ weights }) => [...weights])),
      hiddenCounts: Int32Array.from(networks, ({ sizes }) => sizes[1]!),
      outputCount: Int32Array.of(outputCount),
      nodeBits: Int32Array.of(quantization.node.bits),
      weightBits: Int32Array.of(quantization.weight.bits),
      argumentBits: Int32Array.of(quantization.argument.bits),
    },
    units: experts.length,
    work: () => {
      for (const row of rows) evaluate[row.expert]!(row.inputs, row.outputs);
    },
    results: () => ({ outputs }),
  };
}

/** The networks of the neural z trigger, on the inputs of tracks among noise. */
export const networkTwin: Twin = {
  name: 'native:network',
  source: 'network.cpp',
  unit: 'network',
  what: 'network of the neural z trigger, inputs ready',
  prepare,
};
