import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../detector/base/config.js';
import { electronMass, muonMass } from '../../detector/base/constants.js';
import { eV, MeV } from '../../detector/base/units.js';
import { sliceAddresses } from '../../detector/event.js';
import { subdetectors } from '../../detector/index.js';
import { materialSchema } from '../../detector/material.js';
import { type OwnParticle, particlesLabel, withParticles } from '../../detector/own-particles.js';
import { ParticleTable, standardParticles } from '../../detector/particle-table.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { particleKinds } from '../../detector/pdg.js';
import { arcEnds } from '../../detector/propagation/arcs.js';
import { transportSchema } from '../../detector/propagation/schema.js';
import { moveParticles } from '../../detector/simulate.js';

const pdg = 1000015;
const own = (rest: Partial<OwnParticle>): OwnParticle => ({
  pdg,
  name: 'own',
  mass: 1,
  charge: -1,
  lifetime: 0,
  ...rest,
});

interface Flight {
  readonly p: readonly [number, number, number];
  readonly count?: number;
  /** 13 for a muon, to compare with. */
  readonly code?: number;
  readonly raw?: Readonly<Record<string, unknown>>;
}

/** Particles of one kind and momentum after their way, and deposits of one subdetector. */
function fly(particle: OwnParticle, { p, count = 1, code = pdg, raw = {} }: Flight) {
  const builder = new ParticleBuilder();
  const mass = code === pdg ? particle.mass : muonMass;
  for (let event = 0; event < count; event++) {
    builder.push(code, 1, -1, ...p, Math.hypot(...p, mass), 0, 0, 0);
    builder.endEvent();
  }
  const config = {
    material: parseConfig(materialSchema, raw['material'] ?? {}, 'test'),
    transport: parseConfig(transportSchema, raw['transport'] ?? {}, 'test'),
    particles: [particle],
  };
  const addresses = sliceAddresses(1, 0, 0, count);
  const [moved] = moveParticles(config, { seed: 3 })({
    eventCount: count,
    addresses,
    weights: new Float64Array(count).fill(1),
    time: new Float64Array(count),
    particles: builder.take(),
  });
  const depositsOf = (name: (typeof subdetectors)[number]['name']) => {
    const detector = subdetectors.find((candidate) => candidate.name === name)!;
    const settings = parseConfig(detector.schema, raw[name] ?? {}, 'test');
    const context = { seed: 3, particles: new ParticleTable([particle]) };
    return detector.deposit(settings as never, context)(moved.particles, addresses, moved.arcs);
  };
  return { ...moved, depositsOf };
}

const sum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((total, value) => total + value, 0);
const straight = { scattering: false, energyLoss: false };

describe('a table of own particles', () => {
  const parsed = (table: unknown): unknown =>
    (withParticles({ particles: table }, 'file') as { particles: unknown }).particles;

  it('says mass, charge and lifetime by code; antiparticles have the opposite charge', () => {
    const entry = { mass: '200 GeV', charge: -1, lifetime: 'stable', name: 'stau' };
    const table = parsed({ [pdg]: entry }) as readonly OwnParticle[];
    expect(table).toEqual([{ pdg, name: 'stau', mass: 200, charge: -1, lifetime: 0 }]);
    const particles = new ParticleTable(table);
    expect(particles.info(pdg)).toMatchObject({ mass: 200, charge: -1, lifetime: Infinity });
    expect(particles.info(-pdg)).toMatchObject({ mass: 200, charge: 1 });
    expect(particles.kind(-pdg)).toBe(particleKinds.own);
    expect(standardParticles.kind(pdg)).toBe(particleKinds.unknown);
    expect(particles.info(13)).toBe(standardParticles.info(13));
    expect(particlesLabel(table)).toEqual([`particle ${pdg} (200 GeV, -1 e, stable)`]);
  });

  it('takes a lifetime as a length, and a neutral particle, which nothing sees', () => {
    const table = parsed({ 1000022: { mass: 5, charge: 0, lifetime: '30 cm' } });
    expect(table).toMatchObject([{ lifetime: 30, charge: 0 }]);
    const particles = new ParticleTable(table as readonly OwnParticle[]);
    expect(particles.kind(1000022)).toBe(particleKinds.invisible);
  });

  it('is left alone when it is read already, or absent', () => {
    expect(parsed([own({})])).toEqual([own({})]);
    expect(parsed('none')).toBe('none');
    expect(withParticles({ beams: {} }, 'file')).toEqual({ beams: {} });
  });

  it.each([
    [{ [pdg]: { mas: 1, charge: 1 } }, `"particles.${pdg}.mas" does not exist; nearest is "mass"`],
    [{ [pdg]: { mass: 1 } }, `particles.${pdg}.charge is missing`],
    [{ [pdg]: { charge: 1 } }, `particles.${pdg}.mass is missing`],
    [{ [pdg]: { mass: '1 cm', charge: 1 } }, `particles.${pdg}.mass is "1 cm", expected a number`],
    [{ [pdg]: { mass: 1, charge: 11 } }, `particles.${pdg}.charge is 11, expected a number`],
    [{ [pdg]: { mass: 1, charge: 1, lifetime: 'stabel' } }, 'nearest is "stable"'],
    [{ 13: { mass: 1, charge: 1 } }, 'particles.13 is mu-, which is known'],
    [{ '-7': { mass: 1, charge: 1 } }, 'particles.-7 is no PDG code'],
    [[1], 'particles is [1], expected none, or a table'],
  ])('refuses %j by key, with what was found and expected', (table, message) => {
    expect(() => parsed(table)).toThrow(message);
  });
});

