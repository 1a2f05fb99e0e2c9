import { describe, expect, it } from 'vitest';
import { massSquared } from '../../../detector/lorentz.js';
import { parseConfig } from '../../../detector/base/config.js';
import { beams, beamsSchema } from '../../../detector/beams.js';
import { particleStatus } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { findGenerator } from '../../../emulator/generators/index.js';
import { crossSection, generate, imbalance, momentum, momentumCms, sharp } from './machine.js';

describe.each([
  // AAFH and KoralW (arXiv:1808.10567, recalled), with interference.
  ['mumumumu', 3.5e-4, [13, -13, 13, -13]],
  ['mumutautau', 1.4e-4, [13, -13, 15, -15]],
] as const)('generator %s', (name, recalled, codes) => {
  const count = 400;
  const particles = generate(name, {}, count);

  it('has within 6 % the cross section that is recalled, and a row that says so', () => {
    const own = crossSection(name, {});
    expect(Math.abs(own / recalled - 1)).toBeLessThan(0.06);
    const [row] = findGenerator(name).crossSections!;
    expect(row!.value(sharp)).toBe(own);
    expect([row!.expected, row!.tolerance]).toEqual([null, null]);
    expect(row!.source).toMatch(/nothing independent.*e-4 nb/);
  });

  it('makes a sixth of the pairs by leptons that radiate', () => {
    const share = 1 - crossSection(name, { radiated: false }) / crossSection(name, {});
    expect(share).toBeGreaterThan(0.13);
    expect(share).toBeLessThan(0.19);
  });

  it('keeps four-momentum, charge and masses', () => {
    let off = 0;
    for (let event = 0; event < count; event++) {
      const start = particles.offsets[event]!;
      expect([...particles.pdg.subarray(start, start + 4)]).toEqual(codes);
      off = Math.max(off, imbalance(particles, event));
      for (const row of [0, 1, 2, 3]) {
        const { mass } = particleInfo(codes[row]!)!;
        off = Math.max(off, Math.abs(massSquared(momentum(particles, start + row)) - mass * mass));
      }
    }
    expect(off).toBeLessThan(1e-7);
  });

  it('has pairs along both beams alike, and light pairs most', () => {
    let [forward, light] = [0, 0];
    for (let event = 0; event < count; event++) {
      const row = particles.offsets[event]!;
      const [one, other] = [momentumCms(particles, row), momentumCms(particles, row + 1)];
      if (one.pz + other.pz > 0) forward++;
      const sum = {
        px: one.px + other.px,
        py: one.py + other.py,
        pz: one.pz + other.pz,
        energy: one.energy + other.energy,
      };
      if (massSquared(sum) < 1) light++;
    }
    expect(Math.abs(forward / count - 0.5)).toBeLessThan(0.1);
    expect(light / count).toBeGreaterThan(0.2);
  });
});

it('τ beside muons are decayed', () => {
  const { pdg, status } = generate('mumutautau', {}, 20);
  for (const [row, code] of pdg.entries())
    if (Math.abs(code) === 15) expect(status[row]).toBe(particleStatus.intermediate);
});

it('beams without the energy for τ and muons are refused by name', () => {
  const weak = beams(
    parseConfig(
      beamsSchema,
      { energySpread: false, electronEnergy: 1.9, positronEnergy: 1.8 },
      't',
    ),
  );
  expect(() => crossSection('mumutautau', {}, weak)).toThrow(
    /"mumutautau": √s = 3\.69. GeV is not enough/,
  );
  expect(crossSection('mumumumu', {}, weak)).toBeGreaterThan(0);
});
