import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { KernelStream } from '../../../detector/base/kernel-stream.js';
import { purpose } from '../../../detector/base/random.js';
import { Arrival } from '../../../detector/ecl/arrival.js';
import { responses } from '../../../detector/ecl/response.js';
import { crystalSlice } from '../../../detector/klm/absorbers.js';
import { klmSchema } from '../../../detector/klm/schema.js';
import { Walk } from '../../../detector/klm/walk.js';
import { standardParticles } from '../../../detector/particle-table.js';

const muonMass = 0.1056583755;

/** A negative muon of total momentum `p` [GeV] at the origin, on its way along x and up in z. */
function muon(p: number, raw: object = {}) {
  const random = new KernelStream();
  random.seed(1, 1, 0, 0, purpose.test);
  const walk = new Walk(parseConfig(klmSchema, raw, 'test'), random, standardParticles);
  const start = () => {
    const arrival = new Arrival();
    const kineticEnergy = Math.hypot(p, muonMass) - muonMass;
    Object.assign(arrival, { ux: 0.8, uy: 0, uz: 0.6, time: 2, kineticEnergy });
    walk.begin(13, responses.ionization);
    walk.start(arrival);
  };
  start();
  return { walk, state: walk.state, start };
}

/** Half of the values lie within this. */
function halfWidth(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(0.75 * sorted.length)]! - sorted[Math.floor(0.25 * sorted.length)]!;
}

describe('a particle behind the front', () => {
  it('steps along its direction at its velocity', () => {
    const { walk, state } = muon(0.2);
    walk.step(30);
    expect(state.x).toBeCloseTo(24, 9);
    expect(state.y).toBe(0);
    expect(state.z).toBeCloseTo(18, 9);
    expect(state.time).toBeCloseTo(2 + (30 * Math.hypot(0.2, muonMass)) / (0.2 * 29.9792458), 9);
  });

  it('turns in a field by length over radius, and keeps its momentum', () => {
    const { walk, state } = muon(1);
    walk.turn(10, 1.5);
    // Along the path by 0.003 B / p; a negative charge to larger azimuth.
    expect(Math.atan2(state.py, state.px)).toBeCloseTo(0.002_997_924_58 * 1.5 * 10, 4);
    expect(Math.hypot(state.px, state.py)).toBeCloseTo(0.8, 12);
    expect(state.pz).toBeCloseTo(0.6, 12);
  });

  it('loses energy that fluctuates with 1/β²', () => {
    const layer = crystalSlice(2);
    const spread = (p: number) => {
      const { walk, state, start } = muon(p, { scattering: false });
      const losses = Array.from({ length: 4000 }, () => {
        start();
        walk.cross(layer, 1);
        return Math.hypot(p, muonMass) - Math.hypot(state.p, muonMass);
      });
      return halfWidth(losses);
    };
    const beta2 = (p: number) => (p * p) / (p * p + muonMass * muonMass);
    // Half widths of 4000 losses spread by 2 %.
    const ratio = (spread(0.12) / spread(2)) * (beta2(0.12) / beta2(2));
    expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
  });

  it('scatters by Highland’s angle in its layer', () => {
    const layer = crystalSlice(4 * 1.86);
    const { walk, state, start } = muon(2, { straggling: false });
    const slopes = Array.from({ length: 2000 }, () => {
      start();
      walk.cross(layer, 1);
      return state.py / state.p;
    });
    const width = Math.hypot(...slopes) / Math.sqrt(slopes.length);
    // One radiation length: 13.6 MeV over βp, which is 2 GeV less half of what it loses.
    expect(Math.abs(width / (0.0136 / 1.995) - 1)).toBeLessThan(0.06);
  });
});
