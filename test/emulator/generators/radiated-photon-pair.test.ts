import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { conversionDensity } from '../../../emulator/generators/photon-conversion.js';
import { RadiatedPhotonPair } from '../../../emulator/generators/radiated-photon-pair.js';

const [s, muonMass, tauMass] = [10.5794 ** 2, 0.105_658_375_5, 1.776_86];
const charge2 = (4 * Math.PI) / 137.035_999_084;

/** An independent calculation of a vector off a muon and a τ, coupling 1 [fb], by mass [GeV]. */
const offMuon = [
  [0.212, 3.781e5],
  [0.5, 2.024e5],
  [1, 9.957e4],
  [2, 3.466e4],
  [3, 1.371e4],
  [5, 2025],
  [7, 174],
  [9, 2.377],
] as const;
const offTau = [
  [0.1, 2.392e5],
  [0.5, 9.862e4],
  [1, 5.031e4],
  [2, 1.664e4],
  [3, 5640],
  [4, 1682],
  [5, 366],
  [6, 34.9],
] as const;

/** ∫ d ln m of conversions times the table, linear between its entries in ln m [nb]. */
function fromTable(table: readonly (readonly [number, number])[], lepton: number): number {
  let sum = 0;
  for (let entry = 1; entry < table.length; entry++) {
    const [[from, low], [to, high]] = [table[entry - 1]!, table[entry]!];
    const steps = 200;
    const width = Math.log(to / from) / steps;
    for (let step = 0; step < steps; step++) {
      const share = (step + 0.5) / steps;
      const mass = from * (to / from) ** share;
      sum += width * conversionDensity(mass, lepton) * low * (high / low) ** share;
    }
  }
  return sum * charge2 * 1e-6;
}

describe('pairs that a lepton of annihilation radiates', () => {
  it.each([
    ['μ off μ', muonMass, offMuon, 0.03],
    ['μ off τ', tauMass, offTau, 0.06],
  ] as const)('%s have the integral over a table of vectors', (_, lepton, table, tolerance) => {
    const pair = new RadiatedPhotonPair(s, lepton, muonMass);
    // Straight lines between entries, of which those off a τ lie farther apart at light masses.
    expect(Math.abs(pair.crossSection / fromTable(table, muonMass) - 1)).toBeLessThan(tolerance);
  });

  it('are drawn inside phase space, below the largest weight', () => {
    const random = new RandomStream().seed(1, 0, 0, 0, purpose.generator);
    const pair = new RadiatedPhotonPair(s, muonMass, tauMass);
    for (let event = 0; event < 300; event++) {
      pair.draw(random, s);
      const { bosonMass, first, second } = pair.boson;
      expect(bosonMass).toBeGreaterThan(2 * tauMass);
      const rest = 10.5794 - first.energy - second.energy;
      const across = Math.hypot(first.x + second.x, first.z + second.z);
      expect(rest * rest - across * across).toBeCloseTo(bosonMass * bosonMass, 6);
    }
    expect(pair.excessShare).toBeLessThan(0.003);
  });
});
