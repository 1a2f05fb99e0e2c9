import { describe, expect, it } from 'vitest';
import { invertSymmetric, leastSquares } from '../../../../emulator/offline/vertexing/matrices.js';
import { fitVertex } from '../../../../emulator/offline/vertexing/vertex-fit.js';

describe('least squares', () => {
  it('invert a symmetric matrix', () => {
    const inverse = invertSymmetric(Float64Array.of(4, 2, 2, 3), 2);
    [3 / 8, -2 / 8, -2 / 8, 4 / 8].forEach((value, place) =>
      expect(inverse[place]).toBeCloseTo(value, 12),
    );
  });

  it('refuse a matrix that is not positive definite', () => {
    expect(() => invertSymmetric(Float64Array.of(1, 2, 2, 1), 2)).toThrow(RangeError);
  });

  it('give the weighted mean of independent measurements, and its error', () => {
    const one = Float64Array.of(1);
    const { parameters, covariance } = leastSquares(
      [one, one],
      Float64Array.of(1, 0, 0, 4),
      [0, 5],
      1,
    );
    expect(parameters[0]).toBeCloseTo(1, 12);
    expect(covariance[0]).toBeCloseTo(0.8, 12);
  });

  it('count what is known from elsewhere as one more measurement', () => {
    const { parameters } = leastSquares([Float64Array.of(1)], Float64Array.of(1), [0], 1, [
      { parameter: 0, value: 5, sigma: 2 },
    ]);
    expect(parameters[0]).toBeCloseTo(1, 12);
  });
});

describe('a vertex of two tracks', () => {
  const covariance = new Float64Array(25);
  for (let parameter = 0; parameter < 5; parameter++) covariance[6 * parameter] = 1e-6;
  const track = (phi: number, slope: number, d0: number, z0: number) => ({
    parameters: Float64Array.of(d0, 0, 0, z0, 0),
    covariance,
    direction: [Math.cos(phi), Math.sin(phi), slope] as const,
  });

  it('lies where straight tracks that miss the origin meet', () => {
    const [x, y, z] = [0.003, -0.002, 0.004];
    const missing = (phi: number, slope: number) => {
      const along = x * Math.cos(phi) + y * Math.sin(phi);
      return track(phi, slope, y * Math.cos(phi) - x * Math.sin(phi), z - slope * along);
    };
    const { parameters } = fitVertex([missing(0.3, 0.5), missing(1.4, -0.2)]);
    [x, y, z].forEach((value, axis) => expect(parameters[axis]).toBeCloseTo(value, 9));
  });

  it('is known worse along the bisector of tracks that are close together', () => {
    const errorAlong = (half: number): number =>
      Math.sqrt(fitVertex([track(half, 0, 0, 0), track(-half, 0, 0, 0)]).covariance[0]!);
    expect(errorAlong(0.1)).toBeCloseTo(1e-3 / (Math.SQRT2 * Math.sin(0.1)), 6);
    expect(errorAlong(0.1)).toBeGreaterThan(3 * errorAlong(0.8));
  });
});
