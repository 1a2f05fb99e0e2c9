import { describe, expect, it } from 'vitest';
import { cellAt } from '../../../detector/ecl/cells-layout.js';
import {
  at,
  type CellPair,
  central,
  countsAboveLab,
  countsAtLab,
  findPair,
  pairsAtEdge,
} from './pairs.js';
import { messageOf, type Pulse } from './pulses.js';

const hie = (pulses: readonly Pulse[]) => {
  const { hie1, hie2, hie3, hie4 } = messageOf(pulses);
  return [hie1, hie2, hie3, hie4];
};
const all = [1, 1, 1, 1];
const none = [0, 0, 0, 0];
const pairOf = ({ a, b }: CellPair, lower = 0.6): Pulse[] => [
  at(a, countsAboveLab(2)),
  at(b, countsAboveLab(lower)),
];
const inBarrel = (deltaPhi: (value: number) => boolean, sumTheta: (value: number) => boolean) =>
  findPair((pair) => central(pair) && deltaPhi(pair.deltaPhi) && sumTheta(pair.sumTheta));

describe('hie1 to hie4', () => {
  it('need more than 1 GeV in rings 2 to 15', () => {
    expect(hie([at(cellAt(8, 3), countsAboveLab(1))])).toEqual(all);
    expect(hie([at(cellAt(8, 3), countsAtLab(1))])).toEqual(none);
    expect(hie([at(cellAt(16, 3), 800), at(cellAt(8, 3), countsAtLab(1))])).toEqual(none);
  });

  it('veto a lone cluster in rings 1 to 3, not elsewhere', () => {
    expect(hie([at(cellAt(2, 3), 800)])).toEqual(none);
    expect(hie([at(cellAt(3, 3), 800)])).toEqual(none);
    expect(hie([at(cellAt(4, 3), 800)])).toEqual(all);
  });

  it('veto two clusters back to back in φ and θ (hie1), in one of them (hie2)', () => {
    const opposite = (value: number) => value > 150 && value < 210;
    const thetaOpposite = (value: number) => value > 160 && value < 200;
    const not = (test: (value: number) => boolean) => (value: number) => !test(value);
    expect(hie(pairOf(inBarrel(opposite, thetaOpposite)))).toEqual([0, 0, 1, 1]);
    expect(hie(pairOf(inBarrel(opposite, not(thetaOpposite))))).toEqual([1, 0, 1, 1]);
    expect(hie(pairOf(inBarrel((value) => value > 30 && value < 140, thetaOpposite)))).toEqual([
      1, 0, 1, 1,
    ]);
    expect(hie(pairOf(inBarrel((value) => value > 30 && value < 140, not(thetaOpposite))))).toEqual(
      all,
    );
  });

  it('leave the edges of the window in φ, 150 and 210, to the events', () => {
    const wanted = (pair: CellPair) => central(pair) && pair.sumTheta > 170 && pair.sumTheta < 190;
    const lower = pairsAtEdge(({ deltaPhi }) => deltaPhi, 150, wanted);
    const upper = pairsAtEdge(({ deltaPhi }) => deltaPhi, 210, wanted);
    const hie1 = (pair: CellPair) => hie(pairOf(pair))[0];
    expect([lower.notAbove, lower.above, upper.below, upper.notBelow].map(hie1)).toEqual([
      1, 0, 0, 1,
    ]);
  });

  it('veto two clusters with the lower in an endcap (hie3), only above 0.5 GeV (hie4)', () => {
    const barrel = at(cellAt(8, 3), countsAboveLab(2));
    const endcap = (energy: number) => at(cellAt(16, 8), countsAboveLab(energy));
    expect(hie([barrel, endcap(0.6)]).slice(2)).toEqual([0, 0]);
    expect(hie([barrel, at(cellAt(16, 8), countsAtLab(0.5))]).slice(2)).toEqual([0, 1]);
    expect(hie([barrel, endcap(3)]).slice(2)).toEqual([1, 1]);
  });

  it('have no pair veto for three clusters', () => {
    const pair = pairOf(
      inBarrel(
        (value) => Math.abs(value - 180) < 4,
        (value) => value > 170 && value < 190,
      ),
    );
    expect(hie([...pair, at(cellAt(16, 30), 30)])).toEqual(all);
  });
});