describe('own particles on their way', () => {
  it('bend by their charge: 1 GeV at 90° on 222.4 cm for charge 1, thrice that for 1/3', () => {
    for (const [charge, radius] of [
      [-1, 222.4],
      [1 / 3, 667.1],
      [-2, 111.2],
    ] as const) {
      const { arcs } = fly(own({ charge }), { p: [1, 0, 0], raw: { transport: straight } });
      expect(1 / arcs.curvature[0]!).toBeCloseTo(-Math.sign(charge) * radius, 0);
    }
  });

  it('arrive at the KLM when their velocity lets them: 2 GeV of mass 2 GeV at 0.71 c', () => {
    const { depositsOf } = fly(own({ mass: 20 }), {
      p: [20, 0, 2],
      raw: { klm: { efficiency: 1 } },
    });
    const { time } = depositsOf('klm');
    const length = 203.95 * Math.hypot(1, 0.1);
    expect(Math.min(...time)).toBeCloseTo(length / (29.979 * Math.SQRT1_2), 0);
  });

  it('vanish after their lifetime, without what they decay into', () => {
    const { arcs, particles } = fly(own({ lifetime: 20 }), { p: [1, 0, 0], count: 300 });
    const gone = arcs.end.filter((end) => end === arcEnds.gone).length;
    // βγ = 1: 125 cm are six lifetimes.
    expect(gone).toBeGreaterThan(290);
    expect(particles.pdg).toHaveLength(300);
  });
});

