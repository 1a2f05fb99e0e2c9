import { describe, expect, it } from 'vitest';
import { klmDepositsOf, shot } from './passages.js';

const events = 6000;
/** Statistical error of a share of about a half, three times. */
const tolerance = 3 * Math.sqrt(0.25 / events);
const kaon = 130;
const neutron = 2112;

/** Share of particles at the middle of a sector, at 90°, that leave hits in so many layers. */
function seen(pdg: number, p: number, layers = 1, klm: object = {}): number {
  const shots = Array.from({ length: events }, (_, event) => [shot(pdg, p, 90, event * 45)]);
  const { offsets, layer } = klmDepositsOf(shots, {
    transport: { decays: false, hadronic: false },
    klm: { efficiency: 1, ...klm },
  });
  let count = 0;
  for (let event = 0; event < events; event++)
    if (new Set(layer.subarray(offsets[event]!, offsets[event + 1]!)).size >= layers) count++;
  return count / events;
}

/** Interaction lengths of nucleons: 30 cm CsI, iron and aluminium of the coil; a plate (PDG). */
const inFront = 30 / 38.04 + 2.6 / 16.77 + 6.3 / 39.7;
const plate = 4.7 / 16.77;

/**
 * Share that leaves hits in one layer or in two, by integrals: interaction at a depth x of what
 * stands before a gap, and secondaries that still reach it when they come `plates` on average.
 */
function expected(plates: number, layers: 1 | 2): number {
  const mean = plates * plate;
  const reach = (depth: number) => (Math.exp(-depth) - Math.exp(-depth / mean)) / (1 / mean - 1);
  let share = reach(inFront);
  for (let before = 0; before < 14; before++)
    share += Math.exp(-inFront - before * plate) * reach(plate);
  return layers === 1 ? share : share * Math.exp(-plate / mean);
}

/** Mean plates after an interaction of an energy [GeV]: 1.5 at 1 GeV, none at 0.3 GeV. */
const plates = (energy: number) => (1.5 * Math.log(energy / 0.3)) / Math.log(1 / 0.3);
const kinetic = (p: number, mass: number) => Math.hypot(p, mass) - mass;

describe('what neutral hadrons leave in the KLM', () => {
  it('grows with momentum, in layers more than in itself', () => {
    for (const pdg of [kaon, neutron]) {
      const one = [0.5, 1, 2, 4].map((p) => seen(pdg, p));
      const two = [0.5, 1, 2, 4].map((p) => seen(pdg, p, 2));
      expect(one[0]).toBe(0);
      for (let step = 1; step < 4; step++) {
        expect(one[step]).toBeGreaterThan(one[step - 1]! + 3 * tolerance);
        expect(two[step]).toBeGreaterThan(two[step - 1]!);
      }
      expect(two[3]! / one[3]!).toBeGreaterThan(1.15 * (two[2]! / one[2]!));
    }
  });

  it('is the chance to interact times the reach of the shower, by integrals', () => {
    for (const p of [1, 2, 3]) {
      const mean = plates(kinetic(p, 0.4976));
      expect(Math.abs(seen(kaon, p) - expected(mean, 1))).toBeLessThan(tolerance);
      expect(Math.abs(seen(kaon, p, 2) - expected(mean, 2))).toBeLessThan(tolerance);
    }
  });

  it('is a quarter at 1 GeV, and more than half at 3 GeV', () => {
    expect(seen(kaon, 1)).toBeGreaterThan(0.22);
    expect(seen(kaon, 1)).toBeLessThan(0.32);
    expect(seen(kaon, 3)).toBeGreaterThan(0.5);
    expect(seen(kaon, 3)).toBeLessThan(0.8);
  });

  it('begins at the energy at which an interaction sends something on', () => {
    const flat = { tailGrowth: 0 };
    expect(seen(kaon, 0.6, 1, flat)).toBe(0);
    expect(seen(kaon, 0.65, 1, flat)).toBeGreaterThan(0.3);
    expect(seen(kaon, 0.65, 1, { ...flat, minSecondaryEnergy: 0.4 })).toBe(0);
  });

  it('is the same at all energies without growth', () => {
    for (const p of [1, 4])
      expect(Math.abs(seen(kaon, p, 1, { tailGrowth: 0 }) - expected(1.5, 1))).toBeLessThan(
        tolerance,
      );
  });

  it('follows of antineutrons from two masses more than their kinetic energy', () => {
    const slow = 0.35;
    const mass = 0.9396;
    const energy = kinetic(slow, mass) + 2 * mass;
    expect(Math.abs(seen(-neutron, slow) - expected(plates(energy), 1))).toBeLessThan(tolerance);
    expect(seen(neutron, slow)).toBe(0);
  });
});

describe('charged hadrons that interact in the iron', () => {
  it('send more on the stiffer they are', () => {
    const growth = (p: number) => seen(211, p, 8) - seen(211, p, 8, { tail: 0 });
    expect(growth(4)).toBeGreaterThan(growth(1.5) + tolerance);
  });

  it('go by the energy that is left at the interaction', () => {
    // A pion of 0.75 GeV has lost more than a third of its 0.62 GeV before the iron.
    const without = seen(211, 0.75, 1, { tail: 0, straggling: false });
    const later = seen(211, 0.75, 1, { straggling: false });
    const flat = seen(211, 0.75, 1, { straggling: false, tailGrowth: 0 });
    expect(later).toBeGreaterThan(without);
    expect(later - without).toBeLessThan(0.5 * (flat - without));
  });
});
