import { describe, expect, it } from 'vitest';
import { degree } from '../../../../detector/base/units.js';
import { sliceAddresses } from '../../../../detector/event.js';
import { transport } from '../../../../detector/propagation/transport.js';
import { pxdClusters } from '../../../../detector/pxd/clusters.js';
import { isInstalled, type PixelLayers } from '../../../../detector/pxd/geometry.js';
import { pxd } from '../../../../detector/pxd/pxd.js';
import { svdClusters } from '../../../../detector/svd/clusters.js';
import { svd } from '../../../../detector/svd/svd.js';
import { emulatorConfig } from '../../../../emulator/settings/emulator-config.js';
import { expectedTracks } from '../../../../emulator/offline/vertexing/expected.js';
import { measureTrack } from '../../../../emulator/offline/vertexing/measure.js';
import {
  fitTrack,
  trackParameters,
  withMeasurements,
} from '../../../../emulator/offline/vertexing/track-fit.js';
import { momentum, particlesOf } from '../../../detector/cdc/chamber.js';

const trackCount = 400;

/** Models of muons with eight coordinates or more. */
function modelsOf(p: number, theta: number, layers: PixelLayers = 'two') {
  const config = emulatorConfig({});
  const context = { seed: 3 };
  const shots = Array.from({ length: trackCount }, (_, number) => [
    {
      pdg: number % 2 === 0 ? 13 : -13,
      p: momentum(p * Math.sin(theta * degree), theta * degree, number * 2.39996),
      vertex: [0.001, 0, 0.1 * ((number * 0.618) % 1)] as const,
    },
  ]);
  const addresses = sliceAddresses(1, 0, 0, trackCount);
  const { particles, arcs } = transport(
    config.transport,
    config.material,
    context,
  )(particlesOf(shots), addresses);
  const pixelHits = pxd.digitize(config.pxd, context)(
    [pxd.deposit(config.pxd, context)(particles, addresses, arcs)],
    addresses,
  );
  const stripHits = svd.digitize(config.svd, context)(
    [svd.deposit(config.svd, context)(particles, addresses, arcs)],
    addresses,
  );
  const clusters = {
    pixels: pxdClusters(pixelHits),
    strips: svdClusters(config.svd, context)(stripHits, addresses),
  };
  const expected = expectedTracks(config, context)(particles, addresses);
  return expected.flatMap(([track], event) => {
    const { row, mass, charge } = track!;
    const { x, y, z, px, py, pz } = particles;
    const vertex = [x[row]!, y[row]!, z[row]!] as const;
    const start = {
      vertex,
      momentum: [px[row]!, py[row]!, pz[row]!] as const,
      charge,
      mass,
      field: config.transport.field,
    };
    const model = withMeasurements(
      measureTrack(start, track!, { event, ...clusters }),
      ({ crossing }) => crossing.detector === 'svd' || isInstalled(crossing.sensor, layers),
    );
    return model.measurements.length < 8 ? [] : [model];
  });
}

const chamber = { relativeError: 0.005, pull: 0 };

/** Residuals of fitted muons in units of their predicted error, and that error, by parameter. */
const fitsOf = (...muons: Parameters<typeof modelsOf>) =>
  modelsOf(...muons).map((model) => fitTrack(model, chamber)!);

type Fits = ReturnType<typeof fitsOf>;
const errorOf = ({ covariance }: Fits[number], parameter: number): number =>
  Math.sqrt(covariance[6 * parameter]!);
const widthOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    (sorted[Math.floor(0.84 * sorted.length)]! - sorted[Math.floor(0.16 * sorted.length)]!) / 2
  );
};
const pulls = (fits: Fits, parameter: number): number[] =>
  fits.map((fit) => fit.parameters[parameter]! / errorOf(fit, parameter));
const meanError = (fits: Fits, parameter: number): number =>
  fits.reduce((sum, fit) => sum + errorOf(fit, parameter), 0) / fits.length;

describe('fitted tracks', () => {
  it.each([
    [0.3, 90],
    [1, 90],
    [1, 35],
    [4, 70],
  ])('of %f GeV at %f° are off by as much as their covariance says', (p, theta) => {
    const fits = fitsOf(p, theta);
    expect(fits.length).toBeGreaterThan(0.95 * trackCount);
    for (const name of ['d0', 'phi', 'z0', 'slope'] as const) {
      const values = pulls(fits, trackParameters[name]);
      // 400 tracks give 5 %; square distributions in single pixels and the tails of sharing some 10
      // %.
      expect(widthOf(values), name).toBeGreaterThan(0.8);
      expect(widthOf(values), name).toBeLessThan(1.2);
      expect(Math.abs(values.reduce((a, b) => a + b, 0) / values.length), name).toBeLessThan(0.2);
    }
  });

  it('are predicted twice as well at 0.8 GeV as at 0.4 GeV, where scattering decides', () => {
    const ratio =
      meanError(fitsOf(0.4, 90), trackParameters.d0) /
      meanError(fitsOf(0.8, 90), trackParameters.d0);
    // 2 from scattering alone; at 0.8 GeV a fifth of the variance is that of the pixels.
    expect(ratio).toBeGreaterThan(1.6);
    expect(ratio).toBeLessThan(2.1);
  });

  it.each(['u', 'v'] as const)('need two coordinates along %s at least', (side) => {
    const [model] = modelsOf(1, 90);
    const keeping = (count: number) => {
      const kept = model!.measurements.filter(({ along }) => along === side).slice(0, count);
      return withMeasurements(model!, (each) => each.along !== side || kept.includes(each));
    };
    expect(fitTrack(keeping(2), chamber)!.covariance.every(Number.isFinite)).toBe(true);
    expect(fitTrack(keeping(1), chamber)).toBe(undefined);
  });

  it('gain from the second pixel layer at high momentum', () => {
    expect(meanError(fitsOf(4, 90, 'one'), trackParameters.d0)).toBeGreaterThan(
      1.05 * meanError(fitsOf(4, 90), trackParameters.d0),
    );
  });
});
