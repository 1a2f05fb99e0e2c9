import { describe, expect, it } from 'vitest';
import { massSquared } from '../../../detector/lorentz.js';
import { particleStatus } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { RandomStream } from '../../../detector/base/random.js';
import { RadiatedBoson } from '../../../emulator/generators/radiated-boson.js';
import { RadiatedBosonDensity } from '../../../emulator/generators/radiated-boson-density.js';
import { chiSquaredPull, crossSection, generate, momentum, momentumCms, sharp } from './machine.js';

const { s } = sharp.frame;
const born = { isr: false, coupling: 1 };
const femtobarn = 1e-6;

describe('cross sections of a boson off a lepton, of unit coupling', () => {
  // An independent tree-level calculation at 10.58 GeV, in fb.
  const table: readonly (readonly [string, string, readonly (readonly [number, number])[]])[] = [
    [
      'mumu-zprime',
      'vector',
      [
        [0.1, 5.678e5],
        [1, 9.957e4],
        [3, 1.371e4],
        [5, 2025],
        [7, 174],
      ],
    ],
    [
      'mumu-scalar',
      'scalar',
      [
        [1, 1.343e4],
        [3, 3443],
        [5, 705],
      ],
    ],
    [
      'mumu-scalar',
      'pseudoscalar',
      [
        [1, 1.318e4],
        [5, 699],
      ],
    ],
    [
      'tautau-scalar',
      'scalar',
      [
        [0.1, 1.097e5],
        [1, 2.657e4],
        [3, 4697],
        [5, 559.5],
      ],
    ],
    [
      'tautau-scalar',
      'pseudoscalar',
      [
        [0.1, 8695],
        [1, 5693],
        [3, 1340],
        [5, 122.9],
      ],
    ],
  ];
  for (const [generator, kind, values] of table)
    it(`of ${generator}, ${kind}, are those of the table within 1 %`, () => {
      for (const [mass, expected] of values) {
        const own = kind === 'vector' ? {} : { kind };
        const config = { ...born, ...own, mass: `${mass} GeV`, decay: 'invisible' };
        expect(crossSection(generator, config) / femtobarn / expected, `${mass} GeV`).toBeCloseTo(
          1,
          2,
        );
      }
    });

  it('go with the square of the coupling, and change by a few per cent with radiation', () => {
    const at = (config: object) => crossSection('mumu-zprime', { mass: '1 GeV', ...config });
    expect(at({ ...born, coupling: 0.1 })).toBeCloseTo(0.01 * at(born), 12);
    expect(at({ coupling: 1 }) / at(born)).toBeGreaterThan(1.01);
    expect(at({ coupling: 1 }) / at(born)).toBeLessThan(1.1);
    expect(at({ coupling: 0 })).toBe(0);
  });
});

describe('the squared amplitude', () => {
  const light = 1e-4;

  it('of a vector is that of massless leptons in x₁ and x₂ where masses do not count', () => {
    const boson = new RadiatedBoson('vector', light, 2);
    const r = 4 / s;
    const ratios = [
      [0.9, 0.6],
      [0.6, 0.6],
      [0.95, 0.2],
      [0.5, 0.9],
    ].map(([x1, x2]) => {
      expect(boson.evaluate(s, (1 - x2!) * s, (1 - x1!) * s)).toBe(true);
      const closed =
        ((x1! + r) ** 2 + (x2! + r) ** 2) / ((1 - x1!) * (1 - x2!)) -
        r * ((1 - x1!) ** -2 + (1 - x2!) ** -2);
      return boson.trace / closed;
    });
    for (const ratio of ratios) expect(ratio / ratios[0]!).toBeCloseTo(1, 5);
  });

  it('of a scalar and of a pseudoscalar is the same there, with x₃ in place of both', () => {
    const r = 9 / s;
    for (const kind of ['scalar', 'pseudoscalar'] as const) {
      const boson = new RadiatedBoson(kind, light, 3);
      const ratios = [
        [0.8, 0.55],
        [0.5, 0.7],
        [0.85, 0.4],
      ].map(([x1, x2]) => {
        expect(boson.evaluate(s, (1 - x2!) * s, (1 - x1!) * s)).toBe(true);
        const x3 = 2 - x1! - x2!;
        const closed =
          ((x3 - r) ** 2 + r * r) / ((1 - x1!) * (1 - x2!)) -
          r * ((1 - x1!) ** -2 + (1 - x2!) ** -2);
        return boson.trace / closed;
      });
      for (const ratio of ratios) expect(ratio / ratios[0]!).toBeCloseTo(1, 5);
    }
  });

  it('sees no photon along a lepton that goes with the beams, no momenta beyond limits', () => {
    const boson = new RadiatedBoson('vector', 0.1, 0.01);
    // A soft boson: both leptons along z, where the tensor of 1 + c² has nothing.
    expect(boson.evaluate(s, 0.3, 0.3)).toBe(true);
    expect(boson.along(0, 0, 1) / boson.trace).toBeLessThan(2e-3);
    expect(boson.along(1, 0, 0) / boson.along(0, 1, 0)).toBeCloseTo(1, 2);
    expect(boson.evaluate(s, s, 0.02)).toBe(false);
    expect(boson.evaluate(s, 0.9 * boson.least, 0.9 * boson.least)).toBe(false);
  });
});

