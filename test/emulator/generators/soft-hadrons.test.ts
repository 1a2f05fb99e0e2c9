import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { particleInfo } from '../../../detector/pdg.js';
import { SoftHadrons } from '../../../emulator/generators/soft-hadrons.js';

/** Means of 4000 draws at a mass. */
function survey(mass: number) {
  const random = new RandomStream().seed(1, 0, 0, 0, purpose.generator);
  const soft = new SoftHadrons();
  let [charged, kaons, all, faults] = [0, 0, 0, 0];
  const tries = 4000;
  for (let event = 0; event < tries; event++) {
    soft.draw(random, mass);
    let [charge, strangeness, energy] = [0, 0, 0];
    for (let row = 0; row < soft.count; row++) {
      const pdg = soft.pdg[row]!;
      charge += particleInfo(pdg)!.charge;
      const isKaon = Math.abs(pdg) === 321 || Math.abs(pdg) === 311;
      if (isKaon) strangeness += Math.sign(pdg);
      if (isKaon) kaons++;
      if (particleInfo(pdg)!.charge !== 0) charged++;
      energy += soft.momenta[row]!.energy;
      all++;
    }
    if (charge !== 0 || strangeness !== 0 || Math.abs(energy - mass) > 1e-9 * mass) faults++;
  }
  return { charged: charged / tries, kaons: kaons / all, all: all / tries, faults };
}

describe('soft hadrons', () => {
  it.each([0.5, 1, 2, 5, 10])('keep charge, strangeness and energy at %f GeV', (mass) => {
    expect(survey(mass).faults).toBe(0);
  });

  it('grow in number with the logarithm of the energy', () => {
    const [two, five, ten] = [survey(2).charged, survey(5).charged, survey(10).charged];
    expect(two).toBeGreaterThan(1.8);
    expect(five - two).toBeGreaterThan(0.8);
    expect(Math.abs(ten - 5.6)).toBeLessThan(0.4);
  });

  it('are kaons in one of ten pairs where there is room', () => {
    const { kaons, all } = survey(10);
    // A π⁰ alone of odd numbers is none.
    expect(Math.abs(kaons - 0.1 * (1 - 0.5 / all))).toBeLessThan(0.012);
  });
});
