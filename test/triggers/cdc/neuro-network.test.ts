import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { experts } from '../../../triggers/cdc/networks/experts.js';
import { inputCount } from '../../../triggers/cdc/neuro-inputs.js';
import {
  firstOutputWeight,
  fixedNetwork,
  floatNetwork,
  hiddenCount,
  hiddenCountOf,
  hiddenStride,
  maxWeight,
  packWeights,
  unpackWeights,
  weightCount,
  weightCountOf,
} from '../../../triggers/cdc/neuro-network.js';
import { type Quantization, quantizationSchema } from '../../../triggers/cdc/neuro-quantization.js';

const stream = new RandomStream();
stream.seed(1, 0, 0, 0, purpose.test);
const uniform = (range: number): number => range * (2 * stream.uniform() - 1);
const randomWeights = (range: number): Float32Array =>
  Float32Array.from({ length: weightCount }, () => uniform(range));
const randomInputs = (): Float64Array =>
  Float64Array.from({ length: inputCount }, () => uniform(1));
const evaluate = (network: ReturnType<typeof floatNetwork>, inputs: Float64Array): number[] => {
  const outputs = new Float64Array(2);
  network(inputs, outputs);
  return [...outputs];
};

const standard = parseConfig(quantizationSchema, {}, 'test');

/** The network layer by layer, written down again for any arithmetic. */
function layers<T>(
  inputs: readonly T[],
  node: (first: number, inputs: readonly T[]) => T,
  hidden = hiddenCount,
): T[] {
  const nodes = Array.from({ length: hidden }, (_, at) => node(at * hiddenStride, inputs));
  return [0, 1].map((output) => node(hidden * hiddenStride + output * (hidden + 1), nodes));
}

/** The same in floating point. */
const floatLayers = (weights: Float32Array, inputs: Float64Array, hidden = hiddenCount): number[] =>
  layers(
    [...inputs],
    (first, values) =>
      Math.tanh(
        values.reduce(
          (sum, value, at) => sum + weights[first + at]! * value,
          weights[first + values.length]!,
        ) / 2,
      ),
    hidden,
  );

/** The same in whole numbers of any size. */
function wholeLayers(
  weights: Float32Array,
  inputs: Float64Array,
  { node, weight, argument }: Quantization,
): number[] {
  const whole = ({ bits, rounding }: Quantization['node'], value: number): bigint =>
    BigInt(rounding === 'round' ? Math.round(value * 2 ** bits) : Math.trunc(value * 2 ** bits));
  const one = 2 ** node.bits;
  // A shift drops bits; half a step before it rounds.
  const shift = BigInt(node.bits + weight.bits - argument.bits);
  const half = argument.rounding === 'round' ? 1n << (shift - 1n) : 0n;
  const outputs = layers(
    [...inputs].map((input) => whole(node, input)),
    (first, nodes) => {
      const start = whole(weight, weights[first + nodes.length]!) << BigInt(node.bits);
      const sum = nodes.reduce(
        (total, value, at) => total + whole(weight, weights[first + at]!) * value,
        start,
      );
      const x = Number((sum + half) >> shift) / 2 ** argument.bits;
      const value = Math.min(one - 1, Math.round(one * (1 - 2 / (Math.exp(Math.abs(x)) + 1))));
      return BigInt(x < 0 ? -value : value);
    },
  );
  return outputs.map((output) => Number(output) / one);
}

