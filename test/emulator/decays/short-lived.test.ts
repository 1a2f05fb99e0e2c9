import { describe, expect, it } from 'vitest';
import { sliceAddresses } from '../../../detector/event.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../../detector/particles.js';
import { particleInfo, particleNamed } from '../../../detector/pdg.js';
import { decayCounts } from '../../../emulator/decays/decay-counts.js';
import { decayShortLived, eventDecays } from '../../../emulator/decays/short-lived.js';

const code = (name: string): number => particleNamed(name)!;
const final = particleStatus.final;

/** One particle an event, of momentum `pz` [GeV] along z and the mass of its code. */
function alone(name: string, events: number, pz = 0): Particles {
  const builder = new ParticleBuilder(events);
  const { mass } = particleInfo(code(name))!;
  for (let event = 0; event < events; event++) {
    builder.push(code(name), final, -1, 0, 0, pz, Math.hypot(mass, pz));
    builder.endEvent();
  }
  return builder.take();
}

function decayed(name: string, events: number, pz = 0): Particles {
  return decayShortLived({ seed: 5 })(alone(name, events, pz), sliceAddresses(1, 0, 0, events));
}

/** Electrons of π⁰ → γ e⁺e⁻ and its kin, which inclusive shares do not count. */
function isDalitz({ pdg, mother, offsets }: Particles, row: number, event: number): boolean {
  const parent = mother[row]! < 0 ? 0 : pdg[offsets[event]! + mother[row]!]!;
  return Math.abs(pdg[row]!) === 11 && [111, 221, 223, 113, 331, 333].includes(parent);
}

/** Mean number of final particles an event by name, with their antiparticles under their own. */
function yields(particles: Particles): (...names: readonly string[]) => number {
  const { offsets, pdg, status } = particles;
  const events = offsets.length - 1;
  const numbers = new Map<number, number>();
  for (let event = 0; event < events; event++) {
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
      if (status[row] !== final || isDalitz(particles, row, event)) continue;
      numbers.set(pdg[row]!, (numbers.get(pdg[row]!) ?? 0) + 1);
    }
  }
  return (...names) =>
    names.reduce((sum, name) => sum + (numbers.get(code(name)) ?? 0), 0) / events;
}

/** Mean number of all rows of a code, final or not, an event. */
function made(particles: Particles, ...names: readonly string[]): number {
  const codes = new Set(names.map(code));
  return particles.pdg.filter((pdg) => codes.has(pdg)).length / (particles.offsets.length - 1);
}

const charged = ['pi+', 'pi-', 'K+', 'K-', 'p', 'anti-p', 'e+', 'e-', 'mu+', 'mu-'] as const;
/** Charged particles an event, those of K_S and Λ counted as they are published. */
function multiplicity(particles: Particles): number {
  const of = yields(particles);
  return of(...charged) + 2 * 0.692 * of('K_S0') + 2 * 0.641 * of('Lambda', 'anti-Lambda');
}

