// kernel: called for every turn of every arc; AssemblyScript. The arc sine of arcsine.ts, the same
// operations in the same order.
const halfPi: f64 = 1.5707963267948966;

/** asin(x) = x + x³ · series(x²) for |x| ≤ ½, to 1.1e-9. */
function series(z: f64): f64 {
  const z2 = z * z;
  const low = 0.166666658951 + 0.0750012699231 * z + z2 * (0.0445934510972 + 0.0311408025363 * z);
  return low + z2 * z2 * (0.0170495452674 + 0.0337449863612 * z);
}

/** asin(x) for |x| ≤ ½, good to 1.1e-9. */
export function smallArcsine(x: f64): f64 {
  const square = x * x;
  return x + x * square * series(square);
}

/** asin(x), good to 3e-9; arguments beyond ±1 count as ±1. */
export function arcsine(x: f64): f64 {
  const size = abs(x);
  if (size <= 0.5) return smallArcsine(x);
  // asin(x) = π/2 − 2 asin(√((1 − x)/2))
  const angle = halfPi - 2 * smallArcsine(sqrt(max<f64>(0, (1 - size) / 2)));
  return x < 0 ? -angle : angle;
}
