import { describe, expect, it } from 'vitest';
import { cellAt } from '../../../detector/ecl/cells-layout.js';
import { adcUnit, firedBits, messageOf, objectsOf, type Pulse } from './pulses.js';

/**
 * Type, forward rings, backward rings, energies [GeV].
 * @see basf2 trg/ecl/src/TrgEclBhabha.cc, trg/ecl/data/ETM_Parameters.dat
 */
const types: readonly (readonly [number, readonly number[], readonly number[], number, number])[] =
  [
    [1, [1, 2, 3], [16, 17], 4, 2.5],
    [2, [3], [15], 4, 2.5],
    [3, [4], [14, 15], 4, 2.5],
    [4, [5], [14, 15], 4, 2.5],
    [5, [4, 5], [14], 4, 2.5],
    [6, [5], [13, 14], 4, 2.5],
    [7, [5], [12, 13], 4, 2.5],
    [8, [5, 6], [13], 4, 2.5],
    [9, [5, 6], [12], 4, 2.5],
    [10, [6, 7], [12], 4, 2.5],
    [11, [6, 7], [11], 4, 2.5],
    [12, [7, 8], [11], 4, 2.5],
    [13, [8], [10, 11], 3, 3],
    [14, [8, 9], [9, 10], 3.5, 3],
  ];

const reach = (energy: number) => Math.ceil(energy / adcUnit);

/** `counts` in all, shared by the rings at azimuth index `phiId`. */
function spread(rings: readonly number[], phiId: number, counts: number): Pulse[] {
  const share = Math.floor(counts / rings.length);
  return rings.map((ring, place) => ({
    cell: cellAt(ring, phiId),
    counts: place === 0 ? counts - share * (rings.length - 1) : share,
  }));
}

/** Pulses of both sides; a ring that counts on both sides gets what each asks. */
const bothSides = (
  forward: readonly number[],
  backward: readonly number[],
  forwardCounts: number,
  backwardCounts: number,
): Pulse[] => [...spread(forward, 3, forwardCounts), ...spread(backward, 20, backwardCounts)];

describe('the 2-D Bhabha condition', () => {
  it.each(types)(
    'type %i: rings %j against %j reach %f and %f GeV',
    (type, forward, backward, forwardEnergy, backwardEnergy) => {
      const fires = (pulses: Pulse[]) =>
        (((objectsOf([pulses]).bhabha2dTypes[0] as number) >>> (type - 1)) & 1) === 1;
      const [f, b] = [reach(forwardEnergy), reach(backwardEnergy)];
      if (type === 14) {
        // ring 9 counts on both sides: put the energies into the rings that do not
        const sums = (eight: number, ten: number) =>
          fires([
            { cell: cellAt(8, 3), counts: eight },
            { cell: cellAt(10, 20), counts: ten },
          ]);
        expect([sums(f, b), sums(f - 1, b), sums(f, b - 1)]).toEqual([true, false, false]);
        expect(fires([{ cell: cellAt(9, 3), counts: f }])).toBe(true);
        return;
      }
      expect(fires(bothSides(forward, backward, f, b))).toBe(true);
      expect(fires(bothSides(forward, backward, f - 1, b))).toBe(false);
      expect(fires(bothSides(forward, backward, f, b - 1))).toBe(false);
    },
  );

  it('sums whole rings, wherever in azimuth', () => {
    const ring = (thetaId: number, energy: number) =>
      [1, 9, 18, 27].map((phiId) => ({
        cell: cellAt(thetaId, phiId),
        counts: Math.ceil(energy / 4 / adcUnit),
      }));
    expect(objectsOf([[...ring(3, 4.1), ...ring(15, 2.6)]]).bhabha2dTypes[0]).toBe(0b10);
  });

  it('sets its bit only with fewer than four isolated clusters', () => {
    const pair = bothSides([5], [12, 13], reach(4), reach(2.5));
    const others = [
      { cell: cellAt(9, 30), counts: 30 },
      { cell: cellAt(9, 10), counts: 30 },
    ];
    const withThree = [...pair, ...others.slice(0, 1)];
    const withFour = [...pair, ...others];
    expect([objectsOf([withThree]).icn[0], objectsOf([withFour]).icn[0]]).toEqual([3, 4]);
    expect([messageOf(withThree)['bhabha2d'], messageOf(withFour)['bhabha2d']]).toEqual([1, 0]);
    expect(messageOf(withFour)['bhabha2dTypes']).toBe(1 << 6);
    expect([firedBits(withThree).has('ecl_bha'), firedBits(withFour).has('ecl_bha')]).toEqual([
      true,
      false,
    ]);
  });
});
