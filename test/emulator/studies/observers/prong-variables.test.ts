import { describe, expect, it } from 'vitest';
import { degree } from '../../../../detector/base/units.js';
import { ParticleBuilder, particleStatus } from '../../../../detector/particles.js';
import { photonBesideMuons } from '../../../../emulator/studies/observers/photon-beside-muons.js';
import { chargedProngs } from '../../../../emulator/studies/observers/prong-variables.js';
import { leadingParticle } from '../../../../emulator/studies/observers/leading-particle.js';
import { sharp } from '../../generators/machine.js';

interface Row {
  readonly pdg: number;
  readonly p: number;
  readonly theta: number;
  readonly phi: number;
  readonly x?: number;
  readonly mother?: number;
  readonly status?: number;
}

/** One event; angles in degrees. */
function event(rows: readonly Row[]) {
  const builder = new ParticleBuilder();
  for (const { pdg, p, theta, phi, x = 0, mother = -1, status = particleStatus.final } of rows) {
    const pt = p * Math.sin(theta * degree);
    const pz = p * Math.cos(theta * degree);
    builder.push(
      pdg,
      status,
      mother,
      pt * Math.cos(phi * degree),
      pt * Math.sin(phi * degree),
      pz,
      p,
      x,
      0,
      0,
    );
  }
  builder.endEvent();
  return { eventCount: 1, particles: builder.take() };
}

const prongsOf = chargedProngs(sharp.frame);

describe('variables of prongs', () => {
  it('count charged particles of the collision: no neutrals, no daughters, no beams', () => {
    const columns = prongsOf(
      event([
        { pdg: 13, p: 1, theta: 90, phi: 0 },
        { pdg: 22, p: 1, theta: 90, phi: 0 },
        { pdg: 2112, p: 1, theta: 90, phi: 0 },
        { pdg: 211, p: 1, theta: 90, phi: 0, mother: 0 },
        { pdg: -11, p: 4, theta: 180, phi: 0, status: particleStatus.beam },
        { pdg: -321, p: 2, theta: 60, phi: 0 },
      ]),
    );
    expect(columns.prongs[0]).toBe(2);
    expect(columns.kind[0]).toBe(321);
    expect(columns.energySum[0]).toBeCloseTo(5, 9);
  });

  it('keep a prong that decayed or radiated on its way', () => {
    const rows: Row[] = [
      { pdg: 211, p: 1, theta: 90, phi: 0, status: particleStatus.intermediate },
      { pdg: 13, p: 0.8, theta: 90, phi: 0, mother: 0 },
    ];
    expect(prongsOf(event(rows)).prongs[0]).toBe(1);
  });

  it('order them by pT: angle between the two highest, pT of the third, extremes of θ', () => {
    const columns = prongsOf(
      event([
        { pdg: 211, p: 0.5, theta: 30, phi: 10, x: 3 },
        { pdg: -211, p: 2, theta: 90, phi: 170, x: 3 },
        { pdg: 211, p: 1, theta: 90, phi: -100, x: 3 },
      ]),
    );
    expect(columns.deltaPhi[0]! / degree).toBeCloseTo(90, 9);
    expect(columns.opening[0]! / degree).toBeCloseTo(90, 9);
    expect(columns.pt[0]).toBeCloseTo(2, 9);
    expect(columns.ptThird[0]).toBeCloseTo(0.25, 9);
    expect(columns.ptLow[0]).toBeCloseTo(0.25, 9);
    expect(columns.thetaLow[0]! / degree).toBeCloseTo(30, 9);
    expect(columns.thetaHigh[0]! / degree).toBeCloseTo(90, 9);
    expect(columns.decayRadius[0]).toBe(3);
    expect([columns.fullProngs[0], columns.shortProngs[0]]).toEqual([2, 2]);
  });

  it('have no angle with one prong, nothing with none', () => {
    expect(prongsOf(event([{ pdg: 13, p: 1, theta: 90, phi: 0 }])).deltaPhi[0]).toBeNaN();
    const none = prongsOf(event([{ pdg: 22, p: 1, theta: 90, phi: 90 }]));
    expect(none.prongs[0]).toBe(0);
    expect(none.pt[0]).toBeNaN();
    // Beams cross in the x-z plane: across it a photon gains a factor γ.
    expect(none.radiated[0]).toBeCloseTo(sharp.frame.gamma, 9);
  });
});

describe('the photon beside muons', () => {
  it('has its angle to the nearer muon, and the first class of loss that applies', () => {
    const classOf = (energy: number, phi: number): readonly number[] => {
      const batch = event([
        { pdg: 13, p: 4, theta: 90, phi: 0 },
        { pdg: -13, p: 4, theta: 90, phi: 180 },
        { pdg: 22, p: energy, theta: 90, phi },
      ]);
      const photon = leadingParticle(22, sharp.frame)(batch);
      const { isolation, loss } = photonBesideMuons(batch, photon);
      return [Math.round(isolation[0]! / degree), loss[0]!];
    };
    expect(classOf(1.1, 90)).toEqual([90, 0]);
    expect(classOf(3, 170)).toEqual([10, 2]);
    expect(classOf(3, 60)).toEqual([60, 3]);
  });
});
