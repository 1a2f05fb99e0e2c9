import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import { noiseRateOf } from '../../../detector/cdc/noise.js';
import {
  deriveLeftRight,
  deriveShortTracks,
  type Derivation,
  leftRightSample,
  simulateMuons,
} from '../../../emulator/derive/derive.js';
import { decideSides, leftRightCounts, trueSides } from '../../../emulator/derive/left-right.js';
import { muonBatch } from '../../../emulator/derive/muon-sample.js';
import { networkSample } from '../../../emulator/derive/networks.js';
import { choosePatterns, type ShortTrackExample } from '../../../emulator/derive/short-tracks.js';
import {
  houghVotesFile,
  leftRightFile,
  shortTracksFile,
} from '../../../emulator/derive/table-files.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { houghVotes } from '../../../triggers/cdc/tables/hough-votes.js';
import { leftRightTables } from '../../../triggers/cdc/tables/left-right.js';
import { shortTrackPatterns } from '../../../triggers/cdc/tables/short-tracks.js';

const config = emulatorConfig();
const finish = <T>(derivation: Derivation<T>): T => {
  for (;;) {
    const step = derivation.next();
    if (step.done === true) return step.value;
  }
};

describe('muon samples', () => {
  it('have the same events in whichever batch they are made', () => {
    const { particles: all } = muonBatch(leftRightSample, { seed: 3 }, 0, 40);
    const { particles: last } = muonBatch(leftRightSample, { seed: 3 }, 30, 10);
    expect(last.px).toEqual(all.px.subarray(30));
    expect(muonBatch(leftRightSample, { seed: 4 }, 0, 40).particles.px).not.toEqual(all.px);
  });

  it('are uniform in 1/pT and θ, both charges alike', () => {
    const { particles } = muonBatch(leftRightSample, { seed: 3 }, 0, 8000);
    const { minPt, maxPt, minTheta, maxTheta } = leftRightSample;
    const pt = [...particles.px].map((px, row) => Math.hypot(px, particles.py[row]!));
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    // Means of uniform distributions, to 4 σ of 8000 draws.
    const tolerance = 4 / Math.sqrt(12 * 8000);
    expect(
      Math.abs(mean(pt.map((value) => (1 / value - 1 / maxPt) / (1 / minPt - 1 / maxPt))) - 0.5),
    ).toBeLessThan(tolerance);
    const theta = pt.map((value, row) => Math.atan2(value, particles.pz[row]!));
    expect(
      Math.abs(mean(theta.map((value) => (value - minTheta) / (maxTheta - minTheta))) - 0.5),
    ).toBeLessThan(tolerance);
    expect(Math.abs(mean([...particles.pdg].map(Math.sign)))).toBeLessThan(4 / Math.sqrt(8000));
    expect(Math.min(...theta)).toBeGreaterThan(20 * degree);
  });

  it('start where their origins say: prompt, flat and background-like', () => {
    const z = [...muonBatch(networkSample, { seed: 3 }, 0, 8000).particles.z].map(Math.abs);
    const shareBelow = (limit: number): number =>
      z.filter((value) => value < limit).length / z.length;
    expect(Math.max(...z)).toBeLessThan(100);
    // 0.1 prompt within 1 cm, 0.6 flat, 0.3 normal with 40 cm: erf(1/40/√2) = 0.020 and
    // erf(40/40/√2) = 0.683 over erf(100/40/√2) = 0.988.
    const expected = {
      1: 0.1 + 0.6 * 0.01 + (0.3 * 0.02) / 0.988,
      40: 0.1 + 0.6 * 0.4 + (0.3 * 0.683) / 0.988,
    };
    for (const [limit, share] of Object.entries(expected))
      expect(Math.abs(shareBelow(Number(limit)) - share)).toBeLessThan((4 * 0.5) / Math.sqrt(8000));
  });

  it('have the noise of their batch', () => {
    const sample = { ...leftRightSample, noise: [0, noiseRateOf(700)] };
    const [quiet, noisy] = [...simulateMuons(sample, 2048, config, { seed: 3 })].map(
      ({ objects, addresses }) => objects.segments.segment.length / addresses.index.length,
    );
    // An occupancy of 5 % makes 1.3 segments by chance; the spread over muons is about 4 segments,
    // of the difference 4 √(2/1024) = 0.18.
    expect(Math.abs(noisy! - quiet! - 1.3)).toBeLessThan(4 * 0.18);
  });
});

