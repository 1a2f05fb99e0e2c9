import { describe, expect, it } from 'vitest';
import { electronMass, fineStructure, muonMass } from '../../../detector/base/constants.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { fourVector, massSquared } from '../../../detector/lorentz.js';
import { FinalStateRadiation, meanPhotons } from '../../../emulator/generators/fsr.js';
import { chiSquaredPull, integrate } from './machine.js';

const pairMass = 10;
const logScale = (mass: number): number => Math.log((pairMass / mass) ** 2) - 1;

/** A pair of this mass at rest with its leptons along the diagonal. */
function pair(mass: number) {
  const p = Math.sqrt(0.25 * pairMass ** 2 - mass ** 2) / Math.sqrt(3);
  return [fourVector(p, -p, p, pairMass / 2), fourVector(-p, p, -p, pairMass / 2)] as const;
}

const stream = (index: number): RandomStream =>
  new RandomStream().seed(1, 0, 0, index, purpose.test);

describe('radiation of leptons', () => {
  it('has (α/2π)·L·∫[1 + (1 − z)²]/z dz photons a lepton, Poisson in number', () => {
    const least = 1e-3;
    const density = (z: number): number =>
      (fineStructure / (2 * Math.PI)) * logScale(muonMass) * ((1 + (1 - z) ** 2) / z);
    const mean = integrate((t) => density(Math.exp(t)) * Math.exp(t), Math.log(least), 0);
    expect(meanPhotons(least, logScale(muonMass))).toBeCloseTo(mean, 9);
    const events = 200_000;
    const radiation = new FinalStateRadiation(muonMass, (least * pairMass) / 2);
    const random = stream(0);
    const counts = [0, 0, 0];
    for (let event = 0; event < events; event++) {
      const [lepton, antilepton] = pair(muonMass);
      radiation.radiate(random, lepton, antilepton, pairMass, {
        logScale: logScale(muonMass),
        minRapidity: 0,
      });
      counts[Math.min(2, radiation.count)]!++;
    }
    const none = Math.exp(-2 * mean);
    const expected = [none, 2 * mean * none, 1 - none - 2 * mean * none].map(
      (share) => share * events,
    );
    expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
  });

  it('gives a lone photon the spectrum [1 + (1 − z)²]/z', () => {
    const least = 1e-2;
    const radiation = new FinalStateRadiation(electronMass, (least * pairMass) / 2);
    const random = stream(1);
    const bins = 20;
    const counts = new Float64Array(bins);
    let photons = 0;
    // A small logarithm: second photons, which find less energy, are rare.
    for (let event = 0; event < 400_000; event++) {
      const [lepton, antilepton] = pair(electronMass);
      radiation.radiate(random, lepton, antilepton, pairMass, { logScale: 2, minRapidity: 0 });
      if (radiation.count !== 1) continue;
      photons++;
      const z = radiation.photons[0]!.energy / (pairMass / 2);
      counts[Math.min(bins - 1, Math.floor((1 - Math.log(z) / Math.log(least)) * bins))]!++;
    }
    const edge = (bin: number): number => Math.log(least) * (1 - bin / bins);
    const total = integrate((t) => 1 + (1 - Math.exp(t)) ** 2, edge(0), edge(bins));
    const expected = Array.from(
      { length: bins },
      (_, bin) =>
        (photons * integrate((t) => 1 + (1 - Math.exp(t)) ** 2, edge(bin), edge(bin + 1), 20)) /
        total,
    );
    expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
  });

  it.each([electronMass, muonMass])(
    'conserves momentum and masses with any number of photons (m = %f)',
    (mass) => {
      const radiation = new FinalStateRadiation(mass, 1e-4);
      const random = stream(2);
      let most = 0;
      for (let event = 0; event < 5000; event++) {
        const [lepton, antilepton] = pair(mass);
        // Ten times the true logarithm, for many photons.
        radiation.radiate(random, lepton, antilepton, pairMass, {
          logScale: 10 * logScale(mass),
          minRapidity: 0,
        });
        const all = [lepton, antilepton, ...radiation.photons.slice(0, radiation.count)];
        most = Math.max(most, radiation.count);
        for (const name of ['px', 'py', 'pz'] as const)
          expect(Math.abs(all.reduce((sum, v) => sum + v[name], 0))).toBeLessThan(1e-10);
        expect(Math.abs(all.reduce((sum, { energy }) => sum + energy, -pairMass))).toBeLessThan(
          1e-10,
        );
        for (const [index, vector] of all.entries())
          expect(Math.abs(massSquared(vector) - (index < 2 ? mass ** 2 : 0))).toBeLessThan(1e-9);
      }
      expect(most).toBeGreaterThan(5);
    },
  );

  it('takes a collinear photon out of its own lepton and leaves the other alone', () => {
    const radiation = new FinalStateRadiation(electronMass, 0.5);
    const random = stream(3);
    let checked = 0;
    for (let event = 0; event < 5000; event++) {
      const [lepton, antilepton] = pair(electronMass);
      radiation.radiate(random, lepton, antilepton, pairMass, {
        logScale: logScale(electronMass),
        minRapidity: 0,
      });
      if (radiation.count !== 1) continue;
      const photon = radiation.photons[0]!;
      const [own, other] = photon.px > 0 ? [lepton, antilepton] : [antilepton, lepton];
      const angle = Math.acos(
        Math.abs(photon.px - photon.py + photon.pz) / Math.sqrt(3) / photon.energy,
      );
      if (angle > 0.01) continue;
      checked++;
      expect(Math.abs(own.energy + photon.energy - pairMass / 2)).toBeLessThan(0.01);
      expect(Math.abs(other.energy - pairMass / 2)).toBeLessThan(0.01);
    }
    expect(checked).toBeGreaterThan(100);
  });

  it('stays inside its cone', () => {
    const radiation = new FinalStateRadiation(electronMass, 0.01);
    const random = stream(4);
    for (let event = 0; event < 5000; event++) {
      const [lepton, antilepton] = pair(electronMass);
      radiation.radiate(random, lepton, antilepton, pairMass, { logScale: 10, minRapidity: 2 });
      // Rapidity 2 is 15.4° at rest of the pair; later photons recoil against earlier ones only a
      // little for the first.
      if (radiation.count !== 1) continue;
      const { px, py, pz, energy } = radiation.photons[0]!;
      expect(Math.acos(Math.abs(px - py + pz) / Math.sqrt(3) / energy)).toBeLessThan(
        2 * Math.atan(Math.exp(-2)) + 1e-9,
      );
    }
  });
});
