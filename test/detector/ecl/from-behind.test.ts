import { describe, expect, it } from 'vitest';
import type { Shot } from '../cdc/chamber.js';
import { certain, eclOf } from '../outside/shots.js';

/** Sums of energy [GeV] on the sides of positive and negative x, and mean times [ns]. */
function sides(shots: readonly Shot[], raw = certain) {
  const { offsets, crystal, energy, time } = eclOf(
    shots.map((shot) => [shot]),
    raw,
  );
  const sums = { energy: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  for (let row = 0; row < crystal.length; row++) {
    sums.energy += energy[row]! / (offsets.length - 1);
    sums.first = Math.min(sums.first, time[row]!);
    sums.last = Math.max(sums.last, time[row]!);
  }
  return sums;
}

/** 400 particles on slightly different lines, so that gaps count as they do on average. */
const beam = (pdg: number, p: number, x: number): readonly Shot[] =>
  Array.from({ length: 400 }, (_, shot) => ({
    pdg,
    p: [p, 0, 0.05 * p] as const,
    vertex: [x, 0.05 * shot - 10, 40 + 0.07 * shot] as const,
  }));

describe('particles that start in or behind the crystals', () => {
  const through = sides(beam(13, 3, 100)).energy;

  it('outward from their middle leave what a muon leaves in half of them', () => {
    expect(through).toBeGreaterThan(0.16);
    expect(sides(beam(13, 3, 140)).energy / through).toBeCloseTo(0.5, 1);
  });

  it('inward leave that half and all of the other side', () => {
    expect(Math.abs(sides(beam(13, -3, 140)).energy / through - 1.5)).toBeLessThan(0.1);
  });

  it('from outside of the yoke go through both sides, the time of a flight apart', () => {
    const muons = sides(beam(13, -6, 380));
    expect(Math.abs(muons.energy / through - 2)).toBeLessThan(0.1);
    // 280 cm from side to side.
    expect(muons.last - muons.first).toBeGreaterThan(8.5);
    expect(muons.last - muons.first).toBeLessThan(11.5);
  });

  it('outward behind them leave nothing', () => {
    for (const pdg of [13, 11, 22, 211]) expect(sides(beam(pdg, 3, 162)).energy).toBe(0);
  });

  it('electrons and photons shower in what is left of the crystals', () => {
    for (const pdg of [11, 22]) {
      const early = sides(beam(pdg, 1, 128)).energy;
      const late = sides(beam(pdg, 1, 145)).energy;
      expect(early).toBeGreaterThan(0.8);
      expect(late).toBeLessThan(0.75 * early);
      expect(late).toBeGreaterThan(0.1);
    }
  });

  it('photons that come in without a shower make one on the other side', () => {
    // 0.6 cm of CsI on average, none for a quarter of them, pass 79 %; an electron is spent on its
    // way in.
    expect(sides(beam(22, -1, 127)).energy).toBeGreaterThan(0.7);
    expect(sides(beam(22, -1, 127)).energy).toBeLessThan(0.85);
    expect(sides(beam(11, -1, 127)).energy).toBeLessThan(0.2);
  });

  it('photons and electrons come in through the coil, less what its 1.05 lengths ionize', () => {
    const photon = sides(beam(22, -1, 165)).energy;
    const behindCoil = sides(beam(22, -1, 185)).energy;
    const electron = sides(beam(11, -1, 185)).energy;
    expect(photon).toBeGreaterThan(0.95);
    // 56 % of photons convert, halfway on average: 0.56 · 34 MeV; an electron loses 34 MeV.
    expect(Math.abs(photon - behindCoil - 0.019)).toBeLessThan(0.01);
    expect(Math.abs(photon - electron - 0.034)).toBeLessThan(0.012);
  });

  it('pions and muons that come through the coil and end in crystals leave what they have', () => {
    // 0.3 GeV/c: 212 MeV of kinetic energy, of which the coil takes 40.
    const muons = sides(beam(13, -0.3, 185)).energy;
    expect(muons).toBeGreaterThan(0.13);
    expect(muons).toBeLessThan(0.19);
    const pions = sides(beam(211, -0.3, 185)).energy;
    expect(pions).toBeGreaterThan(0.06);
    expect(pions).toBeLessThan(muons);
    expect(sides(beam(13, -0.1, 185)).energy).toBe(0);
  });

  it('what showers does not come through the iron of the yoke', () => {
    for (const pdg of [11, 22]) expect(sides(beam(pdg, -3, 230)).energy).toBe(0);
  });
});
