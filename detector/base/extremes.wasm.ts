// kernel: called in the innermost loops; AssemblyScript. The lesser and the greater of two numbers,
// neither of them NaN, and rounding.
// The engine makes branches of `min` and `max`, and checks before each conversion to an integer;
// these are one or two instructions.

/** The lesser of two numbers. */
export function lesser(a: f64, b: f64): f64 {
  return f64x2.extract_lane(f64x2.pmin(f64x2.splat(a), f64x2.splat(b)), 0);
}

/** The greater of two numbers. */
export function greater(a: f64, b: f64): f64 {
  return f64x2.extract_lane(f64x2.pmax(f64x2.splat(a), f64x2.splat(b)), 0);
}

/** 1.5 · 2⁵²: a number added to it loses its fraction, and ends in the bits of the integer. */
const integerBits: f64 = 6755399441055744;

/** The integer next to a number of less than 2³¹. */
export function nearestInteger(x: f64): i32 {
  return i32(reinterpret<i64>(x + integerBits));
}
