import { execFileSync } from 'node:child_process';
import { kernels } from '#kernels';
import { describe, expect, it } from 'vitest';
import { KernelColumn } from '../../../detector/base/kernel-column.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';

/** What Philox makes of a counter and a key. */
function philox(counter: readonly number[], key0: number, key1: number): Uint32Array {
  const words = new KernelColumn(Uint32Array, 4);
  words.values.set(counter);
  kernels.philox4x32(words.address, key0, key1);
  return words.values.slice();
}

const hex = (words: Iterable<number>): string =>
  Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ');

describe('Philox4x32-10', () => {
  /** Known answers of the Random123 library, file kat_vectors: counter, key, result. */
  it.each([
    [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      '408f276d 41c83b0e a20bc7c6 6d5451fd',
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    ],
  ] as const)(
    'reproduces the known answer of counter %j and key %j',
    (counter, [key0, key1], result) => {
      expect(hex(philox(counter, key0, key1))).toBe(result);
    },
  );
});

/** xoshiro128** as its authors publish it, in BigInt: slow and plain. */
function* referenceXoshiro(state: readonly number[]): Generator<number> {
  const mask = 0xffff_ffffn;
  const rotate = (word: bigint, by: bigint): bigint => ((word << by) | (word >> (32n - by))) & mask;
  let [s0, s1, s2, s3] = state.map((word) => BigInt(word >>> 0)) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  for (;;) {
    yield Number((rotate((s1 * 5n) & mask, 7n) * 9n) & mask);
    const shifted = (s1 << 9n) & mask;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotate(s3, 11n);
  }
}

const first = <T>(count: number, numbers: Iterator<T>): T[] =>
  Array.from({ length: count }, () => numbers.next().value as T);
const draw = (stream: RandomStream, count: number): number[] =>
  Array.from({ length: count }, () => stream.bits() >>> 0);

describe('a random stream', () => {
  it('is xoshiro128** from the state that Philox makes of seed and address', () => {
    // The reference itself: numbers for state 1 2 3 4, as in the tests of the Rust crate
    // rand_xoshiro.
    expect(first(10, referenceXoshiro([1, 2, 3, 4]))).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597,
      4258142804,
    ]);
    const counter = philox([17, 5, 3, purpose.test], 0x9abcdef0, 0x12345);
    const seed = 0x12345 * 2 ** 32 + 0x9abcdef0;
    const collision = first(1000, referenceXoshiro([...counter]));
    expect(draw(new RandomStream().seed(seed, 3, 5, 17, purpose.test), 1000)).toEqual(collision);
    expect(draw(new RandomStream().seed(seed, 3, 5, 17, purpose.test, 0), 1000)).toEqual(collision);
  });

  it('has the source beside the purpose in its name', () => {
    const counter = philox([17, 5, 3, (0xabcdef << 8) | purpose.test], 1, 0);
    expect(draw(new RandomStream().seed(1, 3, 5, 17, purpose.test, 0xabcdef), 20)).toEqual(
      first(20, referenceXoshiro([...counter])),
    );
  });

  it('makes a fine number of 27 bits of one word above 25 of the next', () => {
    const fine = new RandomStream().seed(1, 2, 3, 4, purpose.test);
    const words = new RandomStream().seed(1, 2, 3, 4, purpose.test);
    for (let draws = 0; draws < 1000; draws++) {
      const high = words.bits() >>> 5;
      const low = words.bits() >>> 7;
      expect(fine.uniformFine()).toBe((high + (low + 0.5) / 2 ** 25) / 2 ** 27);
    }
  });

  it('gives the same numbers whenever it is pointed at the same name', () => {
    const stream = new RandomStream();
    const numbers = draw(stream.seed(1, 2, 3, 4, purpose.test), 20);
    stream.seed(9, 9, 9, 9, purpose.test).gaussian();
    expect(draw(stream.seed(1, 2, 3, 4, purpose.test), 20)).toEqual(numbers);
  });

  it('does not carry a spare Gaussian into the next event', () => {
    const stream = new RandomStream().seed(1, 2, 3, 4, purpose.test);
    const fresh = stream.gaussian();
    expect(stream.seed(1, 2, 3, 4, purpose.test).gaussian()).toBe(fresh);
  });

  it('differs in every part of its name, the high half of the seed included', () => {
    const names = [
      [1, 0, 0, 0, 1],
      [1, 0, 0, 0, 1, 1],
      [1, 0, 0, 0, 1, 2],
      [2, 0, 0, 0, 1],
      [1 + 2 ** 32, 0, 0, 0, 1],
      [1, 1, 0, 0, 1],
      [1, 0, 1, 0, 1],
      [1, 0, 0, 1, 1],
      [1, 0, 0, 0, 2],
    ] as const;
    const heads = names.map(([seed, run, slice, index, use, source]) =>
      hex(draw(new RandomStream().seed(seed, run, slice, index, use, source), 4)),
    );
    expect(new Set(heads).size).toBe(names.length);
  });

  it('has purposes with numbers of their own below 256', () => {
    const numbers = Object.values(purpose);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.every((number) => Number.isInteger(number) && number > 0 && number < 256)).toBe(
      true,
    );
  });
});

