import { describe, expect, it } from 'vitest';
import { emptyEventBytes } from '../../../detector/arich/volume.js';
import { sliceAddresses } from '../../../detector/event.js';
import { sizeStandIns, unreadSubdetectors } from '../../../emulator/chain/size-stand-ins.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';

const events = 4000;
const addresses = sliceAddresses(1, 0, 0, events);
const config = emulatorConfig({ pxd: { occupancy: { layer1: 0.001, layer2: 0.001 } } });
const meanOf = (sizes: Float64Array): number =>
  sizes.reduce((sum, size) => sum + size, 0) / sizes.length;

describe('sizes of events whose hits are not simulated', () => {
  const standIn = sizeStandIns(config, { seed: 1 });

  it('are the background of the level that each event has, and a few hits of particles', () => {
    // A thousandth of 40 · 250 · 768 pixels and 15 of particles, 2.9 bytes each; words cost 1.5.
    const background = 0.001 * 40 * 250 * 768;
    const level = (value: number) => ({ pxd: [new Float64Array(events).fill(value)] });
    const single = meanOf(standIn('pxd', addresses));
    expect(Math.abs(single - 2.9 * (background + 15) - 1.5)).toBeLessThan(15);
    const double = meanOf(standIn('pxd', addresses, level(2)));
    expect(Math.abs(double - single - 2.9 * background)).toBeLessThan(15);
  });

  it('spread as counts do, and by particles', () => {
    const sizes = standIn('pxd', addresses);
    const mean = meanOf(sizes);
    const variance = meanOf(sizes.map((size) => (size - mean) ** 2));
    const expected = 2.9 * Math.sqrt(0.001 * 7_680_000 + 15 ** 2);
    expect(Math.sqrt(variance) / expected).toBeGreaterThan(0.95);
    expect(Math.sqrt(variance) / expected).toBeLessThan(1.05);
  });

  it('are never smaller than headers, and whole words', () => {
    for (const name of unreadSubdetectors) {
      const sizes = standIn(name, addresses);
      expect(sizes.every((size) => size % 4 === 0 && size >= 0)).toBe(true);
    }
    expect(Math.min(...standIn('arich', addresses))).toBeGreaterThanOrEqual(emptyEventBytes);
  });

  it('are the same for the same events, others for another seed, and apart by subdetector', () => {
    const some = sliceAddresses(1, 0, 7, 3);
    expect([...standIn('svd', some)]).toEqual(
      Array.from(standIn('svd', addresses).subarray(7, 10)),
    );
    expect([...sizeStandIns(config, { seed: 2 })('svd', some)]).not.toEqual([
      ...standIn('svd', some),
    ]);
    const [pixels, strips] = [standIn('pxd', addresses), standIn('svd', addresses)];
    const [a, b] = [meanOf(pixels), meanOf(strips)];
    const covariance = meanOf(pixels.map((size, event) => (size - a) * (strips[event]! - b)));
    const spread = (sizes: Float64Array, mean: number): number =>
      Math.sqrt(meanOf(sizes.map((size) => (size - mean) ** 2)));
    expect(Math.abs(covariance / spread(pixels, a) / spread(strips, b))).toBeLessThan(0.06);
  });
});
