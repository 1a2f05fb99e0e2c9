/**
 * An independent way from the centre of mass to the laboratory: four orthonormal vectors instead of
 * a boost matrix.
 */

type Vector = readonly [number, number, number, number];

const product = (a: Vector, b: Vector) => a[3] * b[3] - a[0] * b[0] - a[1] * b[1] - a[2] * b[2];
const combine = (...terms: readonly (readonly [number, Vector])[]): Vector =>
  [0, 1, 2, 3].map((axis) =>
    terms.reduce((sum, [factor, vector]) => sum + factor * vector[axis]!, 0),
  ) as unknown as Vector;

/**
 * Axes of the centre-of-mass frame of two beams (x, y, z, E): time along the total momentum, z
 * along the electron, y as in the laboratory, x what is left.
 */
function axesOf(electron: Vector, positron: Vector): readonly [Vector, Vector, Vector, Vector] {
  const total = combine([1, electron], [1, positron]);
  const t = combine([1 / Math.sqrt(product(total, total)), total]);
  const along = combine([1, electron], [-product(electron, t), t]);
  const z = combine([1 / Math.sqrt(-product(along, along)), along]);
  const y: Vector = [0, 1, 0, 0];
  const across = combine(
    [1, [1, 0, 0, 0]],
    [-product([1, 0, 0, 0], t), t],
    [product([1, 0, 0, 0], z), z],
  );
  const x = combine([1 / Math.sqrt(-product(across, across)), across]);
  return [x, y, z, t];
}

const angle = 0.0415;
const [x, y, z, t] = axesOf(
  [7.004 * Math.sin(angle), 0, 7.004 * Math.cos(angle), 7.004],
  [4.002 * Math.sin(angle), 0, -4.002 * Math.cos(angle), 4.002],
);

/**
 * (px, py, pz, E) or (x, y, z, ct) of the centre of mass, z along the electrons, as seen in the
 * laboratory of SuperKEKB at the Υ(4S).
 */
export function inLab([a, b, c, d]: Vector): Vector {
  return combine([a, x], [b, y], [c, z], [d, t]);
}