describe.each([
  ['mumu-zprime', 'invisible', 13, 3],
  ['mumu-zprime', 'tautau', 13, 4],
  ['mumu-scalar', 'mumu', 13, 0.5],
  ['tautau-scalar', 'ee', 15, 0.05],
] as const)('events of %s, boson to %s', (name, decay, lepton, mass) => {
  const particles = generate(name, { mass: `${mass} GeV`, decay, flight: '3 cm' }, 400);
  const { offsets, pdg, status, x, y, z, mother } = particles;

  it('keep the momentum of the beams, particles on their mass shells', () => {
    const { px, py, pz, energy } = sharp.total;
    for (let event = 0; event < 400; event++) {
      const first = offsets[event]!;
      expect([pdg[first], pdg[first + 1]]).toEqual([lepton, -lepton]);
      const sum = [0, 0, 0, 0];
      for (let row = first; row < offsets[event + 1]!; row++) {
        const vector = momentum(particles, row);
        if (row < first + 2)
          expect(massSquared(vector)).toBeCloseTo(particleInfo(lepton)!.mass ** 2, 6);
        if (row === first + 2) expect(massSquared(vector)).toBeCloseTo(mass * mass, 6);
        if (status[row] !== particleStatus.final) continue;
        for (const [axis, value] of [vector.px, vector.py, vector.pz, vector.energy].entries())
          sum[axis]! += value;
      }
      for (const [axis, value] of [px, py, pz, energy].entries())
        expect(sum[axis]).toBeCloseTo(value, 6);
    }
  });

  it('have the products of the boson where it ends its flight', () => {
    let flown = 0;
    for (let event = 0; event < 400; event++) {
      const boson = offsets[event]! + 2;
      const products = Array.from(mother.subarray(offsets[event], offsets[event + 1]))
        .map((own, row) => (own === 2 ? offsets[event]! + row : -1))
        .filter((row) => row >= 0);
      expect(products).toHaveLength(decay === 'invisible' ? 0 : 2);
      if (decay === 'invisible') continue;
      const { px, py, pz } = momentum(particles, boson);
      const way = Math.hypot(
        x[products[0]!]! - x[boson]!,
        y[products[0]!]! - y[boson]!,
        z[products[0]!]! - z[boson]!,
      );
      flown += (way * mass) / Math.hypot(px, py, pz);
    }
    // The mean of 400 of an exponential law: 5 %.
    if (decay !== 'invisible') expect(Math.abs(flown / 400 / 3 - 1)).toBeLessThan(0.15);
  });
});

describe('muons beside a soft vector', () => {
  it('follow 1 + c² about the beams', () => {
    const count = 20_000;
    const particles = generate('mumu-zprime', { isr: false, mass: '0.05 GeV' }, count);
    const counts = new Float64Array(10);
    for (let event = 0; event < count; event++) {
      const first = particles.offsets[event]!;
      if (momentumCms(particles, first + 2).energy > 0.3) continue;
      const { px, py, pz } = momentumCms(particles, first);
      counts[Math.floor((pz / Math.hypot(px, py, pz) / 2 + 0.5) * 10)]!++;
    }
    const total = counts.reduce((a, b) => a + b, 0);
    expect(total).toBeGreaterThan(2500);
    const below = (c: number): number => (3 / 8) * (c + c ** 3 / 3);
    const expected = counts.map(
      (_, bin) => total * (below(0.2 * bin - 0.8) - below(0.2 * bin - 1)),
    );
    expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
  });

  it('share energy as the squared amplitude says, hard scalars too', () => {
    for (const kind of ['vector', 'scalar'] as const) {
      const mass = 2;
      const boson = new RadiatedBoson(kind, particleInfo(13)!.mass, mass);
      const edges = [0, 2.5, 3, 3.5, 4, 4.5, 5, 6];
      const expected = new Float64Array(edges.length - 1);
      const binOf = (energy: number): number => edges.findIndex((edge) => energy < edge) - 1;
      const steps = 250;
      const ratio = Math.log(boson.most(s) / boson.least) / steps;
      for (let i = 0; i < steps; i++)
        for (let j = 0; j < steps; j++) {
          const [d1, d2] = [i, j].map((step) => boson.least * Math.exp((step + 0.5) * ratio));
          if (!boson.evaluate(s, d1!, d2!)) continue;
          expected[binOf((d1! + d2!) / (2 * Math.sqrt(s)))]! += boson.trace * d1! * d2!;
        }
      const count = 10_000;
      const generator = kind === 'vector' ? 'mumu-zprime' : 'mumu-scalar';
      const particles = generate(generator, { isr: false, mass: '2 GeV' }, count);
      const counts = new Float64Array(expected.length);
      for (let event = 0; event < count; event++)
        counts[binOf(momentumCms(particles, particles.offsets[event]! + 2).energy)]!++;
      const total = expected.reduce((a, b) => a + b, 0);
      const contents = expected.map((content) => (count * content) / total);
      expect(Math.abs(chiSquaredPull(counts, contents)), kind).toBeLessThan(4);
    }
  });
});

describe('the largest weight', () => {
  it('is exceeded in less than 1 of 1000 draws, at threshold and far above', () => {
    const stream = new RandomStream().seed(1, 0, 0, 0, 255);
    for (const kind of ['vector', 'scalar', 'pseudoscalar'] as const)
      for (const mass of [0.01, 1, 8]) {
        const boson = new RadiatedBoson(kind, 0.1056583755, mass);
        const density = new RadiatedBosonDensity(boson, s);
        for (let draw = 0; draw < 400; draw++)
          density.draw(stream, density.least + ((draw % 5) / 4) * (s - density.least));
        expect(density.excessShare, `${kind} of ${mass} GeV`).toBeLessThan(1e-3);
      }
  });
});

describe('what no beams can make', () => {
  it('is refused by name', () => {
    expect(() => crossSection('mumu-zprime', { mass: '10.5 GeV' })).toThrow('10.5 GeV is beyond');
    expect(() => generate('tautau-scalar', { mass: '0.2 GeV', decay: 'mumu' }, 1)).toThrow(
      '0.2 GeV does not decay to mumu',
    );
  });
});
