// kernel: every random number of every kernel; AssemblyScript. Streams, twins of `RandomStream` in
// random.ts: the same numbers from the same names, bit for bit.
import { exp, log } from './elementary.wasm';

const philoxMultiplier0: u32 = 0xd2511f53;
const philoxMultiplier1: u32 = 0xcd9e8d57;
const weyl0: u32 = 0x9e3779b9;
const weyl1: u32 = 0xbb67ae85;

const twoToMinus32: f64 = 1 / 4294967296.0;
const twoToMinus52: f64 = 1 / 4503599627370496.0;

/**
 * Philox4x32-10: ten rounds over a 128-bit counter with a 64-bit key, in place: four words at an
 * address, overwritten by the result.
 */
export function philox4x32(words: usize, key0: u32, key1: u32): void {
  let c0 = load<u32>(words);
  let c1 = load<u32>(words, 4);
  let c2 = load<u32>(words, 8);
  let c3 = load<u32>(words, 12);
  for (let round = 0; round < 10; round++) {
    const product0 = u64(philoxMultiplier0) * u64(c0);
    const product1 = u64(philoxMultiplier1) * u64(c2);
    c0 = u32(product1 >> 32) ^ c1 ^ key0;
    c1 = u32(product1);
    c2 = u32(product0 >> 32) ^ c3 ^ key1;
    c3 = u32(product0);
    key0 += weyl0;
    key1 += weyl1;
  }
  store<u32>(words, c0);
  store<u32>(words, c1, 4);
  store<u32>(words, c2, 8);
  store<u32>(words, c3, 12);
}

/**
 * A stream: a record of 32 bytes, of which the first 16 are the words of xoshiro128**, so that
 * several live at once and TypeScript can hand one over. `changetype<RandomStream>(address)` of a
 * `randomStream()` gives it to a kernel.
 */
export class RandomStream {
  s0: u32 = 0;
  s1: u32 = 0;
  s2: u32 = 0;
  s3: u32 = 0;
  hasSpare: u32 = 0;
  spareGaussian: f64 = 0;

  /**
   * Points the stream at (seed, run, slice, index, source, purpose). `seed` is an integer below
   * 2⁵³, run and source below 2²⁴, purpose below 2⁸. Source 0 is the collision.
   */
  seed(seed: f64, run: u32, slice: u32, index: u32, purpose: u32, source: u32): void {
    this.s0 = index;
    this.s1 = slice;
    this.s2 = run;
    this.s3 = (source << 8) | purpose;
    philox4x32(changetype<usize>(this), u32(u64(seed)), u32(u64(seed) >> 32));
    // xoshiro must not start from the all-zero state; Philox gives it once in 2^128.
    if (this.s3 === 0) this.s3 = 1;
    this.hasSpare = 0;
  }

  /** The next 32 random bits. */
  bits(): u32 {
    const s1 = this.s1;
    const result = rotl(s1 * 5, 7) * 9;
    const s2 = this.s2 ^ this.s0;
    const s3 = this.s3 ^ s1;
    this.s1 = s1 ^ s2;
    this.s0 = this.s0 ^ s3;
    this.s2 = s2 ^ (s1 << 9);
    this.s3 = rotl(s3, 11);
    return result;
  }

  /** Uniform in the open interval (0, 1), 32 bits of resolution. */
  uniform(): f64 {
    return (f64(this.bits()) + 0.5) * twoToMinus32;
  }

  /** Uniform in the open interval (0, 1), 52 bits. */
  uniformFine(): f64 {
    const high = this.bits() >> 5;
    const low = this.bits() >> 7;
    return (f64(high) * 33554432 + f64(low) + 0.5) * twoToMinus52;
  }

  /** Standard normal, by Marsaglia's polar method; every second call is free. */
  gaussian(): f64 {
    if (this.hasSpare !== 0) {
      this.hasSpare = 0;
      return this.spareGaussian;
    }
    let x: f64;
    let y: f64;
    let radius2: f64;
    do {
      x = 2 * this.uniform() - 1;
      y = 2 * this.uniform() - 1;
      radius2 = x * x + y * y;
    } while (radius2 >= 1 || radius2 === 0);
    const scale = sqrt((-2 * log(radius2)) / radius2);
    this.spareGaussian = y * scale;
    this.hasSpare = 1;
    return x * scale;
  }

  /** Exponential with mean 1. */
  exponential(): f64 {
    return -log(this.uniformFine());
  }

  /** Poisson count of the given mean. */
  poisson(mean: f64): u32 {
    let count: u32 = 0;
    while (mean > 30) {
      count += this.smallPoisson(30);
      mean -= 30;
    }
    return count + this.smallPoisson(mean);
  }

  smallPoisson(mean: f64): u32 {
    const limit = exp(-mean);
    let product = this.uniformFine();
    let count: u32 = 0;
    while (product > limit) {
      product *= this.uniformFine();
      count++;
    }
    return count;
  }
}

/** Address of a new stream, to be seeded. */
export function randomStream(): usize {
  return changetype<usize>(new RandomStream());
}

/** Points a stream at (seed, run, slice, index, purpose, source). */
export function seedStream(
  stream: usize,
  seed: f64,
  run: u32,
  slice: u32,
  index: u32,
  purpose: u32,
  source: u32,
): void {
  changetype<RandomStream>(stream).seed(seed, run, slice, index, purpose, source);
}

/** The next 32 random bits of a stream, which JavaScript sees as a signed integer. */
export function streamBits(stream: usize): u32 {
  return changetype<RandomStream>(stream).bits();
}

/** `RandomStream.uniform` of a stream. */
export function streamUniform(stream: usize): f64 {
  return changetype<RandomStream>(stream).uniform();
}

/** `RandomStream.uniformFine` of a stream. */
export function streamUniformFine(stream: usize): f64 {
  return changetype<RandomStream>(stream).uniformFine();
}

/** `RandomStream.gaussian` of a stream. */
export function streamGaussian(stream: usize): f64 {
  return changetype<RandomStream>(stream).gaussian();
}

/** `RandomStream.exponential` of a stream. */
export function streamExponential(stream: usize): f64 {
  return changetype<RandomStream>(stream).exponential();
}

/** `RandomStream.poisson` of a stream. */
export function streamPoisson(stream: usize, mean: f64): u32 {
  return changetype<RandomStream>(stream).poisson(mean);
}
