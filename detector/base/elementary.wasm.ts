// kernel: called many times for every particle and hit; AssemblyScript. Elementary functions that
// give the same bits on every host, Node version and engine, unlike those of `Math`, which each
// engine rounds in a way of its own. Where the compiler's standard library (musl's and ARM's
// algorithms, version pinned) stays within one unit in the last place its functions are taken; the
// others are worked out here with a rounding error carried beside the value (Dekker, Numer. Math.
// 18 (1971) 224). Errors: `elementary.ts`.

/** Rounding error of the last `sum`, `product` or function that says so: what to add to it. */
let low: f64 = 0;

/** a + b, with the exact rounding error in `low`; |a| must not be below |b|. */
function sum(a: f64, b: f64): f64 {
  const high = a + b;
  low = b - (high - a);
  return high;
}

/** a · b, with the exact rounding error in `low`; no overflow below 1e300. */
function product(a: f64, b: f64): f64 {
  const split: f64 = 134217729; // 2²⁷ + 1
  const wideA = split * a;
  const wideB = split * b;
  const highA = wideA - (wideA - a);
  const highB = wideB - (wideB - b);
  const lowA = a - highA;
  const lowB = b - highB;
  const high = a * b;
  low = lowA * lowB - (high - highA * highB - lowA * highB - highA * lowB);
  return high;
}

/** eˣ. */
export function exp(x: f64): f64 {
  return NativeMath.exp(x);
}

/** Natural logarithm. */
export function log(x: f64): f64 {
  return NativeMath.log(x);
}

/** log(1 + x), without the rounding of 1 + x. */
export function log1p(x: f64): f64 {
  return NativeMath.log1p(x);
}

/** Logarithm to base 2. */
export function log2(x: f64): f64 {
  return NativeMath.log2(x);
}

/** Logarithm to base 10. */
export function log10(x: f64): f64 {
  return NativeMath.log10(x);
}

/** `base` to the power of `exponent`. */
export function pow(base: f64, exponent: f64): f64 {
  return NativeMath.pow(base, exponent);
}

/** Sine. */
export function sin(x: f64): f64 {
  return NativeMath.sin(x);
}

/** Cosine. */
export function cos(x: f64): f64 {
  return NativeMath.cos(x);
}

/** Tangent. */
export function tan(x: f64): f64 {
  return NativeMath.tan(x);
}

/** Angle in −π/2 … π/2 of a sine. */
export function asin(x: f64): f64 {
  return NativeMath.asin(x);
}

/** Angle in 0 … π of a cosine. */
export function acos(x: f64): f64 {
  return NativeMath.acos(x);
}

/** Cube root. */
export function cbrt(x: f64): f64 {
  return NativeMath.cbrt(x);
}

// ln 2 in two parts; the first ends in 21 zero bits, so that its product with an exponent is exact.
const ln2High: f64 = 0.69314718036912382;
const ln2Low: f64 = 1.9082149292705877e-10;

/** eʳ − 1 − r − r²/2 by its series, for |r| ≤ ln 2 / 2. */
function expm1Tail(r: f64): f64 {
  let tail: f64 = 0;
  for (let n: f64 = 16; n > 2; n--) tail = (tail + 1) * (r / n);
  return tail * r * r * 0.5;
}

/** eˣ − 1 for −40 < x < 709, with what was rounded off in `low`. */
function expm1Pair(x: f64): f64 {
  const exponent = nearest(x / 0.6931471805599453);
  // The reduced argument, first as an exact difference and then with the rest of ln 2.
  const coarse = x - exponent * ln2High;
  const r = coarse - exponent * ln2Low;
  const rLow = coarse - r - exponent * ln2Low;
  const square = product(r, r * 0.5);
  const squareLow = low;
  const high = sum(r, square);
  const highLow = low + squareLow + rLow * (1 + r) + expm1Tail(r);
  if (exponent === 0) return sum(high, highLow);
  const scale = reinterpret<f64>((1023 + i64(exponent)) << 52);
  // 2ᵏ − 1 is exact up to 2⁵³; beyond that 1 is what gets lost.
  const whole = exponent < 53 ? scale - 1 : scale;
  const lost: f64 = exponent < 53 ? 0 : -1;
  const scaled = scale * high;
  const total = abs(whole) > abs(scaled) ? sum(whole, scaled) : sum(scaled, whole);
  return sum(total, low + scale * highLow + lost);
}

/** eˣ − 1, without cancellation. */
export function expm1(x: f64): f64 {
  if (x <= -40) return -1;
  if (x === 0) return x;
  return x < 709 ? expm1Pair(x) : NativeMath.expm1(x);
}

