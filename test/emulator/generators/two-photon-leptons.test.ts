import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import { massSquared } from '../../../detector/lorentz.js';
import { particleInfo } from '../../../detector/pdg.js';
import { particleStatus } from '../../../detector/particles.js';
import { findGenerator } from '../../../emulator/generators/index.js';
import { crossSection, generate, imbalance, momentum, momentumCms, nominal } from './machine.js';

/** Of an independent integration of the same density [nb], to 1 %. */
const expectations: Readonly<Record<string, readonly number[]>> = {
  'two-photon-ee': [40.5, 52.2, 10.8, 1.97],
  'two-photon-mumu': [18.1, 24.7, 8.7, 1.79],
  'two-photon-tautau': [0.0172],
};
const names = Object.keys(expectations);
const pdgs: Readonly<Record<string, number>> = {
  'two-photon-ee': 11,
  'two-photon-mumu': 13,
  'two-photon-tautau': 15,
};

describe.each(names)('generator %s', (name) => {
  it('has the cross sections of an independent integration', () => {
    const rows = findGenerator(name).crossSections!.filter(({ expected }) => expected !== null);
    expect(rows.map(({ expected }) => expected)).toEqual(expectations[name]);
    for (const row of rows)
      expect(Math.abs(row.value(nominal) / row.expected! - 1), row.definition).toBeLessThan(
        row.tolerance!,
      );
  });

  it('makes scattered beams and a pair, and keeps four-momentum and charge', () => {
    const momenta = fc.record({
      minPt: fc.constantFrom(0, 0.05, 1, 4.9),
      minMass: fc.constantFrom(0, 0.5, 10.4),
      virtualityScale: fc.constantFrom(0.1, 2.5, 100),
      photonRecoil: fc.boolean(),
    });
    fc.assert(
      fc.property(momenta, (config) => {
        const [lepton, count] = [pdgs[name]!, 10];
        const particles = generate(name, config, count);
        const { offsets, pdg } = particles;
        const { mass } = particleInfo(lepton)!;
        let off = 0;
        for (let event = 0; event < count; event++) {
          const start = offsets[event]!;
          expect([...pdg.subarray(start, start + 4)]).toEqual([11, -11, lepton, -lepton]);
          off = Math.max(off, imbalance(particles, event));
          for (const row of [0, 1, 2, 3]) {
            const expected = row < 2 ? 0.510_998_95e-3 : mass;
            off = Math.max(
              off,
              Math.abs(massSquared(momentum(particles, start + row)) - expected ** 2),
            );
          }
        }
        expect(off).toBeLessThan(1e-7);
      }),
      { numRuns: 12 },
    );
  });

  it('has the pT that is asked for, along the beams, with photons along them', () => {
    const particles = generate(name, { minPt: 0.4 }, 100);
    for (let event = 0; event < 100; event++) {
      const row = particles.offsets[event]!;
      for (const lepton of [row + 2, row + 3]) {
        const { px, py } = momentumCms(particles, lepton);
        expect(Math.hypot(px, py)).toBeGreaterThan(0.4 - 1e-6);
      }
      const [one, other] = [momentumCms(particles, row + 2), momentumCms(particles, row + 3)];
      expect(Math.hypot(one.px + other.px, one.py + other.py)).toBeLessThan(1e-8);
    }
  });

  it('refuses pairs beyond the energy of the beams by name', () => {
    expect(() => generate(name, { minPt: 5.4 }, 1)).toThrow(`generator "${name}": a pair of`);
    expect(() => crossSection(name, { minMass: '10.55 GeV' })).toThrow('lower minPt or minMass');
    expect(crossSection(name, { minMass: '10.4 GeV', minPt: 0.05 })).toBeGreaterThan(0);
  });
});

it('virtual photons leave the pair a transverse momentum that the beams balance', () => {
  const particles = generate('two-photon-mumu', { photonRecoil: true }, 2000);
  const recoils = Array.from({ length: 2000 }, (_, event) => {
    const [one, other] = [
      momentumCms(particles, 4 * event + 2),
      momentumCms(particles, 4 * event + 3),
    ];
    return Math.hypot(one.px + other.px, one.py + other.py);
  }).sort((a, b) => a - b);
  // Equal shares of ln q² between (m x)² and 2.5 (m² + pT²): a few MeV in the middle.
  expect(recoils[1000]!).toBeGreaterThan(1e-3);
  expect(recoils[1000]!).toBeLessThan(0.05);
  expect(recoils[1999]!).toBeGreaterThan(0.1);
});

it('generated muons are in 17–150° above pT as often as their cross sections say', () => {
  const [config, count] = [{ minPt: 0.15 }, 30_000];
  const particles = generate('two-photon-mumu', config, count);
  const isSeen = (row: number): boolean => {
    const { px, py, pz } = momentum(particles, row);
    const pt = Math.hypot(px, py);
    const theta = Math.atan2(pt, pz) / degree;
    return pt > 0.2 && theta > 17 && theta < 150;
  };
  let seen = 0;
  for (let event = 0; event < count; event++)
    if (isSeen(4 * event + 2) || isSeen(4 * event + 3)) seen++;
  const visible = (crossSection('two-photon-mumu', config) * seen) / count;
  // 8.7 nb to 1 % by an independent integration; 4 σ of 13 000 counts are 2.7 %.
  expect(Math.abs(visible / 8.7 - 1)).toBeLessThan(0.035);
});

it('τ of two photons are decayed', () => {
  const { pdg, status } = generate('two-photon-tautau', {}, 20);
  for (const [row, code] of pdg.entries())
    if (Math.abs(code) === 15) expect(status[row]).toBe(particleStatus.intermediate);
});

describe('two-photon electrons with and without a track above 0.05 GeV in 17–150°', () => {
  const [config, count] = [{ minPt: 0.038 }, 4000];
  const hasTrack = (particles: ReturnType<typeof generate>, event: number): boolean =>
    [2, 3].some((row) => {
      const { px, py, pz } = momentum(particles, 4 * event + row);
      const theta = Math.atan2(Math.hypot(px, py), pz) / degree;
      return Math.hypot(px, py) > 0.05 && theta > 17 && theta < 150;
    });
  const withTrack = (seen: string): number => {
    const particles = generate('two-photon-ee', { ...config, seen }, count);
    return Array.from({ length: count }, (_, event) => event).filter((event) =>
      hasTrack(particles, event),
    ).length;
  };
  const sigma = (seen: string, minPt = config.minPt): number =>
    crossSection('two-photon-ee', { minPt, seen });

  it('are disjoint: the collision has one in each event, the background in none', () => {
    expect(withTrack('track')).toBe(count);
    expect(withTrack('none')).toBe(0);
  });

  it('add up to all of them, and share them as the events of all do', () => {
    expect(sigma('track') + sigma('none')).toBeCloseTo(sigma('any'), 9);
    const share = sigma('track') / sigma('any');
    // 4σ of 4000 events and of the 40 000 tries of the cross section.
    expect(Math.abs(withTrack('any') / count - share)).toBeLessThan(
      4 * Math.sqrt(share * (1 - share) * (1 / count + 1 / 40_000)),
    );
  });

  it('lose no track by the least pT of 0.038 GeV along the beams', () => {
    expect(Math.abs(sigma('track', 0.03) / sigma('track') - 1)).toBeLessThan(0.02);
  });
});
