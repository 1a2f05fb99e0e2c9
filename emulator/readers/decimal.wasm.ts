// kernel: every number of a file of events; AssemblyScript. Decimal numbers as the nearest double,
// from bytes, where that is certain.

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
/** An exponent far beyond any double. */
const beyondDouble: i32 = 9999;

/** Powers of ten that carry what was read over further digits, up to seven. */
const tens: StaticArray<u64> = [1, 10, 100, 1000, 10000, 100000, 1000000, 10000000];

/** Powers of ten that are doubles, exactly; also the last of them. */
const exactTens: StaticArray<f64> = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
];
const maxExactPower: i32 = 22;
/** Whole numbers up to here are doubles. */
const maxExactDigits: u64 = (<u64>1) << 53;

/** Eight characters 0. */
const zeros: u64 = 0x3030303030303030;
const highBits: u64 = 0x8080808080808080;

/**
 * The highest bit of each byte that is not 0 … 9, for bytes that were combined with `zeros`: then
 * digits are their values, and adding 118 sets the bit for all above.
 */
function beyondDigits(values: u64): u64 {
  return (((values & ~highBits) + 0x7676767676767676) | values) & highBits;
}

/**
 * Number of eight digits by their values, the first in the lowest byte: pairs, fours, then all.
 * @see D. Lemire, Softw. Pract. Exper. 51 (2021) 1700, section 6.
 */
function eightDigits(values: u64): u64 {
  const ones: u64 = 0x000000ff000000ff;
  const pairs = values * 10 + (values >> 8);
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
  if (rest === half - 1) {
    const second = highProduct(scaled, load<u64>(entry, 8));
    low += second;
    if (low < second) high++;
    dropped = 10 + (high >> 63);
    half = (<u64>1) << (dropped - 1);
    rest = high & (2 * half - 1);
    if (rest === half - 1 && low >= <u64>-2) return NaN;
  }
  if (rest === half && low === 0) return NaN;
  // floor(log2 10^power), for all powers of the table.
  const binary = (217706 * power) >> 16;
  const exponent = 1023 + 53 + <i32>dropped + binary - <i32>leading;
  if (exponent < 1 || exponent > 2045) return NaN;
  const mantissa = (high >> dropped) - ((<u64>1) << 52);
  // Rounding up may carry into the exponent, which is right.
  return reinterpret<f64>(((<u64>exponent) << 52) + mantissa + (rest >= half ? 1 : 0));
}

/** Digits at the beginning of eight bytes that were combined with `zeros`. */
function digitCount(values: u64): usize {
  const others = beyondDigits(values);
  return others === 0 ? 8 : <usize>ctz(others) >> 3;
}

/** Number of the first digits of eight bytes, by their values; the others may be anything. */
function firstDigits(values: u64, count: usize): u64 {
  // Shifted up, they leave zeros before the digits; no digit at all leaves nothing to shift.
  return count === 0 ? 0 : eightDigits(values << ((8 - count) << 3));
}

/** Digits from `at` on, after those of `number`; `numberEnd` is behind them. */
function readDigits(at: usize, number: u64): u64 {
  let values = load<u64>(at) ^ zeros;
  let count = digitCount(values);
  while (count === 8) {
    number = number * 100000000 + eightDigits(values);
    at += 8;
    values = load<u64>(at) ^ zeros;
    count = digitCount(values);
  }
  // Whole eights are usual; then the processor need not wait for the count to go on.
  if (count === 0) {
    numberEnd = at;
    return number;
  }
  numberEnd = at + count;
  return number * unchecked(tens[<i32>count]) + firstDigits(values, count);
}

/** Zeros before the first other digit of a number. */
function leadingZeros(at: usize): i32 {
  let count = 0;
  for (let byte = load<u8>(at); byte === 48 || byte === 46; byte = load<u8>(++at))
    if (byte === 48) count++;
  return count;
}

/** An exponent from its letter, e or d, large or small, on; `numberEnd` stays without a digit. */
function readExponent(at: usize): i32 {
  const sign = load<u8>(at, 1);
  const isNegative = sign === 45;
  const isSigned = isNegative || sign === 43;
  const usual = load<u64>(at, 2) ^ zeros;
  if (isSigned && digitCount(usual) === 2) {
    numberEnd = at + 4;
    const exponent = <i32>(usual & 0xff) * 10 + <i32>((usual >> 8) & 0xff);
    return isNegative ? -exponent : exponent;
  }
  const start = at + (isSigned ? 2 : 1);
  const values = load<u64>(start) ^ zeros;
  const count = digitCount(values);
  if (count === 0) return 0;
  numberEnd = start + count;
  // Far beyond any double, where there may be more digits.
  const exponent = count === 8 ? beyondDouble : <i32>firstDigits(values, count);
  return isNegative ? -exponent : exponent;
}

/**
 * The number that stands at `at`, as `Number` reads it, or NaN: where no number stands, and where
 * only longer arithmetic tells its last bit (see `nearestDouble`; more than 19 digits). A letter D
 * counts as E. `decimalEnd` tells what it takes. Behind the text stands a byte that is no digit,
 * and then seven of any kind.
 * @param powers per power of ten from −342 to 308 the first 128 bits of 5^power, two words.
 */
export function decimalAt(at: usize, powers: usize): f64 {
  const sign = load<u8>(at);
  const isNegative = sign === 45;
  at += isNegative || sign === 43 ? 1 : 0;
  const values = load<u64>(at) ^ zeros;
  let digits = values & 0xff;
  let end = at + 1;
  // One digit before the point is usual; then the processor need not wait for their count.
  if (digits > 9 || load<u8>(end) !== 46) {
    const first = digitCount(values);
    digits = firstDigits(values, first);
    end = at + first;
    if (first === 8) {
      digits = readDigits(end, digits);
      end = numberEnd;
    }
  }
  let count = <i32>(end - at);
  let power = 0;
  if (load<u8>(end) === 46) {
    const start = end + 1;
    digits = readDigits(start, digits);
    end = numberEnd;
    power = <i32>start - <i32>end;
    count -= power;
  }
  numberEnd = end;
  if (count > maxDigits) count -= leadingZeros(at);
  if (count === 0 || count > maxDigits) return NaN;
  const letter = load<u8>(end) | 32;
  if (letter === 101 || letter === 100) power += readExponent(end);
  let value: f64 = NaN;
  if (digits === 0) value = 0;
  // Two exact numbers, so their product or quotient is rounded once.
  else if (digits <= maxExactDigits && power <= 0 && power >= -maxExactPower)
    value = <f64>(<i64>digits) / unchecked(exactTens[-power]);
  else if (digits <= maxExactDigits && power > 0 && power <= maxExactPower)
    value = <f64>(<i64>digits) * unchecked(exactTens[power]);
  else if (power >= lowestPower && power <= highestPower)
    value = nearestDouble(digits, power, powers);
  return isNegative ? -value : value;
}