describe('left/right from counts', () => {
  // Hourglass with one wire in each row: address of that pattern.
  const address = 2 * 0b01001101010;

  it('gives a side above a probability of 0.7, (k + 1)/(n + 2) for k of n', () => {
    const decided = (right: number, left: number, noise = 0): number => {
      const counts = leftRightCounts();
      counts.outer.right[address] = right;
      counts.outer.left[address] = left;
      counts.outer.noise[address] = noise;
      return decideSides(counts, 0.7).outer[address]!;
    };
    expect(decided(0, 0)).toBe(3);
    expect(decided(1, 0)).toBe(3);
    expect(decided(2, 0)).toBe(1);
    expect(decided(0, 2)).toBe(2);
    expect(decided(69, 31)).toBe(3);
    expect(decided(75, 25)).toBe(1);
    expect(decided(25, 75)).toBe(2);
    expect(decided(75, 25, 20)).toBe(3);
  });

  it('takes the side of the earliest deposit on a wire', () => {
    const sides = trueSides(
      {
        offsets: Uint32Array.of(0, 3),
        wire: Uint16Array.of(7, 7, 9),
        time: Float32Array.of(30, 20, 5),
        side: Int8Array.of(1, -1, 1),
        particle: new Uint16Array(3),
        energy: new Float32Array(3),
      },
      0,
    );
    expect([...sides]).toEqual([
      [7, 1],
      [9, 2],
    ]);
  });

  it("is the same from the same seed, and agrees with the package's where both know", () => {
    const table = finish(deriveLeftRight(6000, config, { seed: 77 }));
    expect(finish(deriveLeftRight(6000, config, { seed: 77 }))).toEqual(table);
    let both = 0;
    let different = 0;
    table.outer.forEach((value, place) => {
      const standard = leftRightTables.outer[place]!;
      if ((value !== 1 && value !== 2) || standard === 3) return;
      both++;
      if (standard !== value) different++;
    });
    expect(both).toBeGreaterThan(150);
    // Patterns seen two or three times may lean to the wrong side.
    expect(different / both).toBeLessThan(0.1);
  });
});

