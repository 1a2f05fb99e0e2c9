import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { experts } from '../../../triggers/cdc/networks/experts.js';
import { inputCount } from '../../../triggers/cdc/neuro-inputs.js';
import {
  firmwareSizes,
  fixedNetwork,
  floatNetwork,
  hiddenCount,
  maxWeight,
  type Network,
  networkProblem,
  type NetworkWeights,
  oneHiddenLayer,
  packWeights,
  unpackWeights,
  weightCountOf,
} from '../../../triggers/cdc/neuro-network.js';
import { type Quantization, quantizationSchema } from '../../../triggers/cdc/neuro-quantization.js';

const stream = new RandomStream();
stream.seed(1, 0, 0, 0, purpose.test);
const uniform = (range: number): number => range * (2 * stream.uniform() - 1);
const randomNetwork = (range: number, sizes = firmwareSizes): NetworkWeights => ({
  sizes,
  weights: Float32Array.from({ length: weightCountOf(sizes) }, () => uniform(range)),
});
const randomInputs = (): Float64Array =>
  Float64Array.from({ length: inputCount }, () => uniform(1));
const evaluate = (network: Network, inputs: Float64Array, count = 2): number[] => {
  const outputs = new Float64Array(count);
  network(inputs, outputs);
  return [...outputs];
};

const standard = parseConfig(quantizationSchema, {}, 'test');

/** The network layer by layer, written down again for any arithmetic. */
function layers<T>(
  inputs: readonly T[],
  node: (first: number, inputs: readonly T[]) => T,
  sizes: readonly number[],
): readonly T[] {
  let first = 0;
  let nodes = inputs;
  for (const count of sizes.slice(1)) {
    const before = nodes;
    const start = first;
    nodes = Array.from({ length: count }, (_, at) =>
      node(start + at * (before.length + 1), before),
    );
    first += count * (before.length + 1);
  }
  return nodes;
}

/** The same in floating point. */
const floatLayers = ({ sizes, weights }: NetworkWeights, inputs: Float64Array): readonly number[] =>
  layers(
    [...inputs],
    (first, values) =>
      Math.tanh(
        values.reduce(
          (sum, value, at) => sum + weights[first + at]! * value,
          weights[first + values.length]!,
        ) / 2,
      ),
    sizes,
  );

/** The same in whole numbers of any size. */
function wholeLayers(
  { sizes, weights }: NetworkWeights,
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
    sizes,
  );
  return outputs.map((output) => Number(output) / one);
}

const close = (outputs: readonly number[], expected: readonly number[], within: number): void =>
  outputs.forEach((output, at) => expect(Math.abs(output - expected[at]!)).toBeLessThan(within));

