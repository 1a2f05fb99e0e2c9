import { describe, expect, it } from 'vitest';
import { speedOfLight } from '../../../detector/base/constants.js';
import { moduleAt, pmtCount } from '../../../detector/top/geometry.js';
import type { TopDeposits } from '../../../detector/top/hits.js';
import { photonsOf, shot, spread } from './bars.js';

/** Without bending and loss that matter: 30 GeV. */
const stiff = (theta: number, phi: number) => shot(13, 30, theta, phi);
const earliest = (photons: TopDeposits): number =>
  photons.time.reduce((first, time) => Math.min(first, time), Number.POSITIVE_INFINITY);
const meanPhotons = (pdg: number, p: number, count = 400): number => {
  const { module } = photonsOf(
    spread(count).map(({ theta, phi }) => [shot(pdg, p, theta, phi)]),
    { transport: { decays: false, hadronic: false } },
  );
  return module.length / count;
};

describe('light in the bars', () => {
  it('is 20–45 photoelectrons of a fast track on average, more when it is inclined', () => {
    // 6 % of the tracks meet a gap.
    expect(meanPhotons(13, 3) / 0.94).toBeGreaterThan(20);
    expect(meanPhotons(13, 3) / 0.94).toBeLessThan(45);
    const at = (theta: number) =>
      photonsOf(Array.from({ length: 200 }, () => [stiff(theta, 11.25)])).module.length / 200;
    expect(at(35)).toBeGreaterThan(1.3 * at(80));
    expect(at(35)).toBeLessThan(50);
  });

  it('comes from particles above threshold: kaons from 0.46 GeV, protons from 0.87 GeV', () => {
    // At the bar; 5 % of the light is left 5 % above the threshold.
    expect(meanPhotons(2212, 0.85)).toBe(0);
    expect(meanPhotons(321, 0.45)).toBe(0);
    expect(meanPhotons(321, 1)).toBeGreaterThan(5);
    expect(meanPhotons(321, 1)).toBeLessThan(meanPhotons(211, 1));
  });

  it('is none of photons, of tracks that turn before 1.2 m or pass beside the ends', () => {
    expect(
      photonsOf([[shot(22, 1, 90)], [shot(13, 0.25, 90)], [stiff(30, 11.25)], [stiff(125, 11.25)]])
        .module.length,
    ).toBe(0);
    expect(photonsOf([[stiff(33, 11.25)], [stiff(121, 11.25)]]).offsets[1]).toBeGreaterThan(0);
  });

  it('is none in the gaps: at the middle of a module there is light, between two none', () => {
    // 30 GeV bend by 0.08 cm before the bar.
    const { offsets, module } = photonsOf([
      [stiff(70, 11.25)],
      [stiff(70, 22.5)],
      [stiff(70, 33.75)],
    ]);
    expect(offsets[1]).toBeGreaterThan(0);
    expect(offsets[2]).toBe(offsets[1]);
    expect(new Set(module)).toEqual(new Set([0, 1]));
  });

  it('follows the field: a track of 0.5 GeV arrives 33° off its azimuth at the origin', () => {
    for (const [pdg, sign] of [
      [-13, -1],
      [13, 1],
    ] as const) {
      const phi = (20 * Math.PI) / 180;
      // asin(1.2 m · 0.45 GeV/m / (2 · 0.5 GeV)) = 32.7°, clockwise for positive charge; 5 MeV are
      // lost on the way.
      const reached = phi + sign * Math.asin((120 * 0.0044969) / (2 * 0.497));
      const { module } = photonsOf([[shot(pdg, 0.5, 90, 20)]], {
        transport: { scattering: false },
      });
      expect(new Set(module)).toEqual(new Set([moduleAt(Math.cos(reached), Math.sin(reached))]));
    }
  });

  it('arrives after flight and the shortest way to the backward end at the group velocity', () => {
    // Straight from the origin to z = 0 at 120 cm, then 85 cm to the detectors at cos = sin θC at
    // most: 0.733.
    const photons = photonsOf(Array.from({ length: 50 }, () => [stiff(90, 11.25)]));
    const shortest = 120 / speedOfLight + (85 * 1.5) / (0.733 * speedOfLight);
    expect(earliest(photons)).toBeGreaterThan(shortest - 0.3);
    expect(earliest(photons)).toBeLessThan(shortest + 0.3);
  });

  it('reaches the detectors by way of the mirror, from tracks that fly forward', () => {
    // At 40° all light of a fast track goes forward: 143 cm along the bar, to the mirror at 190 cm
    // and back to −85 cm.
    const photons = photonsOf(Array.from({ length: 50 }, () => [stiff(40, 11.25)]));
    const flight = 120 / Math.sin((40 * Math.PI) / 180) / speedOfLight;
    const direct = flight + ((143 + 85) * 1.5) / speedOfLight;
    const mirrored = flight + ((2 * 190 - 143 + 85) * 1.5) / speedOfLight;
    const inFront = photons.time.filter((time) => time < direct).length;
    expect(inFront).toBe(0);
    expect(
      photons.time.filter((time) => time > mirrored).length / photons.time.length,
    ).toBeGreaterThan(0.4);
  });

  it('falls on all photodetectors and keeps the truth beside it', () => {
    const { pmt, particle } = photonsOf(
      Array.from({ length: 300 }, () => [shot(22, 1, 90), stiff(60, 11.25)]),
    );
    expect(new Set(pmt).size).toBe(pmtCount);
    expect(new Set(particle)).toEqual(new Set([1]));
  });

  it('is the same whatever else is in the batch', () => {
    const one = photonsOf([[stiff(60, 5)]]);
    const both = photonsOf([[stiff(60, 5)], [stiff(70, 100)]]);
    expect(both.time.subarray(0, one.time.length)).toEqual(one.time);
  });
});
