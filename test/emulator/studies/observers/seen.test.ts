import { describe, expect, it } from 'vitest';
import { degree } from '../../../../detector/base/units.js';
import { beams } from '../../../../detector/beams.js';
import { ParticleBuilder, particleStatus } from '../../../../detector/particles.js';
import { particleInfo } from '../../../../detector/pdg.js';
import { nominalConfig } from '../../../../emulator/chain/parts.js';
import { seenParticles, type seenVariables } from '../../../../emulator/studies/observers/seen.js';
import { generate, nominal } from '../../generators/machine.js';

/** A particle of the truth: momentum [GeV] in spherical coordinates [°], start [cm]. */
interface Row {
  readonly pdg: number;
  readonly p: number;
  readonly theta: number;
  readonly phi?: number;
  readonly radius?: number;
  readonly mother?: number;
  readonly status?: number;
  readonly origin?: number;
}

const config = nominalConfig();

function seen(rows: readonly Row[], searched: readonly number[] = []) {
  const builder = new ParticleBuilder();
  for (const { pdg, p, theta, phi = 0, radius = 0, mother = -1, ...rest } of rows) {
    const pt = p * Math.sin(theta * degree);
    const mass = particleInfo(pdg)?.mass ?? 0;
    builder.push(
      pdg,
      rest.status ?? particleStatus.final,
      mother,
      pt * Math.cos(phi * degree),
      pt * Math.sin(phi * degree),
      p * Math.cos(theta * degree),
      Math.hypot(p, mass),
      radius,
      0,
      0,
      0,
      rest.origin ?? 0,
    );
  }
  builder.endEvent();
  const batch = { eventCount: 1, particles: builder.take() };
  const columns = seenParticles(searched).variables({ seed: 1, config })(batch as never);
  return (name: keyof typeof seenVariables): number => columns[name]![0]!;
}

const muon = { pdg: 13, p: 2, theta: 90 } as const;

describe('what is seen of a collision', () => {
  it('compares the hardest photon with what a single one has to have where it points', () => {
    // 90° and 20° in the laboratory: E* = E · γ(1 − β cos θ).
    const over = (rows: readonly Row[]): number => seen(rows)('photonOverSkim');
    const central = { pdg: 22, p: 2, theta: 90 } as const;
    const forward = { pdg: 22, p: 4, theta: 20 } as const;
    expect(over([central])).toBeCloseTo(seen([central])('photonEnergy') - 1, 9);
    expect(over([forward])).toBeCloseTo(seen([forward])('photonEnergy') - 2, 9);
    expect(over([forward, central])).toBeCloseTo(over([forward]), 9);
    expect(over([central, forward])).toBeCloseTo(over([forward]), 9);
    for (const [theta, threshold] of [
      [32, 2],
      [33, 1],
      [128, 1],
      [129, 2],
    ] as const) {
      const edge = [{ ...central, theta }];
      expect(over(edge)).toBeCloseTo(seen(edge)('photonEnergy') - threshold, 9);
    }
    expect(over([muon])).toBeNaN();
  });

  it('looks at the angle of the electron of highest pT, whatever is harder', () => {
    const electrons = [
      { pdg: 11, p: 0.5, theta: 120, phi: 40 },
      { pdg: -11, p: 1.5, theta: 30, phi: 200 },
    ] as const;
    expect(seen([muon, ...electrons])('electronTheta') / degree).toBeCloseTo(30, 6);
    expect(seen([muon])('electronTheta')).toBeNaN();
  });

  it('counts tracks in 17–150° above 0.1 GeV of pT that start within 60 cm', () => {
    const isSeen = (row: Partial<Row>): boolean => seen([{ ...muon, ...row }])('tracks') === 1;
    expect(isSeen({})).toBe(true);
    expect([16.9, 17.1, 149.9, 150.1].map((theta) => isSeen({ theta }))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([0.099, 0.101].map((p) => isSeen({ p }))).toEqual([false, true]);
    expect([59, 61].map((radius) => isSeen({ radius }))).toEqual([true, false]);
    expect(isSeen({ status: particleStatus.intermediate })).toBe(false);
    expect(isSeen({ origin: 1 })).toBe(false);
    expect([22, 12, 130, 211, -2212].map((pdg) => isSeen({ pdg }))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('tells muons, electrons and photons apart, and electrons of photons from all', () => {
    const photon = { pdg: 22, p: 1, theta: 80, status: particleStatus.intermediate };
    const read = seen([
      muon,
      { ...muon, pdg: -11 },
      photon,
      { ...muon, pdg: 11, mother: 2 },
      { ...photon, p: 0.09, status: particleStatus.final },
      { ...photon, p: 0.5, mother: 1, status: particleStatus.final },
    ]);
    const names = ['tracks', 'muons', 'electrons', 'photons'] as const;
    expect(names.map(read)).toEqual([2, 1, 1, 1]);
    expect(read('photonEnergy')).toBeGreaterThan(0.9);
    expect(seen([muon])('photonEnergy')).toBe(0);
  });

  it('of two muons of a collision is all: what is left has no mass, and they are opposite', () => {
    const particles = generate('mumu', { isr: false, fsr: false }, 200, beams(config.beams));
    const columns = seenParticles().variables({ seed: 1, config })({
      eventCount: 200,
      particles,
    } as never);
    const both = [...columns.tracks!].flatMap((count, event) => (count === 2 ? [event] : []));
    expect(both.length).toBeGreaterThan(150);
    for (const event of both) {
      // The spread of the beams' energies, 0.05 % of 10.6 GeV.
      expect(columns.trackMass![event]! / nominal.sqrtS).toBeCloseTo(1, 2);
      expect(columns.pairPt![event]).toBeLessThan(0.05);
      expect(columns.recoilMass![event]).toBeLessThan(0.6);
      expect(columns.opening![event]! / degree).toBeGreaterThan(179);
    }
  });

  it('of one muon is that it recoils against all of the rest', () => {
    const read = seen([muon]);
    expect(read('pt')).toBeCloseTo(2, 12);
    const { px, pz, energy } = nominal.total;
    expect(read('recoilTheta')).toBeCloseTo(Math.atan2(2 - px, pz), 9);
    const recoil2 = (energy - Math.hypot(2, 0.1056584)) ** 2 - (px - 2) ** 2 - pz ** 2;
    expect(read('recoilMass')).toBeCloseTo(Math.sqrt(recoil2), 5);
    expect([read('ptCmsLow'), read('deltaPhi'), read('opening')]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });

  it('takes the two tracks of highest pT for angles, the outermost vertex for the radius', () => {
    const read = seen([
      { ...muon, p: 0.5, radius: 7 },
      { ...muon, phi: 170 },
      { ...muon, p: 3, phi: -100 },
    ]);
    expect(read('deltaPhi') / degree).toBeCloseTo(90, 9);
    expect(read('decayRadius')).toBeCloseTo(7, 12);
    expect(read('pt')).toBeCloseTo(3, 12);
    // The boost across the beams is 4 %.
    expect(read('ptCmsLow')).toBeGreaterThan(1.8);
    expect(read('ptCmsLow')).toBeLessThan(2.3);
  });

  it('has the mass of the particle that is searched for', () => {
    const columns = seenParticles([53]).variables({ seed: 1, config })({
      eventCount: 3,
      particles: generate('mumu-zprime', { mass: 3 }, 3),
    } as never);
    for (const mass of columns.mass!) expect(mass).toBeCloseTo(3, 5);
    expect(seen([muon], [53])('mass')).toBeNaN();
  });
});
