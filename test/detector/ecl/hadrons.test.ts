import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { cellOfCrystal } from '../../../detector/ecl/crystals.js';
import { ecl } from '../../../detector/ecl/ecl.js';
import { interactionPoint } from '../../../detector/ecl/hadrons.js';
import type { EclDeposits } from '../../../detector/ecl/hits.js';
import { sliceAddresses } from '../../../detector/event.js';
import { ParticleBuilder } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { movedFreely } from '../../support/moved.js';

const events = 6000;

/** One particle an event into the barrel, from the origin. */
function shoot(pdg: number, momentum: number): EclDeposits {
  const builder = new ParticleBuilder();
  const random = new RandomStream().seed(3, 0, 0, 0, purpose.test);
  const { mass } = particleInfo(pdg)!;
  for (let event = 0; event < events; event++) {
    const cos = 0.7 - 1.1 * random.uniform();
    const phi = 2 * Math.PI * random.uniform();
    const pt = momentum * Math.sqrt(1 - cos * cos);
    builder.push(
      pdg,
      1,
      -1,
      pt * Math.cos(phi),
      pt * Math.sin(phi),
      momentum * cos,
      Math.hypot(momentum, mass),
    );
    builder.endEvent();
  }
  return ecl.deposit(parseConfig(ecl.schema, {}, 'test'), { seed: 5 })(
    ...movedFreely(builder.take(), sliceAddresses(0, 0, 0, events)),
  );
}

function sums({ offsets, energy }: EclDeposits): number[] {
  return Array.from({ length: events }, (_, event) =>
    energy.subarray(offsets[event], offsets[event + 1]).reduce((a, b) => a + b, 0),
  );
}

const share = (values: readonly number[], passes: (value: number) => boolean): number =>
  values.filter(passes).length / values.length;
const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;

/** 4 σ of a share near one half of 6000. */
const tolerance = 0.026;

describe('charged hadrons in the calorimeter', () => {
  it.each([211, -211, 321, 2212])(
    'of code %i pass 30 cm of CsI as minimum-ionizing in 45 % of cases',
    (pdg) => {
      const path = { count: 1, enter: Float64Array.of(125), leave: Float64Array.of(155) };
      const random = new RandomStream().seed(1, 0, 0, Math.abs(pdg), purpose.test);
      const points = Array.from({ length: events }, () => interactionPoint(path, random));
      // e^(−0.8)
      expect(Math.abs(share(points, (at) => at < 0) - 0.449)).toBeLessThan(tolerance);
      expect(points.every((at) => at < 0 || (at >= 125 && at < 155))).toBe(true);
    },
  );

  it('of 2 GeV have a peak where muons have theirs, and a broad tail beyond 1 GeV', () => {
    const pions = sums(shoot(211, 2));
    const muons = sums(shoot(13, 2));
    const inPeak = (value: number): boolean => value > 0.14 && value < 0.24;
    expect(share(muons, inPeak)).toBeGreaterThan(0.9);
    expect(share(pions, inPeak)).toBeGreaterThan(0.4);
    expect(share(pions, inPeak)).toBeLessThan(0.6);
    expect(share(muons, (value) => value > 0.4)).toBeLessThan(0.01);
    expect(share(pions, (value) => value > 0.4)).toBeGreaterThan(0.25);
    expect(share(pions, (value) => value > 1)).toBeGreaterThan(0.08);
  });

  it('lose at most their kinetic energy, pions their mass besides', () => {
    for (const [pdg, momentum] of [
      [211, 0.5],
      [2212, 1],
      [321, 0.7],
    ] as const) {
      const { mass } = particleInfo(pdg)!;
      expect(Math.max(...sums(shoot(pdg, momentum)))).toBeLessThanOrEqual(
        Math.hypot(momentum, mass) - (pdg === 211 ? 0 : mass) + 1e-5,
      );
    }
  });

  it('make several cells over 100 MeV more often than muons', () => {
    const several = (deposits: EclDeposits): number => {
      let count = 0;
      for (let event = 0; event < events; event++) {
        const cells = new Map<number, number>();
        for (let row = deposits.offsets[event]!; row < deposits.offsets[event + 1]!; row++) {
          const cell = cellOfCrystal[deposits.crystal[row]!]!;
          cells.set(cell, (cells.get(cell) ?? 0) + deposits.energy[row]!);
        }
        if ([...cells.values()].filter((energy) => energy > 0.1).length > 1) count++;
      }
      return count / events;
    };
    expect(several(shoot(211, 2))).toBeGreaterThan(2 * several(shoot(13, 2)));
  });
});

describe('neutral hadrons in the calorimeter', () => {
  it.each([2112, 130])(
    'of code %i and 1 GeV leave nothing in half of the cases, else far less than their momentum',
    (pdg) => {
      const deposited = sums(shoot(pdg, 1));
      const seen = deposited.filter((energy) => energy > 0);
      // Slant paths are longer than 30 cm; some interactions leave all their fragments outside.
      expect(seen.length / events).toBeGreaterThan(0.45);
      expect(seen.length / events).toBeLessThan(0.65);
      expect(mean(seen)).toBeLessThan(0.3);
      expect(mean(seen)).toBeGreaterThan(0.08);
    },
  );

  it('pass as antibaryons: those that annihilate were taken out on their way', () => {
    expect(Math.max(...sums(shoot(-2112, 1)))).toBe(0);
    const deposited = sums(shoot(-2212, 2));
    expect(share(deposited, (energy) => energy > 0.14 && energy < 0.24)).toBeGreaterThan(0.9);
  });

  it('arrive later than light: a neutron of 0.5 GeV by 4.8 ns at 125 cm', () => {
    const earliest = (pdg: number, momentum: number): number =>
      shoot(pdg, momentum).time.reduce((a, b) => Math.min(a, b), 1e9);
    // (E/p − 1) · r/c = 1.12 · 4.2 ns; showers of photons start at the same place.
    expect(earliest(2112, 0.5) - earliest(22, 1)).toBeGreaterThan(4);
    expect(earliest(2112, 0.5) - earliest(22, 1)).toBeLessThan(6);
  });
});
