import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt } from '../../../detector/ecl/cells-layout.js';
import { hasBit, inputWords } from '../../../triggers/batches.js';
import { eclDrives } from '../../../triggers/bits/ecl.js';
import { singlePhotonDrives } from '../../../triggers/lines/single-photon.js';
import { type InputName, inputNames, inputSlots } from '../../../triggers/slots.js';
import {
  at,
  type CellPair,
  central,
  countsAboveCms,
  countsAboveLab,
  countsAtCms,
  countsAtLab,
  findPair,
  pairsAtEdge,
} from '../ecl/pairs.js';
import { bitsOf, firedBits, objectsOf, type Pulse } from '../ecl/pulses.js';

const has = (name: InputName, ...pulses: Pulse[]) => firedBits(pulses).has(name);
const lab = (ring: number, phiId: number, counts: number) => at(cellAt(ring, phiId), counts);
const rings = Array.from({ length: 17 }, (_, index) => index + 1);

describe('energy sums', () => {
  it.each([
    ['elow', 0.5],
    ['ehigh', 1],
    ['elum', 3],
  ] as const)('%s needs more than %f GeV', (name, energy) => {
    expect(has(name, lab(8, 3, countsAtLab(energy)))).toBe(false);
    expect(has(name, lab(8, 3, countsAboveLab(energy)))).toBe(true);
    const half = Math.ceil(countsAboveLab(energy) / 2);
    expect(has(name, lab(2, 3, half), lab(15, 20, half))).toBe(true);
  });

  it('count rings 2 to 15: neither the innermost forward ring nor the backward endcap', () => {
    expect(rings.filter((ring) => has('ehigh', lab(ring, 3, 300)))).toEqual(
      rings.filter((ring) => ring >= 2 && ring <= 15),
    );
  });

  it('count no cell below its threshold', () => {
    expect(
      has('elow', ...Array.from({ length: 18 }, (_, place) => lab(8, 2 * place + 1, 18.9))),
    ).toBe(false);
    expect(
      has('elow', ...Array.from({ length: 18 }, (_, place) => lab(8, 2 * place + 1, 20))),
    ).toBe(true);
  });

  it('burst: more than 20 GeV in all rings', () => {
    const rest = countsAtLab(20) - 3000;
    expect(has('ecl_bst', lab(1, 3, 3000), lab(17, 9, rest))).toBe(false);
    expect(has('ecl_bst', lab(1, 3, 3000), lab(17, 9, rest + 1))).toBe(true);
  });
});

describe('ecl_phys', () => {
  const soft = (count: number) =>
    Array.from({ length: count }, (_, place) => lab(8, 4 * place + 1, 25));

  it('needs more than 1 GeV or more than three isolated clusters', () => {
    expect(has('ecl_phys', lab(8, 3, countsAtLab(1)))).toBe(false);
    expect(has('ecl_phys', lab(8, 3, countsAboveLab(1)))).toBe(true);
    expect(has('ecl_phys', ...soft(3))).toBe(false);
    expect(has('ecl_phys', ...soft(4))).toBe(true);
  });

  it('is vetoed by a 2-D Bhabha', () => {
    expect(has('ecl_phys', lab(3, 3, countsAboveLab(4)), lab(15, 20, countsAboveLab(2.5)))).toBe(
      false,
    );
    expect(has('ecl_phys', lab(3, 3, countsAboveLab(4)), lab(15, 20, countsAtLab(2.5)))).toBe(true);
  });
});

