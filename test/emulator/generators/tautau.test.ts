import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { sliceAddresses } from '../../../detector/event.js';
import { massSquared } from '../../../detector/lorentz.js';
import { particleStatus } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { annihilationCrossSection } from '../../../emulator/generators/annihilation.js';
import { buildGenerator, findGenerator } from '../../../emulator/generators/index.js';
import {
  chiSquaredPull,
  crossSection,
  generate,
  integrate,
  momentum,
  momentumCms,
  sharp,
} from './machine.js';

const mass = particleInfo(15)!.mass;
const born = { isr: false, fsr: false };

describe('pairs of τ', () => {
  it('have 0.772 nb without radiation: 0.776 nb of massless leptons times β(3 − β²)/2', () => {
    expect(crossSection('tautau', born)).toBeCloseTo(0.772, 3);
    expect(annihilationCrossSection(4 * mass ** 2, mass)).toBe(0);
  });

  it('have 0.919 nb (KKMC) within 2 % once vacuum polarization, left out, is put in', () => {
    // 1/(1 − Δα)² with Δα(10.58 GeV) ≈ 0.035 (recalled, not verified).
    expect(Math.abs(crossSection('tautau', {}) / 0.965 ** 2 / 0.919 - 1)).toBeLessThan(0.02);
  });

  it('follow 1 + c² + (1 − β²)(1 − c²): the mass fills the equator', () => {
    const count = 20_000;
    const bins = 20;
    const generator = findGenerator('tautau');
    const config = parseConfig(generator.schema, born, 'test');
    const make = generator.build(config, { seed: 1, beams: sharp });
    const { particles } = make(sliceAddresses(1, 0, 0, count));
    const counts = new Float64Array(bins);
    let worst = 0;
    for (let event = 0; event < count; event++) {
      const tau = momentumCms(particles, particles.offsets[event]!);
      worst = Math.max(worst, Math.abs(tau.energy - sharp.sqrtS / 2));
      counts[Math.floor((tau.pz / Math.hypot(tau.px, tau.py, tau.pz) / 2 + 0.5) * bins)]!++;
    }
    expect(worst).toBeLessThan(1e-9);
    const rest = (4 * mass ** 2) / sharp.frame.s;
    const density = (c: number): number => 1 + c * c + rest * (1 - c * c);
    const edge = (bin: number): number => (2 * bin) / bins - 1;
    const total = integrate(density, -1, 1);
    const expected = Array.from(
      { length: bins },
      (_, bin) => (count * integrate(density, edge(bin), edge(bin + 1), 20)) / total,
    );
    expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
  });

  it('keep the momentum of the beams through radiation and decays, and are said nothing of', () => {
    const build = buildGenerator('tautau', {}, { seed: 1, beams: sharp });
    const { particles, decays } = build(sliceAddresses(1, 0, 0, 300));
    expect(decays).toEqual([]);
    const { offsets, status, pdg } = particles;
    for (let event = 0; event < 300; event++) {
      const sum = [0, 0, 0, 0];
      for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
        const vector = momentum(particles, row);
        if (Math.abs(pdg[row]!) === 15) {
          expect(status[row]).toBe(particleStatus.intermediate);
          expect(massSquared(vector)).toBeCloseTo(mass ** 2, 7);
        }
        if (status[row] !== particleStatus.final) continue;
        for (const [axis, value] of [vector.px, vector.py, vector.pz, vector.energy].entries())
          sum[axis]! += value;
      }
      const { px, py, pz, energy } = sharp.total;
      for (const [axis, value] of [px, py, pz, energy].entries())
        expect(sum[axis]).toBeCloseTo(value, 7);
    }
  });

  it('come as 85 % one-prong decays each: 72 % of pairs with two tracks, 2 % with six', () => {
    const count = 4000;
    const { offsets, status, pdg } = generate('tautau', born, count);
    const tracks = new Map<number, number>();
    for (let event = 0; event < count; event++) {
      let charged = 0;
      for (let row = offsets[event]!; row < offsets[event + 1]!; row++)
        if (status[row] === particleStatus.final && particleInfo(pdg[row]!)!.charge !== 0)
          charged++;
      tracks.set(charged, (tracks.get(charged) ?? 0) + 1);
    }
    // 0.852², 0.146² (topological fractions, PDG 2022); K_S and Dalitz pairs move 2 %.
    expect(tracks.get(2)! / count).toBeGreaterThan(0.68);
    expect(tracks.get(2)! / count).toBeLessThan(0.75);
    expect(tracks.get(6)! / count).toBeGreaterThan(0.012);
    expect(tracks.get(6)! / count).toBeLessThan(0.03);
  });
});
