import { describe, expect, it } from 'vitest';
import { electronMass } from '../../../detector/base/constants.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { degree } from '../../../detector/base/units.js';
import { boostFromRest, type FourVector, fourVector } from '../../../detector/lorentz.js';
import { bhabhaCrossSection } from '../../../emulator/generators/bhabha-born.js';
import { radiativeBhabhaSquared } from '../../../emulator/generators/radiative-bhabha-amplitude.js';
import { RadiativeBhabhaSampler } from '../../../emulator/generators/radiative-bhabha-sampler.js';
import { crossSection, integrate, sharp } from './machine.js';

const { s } = sharp.frame;
const { sqrtS } = sharp;
const alpha = 1 / 137.035_999_084;
const nb = 0.389_379_372e6;
const angleTo = (vector: Readonly<FourVector>, sign: 1 | -1): number =>
  Math.atan2(Math.hypot(vector.px, vector.py), sign * vector.pz);
const isWide = (vector: Readonly<FourVector>): boolean =>
  angleTo(vector, 1) > 10 * degree && angleTo(vector, -1) > 10 * degree;

/** Cross section [nb] and its error of what is accepted of `tries` weighted events. */
function sum(
  sampler: RadiativeBhabhaSampler,
  tries: number,
  accepts: (sampler: RadiativeBhabhaSampler) => boolean,
): readonly [number, number] {
  const stream = new RandomStream().seed(1, 0, 0, 0, purpose.test);
  let total = 0;
  let squares = 0;
  for (let event = 0; event < tries; event++) {
    const factor = sampler.draw(stream, sqrtS);
    if (factor === 0 || !accepts(sampler)) continue;
    const weight = factor * radiativeBhabhaSquared(sampler);
    total += weight;
    squares += weight * weight;
  }
  return [total / tries, Math.sqrt(squares) / tries];
}

const wide = { cosLow: -Math.cos(10 * degree), cosHigh: Math.cos(10 * degree) };
const photonFirst = { first: 'photon' as const, minEnergy: 0.5, minPhotonEnergy: 1e-3, ...wide };
const electronFirst = { ...photonFirst, first: 'electron' as const, minEnergy: 0.15 };