describe('short-track patterns', () => {
  const example = (
    keys: readonly number[],
    { full = false, endcap = 1, endcapBin = 13 } = {},
  ): ShortTrackExample => ({
    full,
    keys,
    startBins: keys.map(() => 10),
    endcap,
    endcapBin,
  });
  const straight = 0x8888;
  const bent = 0x7689;

  it('are chosen by the tracks that no earlier pattern fits', () => {
    const examples = [
      ...Array.from({ length: 5 }, () => example([straight, bent])),
      example([bent]),
      example([0x8887]),
    ];
    const { patterns, covered } = choosePatterns(examples, 2);
    expect(patterns.map((pattern) => pattern.slice(0, 4))).toEqual([
      [-1, -2, 0, 1],
      [0, 0, 0, -1],
    ]);
    expect(covered).toBe(1);
    expect(choosePatterns(examples, 1).covered).toBeCloseTo(6 / 7, 12);
    expect(patterns[0]!.slice(4)).toEqual([1, 3, 3]);
  });

  it('point where tracks without a full track go, however many have one', () => {
    const barrel = Array.from({ length: 50 }, () => example([straight], { full: true, endcap: 0 }));
    const ahead = (count: number, endcap: number) =>
      Array.from({ length: count }, () => example([straight], { endcap }));
    const endcapOf = (...examples: readonly ShortTrackExample[]) =>
      choosePatterns([...barrel, ...examples]).patterns[0]![4];
    expect(endcapOf(...ahead(3, 2))).toBe(2);
    expect(endcapOf(...ahead(1, 1))).toBe(1);
    expect(endcapOf()).toBe(0);
    // More than two in five.
    expect(endcapOf(...ahead(5, 2), ...ahead(6, 0))).toBe(2);
    expect(endcapOf(...ahead(4, 2), ...ahead(6, 0))).toBe(0);
    expect(endcapOf(...ahead(5, 1), ...ahead(6, 0))).toBe(1);
    expect(endcapOf(...ahead(4, 1), ...ahead(6, 0))).toBe(0);
  });

  it('have at each bin of super-layer 0 the first that fits, as the finder does', () => {
    const chosen = [straight, bent].flatMap((key, place) =>
      Array.from({ length: 10 - place }, () => example([key], { endcap: 0 })),
    );
    /** Reaches an endcap, and fits both patterns: from two bins or from one. */
    const both = (startBins: readonly number[], keys = [bent, straight]): ShortTrackExample => ({
      ...example(keys),
      startBins,
    });
    const endcaps = (list: readonly ShortTrackExample[]) =>
      choosePatterns([...chosen, ...list], 2).patterns.map(([, , , , endcap]) => endcap);
    const many = (track: ShortTrackExample) => Array.from({ length: 20 }, () => track);
    expect(endcaps(many(both([10, 11])))).toEqual([1, 1]);
    expect(endcaps(many(both([10, 10])))).toEqual([1, 0]);
    expect(endcaps(many(both([10, 10], [straight, bent])))).toEqual([1, 0]);
  });

  it('from a small sample are mostly those of the package', () => {
    const { patterns, covered } = finish(deriveShortTracks(6000, config, { seed: 78 }));
    expect(covered).toBeGreaterThan(0.97);
    const standard = new Set(shortTrackPatterns.map((pattern) => pattern.slice(0, 4).join()));
    const shared = patterns
      .slice(0, 40)
      .filter((pattern) => standard.has(pattern.slice(0, 4).join()));
    expect(shared.length).toBeGreaterThan(34);
    // Had tracks with a full one a say, 10 would point.
    const endcaps = new Map(
      shortTrackPatterns.map((pattern) => [pattern.slice(0, 4).join(), pattern[4]]),
    );
    const pointing = shared.filter((pattern) => pattern[4] !== 0);
    const alike = pointing.filter(
      (pattern) => endcaps.get(pattern.slice(0, 4).join()) === pattern[4],
    );
    expect(pointing.length).toBeGreaterThan(20);
    expect(alike.length).toBeGreaterThan(0.8 * pointing.length);
  });
});

describe('table files', () => {
  const provenance = {
    command: 'b2l1 derive left-right --seed 5 --tracks 9',
    version: '1.2.3',
    tracks: 9,
    text: ['What it is.'],
  };

  it('say what they are and how to make them again', () => {
    for (const file of [
      leftRightFile(leftRightTables, provenance),
      shortTracksFile(shortTrackPatterns, provenance),
    ]) {
      for (const part of ['What it is.', provenance.command, '1.2.3', '9 tracks'])
        expect(file).toContain(part);
    }
    expect(shortTracksFile([[0, -1, 1, 2, 1, -3, 4]], provenance)).toContain(
      '[0, -1, 1, 2, 1, -3, 4],',
    );
  });

  it('are, but for where they come from, those that the package ships', () => {
    const withoutHeader = (text: string): string => text.replace(/\/\*\*[^]*?\*\//, '');
    const shipped = (table: string): string =>
      withoutHeader(
        readFileSync(new URL(`../../../triggers/cdc/tables/${table}.ts`, import.meta.url), 'utf8'),
      );
    expect(withoutHeader(leftRightFile(leftRightTables, provenance))).toBe(shipped('left-right'));
    expect(withoutHeader(shortTracksFile(shortTrackPatterns, provenance))).toBe(
      shipped('short-tracks'),
    );
    expect(withoutHeader(houghVotesFile(houghVotes(), provenance))).toBe(shipped('hough-votes'));
  });
});
