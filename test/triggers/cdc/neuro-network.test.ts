import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { experts } from '../../../triggers/cdc/networks/experts.js';
import { inputCount } from '../../../triggers/cdc/neuro-inputs.js';
import {
  firstOutputWeight,
  fixedNetwork,
  floatNetwork,
  hiddenCount,
  hiddenStride,
  maxWeight,
  outputStride,
  packWeights,
  unpackWeights,
  weightCount,
} from '../../../triggers/cdc/neuro-network.js';

const stream = new RandomStream();
stream.seed(1, 0, 0, 0, purpose.test);
const uniform = (range: number): number => range * (2 * stream.uniform() - 1);
const randomWeights = (range: number): Float32Array => Float32Array.from({ length: weightCount }, () => uniform(range));
const randomInputs = (): Float64Array => Float64Array.from({ length: inputCount }, () => uniform(1));
const evaluate = (network: ReturnType<typeof floatNetwork>, inputs: Float64Array): number[] => {
  const outputs = new Float64Array(2);
  network(inputs, outputs);
  return [...outputs];
};

/** The network layer by layer, written down again for any arithmetic. */
function layers<T>(inputs: readonly T[], node: (first: number, inputs: readonly T[]) => T): T[] {
  const hidden = Array.from({ length: hiddenCount }, (_, at) => node(at * hiddenStride, inputs));
  return [0, 1].map((output) => node(firstOutputWeight + output * outputStride, hidden));
}

describe('the network', () => {
  it('has 27 inputs, 81 nodes and 2 outputs: 2432 weights', () => expect(weightCount).toBe(2432));

  it('applies tanh(x/2) to weighted sums with a bias', () => {
    const weights = randomWeights(1);
    const inputs = randomInputs();
    const expected = layers([...inputs], (first, values) =>
      Math.tanh(values.reduce((sum, value, at) => sum + weights[first + at]! * value, weights[first + values.length]!) / 2),
    );
    evaluate(floatNetwork(weights), inputs).forEach((output, at) => expect(output).toBeCloseTo(expected[at]!, 12));
  });

  it.each([0.3, 3, maxWeight])('in fixed point is exact integer arithmetic, weights up to %d', (range) => {
    const weights = randomWeights(range);
    const network = fixedNetwork(weights);
    for (let trial = 0; trial < 50; trial++) {
      const inputs = randomInputs();
      // Shifts of whole numbers of any size: nodes have 12 fractional bits, weights 10, the argument of the table 10.
      const expected = layers(
        [...inputs].map((input) => BigInt(Math.trunc(input * 4096))),
        (first, nodes) => {
          const weight = (at: number): bigint => BigInt(Math.round(weights[at]! * 1024));
          const sum = nodes.reduce((total, node, at) => total + weight(first + at) * node, weight(first + nodes.length) << 12n);
          const argument = Number(sum >> 12n) / 1024;
          const node = Math.min(4095, Math.round(4096 * (1 - 2 / (Math.exp(Math.abs(argument)) + 1))));
          return BigInt(argument < 0 ? -node : node);
        },
      );
      expect(evaluate(network, inputs)).toEqual(expected.map((output) => Number(output) / 4096));
    }
  });

  it('keeps the sign of sums beyond 32 bits', () => {
    const weights = new Float32Array(weightCount).fill(maxWeight);
    expect(evaluate(fixedNetwork(weights), new Float64Array(inputCount).fill(1))).toEqual([4095 / 4096, 4095 / 4096]);
    expect(evaluate(fixedNetwork(weights.map((weight) => -weight)), new Float64Array(inputCount).fill(1))).toEqual([
      4095 / 4096,
      4095 / 4096,
    ]);
  });

  it('survives being packed as text', () => {
    const weights = randomWeights(maxWeight);
    expect(unpackWeights(packWeights(weights))).toEqual(weights);
  });
});

describe('the trained experts', () => {
  it('are five networks with weights that the firmware can hold', () => {
    expect(experts.map(({ length }) => length)).toEqual(Array(5).fill(weightCount));
    for (const expert of experts) for (const weight of expert) expect(Math.abs(weight)).toBeLessThanOrEqual(maxWeight);
  });
});
