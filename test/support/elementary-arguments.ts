import { purpose, RandomStream } from '../../detector/base/random.js';
import * as elementary from '../../detector/base/elementary.js';

/** Names of the elementary functions. */
export type Elementary = keyof typeof elementary;

type Draw = (stream: RandomStream) => number;

const flat =
  (low: number, high: number): Draw =>
  (stream) =>
    low + (high - low) * stream.uniform();

/** Powers of two with a flat exponent times a flat mantissa, of both signs. */
const sizes =
  (low: number, high: number): Draw =>
  (stream) => {
    const exponent = Math.floor(low + (high - low) * stream.uniform());
    return (stream.uniform() < 0.5 ? -1 : 1) * (1 + stream.uniform()) * 2 ** exponent;
  };

const positive =
  (draw: Draw): Draw =>
  (stream) =>
    Math.abs(draw(stream));

const oneOf =
  (...draws: readonly Draw[]): Draw =>
  (stream) =>
    draws[Math.floor(stream.uniform() * draws.length)]!(stream);

const zero: Draw = () => 0;
const plane = oneOf(flat(-200, 200), sizes(-20, 20));

/** Arguments of each function over the range in which it is used, and beyond. */
export const drawArguments: Readonly<Record<Elementary, readonly Draw[]>> = {
  exp: [oneOf(flat(-50, 50), sizes(-40, 9))],
  expm1: [oneOf(flat(-50, 50), sizes(-40, 9))],
  log: [oneOf(positive(sizes(-1000, 1000)), flat(0, 2), flat(0.9, 1.1))],
  log1p: [oneOf(flat(-0.999999, 3), sizes(-50, -1), positive(sizes(0, 30)))],
  log2: [oneOf(positive(sizes(-1000, 1000)), flat(0, 2), flat(0.9, 1.1))],
  log10: [oneOf(positive(sizes(-1000, 1000)), flat(0, 2), flat(0.9, 1.1))],
  pow: [
    oneOf(positive(sizes(-20, 20)), flat(0.9, 1.1), flat(0, 1)),
    oneOf(flat(-6, 6), flat(0, 30), flat(0, 0.1)),
  ],
  sin: [oneOf(flat(-7, 7), flat(-1000, 1000), sizes(-30, 17))],
  cos: [oneOf(flat(-7, 7), flat(-1000, 1000), sizes(-30, 17))],
  tan: [oneOf(flat(-1.6, 1.6), flat(-100, 100))],
  asin: [oneOf(flat(-1, 1), sizes(-30, 0))],
  acos: [oneOf(flat(-1, 1), sizes(-30, 0))],
  atan: [oneOf(flat(-5, 5), sizes(-30, 30))],
  atan2: [plane, plane],
  tanh: [oneOf(flat(-10, 10), sizes(-30, 5))],
  cbrt: [sizes(-100, 100)],
  hypot: [plane, plane, oneOf(plane, zero)],
};

/** The functions by name, of as many numbers as each takes. */
export const functions = { ...elementary } as Readonly<
  Record<Elementary, (...of: readonly number[]) => number>
>;

/** Rows of x, y, z and the function's result, `count` of them. */
export function elementaryRows(name: Elementary, count: number): Float64Array {
  const draws = drawArguments[name];
  const stream = new RandomStream().seed(1, 0, 0, 0, purpose.test);
  const rows = new Float64Array(4 * count);
  for (let row = 0; row < count; row++) {
    const [x = 0, y = 0, z = 0] = draws.map((draw) => draw(stream));
    rows.set([x, y, z, functions[name](x, y, z)], 4 * row);
  }
  return rows;
}
