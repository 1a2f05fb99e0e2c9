import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import {
  type Examples,
  exampleLength,
  type Trained,
  trainNetwork,
} from '../../../emulator/derive/train.js';
import { inputCount } from '../../../triggers/cdc/neuro-inputs.js';
import {
  firmwareSizes,
  floatNetwork,
  maxWeight,
  outputCount,
} from '../../../triggers/cdc/neuro-network.js';

const streamOf = (index: number): RandomStream => {
  const stream = new RandomStream();
  stream.seed(5, 0, 0, index, purpose.test);
  return stream;
};

/** Examples of a step in one input, and of a difference of two inputs. */
function examplesOf(count: number): Examples {
  const stream = streamOf(0);
  const values = new Float32Array(count * exampleLength);
  for (let example = 0; example < count; example++) {
    const [a, b] = [2 * stream.uniform() - 1, 2 * stream.uniform() - 1];
    values.set([a, b], example * exampleLength);
    values.set([0.8 * Math.sign(a), 0.4 * (a - b)], (example + 1) * exampleLength - 2);
  }
  return { values, count };
}

// Misses of the step are within the tolerance: errors are mean squares.
const plan = {
  epochs: 20,
  batch: 16,
  firstRate: 1e-2,
  lastRate: 1e-4,
  tolerance: 10,
  validation: 5,
};

function train(index: number, chosen = plan): Trained {
  const training = trainNetwork(examplesOf(1000), chosen, streamOf(index));
  for (;;) {
    const step = training.next();
    if (step.done === true) return step.value;
  }
}

describe('training', () => {
  const trained = train(1);

  it('learns what it is shown and keeps the best epoch in validation', () => {
    const { losses, bestEpoch } = trained;
    // The best straight line leaves a mean square of 0.8² / 4 = 0.16.
    expect(losses[bestEpoch - 1]!.validation).toBeLessThan(0.08);
    expect(losses).toHaveLength(plan.epochs);
    expect(losses[bestEpoch - 1]!.validation).toBe(
      Math.min(...losses.map(({ validation }) => validation)),
    );
  });

  it('gives the same weights for the same seed, others for another', () => {
    const bytesOf = ({ weights }: Trained): Buffer => Buffer.from(weights.buffer);
    const short = { ...plan, epochs: 2 };
    const [one, again, other] = [train(1, short), train(1, short), train(2, short)];
    expect(bytesOf(again).equals(bytesOf(one))).toBe(true);
    expect(again.losses).toEqual(one.losses);
    expect(bytesOf(other).equals(bytesOf(one))).toBe(false);
  });

  it('is not led astray by a few wild examples', () => {
    // One example in ten has the sign of the step turned: their mean is 0.64, their median 0.8.
    const wild = examplesOf(400);
    for (let example = 1; example < wild.count; example += 10)
      wild.values[(example + 1) * exampleLength - 2]! *= -1;
    const atStep = (tolerance: number): number => {
      const training = trainNetwork(wild, { ...plan, epochs: 15, tolerance }, streamOf(1));
      let step = training.next();
      while (step.done !== true) step = training.next();
      const outputs = new Float64Array(outputCount);
      floatNetwork({ sizes: firmwareSizes, weights: step.value.weights })(
        Float64Array.from({ length: inputCount }, (_, input) => (input === 0 ? 0.5 : 0)),
        outputs,
      );
      return outputs[0]!;
    };
    expect(atStep(0.02)).toBeGreaterThan(atStep(10) + 0.03);
  });

  it('keeps weights within what the firmware holds', () => {
    const { weights } = train(1, { ...plan, epochs: 2, firstRate: 40, lastRate: 40 });
    expect(Math.max(...weights.map(Math.abs))).toBe(maxWeight);
  });
});