describe('counts and codes', () => {
  it('clst is the binary number of clusters, six at most', () => {
    const count = (pulses: Pulse[]) => {
      const bits = firedBits(pulses);
      return (['clst_0', 'clst_1', 'clst_2', 'clst_3'] as const).reduce(
        (sum, name, digit) => sum + (bits.has(name) ? 1 << digit : 0),
        0,
      );
    };
    const spots = Array.from({ length: 8 }, (_, place) => lab(8, 4 * place + 1, 50));
    expect([0, 1, 2, 3, 5, 6, 7, 8].map((many) => count(spots.slice(0, many)))).toEqual([
      0, 1, 2, 3, 5, 6, 6, 6,
    ]);
    expect([6, 7].map((many) => has('ecl_oflo', ...spots.slice(0, many)))).toEqual([false, true]);
  });

  it('ecl_active and the region of the event time', () => {
    const region = (ring: number) =>
      ['ecl_active', 'ecl_timing_fwd', 'ecl_timing_brl', 'ecl_timing_bwd'].map((name) =>
        has(name as InputName, lab(ring, 3, 100)),
      );
    expect(region(2)).toEqual([true, true, false, false]);
    expect(region(9)).toEqual([true, false, true, false]);
    expect(region(17)).toEqual([true, false, false, true]);
    expect(has('ecl_active')).toBe(false);
  });

  it('bha_type is the first two of the 2-D types', () => {
    const type = (forward: number, backward: number) => {
      const bits = firedBits([
        lab(forward, 3, countsAboveLab(4)),
        lab(backward, 20, countsAboveLab(2.5)),
      ]);
      return [bits.has('bha_type_0'), bits.has('bha_type_1'), bits.has('ecl_bha')];
    };
    expect(type(1, 17)).toEqual([true, false, true]);
    expect(type(3, 15)).toEqual([false, true, true]);
    expect(type(5, 13)).toEqual([false, false, true]);
  });

  it('bha_theta is the flag of the 3-D selection, bha_intrk of the veto', () => {
    const bits = (a: number, b: number) => {
      const pair = findPair(
        ({ rings: own, deltaPhi, sumTheta }) =>
          own[0] === a &&
          own[1] === b &&
          deltaPhi > 160 &&
          deltaPhi < 200 &&
          sumTheta > 165 &&
          sumTheta < 190,
      );
      const fired = firedBits([
        at(pair.a, countsAboveCms(pair.a, 5)),
        at(pair.b, countsAboveCms(pair.b, 5)),
      ]);
      return (
        ['ecl_3dbha', 'bha_veto', 'ecl_bhapur', 'bha_intrk', 'bha_theta_0', 'bha_theta_1'] as const
      ).map((name) => fired.has(name));
    };
    expect(bits(1, 17)).toEqual([true, true, true, false, false, false]);
    expect(bits(2, 16)).toEqual([true, true, true, false, true, false]);
    expect(bits(3, 15)).toEqual([true, true, true, true, false, true]);
    expect(bits(9, 10)).toEqual([true, true, true, true, true, true]);
  });
});

describe('three clusters', () => {
  const two = [lab(8, 3, 30), lab(8, 13, 30)];

  it('set lml0 with one above 300 MeV', () => {
    expect(has('ecl_lml_0', ...two, lab(8, 25, countsAboveLab(0.3)))).toBe(true);
    expect(has('ecl_lml_0', ...two, lab(8, 25, countsAtLab(0.3)))).toBe(false);
    expect(has('ecl_lml_0', lab(8, 3, 30), lab(8, 25, countsAboveLab(0.3)))).toBe(false);
    expect(has('ecl_lml_0', ...two, lab(17, 25, countsAboveLab(0.3)))).toBe(true);
  });

  it('set lml12 with all three in rings 2 to 16 and one above 500 MeV', () => {
    expect(has('ecl_lml_12', ...two, lab(8, 25, countsAboveLab(0.5)))).toBe(true);
    expect(has('ecl_lml_12', ...two, lab(8, 25, countsAtLab(0.5)))).toBe(false);
    expect(has('ecl_lml_12', ...two, lab(16, 25, countsAboveLab(0.5)))).toBe(true);
    expect(has('ecl_lml_12', ...two, lab(17, 25, countsAboveLab(0.5)))).toBe(false);
    expect(has('ecl_lml_12', lab(8, 3, 30), lab(8, 13, countsAboveLab(0.5)), lab(17, 25, 30))).toBe(
      false,
    );
    expect(
      has('ecl_lml_12', ...two, lab(17, 25, countsAboveLab(0.5)), lab(8, 20, countsAtLab(0.5))),
    ).toBe(false);
  });

  it('are vetoed by a 3-D Bhabha', () => {
    const pair = findPair(
      (own) => central(own) && Math.abs(own.deltaPhi - 180) < 6 && Math.abs(own.sumTheta - 178) < 6,
    );
    const bhabha = [
      at(pair.a, countsAboveCms(pair.a, 5)),
      at(pair.b, countsAboveCms(pair.b, 5)),
      lab(2, 20, 30),
    ];
    expect([
      has('bha_veto', ...bhabha),
      has('ecl_lml_0', ...bhabha),
      has('ecl_lml_12', ...bhabha),
    ]).toEqual([true, false, false]);
  });
});

