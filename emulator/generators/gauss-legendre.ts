import { cos } from '../../detector/base/elementary.js';

/** Points in (0, 1) and weights, of sum 1, of a quadrature. */
interface Quadrature {
  readonly points: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Gauss's quadrature of `count` points: exact for polynomials of degree 2·count − 1. Roots of
 * Legendre's polynomial by Newton's method from their asymptotic places.
 */
export function gaussLegendre(count: number): Quadrature {
  const points: number[] = [];
  const weights: number[] = [];
  for (let index = 0; index < count; index++) {
    let root = -cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 0;
    for (let iteration = 0; iteration < 8; iteration++) {
      let value = 1;
      let before = 0;
      for (let degree = 1; degree <= count; degree++) {
        const next = ((2 * degree - 1) * root * value - (degree - 1) * before) / degree;
        before = value;
        value = next;
      }
      slope = (count * (root * value - before)) / (root * root - 1);
      root -= value / slope;
    }
    points.push(0.5 * (1 + root));
    weights.push(1 / ((1 - root * root) * slope * slope));
  }
  return { points, weights };
}
