import { kernels } from '#kernels';
import type { RandomStream } from './random.js';

/** What draws random numbers. */
export type RandomDraws = Pick<
  RandomStream,
  'bits' | 'uniform' | 'uniformFine' | 'gaussian' | 'exponential' | 'poisson'
>;

/** A stream from which kernels and TypeScript draw in turn: the numbers of `RandomStream`. */
export class KernelStream implements RandomDraws {
  /** Where kernels find it. */
  readonly address = kernels.randomStream();

  /** As `RandomStream.seed`. */
  seed(
    seed: number,
    run: number,
    slice: number,
    index: number,
    purposeId: number,
    source = 0,
  ): void {
    kernels.seedStream(this.address, seed, run, slice, index, purposeId, source);
  }

  bits(): number {
    return kernels.streamBits(this.address);
  }

  uniform(): number {
    return kernels.streamUniform(this.address);
  }

  uniformFine(): number {
    return kernels.streamUniformFine(this.address);
  }

  gaussian(): number {
    return kernels.streamGaussian(this.address);
  }

  exponential(): number {
    return kernels.streamExponential(this.address);
  }

  poisson(mean: number): number {
    return kernels.streamPoisson(this.address, mean);
  }
}
