import { kernels } from '#kernels';
import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';

/** Seed, run, slice, index, purpose, source. */
type Name = readonly [number, number, number, number, number, number];

const names: readonly Name[] = [
  [1, 0, 0, 0, purpose.test, 0],
  [0x12345 * 2 ** 32 + 0x9abcdef0, 3, 5, 17, purpose.test, 0],
  [2 ** 53 - 1, 2 ** 24 - 1, 2 ** 32 - 1, 2 ** 32 - 1, 255, 2 ** 24 - 1],
  [0, 1, 2, 3, purpose.transport, 4],
];

const pair = ([seed, run, slice, index, use, source]: Name) => {
  const stream = kernels.randomStream();
  kernels.seedStream(stream, seed, run, slice, index, use, source);
  return { stream, random: new RandomStream().seed(seed, run, slice, index, use, source) };
};

describe.each(names)('a stream of the kernels, named %d %d %d %d %d %d,', (...name) => {
  it.each([
    ['bits', kernels.streamBits],
    ['uniform', kernels.streamUniform],
    ['uniformFine', kernels.streamUniformFine],
    ['gaussian', kernels.streamGaussian],
    ['exponential', kernels.streamExponential],
  ] as const)('gives the numbers of `%s`, bit for bit', (method, draw) => {
    const { stream, random } = pair(name);
    for (let draws = 0; draws < 1001; draws++) expect(draw(stream)).toBe(random[method]());
  });

  it('gives the same Poisson counts', () => {
    const { stream, random } = pair(name);
    for (const mean of [0, 0.1, 3, 30, 30.5, 61, 250])
      for (let draws = 0; draws < 50; draws++)
        expect(kernels.streamPoisson(stream, mean)).toBe(random.poisson(mean));
    expect(kernels.streamBits(stream)).toBe(random.bits());
  });
});

describe('streams of the kernels', () => {
  it('live side by side', () => {
    const [first, second] = [pair(names[0]!), pair(names[1]!)];
    for (let draws = 0; draws < 101; draws++)
      for (const { stream, random } of [first, second])
        expect(kernels.streamGaussian(stream)).toBe(random.gaussian());
  });

  it('do not carry a spare Gaussian to their next name', () => {
    const { stream, random } = pair(names[0]!);
    kernels.streamGaussian(stream);
    kernels.seedStream(stream, ...names[0]!);
    expect(kernels.streamGaussian(stream)).toBe(random.gaussian());
  });

  it('begin with the words of a stream of TypeScript', () => {
    const { stream, random } = pair(names[1]!);
    const words = new Uint32Array(kernels.memory.buffer, stream, 4);
    expect(Array.from(words)).toEqual(Array.from(random.state()));
    kernels.streamUniform(stream);
    random.uniform();
    expect(Array.from(words)).toEqual(Array.from(random.state()));
  });
});
