import { KernelColumn } from '../../detector/base/kernel-column.js';

/** Powers of ten from the least that a double has, with 19 digits before it, to the largest. */
const powers = { from: -342, to: 308 };
const bits = 128n;
const wordMask = (1n << 64n) - 1n;

/** The first 128 bits of 5^power, the rest cut off; the highest is set. */
export function leadingBits(power: number): bigint {
  const five = 5n ** BigInt(Math.abs(power));
  const length = BigInt(five.toString(2).length);
  if (power >= 0) return length > bits ? five >> (length - bits) : five << (bits - length);
  // 1 / five is between 2^-length and 2^(1 - length).
  const inverse = (1n << (length + bits - 1n)) / five;
  return inverse;
}

let place: number | undefined;

/** Address of the table that `decimalAt` reads: per power of ten the high and the low word. */
export function powersOfFive(): number {
  if (place !== undefined) return place;
  const words = new KernelColumn(Float64Array, 2 * (powers.to - powers.from + 1));
  const { buffer, byteOffset, length } = words.values;
  const table = new BigUint64Array(buffer, byteOffset, length);
  for (let power = powers.from; power <= powers.to; power++) {
    const leading = leadingBits(power);
    table[2 * (power - powers.from)] = leading >> 64n;
    table[2 * (power - powers.from) + 1] = leading & wordMask;
  }
  place = words.address;
  return place;
}