describe('the network', () => {
  it('has 27 inputs, 81 nodes and 2 outputs: 2432 weights', () =>
    expect([weightCount, weightCountOf(81)]).toEqual([2432, 2432]));

  it('applies tanh(x/2) to weighted sums with a bias', () => {
    const weights = randomWeights(1);
    const inputs = randomInputs();
    const expected = floatLayers(weights, inputs);
    evaluate(floatNetwork(weights), inputs).forEach((output, at) =>
      expect(output).toBeCloseTo(expected[at]!, 12),
    );
  });

  it.each([1, 2, 16, 82])('may have %i hidden nodes', (hidden) => {
    const weights = Float32Array.from({ length: weightCountOf(hidden) }, () => uniform(1));
    expect(hiddenCountOf(weights)).toBe(hidden);
    const inputs = randomInputs();
    const expected = floatLayers(weights, inputs, hidden);
    evaluate(floatNetwork(weights), inputs).forEach((output, at) =>
      expect(output).toBeCloseTo(expected[at]!, 12),
    );
    evaluate(fixedNetwork(weights, standard), inputs).forEach((output, at) =>
      expect(Math.abs(output - expected[at]!)).toBeLessThan(0.02),
    );
  });

  it('is not made of another number of weights, or of what is no number', () => {
    expect(hiddenCountOf(new Float32Array(weightCount - 1))).toBeUndefined();
    expect(hiddenCountOf(new Float32Array(2))).toBeUndefined();
    expect(hiddenCountOf(new Float32Array(weightCountOf(2000)))).toBeUndefined();
    expect(hiddenCountOf(new Float32Array(weightCount).fill(Number.NaN))).toBeUndefined();
  });

  it.each([0.3, 3, maxWeight])(
    'in fixed point is exact integer arithmetic, weights up to %d',
    (range) => {
      const weights = randomWeights(range);
      const network = fixedNetwork(weights, standard);
      for (let trial = 0; trial < 50; trial++) {
        const inputs = randomInputs();
        expect(evaluate(network, inputs)).toEqual(wholeLayers(weights, inputs, standard));
      }
    },
  );

  it.each<[string, object]>([
    ['few bits', { node: { bits: 4 }, weight: { bits: 3 }, argument: { bits: 2 } }],
    ['many bits', { node: { bits: 15 }, weight: { bits: 16 }, argument: { bits: 12 } }],
    [
      'the other rounding',
      {
        node: { rounding: 'round' },
        weight: { rounding: 'truncate' },
        argument: { rounding: 'round' },
      },
    ],
  ])('is as exact with %s', (_, raw) => {
    const chosen = parseConfig(quantizationSchema, raw, 'test');
    const weights = randomWeights(2);
    const network = fixedNetwork(weights, chosen);
    for (let trial = 0; trial < 10; trial++) {
      const inputs = randomInputs();
      expect(evaluate(network, inputs)).toEqual(wholeLayers(weights, inputs, chosen));
    }
  });

  it('cuts weights off at what the firmware holds', () => {
    const weights = randomWeights(100);
    const held = weights.map((weight) => Math.max(-maxWeight, Math.min(maxWeight, weight)));
    const inputs = randomInputs();
    expect(evaluate(fixedNetwork(weights, standard), inputs)).toEqual(
      evaluate(fixedNetwork(held, standard), inputs),
    );
  });

  it('keeps the sign of sums beyond 32 bits', () => {
    const weights = new Float32Array(weightCount).fill(maxWeight);
    const ones = new Float64Array(inputCount).fill(1);
    const signs = (sign: number): number[] =>
      evaluate(
        fixedNetwork(
          weights.map((weight, at) => (at < firstOutputWeight ? weight : sign * weight)),
          standard,
        ),
        ones,
      );
    expect([signs(1), signs(-1)]).toEqual(
      [1, -1].map((sign) => [(sign * 4095) / 4096, (sign * 4095) / 4096]),
    );
  });

  it('survives being packed as text', () => {
    const weights = randomWeights(maxWeight);
    expect(unpackWeights(packWeights(weights))).toEqual(weights);
  });
});

describe('the trained experts', () => {
  it('are five networks with weights that the firmware can hold', () => {
    expect(experts.map(({ length }) => length)).toEqual(Array(5).fill(weightCount));
    for (const expert of experts)
      for (const weight of expert) expect(Math.abs(weight)).toBeLessThanOrEqual(maxWeight);
  });
});
