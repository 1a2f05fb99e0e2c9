import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { cdc } from '../../../detector/cdc/cdc.js';
import { tdcBin } from '../../../detector/cdc/digitize.js';
import { layerOfWire, superLayerOfLayer, superLayers } from '../../../detector/cdc/geometry.js';
import type { CdcHits } from '../../../detector/cdc/hits.js';
import { cdcNoise } from '../../../detector/cdc/noise.js';
import { sliceAddresses } from '../../../detector/event.js';

const at = (values: ArrayLike<number>, index: number) => values[index] ?? Number.NaN;
const rows = ({ wire, tdc }: CdcHits) => [...wire].map((w, row) => [w, at(tdc, row)]);

const events = 300;

/** Hits of noise alone. */
function noisy(rate: string, noiseScale: unknown = {}): CdcHits {
  const config = parseConfig(cdc.schema, { noiseRate: rate, noiseScale }, 'test');
  const addresses = sliceAddresses(1, 0, 0, events);
  return cdc.digitize(config, { seed: 8 })([cdcNoise(config, { seed: 8 })!(addresses)], addresses);
}

describe('noise of the chamber', () => {
  it('has the Poisson number of hits of its rate and the window, on all wires alike', () => {
    const { offsets, wire } = noisy('22.7 kHz');
    const expected = 22.7e-6 * 500 * tdcBin * 14336;
    const counts = [...offsets].slice(1).map((end, event) => end - at(offsets, event));
    const mean = wire.length / events;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (events - 1);
    // 160 hits on average; merging within windows loses 1 in 2000.
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(expected / events));
    // The variance of 300 counts is known to 8 %.
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.33);
    const inner = [...wire].filter((w) => at(layerOfWire, w) < 8).length;
    expect(Math.abs(inner / wire.length - 1280 / 14336)).toBeLessThan(
      4 * Math.sqrt(0.089 / wire.length),
    );
  });

  it('is flat in time over the window', () => {
    const { tdc } = noisy('100 kHz');
    const eighths = [0, 0, 0, 0, 0, 0, 0, 0];
    for (const bin of tdc) eighths[Math.floor(((bin * tdcBin + 100) / (500 * tdcBin)) * 8)]!++;
    const mean = tdc.length / 8;
    // A hit may hide a second one up to 31 bins later: 2 % at this rate, in all eighths but the
    // first alike; 4 σ of 26000 are 2.5 %.
    for (const count of eighths) expect(Math.abs(count / mean - 1)).toBeLessThan(0.035);
  });

  it('differs from event to event and repeats with the seed', () => {
    const once = noisy('20 kHz');
    expect(rows(once)).toEqual(rows(noisy('20 kHz')));
    const of = (event: number) =>
      once.wire.slice(at(once.offsets, event), at(once.offsets, event + 1)).join();
    expect(of(0)).not.toBe(of(1));
  });

  it('has a level of its own in each super-layer', () => {
    const { wire } = noisy('22.7 kHz', { superLayer0: 3, superLayer4: 0, superLayer8: 0.5 });
    const perWire = events * 22.7e-6 * 500 * tdcBin;
    for (const [superLayer, { wires, radius }] of superLayers.entries()) {
      const count = [...wire].filter(
        (number) => superLayerOfLayer[at(layerOfWire, number)] === superLayer,
      ).length;
      const scale =
        new Map([
          [0, 3],
          [4, 0],
          [8, 0.5],
        ]).get(superLayer) ?? 1;
      const expected = scale * perWire * wires * radius.length;
      expect(Math.abs(count - expected), `super-layer ${superLayer}`).toBeLessThanOrEqual(
        4 * Math.sqrt(expected),
      );
    }
  });

  it('is not there by default', () => {
    expect(cdcNoise(parseConfig(cdc.schema, {}, 'test'), { seed: 8 })).toBeUndefined();
  });
});