const drawn = 200_000;

/** Mean and variance of many draws. */
function moments(next: () => number): { readonly mean: number; readonly variance: number } {
  let sum = 0;
  let sumOfSquares = 0;
  for (let draws = 0; draws < drawn; draws++) {
    const value = next();
    sum += value;
    sumOfSquares += value * value;
  }
  const mean = sum / drawn;
  return { mean, variance: sumOfSquares / drawn - mean * mean };
}

describe('distributions, each within 4 σ of 200 000 draws', () => {
  const stream = (): RandomStream => new RandomStream().seed(2024, 1, 0, 0, purpose.test);
  /** 4 σ of the mean, and of the variance for a given kurtosis. */
  const meanError = (variance: number): number => 4 * Math.sqrt(variance / drawn);
  const varianceError = (variance: number, kurtosis: number): number =>
    4 * variance * Math.sqrt((kurtosis - 1) / drawn);

  it.each(['uniform', 'uniformFine'] as const)('%s is flat in (0, 1)', (method) => {
    const random = stream();
    const bins = new Uint32Array(64);
    const { mean, variance } = moments(() => {
      const value = random[method]();
      bins[Math.floor(64 * value)]!++;
      return value;
    });
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(meanError(1 / 12));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(varianceError(1 / 12, 1.8));
    const chi2 = bins.reduce((sum, count) => sum + (count - drawn / 64) ** 2 / (drawn / 64), 0);
    // χ² of 63 degrees of freedom: 63 ± 4 √126.
    expect(Math.abs(chi2 - 63)).toBeLessThan(45);
  });

  it('neighbouring events of one purpose are uncorrelated', () => {
    const random = new RandomStream();
    let sum = 0;
    let previous = 0;
    for (let index = 0; index < 50_000; index++) {
      const value = random.seed(7, 1, 0, index, purpose.test).uniform() - 0.5;
      sum += value * previous;
      previous = value;
    }
    // Each product has mean 0 and variance 1/144.
    expect(Math.abs(sum)).toBeLessThan(4 * Math.sqrt(50_000 / 144));
  });

  it('Gaussian has mean 0, variance 1 and 4.55 % beyond 2 σ', () => {
    const random = stream();
    let tail = 0;
    const { mean, variance } = moments(() => {
      const value = random.gaussian();
      if (Math.abs(value) > 2) tail++;
      return value;
    });
    expect(Math.abs(mean)).toBeLessThan(meanError(1));
    expect(Math.abs(variance - 1)).toBeLessThan(varianceError(1, 3));
    expect(Math.abs(tail - 0.0455 * drawn)).toBeLessThan(4 * Math.sqrt(0.0455 * drawn));
  });

  it('exponential has mean 1 and variance 1', () => {
    const random = stream();
    const { mean, variance } = moments(() => random.exponential());
    expect(Math.abs(mean - 1)).toBeLessThan(meanError(1));
    expect(Math.abs(variance - 1)).toBeLessThan(varianceError(1, 9));
  });

  it.each([0.1, 3, 30, 31, 250])('Poisson of mean %d has that mean and variance', (expected) => {
    const random = stream();
    const { mean, variance } = moments(() => random.poisson(expected));
    expect(Math.abs(mean - expected)).toBeLessThan(meanError(expected));
    expect(Math.abs(variance - expected)).toBeLessThan(varianceError(expected, 3 + 1 / expected));
  });

  it('Poisson of mean 0 is 0', () => {
    const random = stream();
    expect(Array.from({ length: 100 }, () => random.poisson(0)).every((count) => count === 0)).toBe(
      true,
    );
  });
});

it('a stream keeps its shape for the engine from its first number on', () => {
  const module = new URL('../../../dist/detector/base/random.js', import.meta.url);
  const program = `
    const { RandomStream } = await import(${JSON.stringify(module.href)});
    const [drawn, untouched] = [new RandomStream(), new RandomStream()];
    drawn.seed(1, 2, 3, 4, 255);
    for (let n = 0; n < 100; n++) drawn.gaussian() + drawn.bits() + drawn.poisson(50);
    process.stdout.write(String(%HaveSameMap(drawn, untouched)));`;
  const options = ['--allow-natives-syntax', '--input-type=module', '--eval', program];
  expect(execFileSync(process.execPath, options, { encoding: 'utf8' })).toBe('true');
});
