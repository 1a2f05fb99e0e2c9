import { describe, expect, it } from 'vitest';
import { particleCharge, particleInfo, particleKind, particleKinds } from '../../detector/pdg.js';
import { particleTable } from '../../detector/pdg-table.js';

describe('particles by PDG code', () => {
  it('lists each code once', () => {
    expect(new Set(particleTable.map(([pdg]) => pdg)).size).toBe(particleTable.length);
  });

  it('has the flight lengths of the PDG: 780 cm for π, 371 cm for K, 2.684 cm for K_S', () => {
    // The PDG quotes four digits.
    expect(particleInfo(211)?.lifetime).toBeCloseTo(780.45, 0);
    expect(particleInfo(321)?.lifetime).toBeCloseTo(371.1, 0);
    expect(particleInfo(310)?.lifetime).toBeCloseTo(2.6844, 3);
    expect(particleInfo(130)?.lifetime).toBeCloseTo(1534, -1);
    expect(particleInfo(13)?.lifetime).toBeCloseTo(65865, -2);
    expect(particleInfo(3122)?.lifetime).toBeCloseTo(7.89, 2);
    expect(particleInfo(15)?.lifetime).toBeCloseTo(87.03e-4, 5);
    expect(particleInfo(2212)?.lifetime).toBe(Number.POSITIVE_INFINITY);
  });

  it('derives antiparticles with the opposite charge and the same mass', () => {
    expect(particleInfo(-11)).toMatchObject({
      name: 'e+',
      charge: 1,
      mass: particleInfo(11)?.mass,
      kind: 'electron',
    });
    expect(particleInfo(-211)).toMatchObject({ name: 'pi-', charge: -1 });
    expect(particleInfo(-2212)).toMatchObject({ name: 'anti-p', charge: -1, kind: 'hadron' });
    expect(particleInfo(-2112)).toMatchObject({ name: 'anti-n', charge: 0, kind: 'neutralHadron' });
    expect(particleInfo(-3222)).toMatchObject({ name: 'anti-Sigma+', charge: -1 });
    expect(particleInfo(-4222)?.charge).toBe(-2);
    expect(particleInfo(-421)?.name).toBe('anti-D0');
  });

  it('knows no antiparticle of particles that are their own', () => {
    for (const pdg of [
      22, 23, 111, 130, 221, 310, 331, 333, 443, 553, 300553, 9000111, 9010221, 4900022,
    ]) {
      expect(particleInfo(pdg), `${pdg}`).toBeDefined();
      expect(particleInfo(-pdg), `${-pdg}`).toBeUndefined();
    }
    for (const pdg of [12, 311, 313, 421, 511, 2112, 20313, 9000211, 100313])
      expect(particleInfo(-pdg), `${-pdg}`).toBeDefined();
  });

  it('conserves charge as the quark digits of mesons and baryons say', () => {
    const thirds = [0, -1, 2, -1, 2, -1, 2];
    const digit = (pdg: number, place: number): number => Math.floor(pdg / 10 ** place) % 10;
    for (const [pdg, name, , , charge] of particleTable) {
      if (
        pdg < 100 ||
        pdg >= 1_000_000_000 ||
        name === 'K_L0' ||
        name === 'K_S0' ||
        !Number.isFinite(particleInfo(pdg)?.mass)
      )
        continue;
      const [q1, q2, q3] = [digit(pdg, 3), digit(pdg, 2), digit(pdg, 1)].map(
        (flavour) => thirds[flavour] ?? 0,
      );
      const sum = q1 === 0 ? Math.abs(q2! - q3!) : q1! + q2! + q3!;
      expect(sum, name).toBe(3 * charge);
    }
  });

  it.each([
    [22, 'photon'],
    [-11, 'electron'],
    [13, 'muon'],
    [211, 'hadron'],
    [-321, 'hadron'],
    [1000010020, 'hadron'],
    [1000060120, 'hadron'],
    [130, 'neutralHadron'],
    [310, 'neutralHadron'],
    [3122, 'neutralHadron'],
    [14, 'invisible'],
    [4900022, 'invisible'],
    [-52, 'invisible'],
    [15, 'short-lived'],
    [111, 'short-lived'],
    [511, 'short-lived'],
  ] as const)('sees %i as %s', (pdg, kind) => {
    expect(particleInfo(pdg)?.kind).toBe(kind);
    expect(particleKind(pdg)).toBe(
      kind === 'short-lived' ? particleKinds.shortLived : particleKinds[kind],
    );
  });

  it('knows no nucleus that nobody has made: oganesson is the last, hypernuclei are out', () => {
    expect(particleInfo(1001182940)?.charge).toBe(118);
    for (const pdg of [1001192940, 1001182950, 1010010030, 1000070060, 1045598448])
      expect(particleInfo(pdg), `${pdg}`).toBeUndefined();
  });

  it('reads charge and mass of nuclei from their codes', () => {
    expect(particleInfo(1000060120)).toMatchObject({ charge: 6, name: 'nucleus(Z=6,A=12)' });
    expect(particleInfo(1000060120)?.mass).toBeCloseTo(11.18, 2);
    expect(particleInfo(-1000010020)).toMatchObject({ name: 'anti-deuteron', charge: -1 });
    expect(particleInfo(1000000000)).toBeUndefined();
  });

  it('has no opinion on unknown codes', () => {
    for (const pdg of [0, 2001, 99, -22, 9999999, 1.5, Number.NaN]) {
      expect(particleInfo(pdg)).toBeUndefined();
      expect(particleKind(pdg)).toBe(particleKinds.unknown);
      expect(particleCharge(pdg)).toBe(0);
    }
  });
});
