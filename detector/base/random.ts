// kernel: the state of the generator lives in int32 fields of one object and is advanced without
// allocation
import { kernels } from '#kernels';
import { exp, log } from './elementary.js';
import { KernelColumn } from './kernel-column.js';
import { lazily } from './lazily.js';

/**
 * Random numbers as an argument: (seed, run, slice, index, source, purpose) names a stream, so an
 * event is the same on any worker, in any order, and so are particles in any event that they are
 * laid over. Philox4x32-10 turns the name into a state, xoshiro128** delivers the numbers.
 *
 * @see J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC'11 (Philox).
 * @see D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47
 * (2021) (xoshiro128**).
 */

/** What a stream is for; numbers are part of the file format of results: append, never renumber. */
export const purpose = {
  beamSpot: 1,
  generator: 2,
  material: 3,
  eclDeposit: 4,
  eclDigitize: 5,
  eclTriggerPhase: 6,
  bunch: 7,
  prescale: 8,
  transport: 9,
  cdcDeposit: 10,
  cdcNoise: 11,
  klmDeposit: 12,
  klmNoise: 13,
  networkTraining: 14,
  topDeposit: 15,
  topNoise: 16,
  arichDeposit: 17,
  arichNoise: 18,
  pxdDeposit: 19,
  pxdNoise: 20,
  svdDeposit: 21,
  svdNoise: 22,
  particleId: 23,
  networkNoise: 24,
  straightRays: 25,
  pxdBackground: 26,
  svdBackground: 27,
  trackFit: 28,
  klmTime: 29,
  seeds: 30,
  decay: 31,
  outside: 32,
  hadronic: 33,
  schedule: 34,
  thinning: 35,
  artificial: 36,
  cdcPatterns: 38,
  moment: 41,
  farSeeds: 42,
  mask: 45,
  hotChannels: 46,
  company: 48,
  triggerTimes: 50,
  otherAccepts: 51,
  selfTiming: 52,
  sizeStandIns: 53,
  fragments: 54,
  passThrough: 57,
  fitToys: 60,
  test: 255,
} as const;

const twoToMinus32 = 2 ** -32;
const twoToMinus52 = 2 ** -52;

/** A stream of the kernels, which turns names into states for all of a thread. */
const named = lazily(() => {
  const address = kernels.randomStream();
  return { address, words: new KernelColumn(Int32Array, 4, address) };
});

/**
 * One stream of random numbers; `seed` points it at an address and purpose, after which the same
 * numbers follow.
 */
export class RandomStream {
  #s0 = 1;
  #s1 = 0;
  #s2 = 0;
  #s3 = 0;
  // No whole number: its shape would change with the first real one, and all code for it with it.
  #spareGaussian = Number.NaN;
  #hasSpare = false;

  /**
   * Points the stream at (seed, run, slice, index, source, purpose). `seed` is an integer below
   * 2⁵³, run and source below 2²⁴, purpose below 2⁸. Source 0 is the collision.
   */
  seed(
    seed: number,
    run: number,
    slice: number,
    index: number,
    purposeId: number,
    source = 0,
  ): this {
    const { address, words } = named();
    kernels.seedStream(address, seed, run, slice, index, purposeId, source);
    const state = words.values;
    this.#s0 = state[0];
    this.#s1 = state[1];
    this.#s2 = state[2];
    this.#s3 = state[3];
    this.#hasSpare = false;
    return this;
  }

  /** The four words from which the next bits follow; a spare Gaussian is not among them. */
  state(): Uint32Array {
    return Uint32Array.of(this.#s0, this.#s1, this.#s2, this.#s3);
  }

  /** Puts the same four words where others go on from them. */
  copyTo(words: Uint32Array): void {
    words[0] = this.#s0;
    words[1] = this.#s1;
    words[2] = this.#s2;
    words[3] = this.#s3;
  }

  /** Goes on from a `state()`. */
  resume(state: Uint32Array): this {
    this.#s0 = state[0] | 0;
    this.#s1 = state[1] | 0;
    this.#s2 = state[2] | 0;
    this.#s3 = state[3] | 0;
    this.#hasSpare = false;
    return this;
  }

  /** The next 32 random bits, as a signed integer. */
  bits(): number {
    const s1 = this.#s1;
    const scrambled = Math.imul(s1, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = s1 << 9;
    const s2 = this.#s2 ^ this.#s0;
    const s3 = this.#s3 ^ s1;
    this.#s1 = s1 ^ s2;
    this.#s0 = this.#s0 ^ s3;
    this.#s2 = s2 ^ shifted;
    this.#s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  }

  /** Uniform in the open interval (0, 1), 32 bits of resolution. */
  uniform(): number {
    return ((this.bits() >>> 0) + 0.5) * twoToMinus32;
  }

  /** Uniform in the open interval (0, 1), 52 bits: where a tail below 1e-9 matters. */
  uniformFine(): number {
    const high = this.bits() >>> 5;
    const low = this.bits() >>> 7;
    return (high * 0x200_0000 + low + 0.5) * twoToMinus52;
  }

  /** Standard normal, by Marsaglia's polar method; every second call is free. */
  gaussian(): number {
    if (this.#hasSpare) {
      this.#hasSpare = false;
      return this.#spareGaussian;
    }
    let x: number;
    let y: number;
    let radius2: number;
    do {
      x = 2 * this.uniform() - 1;
      y = 2 * this.uniform() - 1;
      radius2 = x * x + y * y;
    } while (radius2 >= 1 || radius2 === 0);
    const scale = Math.sqrt((-2 * log(radius2)) / radius2);
    this.#spareGaussian = y * scale;
    this.#hasSpare = true;
    return x * scale;
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -log(this.uniformFine());
  }

  /**
   * Poisson count of the given mean; halves large means until the product method is safe, exact at
   * any mean.
   */
  poisson(mean: number): number {
    let count = 0;
    let rest = mean;
    while (rest > 30) {
      // A Poisson of mean a + b is the sum of independent ones; 30 keeps exp(-mean) far from
      // underflow.
      count += this.#smallPoisson(30);
      rest -= 30;
    }
    return count + this.#smallPoisson(rest);
  }

  #smallPoisson(mean: number): number {
    const limit = exp(-mean);
    let product = this.uniformFine();
    let count = 0;
    while (product > limit) {
      product *= this.uniformFine();
      count++;
    }
    return count;
  }
}
