import { describe, expect, it } from 'vitest';
import { pxdBackground } from '../../../detector/pxd/background.js';
import { openShare } from '../../../detector/pxd/frame.js';
import { pixelsPerSensor, pxdSensorCount } from '../../../detector/pxd/geometry.js';
import { pxdLayerCounts } from '../../../detector/pxd/layer-counts.js';
import { pxdBytes } from '../../../detector/pxd/volume.js';
import { occupancyOf } from '../../../detector/silicon/layer-counts.js';
import { addressesOf, pxdConfig } from '../silicon/crossings.js';

const full = { occupancy: { layer1: 0.03, layer2: 0.03 } };
const sum = (values: Uint32Array): number => values.reduce((a, b) => a + b, 0);

describe('background of the pixel detector', () => {
  it('fires 230 000 pixels at 3 %, 0.67 MB of raw data', () => {
    const counts = pxdBackground(pxdConfig(full), { seed: 2 })(addressesOf(1), 0);
    // ± 480 pixels.
    expect(Math.abs(sum(counts) - 230_400)).toBeLessThan(2000);
    expect(pxdBytes(sum(counts)) / 1e6).toBeCloseTo(0.67, 2);
  });

  it('fluctuates as Poisson counts do, differently in each event and the same whenever it is asked', () => {
    const background = pxdBackground(pxdConfig(), { seed: 2 });
    const addresses = addressesOf(100);
    const events = Array.from({ length: 100 }, (_, event) => background(addresses, event));
    expect(background(addresses, 7)).toEqual(events[7]);
    const pulls = events.flatMap((counts) =>
      Array.from(counts, (count) => (count - 1920) / Math.sqrt(1920)),
    );
    const variance = pulls.reduce((total, pull) => total + pull * pull, 0) / pulls.length;
    // 4000 sensors: 2 %.
    expect(variance).toBeGreaterThan(0.92);
    expect(variance).toBeLessThan(1.08);
  });

  it('has none in modules that are not installed', () => {
    const counts = pxdBackground(pxdConfig({ ...full, layers: 'one-and-a-half' }), { seed: 2 })(
      addressesOf(1),
      0,
    );
    expect(counts.filter((count) => count > 0).length).toBe(20);
    const [first, second] = pxdLayerCounts(pxdConfig({ ...full, layers: 'one-and-a-half' }), {
      seed: 2,
    })(
      {
        offsets: Uint32Array.of(0, 0),
        sensor: new Uint8Array(),
        column: new Uint8Array(),
        row: new Uint16Array(),
        charge: new Uint8Array(),
      },
      addressesOf(1),
      0,
    );
    expect([first!.channels, second!.channels]).toEqual([
      16 * pixelsPerSensor,
      4 * pixelsPerSensor,
    ]);
    expect(occupancyOf(second!)).toBeCloseTo(0.03, 3);
  });

  it('is smaller by the share of the frame in which sensors are gated', () => {
    const gate = { gateStart: -1000, gateLength: 2000 };
    expect(openShare(pxdConfig(gate))).toBeCloseTo(0.9, 9);
    expect(openShare(pxdConfig({ gateStart: 9000, gateLength: 2000 }))).toBeCloseTo(0.95, 9);
    const counts = pxdBackground(pxdConfig({ ...full, ...gate }), { seed: 2 })(addressesOf(1), 0);
    expect(sum(counts) / (pxdSensorCount * pixelsPerSensor)).toBeCloseTo(0.027, 3);
  });
});
