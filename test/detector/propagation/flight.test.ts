import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { Helix } from '../../../detector/helix.js';
import { materialSchema } from '../../../detector/material.js';
import type { ParticleInfo } from '../../../detector/pdg.js';
import { standardParticles } from '../../../detector/particle-table.js';
import { Flight, happenings, type Moving } from '../../../detector/propagation/flight.js';
import { transportSchema } from '../../../detector/propagation/schema.js';

const random = new RandomStream();
const infoOf = (pdg: number): ParticleInfo => standardParticles.info(pdg)!;
const through = { left: Number.POSITIVE_INFINITY, isMeson: false, isAntibaryon: false };

interface Raw {
  readonly transport?: Record<string, unknown>;
  readonly material?: Record<string, unknown>;
}

function flightOf({ transport = {}, material = { scale: 0 } }: Raw = {}): Flight {
  random.seed(1, 1, 0, 0, purpose.test);
  const flight = new Flight(
    parseConfig(transportSchema, transport, 'test'),
    parseConfig(materialSchema, material, 'test'),
    random,
  );
  flight.arcs.clear();
  return flight;
}

/** Momentum and place of a flight that begins at a place. */
const from = (
  [x, y, z]: readonly [number, number, number],
  [px, py, pz]: readonly [number, number, number],
): Moving => ({ x, y, z, time: 0, px, py, pz });

/** Sends a particle off; what happens first, `start` being where it does. */
function fly(
  flight: Flight,
  pdg: number,
  start: Moving,
  { lifetime = Number.POSITIVE_INFINITY, left = through.left, isMeson = false } = {},
) {
  flight.setOut(3, start, infoOf(pdg), lifetime, { ...through, left, isMeson });
  return flight.happens(start);
}

describe('a flight without material', () => {
  it.each([0.02, 3, 30, 70, 110])(
    'turns the momentum by length over radius after %s cm',
    (length) => {
      const pt = Math.hypot(0.2, 0.1);
      const stretch = Math.hypot(pt, 0.1) / pt;
      const flight = flightOf({ transport: { maxPath: length * stretch } });
      const here = from([1, -2, 3], [0.2, 0.1, 0.1]);
      expect(fly(flight, 13, here)).toBe(happenings.abandoned);
      const radius = pt / (0.00299792458 * 1.5);
      const turn = length / radius;
      const phi = Math.atan2(0.1, 0.2);
      const chord = 2 * radius * Math.sin(turn / 2);
      expect(here.px).toBeCloseTo(pt * Math.cos(phi + turn), 12);
      expect(here.py).toBeCloseTo(pt * Math.sin(phi + turn), 12);
      expect(here.x).toBeCloseTo(1 + chord * Math.cos(phi + turn / 2), 9);
      expect(here.y).toBeCloseTo(-2 + chord * Math.sin(phi + turn / 2), 9);
      expect(here.z).toBeCloseTo(3 + (length * 0.1) / pt, 9);
      const energy = Math.hypot(pt, 0.1, infoOf(13).mass);
      expect(here.time).toBeCloseTo((length * energy) / (pt * 29.9792458), 9);
    },
  );

  it('goes as helix.ts does to 1e-12 of the length, across the limit for small turns', () => {
    const helix = new Helix();
    for (let trial = 0; trial < 200; trial++) {
      const pt = 0.06 + 0.001 * trial;
      const radius = pt / (0.00299792458 * 1.5);
      const length = 0.005 * (trial + 1) * radius;
      const momentum = [pt * Math.cos(trial), pt * Math.sin(trial), 0.2 - 0.002 * trial] as const;
      const vertex = [5, 0.3 * (trial - 100), 3] as const;
      const stretch = Math.hypot(pt, momentum[2]) / pt;
      const here = from(vertex, momentum);
      const flight = flightOf({ transport: { maxPath: length * stretch } });
      const pdg = trial % 2 === 0 ? -211 : 211;
      expect(fly(flight, pdg, here)).toBe(happenings.abandoned);
      const curvature = (trial % 2 === 0 ? 1 : -1) / radius;
      helix.begin(...vertex, momentum[0] / pt, momentum[1] / pt, momentum[2] / pt, curvature);
      helix.moveTo(length);
      expect(Math.hypot(helix.x - here.x, helix.y - here.y)).toBeLessThan(4e-12 * length + 1e-13);
      expect(helix.z - here.z).toBeCloseTo(0, 11);
      const p = stretch * pt;
      expect(Math.hypot(helix.ux - here.px / p, helix.uy - here.py / p)).toBeLessThan(2e-12);
    }
  });
});

