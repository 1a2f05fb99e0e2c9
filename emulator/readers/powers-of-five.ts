import { KernelColumn } from '../../detector/base/kernel-column.js';

/** Powers of ten from the least that a double has, with 19 digits before it, to the largest. */
const powers = { from: -342, to: 308 };
const bits = 128n;
const wordMask = (1n << 64n) - 1n;

/** The first 128 bits of a power of five, the rest cut off; the highest is set. */
export function leadingBits(five: bigint): bigint {
  const shift = bits - lengthOf(five);
  return shift < 0n ? five >> -shift : five << shift;
}

/** The same of its inverse. */
export function leadingBitsOfInverse(five: bigint): bigint {
  // The inverse of a number of n bits, 1 aside, is between 2^-n and 2^(1 - n).
  return (1n << (lengthOf(five) + bits - 1n)) / five;
}

const lengthOf = (number: bigint): bigint => BigInt(number.toString(2).length);

let place: number | undefined;

/** Address of the table that `decimalAt` reads: per power of ten the high and the low word. */
export function powersOfFive(): number {
  if (place !== undefined) return place;
  const words = new KernelColumn(Float64Array, 2 * (powers.to - powers.from + 1));
  const { buffer, byteOffset, length } = words.values;
  const table = new BigUint64Array(buffer, byteOffset, length);
  const put = (power: number, leading: bigint): void => {
    table[2 * (power - powers.from)] = leading >> 64n;
    table[2 * (power - powers.from) + 1] = leading & wordMask;
  };
  put(0, leadingBits(1n));
  let five = 5n;
  for (let power = 1; power <= -powers.from; power++) {
    if (power <= powers.to) put(power, leadingBits(five));
    put(-power, leadingBitsOfInverse(five));
    five *= 5n;
  }
  place = words.address;
  return place;
}
