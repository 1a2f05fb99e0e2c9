// kernel: back-propagation of a small network over a large sample; scratch is made once
import { cos } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { inputCount } from '../../triggers/cdc/neuro-inputs.js';
import {
  activation,
  firmwareSizes,
  floatNetwork,
  hiddenCount,
  maxWeight,
  outputCount,
  weightCountOf,
} from '../../triggers/cdc/neuro-network.js';

/** Weights of a hidden node and of an output: those of its inputs, then its bias. */
const hiddenStride = inputCount + 1;
const outputStride = hiddenCount + 1;
const firstOutputWeight = hiddenCount * hiddenStride;
const weightCount = weightCountOf(firmwareSizes);

/** Numbers of one training example: inputs, then the outputs that they should give. */
export const exampleLength = inputCount + outputCount;

/** Examples of one expert, one after the other. */
export interface Examples {
  readonly values: Float32Array;
  readonly count: number;
}

/** How a network is trained. */
export interface TrainingPlan {
  readonly epochs: number;
  /** Examples between two steps. */
  readonly batch: number;
  /** Step of Adam at the first epoch; falls as half a cosine to `lastRate`. */
  readonly firstRate: number;
  readonly lastRate: number;
  /**
   * A miss m counts as 2 c² (√(1 + (m/c)²) − 1), c being this: as m² while it is small, as 2 c |m|
   * when it is not, so that the few tracks with a segment of noise do not decide about all others.
   */
  readonly tolerance: number;
  /** One in so many examples validates. */
  readonly validation: number;
}

/** A network as the training leaves it: the weights of its best epoch, and how it got there. */
export interface Trained {
  readonly weights: Float32Array;
  /**
   * Mean error by epoch, both outputs together, of training (while the weights change) and
   * validation.
   */
  readonly losses: readonly { readonly training: number; readonly validation: number }[];
  /** Epoch of the lowest validation error, whose weights these are; the first is 1. */
  readonly bestEpoch: number;
}

/**
 * Initial weights are uniform within this.
 * @see basf2 trg/cdc/modules/neurotrigger/src/CDCTriggerNeuroTrainerModule.cc
 */
const initialWeight = 0.1;
/**
 * Decay of the running means of Adam and the floor of its divisor.
 * @see D. Kingma, J. Ba, arXiv:1412.6980
 */
const decay1 = 0.9;
const decay2 = 0.999;
const floor = 1e-8;

/** Trains a network from scratch; yields after each epoch. */
export function* trainNetwork(
  { values, count }: Examples,
  plan: TrainingPlan,
  stream: RandomStream,
): Generator<number, Trained> {
  const { epochs, batch, firstRate, lastRate, tolerance, validation } = plan;
  const weights = Float64Array.from(
    { length: weightCount },
    () => initialWeight * (2 * stream.uniform() - 1),
  );
  const gradient = new Float64Array(weightCount);
  const step = adam(weights, gradient);
  const learn = backPropagation(weights, gradient, tolerance);
  const everyExample = Array.from({ length: count }, (_, example) => example);
  const order = Uint32Array.from(everyExample.filter((example) => example % validation !== 0));
  const judges = everyExample.filter((example) => example % validation === 0);
  const losses: { training: number; validation: number }[] = [];
  let best = Float32Array.from(weights);
  let bestEpoch = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, stream);
    const rate = lastRate + ((firstRate - lastRate) * (1 + cos((Math.PI * epoch) / epochs))) / 2;
    let training = 0;
    for (let first = 0; first < order.length; first += batch) {
      const last = Math.min(order.length, first + batch);
      gradient.fill(0);
      for (let at = first; at < last; at++) training += learn(values, order[at]! * exampleLength);
      step(rate, last - first);
    }
    const rounded = Float32Array.from(weights);
    const judged = meanError(rounded, values, judges, tolerance);
    if (judged < Math.min(...losses.map((loss) => loss.validation))) {
      best = rounded;
      bestEpoch = epoch + 1;
    }
    losses.push({ training: training / order.length, validation: judged });
    yield epoch + 1;
  }
  return { weights: best, losses, bestEpoch };
}