describe('energetic clusters of 3-D Bhabha events', () => {
  it('set lml3 in rings 2, 3, 15, 16 and lml5 in 1, 17', () => {
    const pair = findPair(
      (own) => central(own) && Math.abs(own.deltaPhi - 180) < 6 && Math.abs(own.sumTheta - 178) < 6,
    );
    const bhabha = [at(pair.a, countsAboveCms(pair.a, 5)), at(pair.b, countsAboveCms(pair.b, 5))];
    const ringsWith = (name: InputName, counts: (cell: number, energy: number) => number) =>
      rings.filter((ring) => {
        const cell = cellAt(ring, 20);
        return has(name, ...bhabha, at(cell, counts(cell, 2)));
      });
    expect(ringsWith('ecl_lml_3', countsAboveCms)).toEqual([2, 3, 15, 16]);
    expect(ringsWith('ecl_lml_5', countsAboveCms)).toEqual([1, 17]);
    expect(ringsWith('ecl_lml_3', countsAtCms)).toEqual([]);
    expect(ringsWith('ecl_lml_5', countsAtCms)).toEqual([]);
    expect(has('ecl_lml_3', at(cellAt(2, 20), countsAboveCms(cellAt(2, 20), 2)))).toBe(false);
  });
});

describe('back-to-back pairs', () => {
  const opposite = findPair(
    (own) => central(own) && Math.abs(own.deltaPhi - 180) < 6 && own.sumTheta > 210,
  );
  const bits = (pair: CellPair, countsA: number, countsB: number, ...others: Pulse[]) => {
    const fired = firedBits([at(pair.a, countsA), at(pair.b, countsB), ...others]);
    return [fired.has('ecl_lml_8'), fired.has('ecl_lml_9'), fired.has('ecl_lml_10')];
  };
  const [high, low] = [countsAboveLab(0.25), countsAtLab(0.25)];

  it('set lml8 with both above 250 MeV, lml9 with one above and one below', () => {
    expect(bits(opposite, high, high)).toEqual([true, false, false]);
    expect(bits(opposite, high, low)).toEqual([false, true, false]);
    expect(bits(opposite, low, low)).toEqual([false, false, false]);
  });

  it('need more than 170° between them, seen from either side', () => {
    const wanted = (pair: CellPair) => central(pair) && pair.sumTheta > 210;
    const lower = pairsAtEdge(({ deltaPhi }) => deltaPhi, 170, wanted);
    const upper = pairsAtEdge(({ deltaPhi }) => deltaPhi, 190, wanted);
    const lml8 = (pair: CellPair) => bits(pair, high, high)[0];
    expect([lower.notAbove, lower.above, upper.below, upper.notBelow].map(lml8)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('set lml10 with more than 160° and polar angles that add up to 160° to 200°', () => {
    const lml10 = (pair: CellPair) => bits(pair, high, high)[2];
    const phi = pairsAtEdge(
      ({ deltaPhi }) => deltaPhi,
      160,
      (pair) => central(pair) && pair.sumTheta > 170 && pair.sumTheta < 190,
    );
    expect([phi.notAbove, phi.above].map(lml10)).toEqual([false, true]);
    const wanted = (pair: CellPair) => central(pair) && pair.deltaPhi > 165 && pair.deltaPhi < 195;
    const lower = pairsAtEdge(({ sumTheta }) => sumTheta, 160, wanted);
    const upper = pairsAtEdge(({ sumTheta }) => sumTheta, 200, wanted);
    expect([lower.notAbove, lower.above, upper.below, upper.notBelow].map(lml10)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('need an event without a cluster above 2 GeV in the centre of mass', () => {
    const spot = cellAt(2, 20);
    expect(bits(opposite, high, high, at(spot, countsAtCms(spot, 2)))[0]).toBe(true);
    expect(bits(opposite, high, high, at(spot, countsAboveCms(spot, 2)))[0]).toBe(false);
  });
});

describe('the ECL bits', () => {
  const ownSlots = inputNames.flatMap((_, slot) =>
    (slot >= 46 && slot <= 82) || (slot >= 151 && slot <= 161) ? [slot] : [],
  );

  it('fill slots 46 to 82 and 151 to 161 with the family of photons, each from one place', () => {
    const driven = [...eclDrives, ...singlePhotonDrives];
    expect(new Set(driven).size).toBe(driven.length);
    expect(driven.map((name) => inputSlots[name]).toSorted((a, b) => a - b)).toEqual(ownSlots);
  });

  it('touch no other slot, whatever the event', () => {
    const pulse = fc.record({
      cell: fc.integer({ min: 1, max: 576 }),
      counts: fc.integer({ min: 10, max: 2000 }),
    });
    fc.assert(
      fc.property(fc.array(pulse, { maxLength: 12 }), (pulses) => {
        const bits = bitsOf(objectsOf([pulses]));
        const outside = inputNames.filter(
          (_, slot) => !ownSlots.includes(slot) && hasBit(bits, inputWords, 0, slot),
        );
        expect(outside).toEqual([]);
      }),
      { numRuns: 200, seed: 2 },
    );
  });
});
