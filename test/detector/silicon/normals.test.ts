import { kernels } from '#kernels';
import { describe, expect, it } from 'vitest';
import { KernelStream } from '../../../detector/base/kernel-stream.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';

describe('normal numbers that are drawn many at a time', () => {
  it.each([2, 10, 5000])('are those of the stream one after the other: %i', (count) => {
    const stream = new KernelStream();
    stream.seed(5, 1, 2, 3, purpose.test);
    const one = new RandomStream().seed(5, 1, 2, 3, purpose.test);
    const address = kernels.normalsOf(stream.address, count);
    const values = Array.from(new Float64Array(kernels.memory.buffer, address, count));
    expect(values).toEqual(Array.from({ length: count }, () => one.gaussian()));
    // Neither has drawn more than it needs.
    expect(stream.uniform()).toBe(one.uniform());
  });
});
