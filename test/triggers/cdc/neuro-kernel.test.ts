import { describe, expect, it } from 'vitest';
import { KernelColumn } from '../../../detector/base/kernel-column.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import {
  fitsSixteenBits,
  type Layer,
  maxNodes,
  type PlacedNetwork,
  sixteenBitNetwork,
  wideNetwork,
  type WholeActivation,
} from '../../../triggers/cdc/neuro-kernel.js';

const stream = new RandomStream().seed(7, 0, 0, 0, purpose.test);
const whole = (range: number): number => Math.round(range * (2 * stream.uniform() - 1));

const layerOf = (inputCount: number, nodes: number, weight: number, bias: number): Layer => ({
  inputCount,
  weights: Float64Array.from({ length: inputCount * nodes }, () => whole(weight)),
  biases: Float64Array.from({ length: nodes }, () => whole(bias)),
});

const placed = new KernelColumn(Int16Array, maxNodes);
/** Outputs for inputs of whole numbers. */
function outputsOf(network: PlacedNetwork, inputs: ArrayLike<number>, count: number): number[] {
  const outputs = new Float64Array(count);
  network(placed.place(Int16Array.from(inputs)), outputs);
  return [...outputs];
}

/** Not odd by itself, so that a sign that is lost shows. */
const activation: WholeActivation = {
  shift: 12,
  table: Int16Array.from({ length: 3000 }, (_, x) => Math.min(4095, 2 * x + (x === 0 ? 0 : 1))),
  largest: 4095,
};

/** Layer by layer in integers of any size. */
function exact(layers: readonly Layer[], inputs: readonly number[]): readonly number[] {
  return layers.reduce<readonly number[]>(
    (nodes, { weights, biases, inputCount }) =>
      Array.from(biases, (bias, node) => {
        const sum = nodes.reduce(
          (total, value, at) => total + BigInt(weights[node * inputCount + at]!) * BigInt(value),
          BigInt(bias),
        );
        const step = Number(sum >> BigInt(activation.shift));
        const size = Math.abs(step);
        const value = size < activation.table.length ? activation.table[size]! : activation.largest;
        return step < 0 ? -value : value;
      }),
    inputs,
  );
}

describe('a network of 16 bits', () => {
  it.each([
    ['27-81-2', [27, 81, 2]],
    ['8-1', [8, 1]],
    ['9-17-16-3', [9, 17, 16, 3]],
    ['1-128-128-128-128-128-2', [1, 128, 128, 128, 128, 128, 2]],
  ])('of %s nodes sums exactly', (_, sizes) => {
    const layers = sizes.slice(1).map((nodes, at) => layerOf(sizes[at]!, nodes, 3000, 3e6));
    expect(fitsSixteenBits(layers, 4096, activation)).toBe(true);
    const evaluate = sixteenBitNetwork(layers, activation);
    const wide = wideNetwork(layers, activation);
    for (let trial = 0; trial < 200; trial++) {
      const inputs = Array.from({ length: sizes[0]! }, () => whole(4095));
      const expected = exact(layers, inputs).map((value) => value + 0);
      expect(outputsOf(evaluate, inputs, sizes.at(-1)!)).toEqual(expected);
      expect(outputsOf(wide, inputs, sizes.at(-1)!)).toEqual(expected);
    }
  });

  it('keeps sums up to the last step below 2³¹ and above −2³¹', () => {
    for (const sign of [1, -1]) {
      const layer: Layer = {
        inputCount: 16,
        weights: new Float64Array(16).fill(sign * 32767),
        biases: Float64Array.of(sign * (2 ** 31 - 1 - 16 * 32767 * 4096)),
      };
      expect(fitsSixteenBits([layer], 4096, activation)).toBe(true);
      const constant = { ...activation, table: new Int16Array(0), largest: 7 };
      const inputs = Array<number>(16).fill(4096);
      expect(outputsOf(sixteenBitNetwork([layer], constant), inputs, 1)).toEqual([sign * 7]);
    }
  });

  it('is refused when a weight needs 17 bits, a sum 33, or bits would have to be added', () => {
    const one = (weight: number, bias: number): readonly Layer[] => [
      { inputCount: 1, weights: Float64Array.of(weight), biases: Float64Array.of(bias) },
    ];
    expect(fitsSixteenBits(one(32767, 0), 4096, activation)).toBe(true);
    expect(fitsSixteenBits(one(-32767, 0), 4096, activation)).toBe(true);
    expect(fitsSixteenBits(one(32768, 0), 4096, activation)).toBe(false);
    expect(fitsSixteenBits(one(-32768, 0), 4096, activation)).toBe(false);
    const room = 2 ** 31 - 1 - 100 * 4096;
    expect(fitsSixteenBits(one(100, room), 4096, activation)).toBe(true);
    expect(fitsSixteenBits(one(-100, -room), 4096, activation)).toBe(true);
    expect(fitsSixteenBits(one(100, room + 1), 4096, activation)).toBe(false);
    expect(fitsSixteenBits(one(1, 0), 4096, { ...activation, shift: 0 })).toBe(true);
    expect(fitsSixteenBits(one(1, 0), 4096, { ...activation, shift: -1 })).toBe(false);
  });

  it('is placed once for the same numbers, and others beside it are left as they are', () => {
    const first = [layerOf(27, 81, 3000, 3e6), layerOf(81, 2, 3000, 3e6)];
    const second = [layerOf(27, 81, 3000, 3e6), layerOf(81, 2, 3000, 3e6)];
    const [a, b, again] = [first, second, first].map((layers) =>
      sixteenBitNetwork(layers, activation),
    ) as [PlacedNetwork, PlacedNetwork, PlacedNetwork];
    const inputs = Array.from({ length: 27 }, () => whole(4095));
    const values = [a, b, again, a].map((network) => outputsOf(network, inputs, 2));
    expect(values[0]).toEqual([...exact(first, inputs)].map((value) => value + 0));
    expect(values[1]).toEqual([...exact(second, inputs)].map((value) => value + 0));
    expect(values[2]).toEqual(values[0]);
    expect(values[3]).toEqual(values[0]);
  });
});