describe('e+e- → e+e-γ', () => {
  it('is Bhabha scattering times the current of its charges for soft photons', () => {
    const beam = sqrtS / 2;
    const p = Math.sqrt(beam * beam - electronMass ** 2);
    const [theta, omega] = [1.1, 1e-4];
    const momenta = {
      beamElectron: fourVector(0, 0, p, beam),
      beamPositron: fourVector(0, 0, -p, beam),
      electron: fourVector(p * Math.sin(theta), 0, p * Math.cos(theta), beam),
      positron: fourVector(-p * Math.sin(theta), 0, -p * Math.cos(theta), beam),
    };
    for (const [polar, azimuth] of [
      [0.5, 0.3],
      [1.7, 2],
      [2.8, -1],
    ] as const) {
      const photon = fourVector(
        omega * Math.sin(polar) * Math.cos(azimuth),
        omega * Math.sin(polar) * Math.sin(azimuth),
        omega * Math.cos(polar),
        omega,
      );
      const current = [0, 0, 0, 0];
      for (const [vector, sign] of [
        [momenta.beamElectron, 1],
        [momenta.beamPositron, -1],
        [momenta.electron, -1],
        [momenta.positron, 1],
      ] as const) {
        const { px, py, pz, energy } = vector;
        const product = energy * omega - px * photon.px - py * photon.py - pz * photon.pz;
        for (const [axis, value] of [energy, px, py, pz].entries())
          current[axis]! += (sign * value) / product;
      }
      const [time, x, y, z] = current as [number, number, number, number];
      const soft = 4 * Math.PI * alpha * (x * x + y * y + z * z - time * time);
      const c = Math.cos(theta);
      const born = (32 * Math.PI * s * bhabhaCrossSection(s, c - 1e-5, c + 1e-5)) / (nb * 2e-5);
      // dσ/dc = |M|²/(32πs).
      const ratio = radiativeBhabhaSquared({ ...momenta, photon }) / (soft * born);
      expect(Math.abs(ratio - 1)).toBeLessThan(1e-3);
    }
  });

  it('is equivalent photons times Compton scattering where the positron is hardly turned', () => {
    // Electron and photon in 10–170°, the positron within 1° of its beam and 0.01° away from it,
    // and nearer still: there its mass counts.
    const compton = (low: number, high: number): number => {
      const flux = (y: number): number => {
        const least = (electronMass * y) ** 2 / (1 - y);
        const q2 = (theta: number): number => (1 - y) * (sqrtS / 2) ** 2 * theta ** 2 + least;
        const mass = 2 * electronMass ** 2 * y * y * (1 / q2(low) - 1 / q2(high));
        return (
          (alpha / (2 * Math.PI * y)) * ((1 + (1 - y) ** 2) * Math.log(q2(high) / q2(low)) - mass)
        );
      };
      const inside = (y: number, v: number): boolean => {
        const [root, beam] = [Math.sqrt(y * s), sqrtS / 2];
        const [gamma, boost] = [((1 + y) * beam) / root, ((1 - y) * beam) / root];
        const along = (root / 2) * (1 - 2 * v);
        const photon = gamma * (root / 2) + boost * along;
        const electron = gamma * (root / 2) - boost * along;
        const limit = Math.cos(10 * degree);
        return (
          photon > 0.5 &&
          Math.abs(gamma * along + (boost * root) / 2) < limit * photon &&
          electron > 0.15 &&
          Math.abs(-gamma * along + (boost * root) / 2) < limit * electron
        );
      };
      return integrate(
        (logY) => {
          const y = Math.exp(logY);
          const shape = integrate(
            (logV) => {
              const v = Math.exp(logV);
              return inside(y, v) ? (v + 1 / v) * v : 0;
            },
            Math.log(1e-4),
            0,
            300,
          );
          return y * flux(y) * ((2 * Math.PI * alpha ** 2) / (y * s)) * shape * nb;
        },
        Math.log(1e-3),
        Math.log(0.9999),
        300,
      );
    };
    const found = (low: number, high: number) =>
      sum(new RadiativeBhabhaSampler(photonFirst), 150_000, (event) => {
        const angle = angleTo(event.positron, -1);
        const isLeg = isWide(event.electron) && event.electron.energy > 0.15;
        return isLeg && angle > low && angle < high;
      });
    for (const [low, high] of [
      [0.01, 1],
      [0, 0.01],
    ] as const) {
      const [value, error] = found(low * degree, high * degree);
      const expected = compton(low * degree, high * degree);
      // Integrals over a sharp region are good to 1 %.
      expect(Math.abs(value - expected)).toBeLessThan(4 * error + 0.02 * expected);
      expect(error / value).toBeLessThan(0.03);
    }
  });

  it('has the same cross section whichever particle is drawn first', () => {
    const accepts = ({ electron, positron, photon }: RadiativeBhabhaSampler): boolean =>
      isWide(electron) &&
      electron.energy > 0.15 &&
      !isWide(positron) &&
      isWide(photon) &&
      photon.energy > 0.5;
    const [first, firstError] = sum(new RadiativeBhabhaSampler(photonFirst), 150_000, accepts);
    const [second, secondError] = sum(new RadiativeBhabhaSampler(electronFirst), 300_000, accepts);
    expect(Math.abs(first - second)).toBeLessThan(4 * Math.hypot(firstError, secondError));
    expect(firstError / first).toBeLessThan(0.03);
    expect(secondError / second).toBeLessThan(0.05);
  });

  it('has (α/2π)·L·[1 + (1 − x)²]/x photons along a beam before it scatters at wide angles', () => {
    // Both legs wide at rest of the pair; photon of 1.5 to 3.5 GeV within 1° of the electron beam:
    // L = ln(E²θ²/m²) − (mass term), times σ(s′), s′ = s(1 − x).
    const theta = 1 * degree;
    const [low, high] = [1.5, 3.5].map((energy) => (2 * energy) / sqrtS) as [number, number];
    const logarithm = Math.log((sqrtS / 2 / electronMass) ** 2 * theta ** 2);
    const expected = integrate(
      (x) => {
        const shape = (1 + (1 - x) ** 2) / x;
        const splitting = (alpha / (2 * Math.PI)) * (shape * logarithm - (2 * (1 - x)) / x);
        return splitting * bhabhaCrossSection(s * (1 - x), -0.5, 0.5);
      },
      low,
      high,
      200,
    );
    const isCentral = ({ electron, positron, photon }: RadiativeBhabhaSampler): boolean => {
      if (photon.energy < 1.5 || photon.energy > 3.5 || angleTo(photon, 1) > theta) return false;
      // At rest of the pair: rapidities against their mean.
      const rapidity = (leg: FourVector): number => Math.atanh(leg.pz / leg.energy);
      return Math.abs(Math.tanh((rapidity(electron) - rapidity(positron)) / 2)) < 0.5;
    };
    const sampler = new RadiativeBhabhaSampler({ ...electronFirst, minEnergy: 1 });
    const [value, error] = sum(sampler, 1_000_000, isCentral);
    expect(error / value).toBeLessThan(0.05);
    expect(Math.abs(value / expected - 1)).toBeLessThan(0.05 + (3 * error) / value);
  });

  it('is [1 + (1 − x)²]/(x(1 − x))/pk − m²/(pk)² times the scattering, m/E from the beam', () => {
    const beam = sqrtS / 2;
    const p = Math.sqrt(beam * beam - electronMass ** 2);
    const x = 0.4;
    const omega = x * beam;
    const reduced = s * (1 - x);
    const mass = Math.sqrt(reduced);
    const leg = Math.sqrt(reduced / 4 - electronMass ** 2);
    for (const theta of [0, electronMass / beam, (4 * electronMass) / beam]) {
      const photon = fourVector(omega * Math.sin(theta), 0, omega * Math.cos(theta), omega);
      const rest = fourVector(-photon.px, 0, -photon.pz, sqrtS - omega);
      const electron = fourVector(0, leg, 0, mass / 2);
      const positron = fourVector(0, -leg, 0, mass / 2);
      boostFromRest(electron, rest, mass);
      boostFromRest(positron, rest, mass);
      const found = radiativeBhabhaSquared({
        beamElectron: fourVector(0, 0, p, beam),
        beamPositron: fourVector(0, 0, -p, beam),
        electron,
        positron,
        photon,
      });
      const gap = electronMass ** 2 / (beam + p) + 2 * p * Math.sin(theta / 2) ** 2;
      const product = omega * gap;
      const radiation =
        (1 + (1 - x) ** 2) / (x * (1 - x)) / product - (electronMass / product) ** 2;
      const born = bhabhaCrossSection(reduced, -1e-5, 1e-5) / (nb * 2e-5);
      const expected = 4 * Math.PI * alpha * radiation * 32 * Math.PI * reduced * born;
      expect(Math.abs(found / expected - 1)).toBeLessThan(2e-3);
    }
  });

  it('is generated for either charge that is seen', () => {
    const isOneLeg = ({ electron, positron }: RadiativeBhabhaSampler): boolean =>
      isWide(electron) && !(isWide(positron) && positron.energy > 0.15);
    const [value, error] = sum(new RadiativeBhabhaSampler(electronFirst), 60_000, isOneLeg);
    const both = crossSection('bhabha-one-leg', {});
    expect(Math.abs(both / (2 * value) - 1)).toBeLessThan(0.03 + (3 * error) / value);
  });
});