describe('the network', () => {
  it('of the firmware has 27 inputs, 81 nodes and 2 outputs: 2432 weights', () =>
    expect([firmwareSizes, weightCountOf(firmwareSizes)]).toEqual([[27, 81, 2], 2432]));

  it('applies tanh(x/2) to weighted sums with a bias', () => {
    const network = randomNetwork(1);
    const inputs = randomInputs();
    close(evaluate(floatNetwork(network), inputs), floatLayers(network, inputs), 1e-12);
  });

  it.each([
    [[27, 2]],
    [[27, 1, 2]],
    [[27, 82, 2]],
    [[27, 128, 128, 128, 128, 128, 2]],
    [[27, 5, 3, 7, 3]],
  ])('may have layers of %j nodes', (sizes) => {
    const network = randomNetwork(0.5, sizes);
    expect(networkProblem(network)).toBeUndefined();
    const inputs = randomInputs();
    const count = sizes.at(-1)!;
    const expected = floatLayers(network, inputs);
    expect(expected).toHaveLength(count);
    close(evaluate(floatNetwork(network), inputs, count), expected, 1e-12);
    const fixed = evaluate(fixedNetwork(network, standard), inputs, count);
    expect(fixed).toEqual(wholeLayers(network, inputs, standard));
    close(fixed, expected, 0.05);
  });

  it('says what is wrong when it is none', () => {
    const problem = (sizes: readonly number[], count = weightCountOf(sizes), value = 0) =>
      networkProblem({ sizes, weights: new Float32Array(count).fill(value) });
    expect(problem([27, 81, 2])).toBeUndefined();
    expect(problem([27, 81, 2], 2431)).toBe('27–81–2 has 2432 weights, found 2431');
    expect(problem([27, 129, 2])).toBe('it is 27–129–2, expected 1 to 128 nodes in a layer');
    expect(problem([27, 0, 2])).toBe('it is 27–0–2, expected 1 to 128 nodes in a layer');
    expect(problem([27, 1.5, 2], 10)).toMatch('expected 1 to 128 nodes');
    expect(problem([27, 4, 4, 4, 4, 4, 4, 2])).toBe(
      'it has 7 layers (27–4–4–4–4–4–4–2), expected 1 to 6',
    );
    expect(problem([27])).toBe('it has 0 layers (27), expected 1 to 6');
    expect(problem([27, 81, 2], 2432, Number.NaN)).toBe('weight 0 is NaN, expected a number');
  });

  it('of files that only have weights has one hidden layer', () => {
    const { weights } = randomNetwork(1);
    expect(oneHiddenLayer(weights)).toEqual({ sizes: [27, 81, 2], weights });
    expect(networkProblem(oneHiddenLayer(weights.slice(1)))).toMatch('nodes in a layer');
  });

  it('reads its inputs where they are named to be', () => {
    const network = randomNetwork(1, [3, 8, 2]);
    const inputs = randomInputs();
    const places = Uint16Array.of(20, 0, 7);
    const own = Float64Array.of(inputs[20]!, inputs[0]!, inputs[7]!);
    expect(evaluate(floatNetwork(network, places), inputs)).toEqual(
      evaluate(floatNetwork(network), own),
    );
    expect(evaluate(fixedNetwork(network, standard, places), inputs)).toEqual(
      evaluate(fixedNetwork(network, standard), own),
    );
  });

  it.each([0.3, 3, maxWeight])(
    'in fixed point is exact integer arithmetic, weights up to %d',
    (range) => {
      const weights = randomNetwork(range);
      const network = fixedNetwork(weights, standard);
      for (let trial = 0; trial < 50; trial++) {
        const inputs = randomInputs();
        expect(evaluate(network, inputs)).toEqual(wholeLayers(weights, inputs, standard));
      }
    },
  );

  it.each<[string, object]>([
    ['few bits', { node: { bits: 4 }, weight: { bits: 3 }, argument: { bits: 2 } }],
    ['a coarser table alone', { argument: { bits: 7 } }],
    ['coarser nodes alone', { node: { bits: 9 } }],
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
    const weights = randomNetwork(2);
    const network = fixedNetwork(weights, chosen);
    for (let trial = 0; trial < 10; trial++) {
      const inputs = randomInputs();
      expect(evaluate(network, inputs)).toEqual(wholeLayers(weights, inputs, chosen));
    }
  });

  it('cuts inputs off at one step below 1 and at −1, weights at what the firmware holds', () => {
    const network = randomNetwork(100);
    const held = network.weights.map((weight) => Math.max(-maxWeight, Math.min(maxWeight, weight)));
    const inputs = randomInputs();
    expect(evaluate(fixedNetwork(network, standard), inputs)).toEqual(
      evaluate(fixedNetwork({ ...network, weights: held }, standard), inputs),
    );
    // 27 inputs less 27: a step of each shows where tanh is steepest.
    const weights = new Float32Array(28).fill(1, 0, 27).fill(-27, 27);
    const nearOne = fixedNetwork({ sizes: [27, 1], weights }, standard);
    const nearMinusOne = fixedNetwork({ sizes: [27, 1], weights: weights.map(Math.abs) }, standard);
    const at = (value: number): number[] =>
      evaluate(value > 0 ? nearOne : nearMinusOne, new Float64Array(27).fill(value), 1);
    expect(at(5)).toEqual(at(4095 / 4096));
    expect(at(4095 / 4096)).not.toEqual(at(4090 / 4096));
    expect(at(-5)).toEqual(at(-1));
    expect(at(-1)).not.toEqual(at(-4090 / 4096));
  });

  it('keeps the sign of sums beyond 32 bits', () => {
    const ones = new Float64Array(inputCount).fill(1);
    const firstOutputWeight = hiddenCount * (inputCount + 1);
    const signs = (sign: number): number[] =>
      evaluate(
        fixedNetwork(
          {
            sizes: firmwareSizes,
            weights: Float32Array.from({ length: weightCountOf(firmwareSizes) }, (_, at) =>
              at < firstOutputWeight ? maxWeight : sign * maxWeight,
            ),
          },
          standard,
        ),
        ones,
      );
    expect([signs(1), signs(-1)]).toEqual(
      [1, -1].map((sign) => [(sign * 4095) / 4096, (sign * 4095) / 4096]),
    );
  });

  it('survives being packed as text', () => {
    const { weights } = randomNetwork(maxWeight);
    expect(unpackWeights(packWeights(weights))).toEqual(weights);
  });
});

describe('the trained experts', () => {
  it('are five networks with weights that the firmware can hold', () => {
    expect(experts.map(({ length }) => length)).toEqual(
      Array(5).fill(weightCountOf(firmwareSizes)),
    );
    for (const expert of experts)
      for (const weight of expert) expect(Math.abs(weight)).toBeLessThanOrEqual(maxWeight);
  });
});
