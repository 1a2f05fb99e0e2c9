import { describe, expect, it } from 'vitest';
import { svdClusters } from '../../../detector/svd/clusters.js';
import { digitizeSvd } from '../../../detector/svd/digitize.js';
import { placeOfStrip, sides, stripAt, stripPitch } from '../../../detector/svd/geometry.js';
import { sampleColumns } from '../../../detector/svd/hits.js';
import { pulseAt, readoutTime, samplePeriod, samplingOf } from '../../../detector/svd/readout.js';
import {
  addressesOf,
  depositsOf,
  halfWidth,
  type OneCrossing,
  svdConfig,
} from '../silicon/crossings.js';

const context = { seed: 3 };
const digitize = (crossings: readonly OneCrossing[], raw: object = {}) =>
  digitizeSvd(svdConfig(raw), context)([depositsOf(crossings)], addressesOf(crossings.length));
const clustersOf = (crossings: readonly OneCrossing[], raw: object = {}) =>
  svdClusters(svdConfig(raw), context)(digitize(crossings, raw), addressesOf(crossings.length));

/** Crossings spread over strips of a sensor of layer 3 or 4. */
const spread = (sensor: number, count: number, more: Partial<OneCrossing> = {}): OneCrossing[] =>
  Array.from({ length: count }, (_, number) => ({
    sensor,
    u: 0.5 * ((number * 0.618) % 1),
    v: 3 * ((number * 0.414) % 1),
    ...more,
  }));

describe('pulses of the APV25', () => {
  it('are highest, 1, after 62.5 ns', () => {
    expect(pulseAt(62.5, 250)).toBeCloseTo(1, 9);
    expect(pulseAt(60, 250)).toBeLessThan(1);
    expect(pulseAt(65, 250)).toBeLessThan(1);
    expect(pulseAt(-1, 250)).toBe(0);
  });

  it('are sampled every 31.44 ns; 140 clocks a sample make 26.4 and 13.2 µs of readout', () => {
    expect(samplePeriod).toBeCloseTo(31.44, 2);
    expect(readoutTime(6) / 1000).toBeCloseTo(26.4, 1);
    expect(readoutTime(3) / 1000).toBeCloseTo(13.2, 1);
  });
});

