// AssemblyScript: decimal numbers as the nearest double, from bytes, where that is certain.

/** Byte behind the number read last. */
let numberEnd: usize = 0;

/** Where the number read last by `decimalAt` ends. */
export function decimalEnd(): usize {
  return numberEnd;
}

/** Powers of ten in the table of `decimalAt`: from and to. */
const lowestPower: i32 = -342;
const highestPower: i32 = 308;

/** More digits than this may not fit into 64 bits. */
const maxDigits: i32 = 19;
/** Exponents are counted up to here: what is beyond is far beyond any double. */
const maxExponent: i32 = 9999;

const isDigit = (byte: u32): bool => byte - 48 < 10;

/** Whether eight bytes are digits, all at once: 0x30 … 0x39, and still 0x3_ when 6 is added. */
function areDigits(bytes: u64): bool {
  const high: u64 = 0xf0f0f0f0f0f0f0f0;
  return ((bytes & high) | (((bytes + 0x0606060606060606) & high) >> 4)) == 0x3333333333333333;
}

/**
 * Value of eight digits, the first in the lowest byte: pairs, then fours, then all.
 * @see D. Lemire, Softw. Pract. Exper. 51 (2021) 1700, section 6.
 */
function eightDigits(bytes: u64): u64 {
  const ones: u64 = 0x000000ff000000ff;
  const digits = bytes - 0x3030303030303030;
  const pairs = digits * 10 + (digits >> 8);
  return ((pairs & ones) * 0x000f424000000064 + ((pairs >> 16) & ones) * 0x0000271000000001) >> 32;
}

/** High 64 bits of the product of two unsigned numbers of 64 bits. */
function highProduct(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff;
  const aHigh = a >> 32;
  const bLow = b & 0xffffffff;
  const bHigh = b >> 32;
  const middle = aHigh * bLow + ((aLow * bLow) >> 32);
  const carry = aLow * bHigh + (middle & 0xffffffff);
  return aHigh * bHigh + (middle >> 32) + (carry >> 32);
}

/**
 * The double nearest to digits · 10^power (digits not 0), or NaN where this arithmetic leaves it
 * open. The power has 128 bits in the table, cut off, so the product is a little too small: by less
 * than one unit of the last place of `high` with its first 64 bits, by less than two of `low` with
 * all. Only where such an error could carry the product over the middle between two doubles the
 * second half is taken too, and only where even that does not tell, or at the middle itself, the
 * result is open; so it is for denormal and infinite numbers.
 * @see D. Lemire, Softw. Pract. Exper. 51 (2021) 1700.
 */
function nearestDouble(digits: u64, power: i32, powers: usize): f64 {
  const entry = powers + ((<usize>(power - lowestPower)) << 4);
  const leading = clz(digits);
  const scaled = digits << leading;
  const first = load<u64>(entry);
  let high = highProduct(scaled, first);
  let low = scaled * first;
  // The product has 127 or 128 bits; 53 stay.
  let dropped = 10 + (high >> 63);
  let half = (<u64>1) << (dropped - 1);
  let rest = high & (2 * half - 1);
  if (rest == half - 1) {
    const second = highProduct(scaled, load<u64>(entry, 8));
    low += second;
    if (low < second) high++;
    dropped = 10 + (high >> 63);
    half = (<u64>1) << (dropped - 1);
    rest = high & (2 * half - 1);
    if (rest == half - 1 && low >= <u64>-2) return NaN;
  }
  if (rest == half && low == 0) return NaN;
  // floor(log2 10^power), for all powers of the table.
  const binary = (217706 * power) >> 16;
  const exponent = 1023 + 53 + <i32>dropped + binary - <i32>leading;
  if (exponent < 1 || exponent > 2045) return NaN;
  const mantissa = (high >> dropped) - ((<u64>1) << 52);
  // Rounding up may carry into the exponent, which is right.
  return reinterpret<f64>(((<u64>exponent) << 52) + mantissa + (rest >= half ? 1 : 0));
}

/** Digits from `at` on, after those of `value`; `numberEnd` is behind them. */
function readDigits(at: usize, value: u64): u64 {
  let bytes = load<u64>(at);
  while (areDigits(bytes)) {
    value = value * 100000000 + eightDigits(bytes);
    at += 8;
    bytes = load<u64>(at);
  }
  for (let byte = <u32>load<u8>(at); isDigit(byte); byte = <u32>load<u8>(++at))
    value = value * 10 + (byte - 48);
  numberEnd = at;
  return value;
}

/** Zeros before the first other digit of a number. */
function leadingZeros(at: usize): i32 {
  let count = 0;
  for (let byte = load<u8>(at); byte == 48 || byte == 46; byte = load<u8>(++at))
    if (byte == 48) count++;
  return count;
}

/** An exponent from its letter on; `numberEnd` stays where there is none. */
function readExponent(at: usize): i32 {
  // The letter may be e or d, large or small.
  const letter = load<u8>(at) | 32;
  if (letter != 101 && letter != 100) return 0;
  const sign = load<u8>(at, 1);
  const start = at + (sign == 43 || sign == 45 ? 2 : 1);
  at = start;
  let exponent = 0;
  for (let byte = <u32>load<u8>(at); isDigit(byte); byte = <u32>load<u8>(++at))
    exponent = min(maxExponent, exponent * 10 + <i32>(byte - 48));
  if (at > start) numberEnd = at;
  return sign == 45 ? -exponent : exponent;
}

/**
 * The number that stands at `at`, as `Number` reads it, or NaN: where no number stands, and where
 * only longer arithmetic tells its last bit (see `nearestDouble`; more than 19 digits). A letter D
 * counts as E. `decimalEnd` tells what it takes. Behind the text stands a byte that is no digit, and
 * then seven of any kind.
 * @param powers per power of ten from −342 to 308 the first 128 bits of 5^power, two words.
 */
export function decimalAt(at: usize, powers: usize): f64 {
  const sign = load<u8>(at);
  const isNegative = sign == 45;
  if (isNegative || sign == 43) at++;
  const start = at;
  let digits: u64 = 0;
  let byte = <u32>load<u8>(at);
  for (; isDigit(byte); byte = <u32>load<u8>(++at)) digits = digits * 10 + (byte - 48);
  let count = <i32>(at - start);
  numberEnd = at;
  let power = 0;
  if (byte == 46) {
    digits = readDigits(at + 1, digits);
    power = <i32>(at + 1) - <i32>numberEnd;
    count -= power;
  }
  if (count > maxDigits) count -= leadingZeros(start);
  if (count == 0 || count > maxDigits) return NaN;
  power += readExponent(numberEnd);
  if (digits == 0) return isNegative ? -0.0 : 0.0;
  let value: f64 = NaN;
  if (power == 0 && digits <= (<u64>1) << 53) value = <f64>digits;
  else if (power >= lowestPower && power <= highestPower)
    value = nearestDouble(digits, power, powers);
  return isNegative ? -value : value;
}
