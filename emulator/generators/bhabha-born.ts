import { fineStructure, hbarCSquaredNb } from '../../detector/base/constants.js';
import { log, pow } from '../../detector/base/elementary.js';

/**
 * Cross section [nb] of Bhabha scattering without radiation at mass² s, cosθ* in a range:
 * dσ/dc = (πα²/s)·[u²(1/s + 1/t)² + (t/s)² + (s/t)²], whose integral is closed.
 */
export function bhabhaCrossSection(s: number, cosLow: number, cosHigh: number): number {
  const integral = (q: number): number =>
    -2 / q - 4 * log(q) + 6 * q - 2 * q * q + (2 * pow(q, 3)) / 3;
  const shape = integral((1 - cosLow) / 2) - integral((1 - cosHigh) / 2);
  return ((2 * Math.PI * fineStructure ** 2) / s) * shape * hbarCSquaredNb;
}
