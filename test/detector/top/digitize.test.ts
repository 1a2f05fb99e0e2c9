import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { moduleCount, pmtCount } from '../../../detector/top/geometry.js';
import { sliceAddresses } from '../../../detector/event.js';
import { topNoise } from '../../../detector/top/noise.js';
import { top } from '../../../detector/top/top.js';
import { topBytes } from '../../../detector/top/volume.js';
import { hitsOf, photonsOf, shot } from './bars.js';

const pair = [shot(13, 2, 60, 100), shot(-13, 2, 80, 20)];

describe('hits of the TOP', () => {
  it('are all photons, modules ascending', () => {
    const photons = photonsOf([pair, [], pair]);
    const hits = hitsOf([pair, [], pair]);
    expect([...hits.offsets]).toEqual([...photons.offsets]);
    expect(hits.time.toSorted()).toEqual(photons.time.toSorted());
    for (let event = 0; event < 3; event++) {
      const own = [...hits.module.subarray(hits.offsets[event], hits.offsets[event + 1])];
      expect(own).toEqual(own.toSorted((a, b) => a - b));
    }
  });

  it('lie in the window of acceptance', () => {
    const { time } = hitsOf([pair], { top: { windowStart: '10 ns', windowLength: '20 ns' } });
    expect(time.length).toBeGreaterThan(0);
    expect(Math.min(...time)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...time)).toBeLessThan(30);
  });

  it('have background at the rate asked for, uniform over detectors and time', () => {
    const events = 60;
    const { time, module, pmt } = hitsOf(
      Array.from({ length: events }, () => []),
      { top: { noiseRate: '1.8 MHz' } },
    );
    const expected = events * 1.8e-3 * 500 * moduleCount * pmtCount;
    // 4 σ of the counted number.
    expect(Math.abs(time.length - expected)).toBeLessThan(4 * Math.sqrt(expected));
    expect(new Set(module).size).toBe(moduleCount);
    expect(new Set(pmt).size).toBe(pmtCount);
    const meanTime = time.reduce((sum, value) => sum + value, 0) / time.length;
    expect(Math.abs(meanTime - 150)).toBeLessThan((4 * 500) / Math.sqrt(12 * time.length));
  });

  it('have background at a level of its own in each slot', () => {
    const { module } = hitsOf(
      Array.from({ length: 60 }, () => []),
      { top: { noiseRate: '1.8 MHz', noiseScale: { slot1: 0, slot3: 4, slot16: 0.25 } } },
    );
    const scales = [0, 1, 4, ...Array.from({ length: 12 }, () => 1), 0.25];
    for (const [slot, scale] of scales.entries()) {
      const count = module.filter((number) => number === slot).length;
      const expected = scale * 60 * 1.8e-3 * 500 * pmtCount;
      expect(Math.abs(count - expected), `slot ${slot + 1}`).toBeLessThanOrEqual(
        4 * Math.sqrt(expected),
      );
    }
  });

  it('are the same whether the kernels still have the noise or not, whatever lies before', () => {
    const config = parseConfig(top.schema, { noiseRate: '1.8 MHz' }, 'test');
    const addresses = sliceAddresses(1, 0, 0, 2);
    const photons = photonsOf([pair, pair]);
    const noise = topNoise(config, { seed: 4 })!(addresses);
    const digitize = top.digitize(config, { seed: 4 });
    const inPlace = digitize([photons, noise], addresses);
    expect(inPlace.time.length).toBe(photons.time.length + noise.time.length);
    expect(digitize([photons, { ...noise, time: noise.time.slice() }], addresses)).toEqual(inPlace);
    expect(digitize([{ ...noise, pmt: noise.pmt.slice() }, photons], addresses).offsets).toEqual(
      inPlace.offsets,
    );
  });

  it('of several lists are laid over each other', () => {
    const photons = photonsOf([pair]);
    const digitize = top.digitize(parseConfig(top.schema, {}, 'test'), { seed: 4 });
    const twice = digitize([photons, photons], sliceAddresses(1, 0, 0, 1));
    expect(twice.time.length).toBe(2 * photons.time.length);
  });
});

it('TOP data are about 30 bytes a hit: 3 kB for three tracks', () => {
  expect(topBytes(0)).toBe(0);
  expect(topBytes(100)).toBe(3000);
});
