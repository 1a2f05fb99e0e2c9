import { describe, expect, it } from 'vitest';
import { cellAt } from '../../../detector/ecl/cells-layout.js';
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
} from './pairs.js';
import { messageOf, type Pulse } from './pulses.js';

interface PairCondition {
  readonly field: 'bhabha3dVeto' | 'bhabha3dSelection' | 'mumu' | 'taub2b' | 'taub2b2' | 'taub2b3';
  readonly phi: readonly [number, number];
  readonly theta: readonly [number, number];
  /** Pulses of a pair that fulfils the energy condition. */
  readonly energies: (pair: CellPair) => Pulse[];
}

const bothCms =
  (low: number, high: number) =>
  ({ a, b }: CellPair): Pulse[] => [at(a, countsAboveCms(a, low)), at(b, countsAboveCms(b, high))];
const bothLab =
  (energy: number) =>
  ({ a, b }: CellPair): Pulse[] => [at(a, countsAboveLab(energy)), at(b, countsAboveLab(energy))];

const conditions: readonly PairCondition[] = [
  { field: 'bhabha3dVeto', phi: [160, 200], theta: [165, 190], energies: bothCms(3, 4.5) },
  { field: 'bhabha3dSelection', phi: [140, 220], theta: [160, 200], energies: bothCms(2.5, 4) },
  { field: 'mumu', phi: [160, 200], theta: [165, 190], energies: bothLab(0.2) },
  { field: 'taub2b', phi: [110, 250], theta: [130, 230], energies: bothLab(0.2) },
  { field: 'taub2b2', phi: [120, 240], theta: [140, 220], energies: bothLab(0.2) },
  { field: 'taub2b3', phi: [120, 240], theta: [140, 220], energies: bothLab(0.2) },
];

const backToBack = findPair(
  (pair) => central(pair) && Math.abs(pair.deltaPhi - 180) < 4 && Math.abs(pair.sumTheta - 178) < 4,
);