describe('a flight stops for what is left to TypeScript:', () => {
  it('a decay after its lifetime times momentum over mass, of the number drawn', () => {
    const flight = flightOf();
    const drawn = new RandomStream().seed(1, 1, 0, 0, purpose.test).exponential();
    const here = from([0, 0, 0], [0.3, 0, 0]);
    expect(fly(flight, 211, here, { lifetime: 10 })).toBe(happenings.decay);
    const path = (10 * drawn * 0.3) / infoOf(211).mass;
    const speed = (29.9792458 * 0.3) / Math.hypot(0.3, infoOf(211).mass);
    expect(here.time).toBeCloseTo(path / speed, 9);
    // The stream goes on behind the kernels' draws: of the life, and of the first photon.
    const expected = new RandomStream().seed(1, 1, 0, 0, purpose.test);
    expected.exponential();
    expected.exponential();
    expect(random.bits()).toBe(expected.bits());
  });

  it('the front, with the number of the particle on its arcs', () => {
    const flight = flightOf();
    const here = from([0, 0, 0], [1, 0, 0.1]);
    expect(fly(flight, 13, here)).toBe(happenings.front);
    expect(Math.hypot(here.x, here.y)).toBeCloseTo(125.16, 6);
    expect(flight.arcs.rowCount).toBe(1);
    expect(flight.arcs.columns.particle[0]).toBe(3);
    flight.endArc(4);
    expect(flight.arcs.columns.end[0]).toBe(4);
  });

  it('an interaction in the layer where the interaction lengths run out', () => {
    const material = { scale: 1 };
    const near = from([0, 0, 0], [1, 0, 0.1]);
    const far = from([0, 0, 0], [1, 0, 0.1]);
    const transport = { scattering: false };
    expect(fly(flightOf({ material, transport }), 211, near, { left: 1e-5 })).toBe(
      happenings.interaction,
    );
    expect(Math.hypot(near.x, near.y)).toBeCloseTo(1.1, 6);
    expect(fly(flightOf({ material, transport }), 211, far, { left: 0.03 })).toBe(
      happenings.interaction,
    );
    expect(Math.hypot(far.x, far.y)).toBeCloseTo(120, 6);
  });

  it('less often with the longer interaction lengths of mesons', () => {
    const material = { scale: 1 };
    const happens = (isMeson: boolean) =>
      fly(flightOf({ material }), 2212, from([0, 0, 0], [1, 0, 0.1]), { left: 0.065, isMeson });
    expect(happens(false)).toBe(happenings.interaction);
    expect(happens(true)).toBe(happenings.front);
  });

  it('a stop, of a slow proton in the beam pipe', () => {
    const here = from([0, 0, 0], [0.1, 0, 0.01]);
    expect(fly(flightOf({ material: { scale: 1 } }), 2212, here)).toBe(happenings.stop);
    expect(Math.hypot(here.x, here.y)).toBeCloseTo(1.1, 6);
  });

  it('hard photons along an electron, whose energies it loses one by one', () => {
    const transport = { scattering: false, energyLoss: false };
    const flight = flightOf({ material: { scale: 10 }, transport });
    const here = from([0, 0, 0], [3, 0, 0.3]);
    const photon = { px: 0, py: 0, pz: 0, energy: 0 };
    let photons = 0;
    let energy = Math.hypot(3, 0.3);
    for (let happens = fly(flight, 11, here); happens === happenings.photon; ) {
      flight.photon(photon);
      const p = Math.hypot(here.px, here.py, here.pz);
      expect(photon.energy).toBeGreaterThan(0.005);
      expect(Math.hypot(photon.px, photon.py, photon.pz)).toBeCloseTo(photon.energy, 12);
      expect((photon.px * here.px + photon.py * here.py + photon.pz * here.pz) / p).toBeCloseTo(
        photon.energy,
        12,
      );
      expect(energy - photon.energy).toBeGreaterThan(p - 1e-6);
      energy = p;
      photons++;
      happens = flight.happens(here);
    }
    expect(photons).toBeGreaterThan(3);
  });

  it('room for more arcs than the table has', () => {
    const flight = flightOf({ transport: { maxPath: 1e6, scattering: false, energyLoss: false } });
    flight.arcs.rowCount = 4095;
    const here = from([30, 0, 0], [0.03, 0.001, 0]);
    expect(fly(flight, 13, here)).toBe(happenings.abandoned);
    expect(flight.arcs.rowCount).toBeGreaterThanOrEqual(4096);
  });
});
