import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import type { Particles } from '../../../detector/particles.js';
import { crossSection, generate, momentum, rowOf, sharp } from './machine.js';

/** Photons of an event above 0.1 GeV in 12.4–155.1° of the laboratory. */
function seen(particles: Particles, event: number): number {
  let count = 0;
  for (let row = particles.offsets[event]!; row < particles.offsets[event + 1]!; row++) {
    const { px, py, pz, energy } = momentum(particles, row);
    const theta = Math.atan2(Math.hypot(px, py), pz) / degree;
    if (energy >= 0.1 && theta >= 12.4 && theta <= 155.1) count++;
  }
  return count;
}

describe('two photons of which one is lost', () => {
  it('have exactly one photon in the calorimeter; with `more` there are two or three', () => {
    const lost = generate('gamma-gamma-lost', {}, 500);
    const both = generate('gamma-gamma', { seen: 'more', maxCosTheta: 0.9999 }, 500);
    for (let event = 0; event < 500; event++) {
      expect(seen(lost, event)).toBe(1);
      expect(seen(both, event)).toBeGreaterThan(1);
    }
  });

  it('have 0.468 nb without radiation: what crossing angle and boost put beyond one end', () => {
    // An own integration with 2·10⁷ directions, ± 0.0004 nb.
    const row = rowOf('gamma-gamma-lost', 'one photon in the calorimeter, the other');
    expect(row.expected).toBe(0.4679);
    expect(Math.abs(row.value(sharp) / 0.4679 - 1)).toBeLessThan(0.003);
  });

  it('and those with more add up to all that have any', () => {
    const wide = { maxCosTheta: 0.9999 };
    const count = 60_000;
    const all = generate('gamma-gamma', wide, count);
    let some = 0;
    for (let event = 0; event < count; event++) if (seen(all, event) > 0) some++;
    const parts =
      crossSection('gamma-gamma', { ...wide, seen: 'more' }) +
      crossSection('gamma-gamma-lost', wide);
    const whole = (crossSection('gamma-gamma', wide) * some) / count;
    expect(Math.abs(parts / whole - 1)).toBeLessThan(0.03);
  });
});
