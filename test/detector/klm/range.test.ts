import { describe, expect, it } from 'vitest';
import { isBarrel } from '../../../detector/klm/geometry.js';
import { klmDepositsOf, lastLayers, shot, sure } from './passages.js';

/**
 * Momentum from which muons reach a layer of the barrel, mean over azimuths: bending shifts where
 * each crosses the octagon. From a vertex so far back that the outer layers of the barrel are long
 * enough at 45° too.
 */
function minMomentum(layer: number, theta: number): number {
  const momenta = Array.from({ length: 141 }, (_, step) => 0.4 + 0.01 * step);
  const azimuths = [0, 9, 18, 27, 36];
  const least = azimuths.map((phi) => {
    const reached = lastLayers(
      klmDepositsOf(
        momenta.map((p) => [{ ...shot(13, p, theta, phi), vertex: [0, 0, -90] as const }]),
        sure,
      ),
      isBarrel,
    );
    return momenta[reached.findIndex((last) => last >= layer)];
  });
  // Towards the edges of a sector the outermost layers are beyond the end of the barrel at 45°.
  const found = least.filter((p) => p !== undefined);
  return found.reduce((sum, p) => sum + p / found.length, 0) || Number.NaN;
}

describe('range of muons', () => {
  // Helix in 1.5 T and mean Bethe loss in quartz, CsI, coil and iron (computed from basf2 geometry
  // files; bending stops at the coil here).
  it.each([
    [90, 1, 0.54],
    [90, 6, 0.73],
    [90, 8, 0.83],
    [90, 15, 1.2],
    [60, 1, 0.62],
    [60, 6, 0.83],
    [60, 8, 0.94],
    [60, 15, 1.38],
    [45, 1, 0.76],
    [45, 6, 1],
    [45, 8, 1.14],
    [45, 15, 1.68],
  ])('at %i°: layer %i from %f GeV, within 5 %', (theta, layer, expected) => {
    const least = minMomentum(layer, theta);
    expect(Math.abs(least / expected - 1)).toBeLessThan(0.05);
  });

  it.each([
    [30, 14],
    [138, 12],
  ])('at %i°: five plates of an endcap cost 1.45 to 1.6 MeV cm²/g of iron', (theta, last) => {
    const momenta = Array.from({ length: 300 }, (_, step) => 0.8 + 0.005 * step);
    const reached = lastLayers(
      klmDepositsOf(
        momenta.map((p) => [shot(13, p, theta)]),
        sure,
      ),
    );
    const from = (layer: number) => momenta[reached.findLastIndex((found) => found < layer) + 1]!;
    // From the minimum to what PDG tables say for 1 GeV; a momentum rises 1 % more than its energy.
    const plates = (5 * 4.7 * 7.874) / Math.abs(Math.cos((theta * Math.PI) / 180));
    expect(from(last) - from(last - 5)).toBeGreaterThan(1.45e-3 * plates);
    expect(from(last) - from(last - 5)).toBeLessThan(1.01 * 1.6e-3 * plates);
  });
});
