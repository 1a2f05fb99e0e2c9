import { cm, degree, GeV } from '../../detector/base/units.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { noiseRateOf } from '../../detector/cdc/noise.js';
import type { RunContext } from '../../detector/event.js';
import { neuroInputs } from '../../triggers/cdc/neuro-inputs.js';
import { expertCount } from '../../triggers/cdc/network-set.js';
import { outputScale } from '../../triggers/cdc/neuro-scale.js';
import {
  type DeriveConfig,
  type Derivation,
  simulateMuons,
  type SimulatedMuons,
} from './derive.js';
import type { MuonSample } from './muon-sample.js';
import {
  type Examples,
  exampleLength,
  type Trained,
  type TrainingPlan,
  trainNetwork,
} from './train.js';
import { forEachWayOut, inputsWithout, muonTruth } from './ways-out.js';

/**
 * Single muons from anywhere on the beam line that a network can tell, over the acceptance of full
 * tracks, uniform in curvature: prompt ones, flat in z, and as background is, most from near the
 * collision point. Half without noise, half over 160 or 700 hits in 512 ns.
 * @see github.com/juelg/belle2-pytorch-neuro-trigger: tracks are sampled anew in z, uniform or
 * normal with 40 % of the range
 */
export const networkSample: MuonSample = {
  minPt: 0.28 * GeV,
  maxPt: 10 * GeV,
  minTheta: 15 * degree,
  maxTheta: 150 * degree,
  maxZ0: 100 * cm,
  origins: [
    { share: 0.1, shape: 'uniform', width: 1 * cm },
    { share: 0.6, shape: 'uniform', width: 100 * cm },
    { share: 0.3, shape: 'normal', width: 40 * cm },
  ],
  noise: [0, 0, 160, 700].map(noiseRateOf),
};

/** Training that ends where more epochs gain little. */
const trainingPlan: TrainingPlan = {
  epochs: 60,
  batch: 128,
  firstRate: 3e-3,
  lastRate: 3e-5,
  tolerance: 0.03,
  validation: 10,
};
/** Most examples of an expert. */
const maxExamples = 300_000;

/** An expert with the number of tracks that taught it. */
export type TrainedExpert = Trained & { readonly examples: number };

/** Share of the work that is simulation, for the progress. */
const simulationShare = 0.1;

/** The five experts from `count` single muons: a track teaches the expert that it would ask. */
export function* deriveNetworks(
  count: number,
  config: DeriveConfig,
  context: RunContext,
  plan: TrainingPlan = trainingPlan,
): Derivation<readonly TrainedExpert[]> {
  const lists = Array.from({ length: expertCount }, () => new ExampleList());
  const collect = exampleCollector(lists, config.triggers.neuro);
  let simulated = 0;
  for (const muons of simulateMuons(networkSample, count, config, context)) {
    collect(muons);
    yield Math.round(simulationShare * (simulated += muons.addresses.index.length));
  }
  const experts: TrainedExpert[] = [];
  for (const [expert, list] of lists.entries()) {
    const stream = new RandomStream();
    stream.seed(context.seed, 0, 0, expert, purpose.networkTraining);
    const training = trainNetwork(list, plan, stream);
    let step = training.next();
    for (; step.done !== true; step = training.next()) {
      const trained = (expert + step.value / plan.epochs) / expertCount;
      yield Math.round(count * (simulationShare + (1 - simulationShare) * trained));
    }
    experts.push({ ...step.value, examples: list.count });
  }
  return experts;
}

class ExampleList implements Examples {
  readonly values = new Float32Array(maxExamples * exampleLength);
  count = 0;

  add(inputs: Float64Array, z: number, theta: number): void {
    if (this.count === maxExamples) return;
    const start = this.count++ * exampleLength;
    this.values.set(inputs, start);
    this.values[start + inputs.length] = z;
    this.values[start + inputs.length + 1] = theta;
  }
}

/**
 * Adds the full tracks of single-muon events to the lists of their experts. Few lack a segment by
 * chance, so each track with all of them also teaches one of the other experts in turn, without its
 * segment there.
 */
function exampleCollector(
  lists: readonly ExampleList[],
  { quantization, outputs }: DeriveConfig['triggers']['neuro'],
) {
  const fill = neuroInputs(quantization);
  const { zOutput, thetaOutput } = outputScale(outputs);
  let turn = 0;
  return (muons: SimulatedMuons): void =>
    forEachWayOut(fill, muons, (event, expert, inputs) => {
      const { z, theta } = muonTruth(muons.particles, event);
      lists[expert]!.add(inputs, zOutput(z), thetaOutput(theta));
      if (expert !== 0) return;
      const other = 1 + (turn++ % (expertCount - 1));
      lists[other]!.add(inputsWithout(other, inputs), zOutput(z), thetaOutput(theta));
    });
}