describe.each(conditions)('$field', ({ field, phi, theta, energies }) => {
  const fires = (pair: CellPair) => messageOf(energies(pair))[field] === 1;
  const middleTheta = ({ sumTheta }: CellPair) =>
    sumTheta > theta[0] + 5 && sumTheta < theta[1] - 5;
  const middlePhi = ({ deltaPhi }: CellPair) => deltaPhi > 170 && deltaPhi < 190;

  it('needs a difference of azimuths strictly inside its window, on both sides of 180°', () => {
    const wanted = (pair: CellPair) => central(pair) && middleTheta(pair);
    const lower = pairsAtEdge(({ deltaPhi }) => deltaPhi, phi[0], wanted);
    const upper = pairsAtEdge(({ deltaPhi }) => deltaPhi, phi[1], wanted);
    expect([lower.notAbove, lower.above, upper.below, upper.notBelow].map(fires)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('needs a sum of polar angles strictly inside its window', () => {
    const wanted = (pair: CellPair) => central(pair) && middlePhi(pair);
    const lower = pairsAtEdge(({ sumTheta }) => sumTheta, theta[0], wanted);
    const upper = pairsAtEdge(({ sumTheta }) => sumTheta, theta[1], wanted);
    expect([lower.notAbove, lower.above, upper.below, upper.notBelow].map(fires)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('needs a pair', () => {
    expect(messageOf(energies(backToBack).slice(0, 1))[field]).toBe(0);
    expect(messageOf(energies(backToBack))[field]).toBe(1);
  });
});

describe('energies of the pair conditions', () => {
  const { a, b } = backToBack;
  const message = (countsA: number, countsB: number, ...others: Pulse[]) =>
    messageOf([at(a, countsA), at(b, countsB), ...others]);

  it('3-D Bhabha veto: both above 3 GeV and one above 4.5 GeV in the centre of mass', () => {
    const veto = (countsA: number, countsB: number) => message(countsA, countsB)['bhabha3dVeto'];
    expect(veto(countsAboveCms(a, 3), countsAboveCms(b, 4.5))).toBe(1);
    expect(veto(countsAboveCms(a, 4.5), countsAboveCms(b, 3))).toBe(1);
    expect(veto(countsAtCms(a, 3), countsAboveCms(b, 4.5))).toBe(0);
    expect(veto(countsAboveCms(a, 3), countsAtCms(b, 4.5))).toBe(0);
  });

  it('3-D Bhabha selection: both above 2.5 GeV and one above 4 GeV', () => {
    const selected = (countsA: number, countsB: number) =>
      message(countsA, countsB)['bhabha3dSelection'];
    expect(selected(countsAboveCms(a, 2.5), countsAboveCms(b, 4))).toBe(1);
    expect(selected(countsAtCms(a, 2.5), countsAboveCms(b, 4))).toBe(0);
    expect(selected(countsAboveCms(a, 2.5), countsAtCms(b, 4))).toBe(0);
  });

  it('μμ: both below 2 GeV', () => {
    expect(message(countsAtCms(a, 2), countsAtCms(b, 2))['mumu']).toBe(1);
    expect(message(countsAboveCms(a, 2), countsAtCms(b, 2))['mumu']).toBe(0);
  });

  it('taub2b: one below 1.9 GeV and less than 7 GeV in all rings', () => {
    const flag = (countsA: number, countsB: number, ...others: Pulse[]) =>
      message(countsA, countsB, ...others)['taub2b'];
    expect(flag(countsAtLab(1.9), countsAboveLab(3))).toBe(1);
    expect(flag(countsAboveLab(1.9), countsAboveLab(3))).toBe(0);
    const rest = countsAtLab(7) - 2 * 100;
    expect(flag(100, 100, at(cellAt(17, 30), rest))).toBe(1);
    expect(flag(100, 100, at(cellAt(17, 30), rest + 1))).toBe(0);
  });

  it('taub2b2: both above 162 MeV and fewer than two endcap clusters above 3 GeV', () => {
    const flag = (countsA: number, countsB: number, ...others: Pulse[]) =>
      message(countsA, countsB, ...others)['taub2b2'];
    expect(flag(countsAboveLab(0.162), countsAboveLab(0.162))).toBe(1);
    expect(flag(countsAtLab(0.162), countsAboveLab(0.162))).toBe(0);
    const endcap = [at(cellAt(2, 20), countsAboveLab(3)), at(cellAt(17, 20), countsAboveLab(3))];
    expect(flag(60, 60, endcap[0] as Pulse)).toBe(1);
    expect(flag(60, 60, ...endcap)).toBe(0);
    expect(flag(60, 60, endcap[0] as Pulse, at(cellAt(17, 20), countsAtLab(3)))).toBe(1);
    const rest = countsAtLab(7) - 2 * 60;
    expect([rest, rest + 1].map((counts) => flag(60, 60, at(cellAt(17, 30), counts)))).toEqual([
      1, 0,
    ]);
  });

  it('taub2b3: one above 140 MeV, every cluster above 120 MeV and none above 4.5 GeV', () => {
    const flag = (countsA: number, countsB: number, ...others: Pulse[]) =>
      message(countsA, countsB, ...others)['taub2b3'];
    expect(flag(countsAboveLab(0.14), countsAboveLab(0.12))).toBe(1);
    expect(flag(countsAtLab(0.14), countsAboveLab(0.12))).toBe(0);
    expect(flag(60, countsAtLab(0.12))).toBe(0);
    expect(flag(60, 60, at(cellAt(2, 20), countsAtLab(4.5)))).toBe(1);
    expect(flag(60, 60, at(cellAt(2, 20), countsAboveLab(4.5)))).toBe(0);
    expect(flag(60, 60, at(cellAt(2, 20), 22))).toBe(0);
    const rest = countsAtLab(7) - 2 * 60 - countsAtLab(4);
    const total = (counts: number) =>
      flag(60, 60, at(cellAt(2, 20), countsAtLab(4)), at(cellAt(17, 30), counts));
    expect([rest, rest + 1].map(total)).toEqual([1, 0]);
  });

  it('taub2b3 takes no pair with a cluster in ring 1 or 17', () => {
    const fires = (rings: readonly number[]) => {
      const pair = findPair(
        ({ rings: own, deltaPhi, sumTheta }) =>
          own[0] === rings[0] &&
          own[1] === rings[1] &&
          deltaPhi > 150 &&
          deltaPhi < 210 &&
          sumTheta > 145 &&
          sumTheta < 215,
      );
      const { taub2b2, taub2b3 } = messageOf(bothLab(0.2)(pair));
      return [taub2b2, taub2b3];
    };
    expect(fires([1, 17])).toEqual([1, 0]);
    expect(fires([2, 17])).toEqual([1, 0]);
    expect(fires([2, 16])).toEqual([1, 1]);
  });
});

describe('flags of the 3-D Bhabha', () => {
  const bhabha = (ringA: number, ringB: number) =>
    findPair(
      ({ rings, deltaPhi, sumTheta }) =>
        rings[0] === ringA &&
        rings[1] === ringB &&
        deltaPhi > 160 &&
        deltaPhi < 200 &&
        sumTheta > 165 &&
        sumTheta < 190,
    );
  const flags = (ringA: number, ringB: number) => messageOf(bothCms(3, 4.5)(bhabha(ringA, ringB)));

  it('in track: a cluster of the veto pair lies in rings 3 to 15', () => {
    expect(flags(1, 17)['bhabha3dInTrack']).toBe(0);
    expect(flags(2, 16)['bhabha3dInTrack']).toBe(0);
    expect(flags(3, 15)['bhabha3dInTrack']).toBe(1);
    expect(flags(9, 10)['bhabha3dInTrack']).toBe(1);
  });

  it('θ: smaller ring of the selected pair 1, 2, 3 or beyond', () => {
    expect(
      [flags(1, 17), flags(2, 16), flags(3, 15), flags(4, 14), flags(9, 10)].map(
        (message) => message['bhabha3dTheta'],
      ),
    ).toEqual([0, 1, 2, 3, 3]);
  });

  it('θ: of two pairs the last in cluster order, forward after barrel', () => {
    const opposite = ({ deltaPhi, sumTheta }: CellPair) =>
      deltaPhi > 160 && deltaPhi < 200 && sumTheta > 165 && sumTheta < 190;
    const inBarrel = findPair(
      (pair) => pair.rings[0] === 4 && pair.rings[1] === 15 && opposite(pair),
    );
    const forward = findPair(
      (pair) => pair.rings[0] === 3 && pair.b === inBarrel.b && opposite(pair),
    );
    const energetic = [inBarrel.a, inBarrel.b, forward.a].map((id) =>
      at(id, countsAboveCms(id, 5)),
    );
    expect(messageOf(energetic.slice(0, 2))['bhabha3dTheta']).toBe(3);
    expect(messageOf(energetic.slice(1))['bhabha3dTheta']).toBe(2);
    expect(messageOf(energetic)['bhabha3dTheta']).toBe(2);
  });

  it('are absent without the pair', () => {
    const { bhabha3dInTrack, bhabha3dTheta } = messageOf([at(cellAt(9, 3), 800)]);
    expect([bhabha3dInTrack, bhabha3dTheta]).toEqual([0, 0]);
  });
});
