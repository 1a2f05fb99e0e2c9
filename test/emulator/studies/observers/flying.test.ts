import { describe, expect, it } from 'vitest';
import { ParticleBuilder, particleStatus } from '../../../../detector/particles.js';
import { particleInfo } from '../../../../detector/pdg.js';
import {
  flyingParticle,
  type flyingVariables,
} from '../../../../emulator/studies/observers/flying.js';

const kShort = 310;
const { final, intermediate } = particleStatus;

/** Rows of what is final: code, momentum [GeV], vertex [cm], row of the mother. */
type Row = readonly [
  pdg: number,
  momentum: readonly [number, number, number],
  vertex: readonly [number, number, number],
  mother: number,
];

/** Variables of a K_S that flies from (1, 0, 0) and decays into rows, behind another event. */
function flown(rows: readonly Row[]) {
  const builder = new ParticleBuilder();
  builder.push(13, final, -1, 1, 0, 0, 1);
  builder.endEvent();
  builder.push(211, final, -1, 0, 0, 1, 1);
  builder.push(kShort, intermediate, -1, 2, 0, 0, 2.1, 1, 0, 0);
  for (const [pdg, [px, py, pz], [x, y, z], mother] of rows) {
    const energy = Math.hypot(px, py, pz, particleInfo(pdg)!.mass);
    builder.push(pdg, final, mother, px, py, pz, energy, x, y, z);
  }
  builder.endEvent();
  const columns = flyingParticle(kShort)({ eventCount: 2, particles: builder.take() });
  return (name: keyof typeof flyingVariables): readonly number[] => [...columns[name]];
}

describe('what flies before it decays', () => {
  const place = [4, 4, 12] as const;

  it('is described by where it decays and by its charged products in the chamber', () => {
    const of = flown([
      [211, [1, 0.2, 0], place, 1],
      [-211, [0.5, -0.2, 0.1], place, 1],
      [22, [0.5, 0, 0], place, 1],
      [211, [0.5, 0, 0], place, 0],
    ]);
    expect(of('products')).toEqual([Number.NaN, 2]);
    expect(of('displacement')[1]).toBeCloseTo(13, 12);
    expect(of('vertexRadius')[1]).toBeCloseTo(Math.sqrt(32), 12);
  });

  it('has products that are not seen: too soft, along the beams, or from too far out', () => {
    const count = (row: Row): number =>
      flown([row, [-211, [0.5, 0, 0], row[2], 1]])('products')[1]!;
    expect(count([211, [0.09, 0, 0.1], place, 1])).toBe(1);
    expect(count([211, [0.11, 0, 0.1], place, 1])).toBe(2);
    expect(count([211, [0.2, 0, 2], place, 1])).toBe(1);
    expect(count([211, [1, 0, 0], [59, 0, 0], 1])).toBe(2);
    expect(count([211, [1, 0, 0], [61, 0, 0], 1])).toBe(0);
  });

  it('is taken for a K_S by the mass of its charged products as pions', () => {
    // Across the momentum of both, so that it is that at rest.
    const half = Math.sqrt((0.25 * 0.5 ** 2 - particleInfo(211)!.mass ** 2) / 2);
    const of = flown([
      [13, [0.3 + half, 0.3 - half, 0.2], place, 1],
      [-13, [0.3 - half, 0.3 + half, 0.2], place, 1],
      [14, [0, 0, 1], place, 1],
    ]);
    expect(of('offKShort')[1]).toBeCloseTo(0.03, 6);
  });

  it('is nothing in events without it, or where it does not decay', () => {
    const of = flown([[211, [1, 0, 0], place, 0]]);
    expect(of('vertexRadius')).toEqual([Number.NaN, Number.NaN]);
  });
});