describe('decays of short-lived particles', () => {
  it.each(['tau-', 'D0', 'D_s+', 'Lambda_c+', 'B+', 'anti-B0', 'J/psi', 'psi(2S)', 'Upsilon(4S)'])(
    'of %s keep energy, momentum and charge, and leave only what the detector follows',
    (name) => {
      const given = particleInfo(code(name))!;
      const particles = decayed(name, 400, 2);
      const { offsets, status, pdg, px, py, pz, energy } = particles;
      for (let event = 0; event < 400; event++) {
        const sum = { px: 0, py: 0, pz: 0, energy: 0, charge: 0 };
        for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
          if (status[row] !== final) continue;
          expect(particleInfo(pdg[row]!)!.kind).not.toBe('short-lived');
          sum.px += px[row]!;
          sum.py += py[row]!;
          sum.pz += pz[row]!;
          sum.energy += energy[row]!;
          sum.charge += particleInfo(pdg[row]!)!.charge;
        }
        expect(sum.charge).toBe(given.charge);
        expect(Math.hypot(sum.px, sum.py)).toBeLessThan(1e-12 * given.mass * 100);
        expect(sum.pz).toBeCloseTo(2, 10);
        expect(sum.energy).toBeCloseTo(Math.hypot(given.mass, 2), 10);
      }
    },
  );

  it('give the τ 85.2 % of one-prong and 14.6 % of three-prong decays, within 2 %', () => {
    const events = 20_000;
    const particles = decayed('tau-', events);
    const { offsets, status, pdg } = particles;
    const prongs = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let event = 0; event < events; event++) {
      let number = 0;
      for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
        const isCharged = particleInfo(pdg[row]!)!.charge !== 0;
        if (status[row] === final && isCharged && !isDalitz(particles, row, event)) number++;
      }
      prongs[number] = prongs[number]! + 1;
    }
    expect(prongs[1]! / events).toBeCloseTo(0.852, 1.7);
    expect(prongs[3]! / events).toBeCloseTo(0.146, 1.7);
  });

  it('give leptons of a τ at rest the spectrum x²(3 − 2x): mean x 0.7, mean x² 0.533', () => {
    const events = 40_000;
    const { pdg, energy } = decayed('tau-', events);
    const x = Array.from(energy).flatMap((value, row) =>
      pdg[row] === 13 ? [value / (1.77686 / 2)] : [],
    );
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    // The muon's mass adds 1 %; the spread of x is 0.2: 4 σ of 7000 leptons are 0.0095.
    expect(mean(x)).toBeGreaterThan(0.7 - 0.01);
    expect(mean(x)).toBeLessThan(0.7 + 0.02);
    expect(mean(x.map((value) => value * value))).toBeCloseTo(0.533, 1.3);
  });

  it('let a τ of 4.98 GeV fly 244 µm on average, and its products start there', () => {
    const events = 20_000;
    const { offsets, z, mother, time } = decayed('tau-', events, 4.98);
    let sum = 0;
    for (let event = 0; event < events; event++) {
      const first = offsets[event]! + 1;
      expect(mother[first]).toBe(0);
      expect(time[first]).toBeCloseTo(
        z[first]! / (29.9792458 * (4.98 / Math.hypot(4.98, 1.77686))),
        9,
      );
      sum += z[first]!;
    }
    const mean = sum / events;
    // An exponential: the mean is known to 0.7 %.
    expect(Math.abs(mean / 0.0244 - 1)).toBeLessThan(0.028);
  });

  it('begin where a flight along the momentum ends, in every direction', () => {
    const builder = new ParticleBuilder();
    const [px, py, pz] = [1.5, -0.7, -2.1];
    builder.push(
      code('tau-'),
      final,
      -1,
      px,
      py,
      pz,
      Math.hypot(px, py, pz, 1.77686),
      0.1,
      0.2,
      0.3,
    );
    builder.endEvent();
    const { x, y, z } = decayShortLived({ seed: 2 })(builder.take(), sliceAddresses(1, 0, 0, 1));
    const flight = (x[1]! - 0.1) / px;
    expect(flight).toBeGreaterThan(0);
    expect((y[1]! - 0.2) / py).toBeCloseTo(flight, 12);
    expect((z[1]! - 0.3) / pz).toBeCloseTo(flight, 12);
  });

  it('give B mesons the published charm, kaons, leptons and protons within 15 %', () => {
    const both = ['B0', 'B+'].map((name) => decayed(name, 4000));
    const mean = (of: (particles: Particles) => number): number =>
      (of(both[0]!) + of(both[1]!)) / 2;
    const near = (value: number, published: number, share = 0.15): void =>
      expect(Math.abs(value / published - 1)).toBeLessThan(share);
    near(
      mean((b) => made(b, 'D0', 'anti-D0')),
      0.62,
    );
    near(
      mean((b) => made(b, 'D+', 'D-')),
      0.24,
    );
    near(
      mean((b) => made(b, 'D_s+', 'D_s-')),
      0.083,
    );
    near(
      mean((b) => made(b, 'Lambda_c+', 'anti-Lambda_c+')),
      0.045,
    );
    near(
      mean((b) => made(b, 'J/psi')),
      0.0109,
      // 87 expected of 8000.
      0.45,
    );
    near(
      mean((b) => yields(b)('K+', 'K-')),
      0.789,
    );
    near(
      mean((b) => yields(b)('K_S0', 'K_L0')),
      0.64,
    );
    near(
      mean((b) => yields(b)('pi+', 'pi-')),
      3.585,
      0.05,
    );
    // With those of Λ (PDG, recalled).
    near(
      mean((b) => yields(b)('p', 'anti-p') + 0.641 * yields(b)('Lambda', 'anti-Lambda')),
      0.08,
    );
    near(
      mean((b) => yields(b)('Lambda', 'anti-Lambda')),
      0.04,
      0.25,
    );
    near(
      mean((b) => yields(b)('e+', 'e-')),
      0.2,
    );
    near(
      mean((b) => yields(b)('mu+', 'mu-')),
      0.2,
    );
    // CLEO: 10.71 a pair.
    near(mean(multiplicity), 10.71 / 2, 0.03);
    // π⁰ 2.35 a B (PDG, recalled).
    near(
      mean((b) => made(b, 'pi0')),
      2.35,
      0.1,
    );
  });

  it.each([
    ['D0', 'K-', 0.547],
    ['D+', 'K-', 0.257],
    ['D_s+', 'K+', 0.29],
    ['D_s+', 'K-', 0.19],
    ['D0', 'e+', 0.065],
    ['D+', 'e+', 0.161],
    ['D0', 'mu+', 0.067],
    ['D+', 'mu+', 0.176],
  ])('give %s its %s in %f of decays, within 20 %', (parent, product, published) => {
    const value = yields(decayed(parent, 12_000))(product);
    expect(Math.abs(value / published - 1)).toBeLessThan(0.2);
  });

  it('do not depend on how events are grouped, and differ between addresses', () => {
    const decay = decayShortLived({ seed: 9 });
    const whole = decay(alone('B+', 6), sliceAddresses(2, 3, 0, 6));
    const second = decay(alone('B+', 3), sliceAddresses(2, 3, 3, 3));
    const from = whole.offsets[3]!;
    expect(second.px).toEqual(whole.px.slice(from));
    expect(second.pdg).toEqual(whole.pdg.slice(from));
    expect(whole.px.slice(0, from)).not.toEqual(second.px);
  });

  it('hand back the particles themselves when there is nothing to decay', () => {
    const muons = alone('mu-', 3, 1);
    expect(decayShortLived({ seed: 1 })(muons, sliceAddresses(1, 0, 0, 3))).toBe(muons);
  });

  it('are made in one event of a builder by a given stream, earlier events untouched', () => {
    const draw = (seed: number): Particles => {
      const random = new RandomStream().seed(seed, 0, 0, 0, purpose.generator);
      const decay = eventDecays(random);
      const builder = new ParticleBuilder();
      for (const name of ['tau-', 'tau+']) {
        builder.push(code(name), final, -1, 0, 0, 2, Math.hypot(2, particleInfo(15)!.mass));
        if (name === 'tau+') decay(builder);
        builder.endEvent();
      }
      return builder.take();
    };
    const { offsets, status, pdg, mother, energy } = draw(1);
    expect(Array.from(offsets.subarray(0, 2))).toEqual([0, 1]);
    expect([status[0], status[1]]).toEqual([final, particleStatus.intermediate]);
    expect(offsets[2]!).toBeGreaterThan(3);
    expect(mother[2]).toBe(0);
    const charge = Array.from(pdg)
      .slice(2)
      .reduce(
        (sum, product, at) => sum + (status[at + 2] === final ? particleInfo(product)!.charge : 0),
        0,
      );
    expect(charge).toBe(1);
    expect(draw(1).energy).toEqual(energy);
    expect(draw(2).energy).not.toEqual(energy);
  });

  it('leave what no table knows, and say whose mass was wrong', () => {
    const builder = new ParticleBuilder();
    builder.push(code('B_c+'), final, -1, 0, 0, 1, Math.hypot(1, particleInfo(541)!.mass));
    // A generator without the mass of the τ.
    builder.push(code('tau-'), final, -1, 0, 0, 3, 3);
    builder.push(code('pi+'), final, -1, 0, 0, 3, Math.hypot(3, 0.13957));
    builder.endEvent();
    const counts = decayCounts();
    const { pdg, status, energy } = decayShortLived({ seed: 1 }, counts)(
      builder.take(),
      sliceAddresses(1, 0, 0, 1),
    );
    expect([...counts.decayed]).toEqual([[15, 1]]);
    expect([...counts.corrected]).toEqual([[15, 1]]);
    expect(status[0]).toBe(final);
    expect(status[1]).toBe(particleStatus.intermediate);
    const products = Array.from(energy).slice(3);
    expect(products.length).toBeGreaterThan(1);
    expect(pdg[2]).toBe(211);
  });
});
