import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { photonFlux } from '../../../emulator/generators/photon-flux.js';
import { TwoPhotonPairs } from '../../../emulator/generators/two-photon-pairs.js';
import { integrate, nominal } from './machine.js';

const [muonMass, tauMass, sqrtS] = [0.105_658_375_5, 1.776_86, 10.5794];
const alpha = 1 / 137.035_999_084;
const pairs = (mass: number, minPt: number, minMass: number, virtualityScale = 2.5) =>
  new TwoPhotonPairs({ mass, minPt, minMass, virtualityScale }, sqrtS);
const stream = () => new RandomStream().seed(1, 0, 0, 0, purpose.generator);

/** The published form: dσ/dcosθ of γγ → ℓℓ [GeV⁻²] at mass W. */
function angular(mass: number, pairMass: number, cosTheta: number): number {
  const beta2 = 1 - (4 * mass * mass) / pairMass ** 2;
  const c2 = cosTheta * cosTheta;
  const numerator = 1 - (beta2 * c2) ** 2 + 2 * beta2 * (1 - beta2) * (1 - c2);
  return (
    ((2 * Math.PI * alpha * alpha * Math.sqrt(beta2)) / pairMass ** 2) *
    (numerator / (1 - beta2 * c2) ** 2)
  );
}

it('the published form has the closed integral over angles', () => {
  const w = 4;
  const r = (tauMass / w) ** 2;
  const beta = Math.sqrt(1 - 4 * r);
  const expected =
    ((4 * Math.PI * alpha ** 2) / w ** 2) *
    ((1 + 4 * r - 8 * r * r) * Math.log((1 + beta) ** 2 / (4 * r)) - beta * (1 + 4 * r));
  expect(integrate((c) => angular(tauMass, w, c), -1, 1) / expected).toBeCloseTo(1, 9);
});

it('more come of softer, of lighter, of photons further off their shell, at more energy', () => {
  // Muons that a machine collides, of which tables are shipped (D-546), and those beside them.
  const ofMachine = new TwoPhotonPairs(
    { mass: 0.1056583755, minPt: 0.05, minMass: 0, virtualityScale: 2.5 },
    nominal.sqrtS,
  );
  const beside = (changed: object, energy = nominal.sqrtS): number =>
    new TwoPhotonPairs(
      { mass: 0.1056583755, minPt: 0.05, minMass: 0, virtualityScale: 2.5, ...changed },
      energy,
    ).crossSection;
  expect(beside({ mass: 0.12 })).toBeLessThan(0.95 * ofMachine.crossSection);
  expect(beside({ minPt: 0.06 })).toBeLessThan(0.99 * ofMachine.crossSection);
  expect(beside({ minMass: 0.4 })).toBeLessThan(0.95 * ofMachine.crossSection);
  expect(beside({ virtualityScale: 3 })).toBeGreaterThan(1.005 * ofMachine.crossSection);
  expect(beside({}, 12)).toBeGreaterThan(1.01 * ofMachine.crossSection);
});

describe.each([
  ['τ', tauMass, 0, 0],
  ['μ above 1 GeV', muonMass, 0.2, 1],
])('pairs of two photons, %s', (_, mass, minPt, minMass) => {
  const density = pairs(mass, minPt, minMass);

  it('have the integral over W, cosθ and rapidity of the published form', () => {
    const atMass = (w: number): number => {
      const p2 = 0.25 * w * w - mass * mass;
      const cosMost = Math.sqrt(Math.max(0, 1 - (minPt * minPt) / p2));
      // Up to the photon with all energy of its beam, where the flux falls to 0 at once.
      const range = Math.log(sqrtS / w);
      const atAngle = (c: number): number => {
        const q2 = 2.5 * (mass * mass + p2 * (1 - c * c));
        const flux = (y: number): number =>
          photonFlux((w / sqrtS) * Math.exp(y), q2) * photonFlux((w / sqrtS) * Math.exp(-y), q2);
        return angular(mass, w, c) * 2 * integrate(flux, 0, 0.9999 * range, 24);
      };
      return 4 * integrate(atAngle, 0, cosMost, 24);
    };
    const least = Math.max(minMass, 2 * Math.hypot(mass, minPt)) * (1 + 1e-9);
    const logRange = Math.log(sqrtS / least) * (1 - 1e-9);
    // In the root of the logarithm: phase space opens with a root above its threshold.
    const inRoot = (u: number): number =>
      2 * logRange * u * atMass(least * Math.exp(logRange * u * u));
    const expected = integrate(inRoot, 0, 1, 20) * 0.389_379_372e6;
    expect(Math.abs(density.crossSection / expected - 1)).toBeLessThan(3e-3);
  });

  it('are drawn inside their limits, as often as smaller ranges say', () => {
    const random = stream();
    const count = 40_000;
    const [hard, heavy] = [1.5 * Math.max(minPt, 0.3), 1.3 * Math.max(minMass, 2 * mass)];
    let [hards, heavies, ahead, forward, beyond] = [0, 0, 0, 0, 0];
    const least = Math.max(minMass, 2 * mass) - 1e-9;
    for (let event = 0; event < count; event++) {
      density.draw(random);
      if (density.pt < minPt - 1e-9 || density.mass < least || density.mass > sqrtS) beyond++;
      if (density.pt > hard) hards++;
      if (density.mass > heavy) heavies++;
      if (density.leptonRapidity > 0) ahead++;
      if (density.pairRapidity > 0) forward++;
    }
    expect(beyond).toBe(0);
    const isShare = (counted: number, share: number): void =>
      expect(Math.abs(counted / count - share)).toBeLessThan(
        4 * Math.sqrt((share * (1 - share)) / count),
      );
    isShare(hards, pairs(mass, hard, minMass).crossSection / density.crossSection);
    isShare(heavies, pairs(mass, minPt, heavy).crossSection / density.crossSection);
    isShare(ahead, 0.5);
    isShare(forward, 0.5);
    expect(density.excessShare).toBe(0);
  });
});

it('pairs of pT and momentum along the beams have the energy of half their mass', () => {
  const density = pairs(muonMass, 0.05, 0);
  const random = stream();
  for (let event = 0; event < 100; event++) {
    density.draw(random);
    const { pt, pz, mass } = density;
    expect(Math.hypot(pt, pz, muonMass)).toBeCloseTo(mass / 2, 9);
    expect(Math.sign(pz)).toBe(Math.sign(density.leptonRapidity));
    expect(density.maxVirtuality).toBeCloseTo(2.5 * (pt * pt + muonMass ** 2), 9);
  }
});

it('a larger limit of q² makes more pairs: 16.0, 17.5, 18.4 nb of μμ above 0.5 GeV', () => {
  // Independent integration; k = 1, 2, 3, to 1 %.
  for (const [scale, expected] of [
    [1, 16],
    [2, 17.5],
    [3, 18.4],
  ] as const)
    expect(Math.abs(pairs(muonMass, 0, 0.5, scale).crossSection / expected - 1)).toBeLessThan(
      0.015,
    );
});