describe('ionization of own particles', () => {
  /** Bethe's formula in helium and ethane, up to a factor, without density effect. */
  const bethe = (betaGamma: number, charge = 1): number => {
    const beta2 = betaGamma ** 2 / (1 + betaGamma ** 2);
    const excitation = 45 * eV;
    return (
      ((charge * charge) / beta2) *
      (Math.log((2 * electronMass * betaGamma ** 2) / excitation) - beta2)
    );
  };
  const inChamber = (betaGamma: number, charge = -1): number => {
    const mass = 50;
    const { depositsOf } = fly(own({ mass, charge }), {
      p: [betaGamma * mass, 0, 0],
      count: 40,
      raw: { transport: straight },
    });
    return sum((depositsOf('cdc') as unknown as { energy: Float32Array }).energy);
  };
  const atMinimum = inChamber(3.5);

  it.each([0.3, 0.5, 1, 2])('in the chamber follows Bethe at βγ = %f, within 5 %', (betaGamma) => {
    const ratio = inChamber(betaGamma) / atMinimum;
    expect(Math.abs(ratio / (bethe(betaGamma) / bethe(3.5)) - 1)).toBeLessThan(0.05);
  });

  it('in the chamber is that of a muon of the same βγ', () => {
    const { depositsOf } = fly(own({}), {
      p: [3.5 * muonMass, 0, 0],
      count: 40,
      code: 13,
      raw: { transport: straight },
    });
    const { energy, wire } = depositsOf('cdc') as unknown as Record<string, Float32Array>;
    expect(wire!.length).toBeGreaterThan(40 * 50);
    expect(sum(energy!) / energy!.length / (atMinimum / (40 * 58))).toBeGreaterThan(0.8);
  });

  it('of small charges leaves few wires hit: a tenth of the charge most of none', () => {
    const hits = (charge: number): number => {
      const { depositsOf } = fly(own({ mass: 1, charge }), { p: [4, 0, 0], count: 40 });
      return depositsOf('cdc').time.length / 40;
    };
    expect(hits(1)).toBeGreaterThan(52);
    // 1.5 cm hold 33 ionizations of charge 1: 0.33 on average, 28 % of the cells with one.
    expect(hits(0.1)).toBeGreaterThan(10);
    expect(hits(0.1)).toBeLessThan(25);
    expect(hits(0.01)).toBeLessThan(1);
  });

  it('in the crystals goes with the charge squared and rises at low velocity', () => {
    const inCrystals = (charge: number, betaGamma: number): number => {
      const { depositsOf } = fly(own({ mass: 100, charge }), {
        p: [100 * betaGamma, 0, 10 * betaGamma],
        count: 40,
        raw: { transport: straight },
      });
      return sum((depositsOf('ecl') as unknown as { energy: Float32Array }).energy) / 40;
    };
    const one = inCrystals(1, 3.5);
    // 27 to 30 cm of 5.6 MeV.
    expect(one).toBeGreaterThan(135 * MeV);
    expect(one).toBeLessThan(175 * MeV);
    expect(inCrystals(0.1, 3.5) / one).toBeCloseTo(0.01, 3);
    expect(inCrystals(2, 3.5) / one).toBeCloseTo(4, 0);
    expect(inCrystals(1, 0.5) / one).toBeGreaterThan(2.6);
    expect(inCrystals(1, 0.5) / one).toBeLessThan(4);
  });

  it('stops slow ones in the crystals with all of their kinetic energy', () => {
    // βγ = 0.4, mass 5 GeV: 0.385 GeV, of which 0.1 is lost in front.
    const { depositsOf } = fly(own({ mass: 5 }), { p: [2, 0, 0.2], count: 20 });
    const energy = sum((depositsOf('ecl') as unknown as { energy: Float32Array }).energy) / 20;
    expect(energy).toBeGreaterThan(0.2);
    expect(energy).toBeLessThan(0.385);
    expect(depositsOf('klm').time).toHaveLength(0);
  });
});

describe('own particles in the outer detectors', () => {
  const lastLayer = (deposits: unknown): number =>
    Math.max(0, ...(deposits as { layer: Uint8Array }).layer);

  it('cross the yoke where a muon of the same velocity stops', () => {
    const betaGamma = 6;
    const light = fly(own({}), { p: [betaGamma * muonMass, 0, 0.05], code: 13 });
    expect(lastLayer(light.depositsOf('klm'))).toBeLessThan(6);
    const heavy = fly(own({ mass: 10 * muonMass }), { p: [10 * betaGamma * muonMass, 0, 0.5] });
    expect(lastLayer(heavy.depositsOf('klm'))).toBe(15);
  });

  it('fire fewer planes of the KLM when their charge is small', () => {
    const strips = (charge: number): number =>
      fly(own({ charge }), { p: [5, 0, 0.5], count: 50 }).depositsOf('klm').time.length;
    const one = strips(1);
    expect(strips(0.5) / one).toBeGreaterThan(0.85);
    // 1 − exp(−12 · 0.01) = 11 %.
    expect(strips(0.1) / one).toBeGreaterThan(0.05);
    expect(strips(0.1) / one).toBeLessThan(0.2);
  });

  it('give Cherenkov light by velocity: none below 0.68 c in quartz, 0.957 in aerogel', () => {
    const light = (name: 'top' | 'arich', betaGamma: number, angle: number): number => {
      const p = 100 * betaGamma;
      // The middle of a bar.
      const [cosPhi, sinPhi] = [Math.cos(Math.PI / 16), Math.sin(Math.PI / 16)];
      const pt = p * Math.sin(angle);
      const momentum = [pt * cosPhi, pt * sinPhi, p * Math.cos(angle)] as const;
      return fly(own({ mass: 100 }), { p: momentum, count: 40 }).depositsOf(name).time.length / 40;
    };
    // β = 0.6, 0.8, 1.
    expect(light('top', 0.75, 0.8)).toBe(0);
    const slow = light('top', 4 / 3, 0.8);
    expect(slow).toBeGreaterThan(3);
    expect(light('top', 20, 0.8)).toBeGreaterThan(1.5 * slow);
    // β = 0.95, 0.98, 1 at 25°.
    expect(light('arich', 3, 0.44)).toBe(0);
    expect(light('arich', 20, 0.44)).toBeGreaterThan(6);
  });
});
