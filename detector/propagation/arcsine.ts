// kernel: small enough to be inlined, which Math.asin is not
const halfPi = Math.PI / 2;

/** asin(x) = x + x³ · series(x²) for |x| ≤ ½, to 7e-11 (least squares at Chebyshev points). */
function series(square: number): number {
  return (
    0.166666667158 +
    square *
      (0.0749998919409 +
        square *
          (0.044648559361 +
            square * (0.0302591695088 + square * (0.0236612805286 + square * (0.0104730746036 + square * 0.0310276642953)))))
  );
}

/** asin(x), good to 2e-10; arguments beyond ±1 count as ±1. */
export function arcsine(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.5) {
    const square = x * x;
    return x + x * square * series(square);
  }
  // asin(x) = π/2 − 2 asin(√((1 − x)/2))
  const square = Math.max(0, (1 - size) / 2);
  const root = Math.sqrt(square);
  const angle = halfPi - 2 * (root + root * square * series(square));
  return x < 0 ? -angle : angle;
}
