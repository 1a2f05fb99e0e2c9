import { describe, expect, it } from 'vitest';
import { digitizePxd } from '../../../detector/pxd/digitize.js';
import { openShare } from '../../../detector/pxd/frame.js';
import { pixelsPerSensor, pxdSensorCount } from '../../../detector/pxd/geometry.js';
import type { PxdHits } from '../../../detector/pxd/hits.js';
import { pxdLayerCounts } from '../../../detector/pxd/layer-counts.js';
import { pxdNoise } from '../../../detector/pxd/noise.js';
import { occupancyOf } from '../../../detector/silicon/layer-counts.js';
import { addressesOf, crossingsOf, pxdConfig } from '../silicon/crossings.js';
import { momentum } from '../cdc/chamber.js';

const context = { seed: 2 };

/** Pixels fired by noise alone. */
function noisy(raw: unknown, events = 1): PxdHits {
  const config = pxdConfig(raw);
  const addresses = addressesOf(events);
  return digitizePxd(config, context)([pxdNoise(config, context)!(addresses)], addresses);
}

const occupancies = (raw: unknown): readonly number[] =>
  pxdLayerCounts(pxdConfig(raw))(noisy(raw), 0).map(occupancyOf);

describe('noise of the pixel detector', () => {
  it('fires the share of pixels asked for, layer by layer', () => {
    // 3.07 and 4.6 million pixels: 4 σ of 92 and 23 thousand are 1.3 and 2.6 %.
    const [first, second] = occupancies({ occupancy: { layer1: 0.03, layer2: 0.005 } });
    expect(Math.abs(first! / 0.03 - 1)).toBeLessThan(0.013);
    expect(Math.abs(second! / 0.005 - 1)).toBeLessThan(0.026);
  });

  it('fluctuates in a sensor as Poisson counts do, differently in each event', () => {
    const { offsets, sensor } = noisy({ occupancy: { layer1: 0.001, layer2: 0.001 } }, 100);
    const pulls = Array.from({ length: 100 }, (_, event) => {
      const counts = new Uint32Array(pxdSensorCount);
      for (let row = offsets[event]!; row < offsets[event + 1]!; row++)
        counts[sensor[row]!] = counts[sensor[row]!]! + 1;
      return Array.from(counts, (count) => (count - 192) / Math.sqrt(192));
    }).flat();
    const variance = pulls.reduce((total, pull) => total + pull * pull, 0) / pulls.length;
    // 4000 sensors: 2 %.
    expect(variance).toBeGreaterThan(0.92);
    expect(variance).toBeLessThan(1.08);
  });

  it('is absent in modules that are not installed, and everywhere by default', () => {
    const raw = { occupancy: { layer1: 0.002, layer2: 0.002 }, layers: 'one-and-a-half' };
    expect(new Set(noisy(raw).sensor).size).toBe(20);
    const [first, second] = pxdLayerCounts(pxdConfig(raw))(noisy(raw), 0);
    expect([first!.channels, second!.channels]).toEqual([
      16 * pixelsPerSensor,
      4 * pixelsPerSensor,
    ]);
    expect(pxdNoise(pxdConfig(), context)).toBeUndefined();
  });

  it('is smaller by the share of the frame in which sensors are gated', () => {
    const gate = { gateStart: -1000, gateLength: 2000 };
    expect(openShare(pxdConfig(gate))).toBeCloseTo(0.9, 9);
    expect(openShare(pxdConfig({ gateStart: 9000, gateLength: 2000 }))).toBeCloseTo(0.95, 9);
    const [first] = occupancies({ occupancy: { layer1: 0.03, layer2: 0 }, ...gate });
    expect(Math.abs(first! / 0.027 - 1)).toBeLessThan(0.014);
  });

  it('adds its charge to that of particles before the threshold', () => {
    const { pixels } = crossingsOf([[{ pdg: 13, p: momentum(2, 1.3, 1) }]]);
    const addresses = addressesOf(1);
    const charge = (lists: Parameters<ReturnType<typeof digitizePxd>>[0]): number =>
      digitizePxd(pxdConfig(), context)(lists, addresses).charge.reduce((a, b) => a + b, 0);
    const [hit] = digitizePxd(pxdConfig(), context)([pixels], addresses).sensor;
    const { sensor, row, column } = digitizePxd(pxdConfig(), context)([pixels], addresses);
    const same = {
      offsets: Uint32Array.of(0, 1),
      channel: Int32Array.of((sensor[0]! * 768 + row[0]!) * 250 + column[0]!),
      charge: Float32Array.of(2000),
      time: Float32Array.of(0),
    };
    expect(hit).toBe(sensor[0]);
    // 2000 electrons are 9.2 counts; the noise is drawn alike.
    expect(charge([pixels, same]) - charge([pixels])).toBeGreaterThanOrEqual(9);
    expect(charge([pixels, same]) - charge([pixels])).toBeLessThanOrEqual(10);
  });
});
