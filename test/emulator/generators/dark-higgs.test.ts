import { describe, expect, it } from 'vitest';
import { massSquared } from '../../../detector/lorentz.js';
import { particleStatus } from '../../../detector/particles.js';
import { chiSquaredPull, crossSection, generate, momentum, momentumCms, sharp } from './machine.js';

const { s } = sharp.frame;
const unit = { epsilon: 1, alphaDark: 1, isr: false };
const masses = (mass: number, higgsMass: number) => ({
  mass: `${mass} GeV`,
  higgsMass: `${higgsMass} GeV`,
});

describe('dark Higgsstrahlung', () => {
  it('has 37.24, 74.31, 147.9 and 270.3 nb per ε²α_D, by an integral of its own', () => {
    for (const [mass, higgsMass, expected] of [
      [2, 0.5, 37.24],
      [4, 1, 74.31],
      [6, 2, 147.9],
      [8, 2, 270.3],
    ] as const) {
      const own = crossSection('dark-higgs', { ...unit, ...masses(mass, higgsMass) });
      expect(own / expected, `${mass}, ${higgsMass} GeV`).toBeCloseTo(1, 2);
    }
  });

  it('goes with ε²α_D and vanishes without either', () => {
    const at = (config: object) => crossSection('dark-higgs', { ...unit, ...config });
    expect(at({ epsilon: 0.1, alphaDark: 0.5 })).toBeCloseTo(0.005 * at({}), 10);
    expect(at({ epsilon: 0 })).toBe(0);
  });

  it.each([
    [2, 0.5, 0.683],
    [4, 1, 0.294],
    [6, 2, 0.0868],
    [8, 2, 0.0104],
  ])('is sin²θ at %d and %d GeV in a share of %d, else isotropic', (mass, higgsMass, share) => {
    const count = 20_000;
    const particles = generate('dark-higgs', { isr: false, ...masses(mass, higgsMass) }, count);
    const counts = new Float64Array(10);
    for (let event = 0; event < count; event++) {
      const { px, py, pz } = momentumCms(particles, particles.offsets[event]!);
      counts[Math.floor((pz / Math.hypot(px, py, pz) / 2 + 0.5) * 10)]!++;
    }
    const below = (c: number): number => share * 0.75 * (c - c ** 3 / 3) + (1 - share) * 0.5 * c;
    const expected = counts.map(
      (_, bin) => count * (below(0.2 * bin - 0.8) - below(0.2 * bin - 1)),
    );
    expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
  });
});

describe.each([
  ['invisible', 2, 0.5, 2],
  ['cascade', 1, 3, 6],
] as const)('events with an h′ %s', (higgs, mass, higgsMass, tracks) => {
  const config = { higgs, decay: 'pipi', flight: '0.5 cm', ...masses(mass, higgsMass) };
  const particles = generate('dark-higgs', config, 300);
  const { offsets, pdg, status, mother, x, y, z } = particles;

  it('keep the momentum of the beams and have two or six tracks', () => {
    const { px, py, pz, energy } = sharp.total;
    for (let event = 0; event < 300; event++) {
      const sum = [0, 0, 0, 0];
      let pions = 0;
      for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
        const vector = momentum(particles, row);
        if (pdg[row] === 4900022) expect(massSquared(vector)).toBeCloseTo(mass ** 2, 6);
        if (pdg[row] === 51) expect(massSquared(vector)).toBeCloseTo(higgsMass ** 2, 6);
        if (Math.abs(pdg[row]!) === 211) pions++;
        if (status[row] !== particleStatus.final) continue;
        for (const [axis, value] of [vector.px, vector.py, vector.pz, vector.energy].entries())
          sum[axis]! += value;
      }
      expect(pions).toBe(tracks);
      for (const [axis, value] of [px, py, pz, energy].entries())
        expect(sum[axis]).toBeCloseTo(value, 6);
    }
  });

  it('have each pair at the end of the flight of its own A′', () => {
    let flown = 0;
    let pairs = 0;
    for (let event = 0; event < 300; event++)
      for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
        if (pdg[row] !== 211) continue;
        const parent = offsets[event]! + mother[row]!;
        expect(pdg[parent]).toBe(4900022);
        const { px, py, pz } = momentum(particles, parent);
        const away = [x[row]! - x[parent]!, y[row]! - y[parent]!, z[row]! - z[parent]!] as const;
        const p = Math.hypot(px, py, pz);
        expect((away[0] * px + away[1] * py + away[2] * pz) / p).toBeCloseTo(
          Math.hypot(...away),
          9,
        );
        flown += (Math.hypot(...away) * mass) / p;
        pairs++;
      }
    expect(Math.abs(flown / pairs / 0.5 - 1)).toBeLessThan(3 / Math.sqrt(pairs));
  });
});

describe('masses beyond phase space', () => {
  it('are refused by name, also of the decays', () => {
    const at = (config: object) => () => generate('dark-higgs', config, 1);
    expect(at(masses(9, 2))).toThrow('9 and 2 GeV are beyond');
    expect(at({ mass: '0.2 GeV' })).toThrow('0.2 GeV does not decay to mumu');
    expect(at({ higgs: 'cascade', ...masses(1, 1.5) })).toThrow("two A' of 1 GeV");
  });

  it('are no problem at their edge', () => {
    expect(generate('dark-higgs', { isr: false, ...masses(8, 2.4) }, 5).offsets[5]).toBe(20);
    expect(crossSection('dark-higgs', { ...unit, ...masses(8, 2.4) })).toBeGreaterThan(0);
    expect(Math.sqrt(s)).toBeGreaterThan(10.4);
  });
});
