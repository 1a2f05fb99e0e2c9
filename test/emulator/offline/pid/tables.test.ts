import { describe, expect, it } from 'vitest';
import { particleIdTables } from '../../../../emulator/offline/pid/particle-id-tables.js';
import { species, speciesCount } from '../../../../emulator/offline/pid/species.js';
import {
  addCell,
  packTable,
  reachCell,
  scatterCell,
  showerCell,
  tableOf,
  tableShape,
  unpackTable,
} from '../../../../emulator/offline/pid/tables.js';

const names = ['reach', 'scatter', 'shower'] as const;

describe.each(names)('table %s', (name) => {
  const { contexts, bins } = tableShape[name];
  const table = particleIdTables[name];

  it('holds probabilities that add up to 1 for each species', () => {
    expect(table.length).toBe(contexts * bins * speciesCount);
    for (let context = 0; context < contexts; context++) {
      for (let kind = 0; kind < speciesCount; kind++) {
        let sum = 0;
        for (let bin = 0; bin < bins; bin++)
          sum += Math.exp(-table[(context * bins + bin) * speciesCount + kind]! / 20);
        // Steps of 5 % in each, and the least probability that a byte holds.
        expect(Math.abs(sum - 1)).toBeLessThan(0.04);
      }
    }
  });

  it('survives being written', () => {
    expect([...unpackTable(packTable(table))]).toEqual([...table]);
  });
});

describe('a table from counts', () => {
  it('takes half a track for what was not seen', () => {
    const { contexts, bins } = tableShape.scatter;
    const counts = new Float64Array(contexts * bins * speciesCount);
    counts[species.muon] = 94;
    const table = tableOf('scatter', counts);
    expect(Math.exp(-table[species.muon]! / 20)).toBeCloseTo(94.5 / (94 + bins / 2), 1);
    expect(Math.exp(-table[species.kaon]! / 20)).toBeCloseTo(1 / bins, 2);
  });
});

describe('cells', () => {
  const klm = {
    expectedLayer: Uint8Array.of(15, 0, 14),
    inEndcap: Uint8Array.of(0, 0, 1),
    lastLayer: Uint8Array.of(15, 0, 3),
    scatter: Float32Array.of(0.5, Number.NaN, 100),
  };

  it('say that muons reach the last layer, and pions seldom', () => {
    const out = new Float64Array(speciesCount);
    addCell(particleIdTables.reach, reachCell(klm, 0), out);
    expect(out[species.muon]! - out[species.pion]!).toBeGreaterThan(1.5);
    out.fill(0);
    addCell(particleIdTables.reach, reachCell(klm, 2), out);
    expect(out[species.muon]! - out[species.pion]!).toBeLessThan(-2);
  });

  it('say that electrons have E/p near 1', () => {
    const out = new Float64Array(speciesCount);
    addCell(
      particleIdTables.shower,
      showerCell({ energyOverMomentum: Float32Array.of(0.98), inEndcap: Uint8Array.of(0) }, 0, 2),
      out,
    );
    expect(out[species.electron]! - out[species.pion]!).toBeGreaterThan(4);
  });

  it('say nothing where there is no measurement, and hold what lies beyond their edges', () => {
    const out = new Float64Array(speciesCount);
    expect(reachCell(klm, 1)).toBe(-1);
    expect(scatterCell(klm, 1)).toBe(-1);
    addCell(particleIdTables.reach, -1, out);
    expect([...out]).toEqual([0, 0, 0, 0, 0]);
    expect(scatterCell(klm, 2)).toBeLessThan(particleIdTables.scatter.length);
    const beyond = { energyOverMomentum: Float32Array.of(9), inEndcap: Uint8Array.of(1) };
    expect(showerCell(beyond, 0, 50)).toBe(particleIdTables.shower.length - speciesCount);
  });
});
