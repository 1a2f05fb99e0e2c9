import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import { particleStatus } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { generate, momentum, sharp } from './machine.js';

const events = 10;

/** Largest difference of momentum and charge of what is final from the beams, of all events. */
function largestDifference(name: string, config: object): number {
  const particles = generate(name, config, events);
  const { px, py, pz, energy } = sharp.total;
  let largest = 0;
  for (let event = 0; event < events; event++) {
    const sum = [-px, -py, -pz, -energy, 0];
    for (let row = particles.offsets[event]!; row < particles.offsets[event + 1]!; row++) {
      if (particles.status[row] !== particleStatus.final) continue;
      const vector = momentum(particles, row);
      const charge = particleInfo(particles.pdg[row]!)?.charge ?? 0;
      for (const [axis, value] of [vector.px, vector.py, vector.pz, vector.energy].entries())
        sum[axis]! += value;
      sum[4]! += charge;
    }
    largest = Math.max(largest, ...sum.map(Math.abs));
  }
  return largest;
}

/** Either momentum is conserved, or the configuration is refused by the name of the generator. */
function check(name: string, config: object): void {
  try {
    expect(largestDifference(name, config)).toBeLessThan(1e-6);
  } catch (error) {
    if (!(error instanceof EmulatorError)) throw error;
    expect(error.code).toBe('GENERATOR_CONFIG');
    expect(error.message).toContain(`"${name}"`);
  }
}

const muons = 2 * particleInfo(13)!.mass;
const pions = 2 * particleInfo(211)!.mass;
const kaons = 2 * particleInfo(321)!.mass;
const flight = fc.constantFrom(-1, 0, 3);
const isr = fc.boolean();
/** Thresholds from just below to just above, and masses in between. */
const near = (...edges: readonly number[]) =>
  fc.oneof(
    fc.constantFrom(
      ...edges.flatMap((edge) => [edge * (1 - 1e-9), edge * (1 + 1e-9), edge + 1e-4]),
    ),
    fc.double({ min: 0.02, max: 10.5, noNaN: true }),
  );

const parameters = {
  'dark-photon': fc.record({
    mass: near(muons, pions, 10.4),
    epsilon: fc.constantFrom(0, 1e-4),
    decay: fc.constantFrom('invisible', 'ee', 'mumu', 'pipi'),
    weighted: fc.boolean(),
    flight,
    isr,
  }),
  alp: fc.record({ mass: near(0.02, 10.4), coupling: fc.constantFrom(0, 1e-3), flight, isr }),
  'dark-higgs': fc.record({
    mass: near(muons, pions, 3.4),
    // At the mass of the A′, at twice of it, and anything.
    higgsMass: near(muons, 2 * muons, 3.4, 6.8),
    epsilon: fc.constantFrom(0, 1e-3),
    decay: fc.constantFrom('ee', 'mumu', 'pipi'),
    higgs: fc.constantFrom('invisible', 'cascade'),
    flight,
    isr,
  }),
  'inelastic-dark-matter': fc.record({
    mass: near(2.1, 10.4),
    lightMass: fc.constantFrom(0.001, 1, 1.0499999),
    splitting: fc.constantFrom(0.001, 0.002, 0.1, muons, muons + 1e-6),
    decay: fc.constantFrom('ee', 'mumu'),
    isr,
  }),
  'inelastic-dark-higgs': fc.record({
    mass: near(2.1, 7.4),
    higgsMass: near(muons, pions, kaons, 3),
    higgs: fc.constantFrom('mumu', 'pipi', 'kk'),
    isr,
  }),
};

describe.each(Object.keys(parameters) as (keyof typeof parameters)[])('events of %s', (name) => {
  it('keep momentum and charge at any mass and coupling, edges too, or are refused by name', () => {
    fc.assert(
      fc.property(parameters[name] as fc.Arbitrary<object>, (config) => check(name, config)),
      { numRuns: 60, seed: 1 },
    );
  });
});

describe.each(['mumu-zprime', 'emu-zprime', 'mumu-scalar', 'tautau-scalar'])(
  'events of %s',
  (name) => {
    it('keep momentum and charge at any mass and coupling, or are refused by name', () => {
      const own = name === 'emu-zprime' ? {} : { flight };
      const config = fc.record({
        mass: near(muons / 2, muons, 10.2, 10.46),
        coupling: fc.constantFrom(0, 1e-3),
        weighted: fc.boolean(),
        ...own,
      });
      fc.assert(
        fc.property(config as fc.Arbitrary<object>, (raw) => check(name, raw)),
        { numRuns: 6, seed: 1 },
      );
    });
  },
);

it('a dark Higgs boson of the mass of the A′ is made as any other', () => {
  for (const mass of [0.5, 2, 5]) check('dark-higgs', { mass, higgsMass: mass });
  expect(largestDifference('dark-higgs', { mass: 2, higgsMass: 2 })).toBeLessThan(1e-6);
  const cascade = { mass: 1, higgsMass: 2.000001, higgs: 'cascade' };
  expect(largestDifference('dark-higgs', cascade)).toBeLessThan(1e-6);
  expect(largestDifference('dark-higgs', { mass: 8, higgsMass: 2.45 })).toBeLessThan(1e-6);
});
