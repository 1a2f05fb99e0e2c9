import { describe, expect, it } from 'vitest';
import { electronMass } from '../../../detector/base/constants.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import {
  drawIsrCosTheta,
  isrAngularDensity,
  radiator,
  radiatorExponent,
  radiatorInU,
} from '../../../emulator/generators/isr.js';
import { chiSquaredPull, integrate, sharp } from './machine.js';

const { s } = sharp.frame;
const delta = (4 * electronMass ** 2) / s;
const exponent = radiatorExponent(s);

/**
 * Integral of the angular density from cosθ = tanh(low) to tanh(high); in the rapidity its
 * collinear peaks are flat.
 */
const angularIntegral = (x: number, low: number, high: number): number =>
  integrate((y) => isrAngularDensity(Math.tanh(y), x, delta) / Math.cosh(y) ** 2, low, high, 4000);

const stream = (): RandomStream => new RandomStream().seed(1, 0, 0, 0, purpose.test);

describe('radiator', () => {
  it('has the exponent 0.0877 at the Y(4S)', () => {
    expect(exponent).toBeCloseTo(0.0877, 4);
  });

  it('is the same density in x and in u = x^β', () => {
    for (const x of [1e-6, 0.01, 0.3, 0.9]) {
      const u = x ** exponent;
      expect(radiatorInU(u, x, exponent) * ((exponent * u) / x)).toBeCloseTo(
        radiator(x, exponent),
        9,
      );
    }
  });

  it('gives σ(μμγ) of 0.49, 0.41, 0.36, 0.32 nb for photons above 0.1, 0.5, 1, 2 GeV', () => {
    const sigma0 = (mass2: number): number => {
      const beta = Math.sqrt(Math.max(0, 1 - (4 * 0.10566 ** 2) / mass2));
      return (
        (((4 * Math.PI) / 3 / 137.036 ** 2 / mass2) * 0.389379e6 * beta * (3 - beta * beta)) / 2
      );
    };
    const above = (energy: number): number => {
      const least = (2 * energy) / Math.sqrt(s);
      // In ln(1 − x), where σ0 rises as 1/(1 − x).
      return integrate(
        (t) => radiator(1 - Math.exp(t), exponent) * sigma0(s * Math.exp(t)) * Math.exp(t),
        Math.log((4 * 0.10566 ** 2) / s),
        Math.log(1 - least),
        4000,
      );
    };
    // Two digits are printed.
    expect(Math.abs(above(0.1) - 0.49)).toBeLessThan(0.006);
    expect(Math.abs(above(0.5) - 0.41)).toBeLessThan(0.006);
    expect(Math.abs(above(1) - 0.36)).toBeLessThan(0.006);
    expect(Math.abs(above(2) - 0.32)).toBeLessThan(0.006);
  });
});

describe('angle of the radiated photon', () => {
  it('integrates to ln(s/m²) − 1 for any energy', () => {
    // The range leaves out 1e-7 of the integral at both ends, where tanh is 1 to double precision.
    for (const x of [0, 0.3, 0.9])
      expect(angularIntegral(x, -17, 17)).toBeCloseTo(Math.log(s / electronMass ** 2) - 1, 4);
  });

  it('puts 17 % of soft photons into 17–150°, 10.5 % into the barrel, 20 % into the ECL', () => {
    const share = (thetaLow: number, thetaHigh: number): number => {
      const rapidity = (theta: number): number => {
        const cosLab = Math.cos((theta * Math.PI) / 180);
        return Math.atanh((cosLab - 0.2757) / (1 - 0.2757 * cosLab));
      };
      return (
        angularIntegral(0, rapidity(thetaHigh), rapidity(thetaLow)) / angularIntegral(0, -17, 17)
      );
    };
    expect(share(17, 150)).toBeCloseTo(0.17, 2);
    expect(share(32.2, 128.7)).toBeCloseTo(0.105, 3);
    expect(share(12.4, 155.1)).toBeCloseTo(0.2, 2);
  });

  it.each([0.001, 0.5, 0.95])(
    'is drawn as the formula says for x = %f, from the beam to 90 degrees',
    (x) => {
      const draws = 200_000;
      const bins = 34;
      const counts = new Float64Array(bins);
      const random = stream();
      for (let draw = 0; draw < draws; draw++) {
        const cosTheta = drawIsrCosTheta(random, x, s);
        const rapidity = Math.max(-9, Math.min(9, Math.atanh(cosTheta)));
        counts[Math.min(bins - 1, Math.floor(((rapidity + 9) / 18) * bins))]!++;
      }
      const edge = (bin: number): number =>
        bin === 0 ? -17 : bin === bins ? 17 : -9 + (18 * bin) / bins;
      const total = angularIntegral(x, -17, 17);
      const expected = Array.from(
        { length: bins },
        (_, bin) => (draws * angularIntegral(x, edge(bin), edge(bin + 1))) / total,
      );
      expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
    },
  );
});