describe('strips', () => {
  it('send six samples, the third or fourth of which is the highest', () => {
    const hits = digitize(spread(0, 50));
    for (let row = 0; row < hits.strip.length; row++) {
      const samples = sampleColumns.map((name) => hits[name][row]!);
      const highest = Math.max(...samples);
      // Where the noise of three counts does not decide.
      if (highest < 60) continue;
      expect([2, 3]).toContain(samples.indexOf(highest));
    }
  });

  it('send three in three-sample mode, and in mixed mode those of some events', () => {
    const three = digitize(spread(0, 20), { readout: 'three' });
    expect(Math.max(...three.sample3, ...three.sample4, ...three.sample5)).toBe(0);
    expect(Math.max(...three.sample1)).toBeGreaterThan(30);
    // The peak lies behind the first of them, in some phases of the clock at the second.
    const high = Array.from(three.sample1.keys()).filter((row) => three.sample1[row]! >= 60);
    for (const row of high) expect(three.sample1[row]).toBeGreaterThan(three.sample0[row]!);
    expect(high.some((row) => three.sample1[row]! > three.sample2[row]! + 5)).toBe(true);
    const sampling = samplingOf(svdConfig({ readout: 'mixed', threeSampleShare: 0.3 }), context);
    const addresses = addressesOf(1000);
    const threes = Array.from(
      { length: 1000 },
      (_, event) => sampling(addresses, event).samples,
    ).filter((samples) => samples === 3).length;
    // ± 15
    expect(Math.abs(threes - 300)).toBeLessThan(60);
  });

  it('are sent when one sample reaches a multiple of their noise', () => {
    // 1500 electrons on one strip: 1.4 times the noise in u and 1.9 times in v, far from five.
    const small = {
      sensor: 0,
      u: placeOfStrip(0, sides.u, 400.5, 0),
      v: placeOfStrip(0, sides.v, 300.5, 0),
      energy: 1500 * 3.62e-9,
    };
    const repeated = (crossing: OneCrossing): OneCrossing[] =>
      Array.from({ length: 200 }, () => crossing);
    const silent = digitize(repeated(small), { unevenness: 0, zeroSuppression: 5 });
    expect(silent.strip.length).toBeLessThan(4);
    const large = digitize(repeated({ ...small, energy: 84e-6 }), { unevenness: 0 });
    expect(
      Array.from(large.strip).filter((strip, row) => strip === 400 && large.side[row] === sides.u)
        .length,
    ).toBe(200);
  });

  it('have noise of their own in each sample', () => {
    const crossing = { sensor: 0, u: placeOfStrip(0, sides.u, 400.5, 0), v: 0.01 };
    const count = 1600;
    const { strip, side, ...samples } = digitize(
      Array.from({ length: count }, () => crossing),
      { unevenness: 0 },
    );
    const rows = Array.from(strip.keys()).filter(
      (row) => strip[row] === 400 && side[row] === sides.u,
    );
    expect(rows.length).toBe(count);
    const sampling = samplingOf(svdConfig(), context);
    const starts = rows.map((_, event) => sampling(addressesOf(count), event).start);
    // Of events with one phase of the clock, the first and second samples of two draws.
    for (const names of [
      ['sample2', 'sample3'],
      ['sample4', 'sample5'],
    ] as const) {
      const [first, second] = names.map((name) => {
        const values = rows.map((row) => samples[name][row]!);
        const meanAt = new Map(
          [...new Set(starts)].map((start) => {
            const own = values.filter((_, event) => starts[event] === start);
            return [start, own.reduce((sum, value) => sum + value, 0) / own.length];
          }),
        );
        return values.map((value, event) => value - meanAt.get(starts[event]!)!);
      }) as [number[], number[]];
      const product = (a: readonly number[], b: readonly number[]) =>
        a.reduce((sum, value, event) => sum + value * b[event]!, 0) / count;
      // 1054 e of noise at 320 e a count.
      expect(Math.sqrt(product(first, first))).toBeCloseTo(1054 / 320, 0);
      // ± 1/√1600
      expect(Math.abs(product(first, second) / product(first, first))).toBeLessThan(0.12);
    }
  });

  it('share charge between their floating neighbours and with slanted tracks', () => {
    const sizes = (slopeU: number): number => {
      const { size, side } = clustersOf(spread(0, 200, { slopeU }), { unevenness: 0 });
      const own = Array.from(size).filter((_, row) => side[row] === sides.u);
      return own.reduce((a, b) => a + b, 0) / own.length;
    };
    expect(sizes(0)).toBeGreaterThan(1.3);
    expect(sizes(0)).toBeLessThan(2.2);
    // 320 µm · 0.5 are three pitches more.
    expect(sizes(0.5) - sizes(0)).toBeGreaterThan(1.5);
  });

  it('collect the charge of the crossing', () => {
    const { charge, offsets } = clustersOf([{ sensor: 16, u: 0.0037, v: 0.012 }], {
      unevenness: 0,
    });
    expect(offsets[1]).toBe(2);
    for (const electrons of charge) expect(electrons / (84e-6 / 3.62e-9)).toBeCloseTo(1, 0);
  });

  it('measure u to 7–12 µm and the time to better than 3 ns', () => {
    for (const [sensor, least, most] of [
      [0, 5e-4, 9e-4],
      [16, 7e-4, 12e-4],
    ] as const) {
      const crossings = spread(sensor, 400, { slopeU: 0.1 });
      const { offsets, side, strip, time } = clustersOf(crossings);
      const rows = crossings.map((_, event) =>
        Array.from(side).findIndex((value, row) => row >= offsets[event]! && value === sides.u),
      );
      const residuals = crossings.map(
        ({ u }, event) =>
          (strip[rows[event]!]! - stripAt(sensor, sides.u, u!, 0)) * stripPitch(sensor, sides.u, 0),
      );
      expect(halfWidth(residuals)).toBeGreaterThan(least);
      expect(halfWidth(residuals)).toBeLessThan(most);
      expect(halfWidth(rows.map((row) => time[row]!))).toBeLessThan(3);
    }
  });

  it('follow the time of the particle', () => {
    const meanTime = (time: number): number => {
      const found = clustersOf(spread(0, 100, { time })).time;
      return found.reduce((a, b) => a + b, 0) / found.length;
    };
    expect(meanTime(20) - meanTime(0)).toBeCloseTo(20, 0);
  });
});