/** Hyperbolic tangent. */
export function tanh(x: f64): f64 {
  const size = abs(x);
  if (!(size < 20)) return size >= 20 ? copysign<f64>(1, x) : x;
  // (e²ˣ − 1) / (e²ˣ + 1), divided with its remainder.
  const above = expm1Pair(2 * size);
  const aboveLow = low;
  const below = above > 2 ? sum(above, 2) : sum(2, above);
  const belowLow = low + aboveLow;
  const quotient = above / below;
  const back = product(quotient, below);
  const remainder = above - back - low + aboveLow - quotient * belowLow;
  return copysign<f64>(quotient + remainder / below, x);
}

/** atan(n/16) for n from 0 to 16: the value and what is rounded off. */
const arcs: StaticArray<f64> = [
  0, 0, 0.06241880999595735, -1.5490756308295046e-18, 0.12435499454676144, -3.1253241424539383e-18,
  0.18534794999569476, 4.180692268843079e-18, 0.24497866312686414, 1.0698755618734451e-17,
  0.30288486837497142, -1.1010827903001369e-17, 0.35877067027057225, -2.4623815582638635e-17,
  0.41241044159738732, -1.5876522277706891e-17, 0.46364760900080609, 2.2698777452961687e-17,
  0.51238946031073773, -2.5462781472855804e-17, 0.55859931534356244, -5.4556305485916264e-18,
  0.60228734613496415, 2.9504307372284023e-17, 0.64350110879328437, 1.5834785051444286e-17,
  0.68231655487474807, 6.9432236715600077e-18, 0.71882999962162453, -2.1478388444456983e-17,
  0.75315128096219441, -2.4256934659182068e-17, 0.78539816339744828, 3.061616997868383e-17,
];

/** atan(y / x) for 0 ≤ y ≤ x, with what was rounded off in `low`: tan(a − b) from a table's b. */
function arc(y: f64, x: f64): f64 {
  const step = nearest((16 * y) / x);
  const c = step / 16;
  const cx = product(c, x);
  const cxLow = low;
  const cy = product(c, y);
  const cyLow = low;
  const above = sum(y > cx ? y : -cx, y > cx ? -cx : y);
  const aboveLow = low - cxLow;
  const below = sum(x, cy);
  const belowLow = low + cyLow;
  const t = above / below;
  const back = product(t, below);
  const tLow = (above - back - low + aboveLow - t * belowLow) / below;
  const t2 = t * t;
  const series =
    t2 *
    (-0.3333333333333333 +
      t2 *
        (0.2 + t2 * (-0.14285714285714285 + t2 * (0.1111111111111111 - t2 * 0.09090909090909091))));
  const place = i32(step) * 2;
  const total = step === 0 ? t : sum(unchecked(arcs[place]), t);
  const rest = step === 0 ? 0 : low + unchecked(arcs[place + 1]);
  return sum(total, rest + (tLow + t * series));
}

/** Azimuth in −π … π of the point (x, y). */
export function atan2(y: f64, x: f64): f64 {
  const across = abs(x);
  const up = abs(y);
  const largest = max(across, up);
  const least = min(across, up);
  // Axes, infinities, NaN and sizes whose products leave the range of numbers.
  if (!(least > 1e-140 && largest < 1e140)) return NativeMath.atan2(y, x);
  let angle = arc(least, largest);
  let rest = low;
  if (up > across) {
    angle = sum(1.5707963267948966, -angle);
    rest = low + (6.123233995736766e-17 - rest);
  }
  if (x < 0) {
    angle = sum(3.141592653589793, -angle);
    rest = low + (1.2246467991473532e-16 - rest);
  }
  return copysign<f64>(angle + rest, y);
}

/** Angle in −π/2 … π/2 of a tangent. */
export function atan(x: f64): f64 {
  return atan2(x, 1);
}

/** Length of a vector; its components stay below 10¹⁴⁰. */
export function hypot(x: f64, y: f64, z: f64): f64 {
  const xx = product(x, x);
  let rest = low;
  const yy = product(y, y);
  rest += low;
  const zz = product(z, z);
  rest += low;
  const flat = xx > yy ? sum(xx, yy) : sum(yy, xx);
  rest += low;
  const square = flat > zz ? sum(flat, zz) : sum(zz, flat);
  rest += low;
  const root = sqrt(square);
  if (!(square > 0 && root < Infinity)) return root;
  const back = product(root, root);
  return root + (square - back - low + rest) / (2 * root);
}
