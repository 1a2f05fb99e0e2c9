import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { type Examples, exampleLength, type Trained, trainNetwork } from '../../../emulator/derive/train.js';
import { maxWeight } from '../../../triggers/cdc/neuro-network.js';

const streamOf = (index: number): RandomStream => {
  const stream = new RandomStream();
  stream.seed(5, 0, 0, index, purpose.test);
  return stream;
};

/** Examples of a function that no linear one comes near: a product, and a difference of two inputs. */
function examplesOf(count: number): Examples {
  const stream = streamOf(0);
  const values = Float32Array.from({ length: count * exampleLength }, () => 2 * stream.uniform() - 1);
  for (let example = 0; example < count; example++) {
    const [a, b] = values.subarray(example * exampleLength);
    values.set([0.8 * a! * b!, 0.4 * (a! - b!)], (example + 1) * exampleLength - 2);
  }
  return { values, count };
}

const plan = { epochs: 30, batch: 32, firstRate: 1e-2, lastRate: 1e-4, validation: 5 };

function train(index: number, chosen = plan): Trained {
  const training = trainNetwork(examplesOf(2000), chosen, streamOf(index));
  for (;;) {
    const step = training.next();
    if (step.done === true) return step.value;
  }
}

describe('training', () => {
  const trained = train(1);

  it('learns what it is shown and keeps the best epoch in validation', () => {
    const { losses, bestEpoch } = trained;
    // The mean squares of the targets are 0.07 and 0.11; 1600 examples of noise-free functions leave a small part of that.
    expect(losses[bestEpoch - 1]!.validation).toBeLessThan(0.045);
    expect(losses).toHaveLength(plan.epochs);
    expect(losses[bestEpoch - 1]!.validation).toBe(Math.min(...losses.map(({ validation }) => validation)));
  });

  it('gives the same weights for the same seed, others for another', () => {
    const bytesOf = ({ weights }: Trained): Buffer => Buffer.from(weights.buffer);
    const again = train(1);
    expect(bytesOf(again).equals(bytesOf(trained))).toBe(true);
    expect(again.losses).toEqual(trained.losses);
    expect(bytesOf(train(2)).equals(bytesOf(trained))).toBe(false);
  });

  it('keeps weights within what the firmware holds', () => {
    const { weights } = train(1, { ...plan, epochs: 2, firstRate: 40, lastRate: 40 });
    expect(Math.max(...weights.map(Math.abs))).toBe(maxWeight);
  });
});