function shuffle(order: Uint32Array, stream: RandomStream): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor((at + 1) * stream.uniform());
    const kept = order[at]!;
    order[at] = order[other]!;
    order[other] = kept;
  }
}

/** Adds the gradient of an example's error to `gradient` and returns the error. */
function backPropagation(
  weights: Float64Array,
  gradient: Float64Array,
  tolerance: number,
): (values: Float32Array, start: number) => number {
  const inputs = new Float64Array(inputCount);
  const hidden = new Float64Array(hiddenCount);
  const slopes = new Float64Array(outputCount);
  return (values, start) => {
    for (let input = 0; input < inputCount; input++) inputs[input] = values[start + input]!;
    for (let node = 0, at = 0; node < hiddenCount; node++, at += hiddenStride) {
      let sum = weights[at + inputCount]!;
      for (let input = 0; input < inputCount; input++) sum += weights[at + input]! * inputs[input]!;
      hidden[node] = activation(sum);
    }
    let error = 0;
    for (
      let output = 0, at = firstOutputWeight;
      output < outputCount;
      output++, at += outputStride
    ) {
      let sum = weights[at + hiddenCount]!;
      for (let node = 0; node < hiddenCount; node++) sum += weights[at + node]! * hidden[node]!;
      const value = activation(sum);
      const miss = value - values[start + inputCount + output]!;
      const relative = miss / tolerance;
      const root = Math.sqrt(1 + relative * relative);
      error += 2 * tolerance * tolerance * (root - 1);
      const slope = (miss / root) * (1 - value * value);
      slopes[output] = slope;
      for (let node = 0; node < hiddenCount; node++) gradient[at + node]! += slope * hidden[node]!;
      gradient[at + hiddenCount]! += slope;
    }
    const [zSlope, thetaSlope] = slopes as unknown as [number, number];
    for (let node = 0, at = 0; node < hiddenCount; node++, at += hiddenStride) {
      const value = hidden[node]!;
      const back =
        zSlope * weights[firstOutputWeight + node]! +
        thetaSlope * weights[firstOutputWeight + outputStride + node]!;
      const slope = (back * (1 - value * value)) / 2;
      for (let input = 0; input < inputCount; input++)
        gradient[at + input]! += slope * inputs[input]!;
      gradient[at + inputCount]! += slope;
    }
    return error;
  };
}

/** Steps of Adam on the mean gradient; weights stay within what the firmware holds. */
function adam(
  weights: Float64Array,
  gradient: Float64Array,
): (rate: number, examples: number) => void {
  const mean = new Float64Array(weightCount);
  const square = new Float64Array(weightCount);
  let power1 = 1;
  let power2 = 1;
  return (rate, examples) => {
    power1 *= decay1;
    power2 *= decay2;
    for (let at = 0; at < weightCount; at++) {
      const slope = gradient[at]! / examples;
      mean[at] = decay1 * mean[at]! + (1 - decay1) * slope;
      square[at] = decay2 * square[at]! + (1 - decay2) * slope * slope;
      const moved =
        weights[at]! -
        (rate * (mean[at]! / (1 - power1))) / (Math.sqrt(square[at]! / (1 - power2)) + floor);
      weights[at] = moved > maxWeight ? maxWeight : moved < -maxWeight ? -maxWeight : moved;
    }
  };
}

function meanError(
  weights: Float32Array,
  values: Float32Array,
  examples: readonly number[],
  tolerance: number,
): number {
  const evaluate = floatNetwork({ sizes: firmwareSizes, weights });
  const inputs = new Float64Array(inputCount);
  const outputs = new Float64Array(outputCount);
  let sum = 0;
  for (const example of examples) {
    const start = example * exampleLength;
    for (let input = 0; input < inputCount; input++) inputs[input] = values[start + input]!;
    evaluate(inputs, outputs);
    for (let output = 0; output < outputCount; output++) {
      const relative = (outputs[output]! - values[start + inputCount + output]!) / tolerance;
      sum += 2 * tolerance * tolerance * (Math.sqrt(1 + relative * relative) - 1);
    }
  }
  return sum / examples.length;
}
