import { describe, expect, it } from 'vitest';
import { outputWords, setBit } from '../../../triggers/batches.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { uniformEdges } from '../../../emulator/studies/axis.js';
import { countWithin } from '../../../emulator/studies/curve-result.js';
import type { Card } from '../../../emulator/studies/define-card.js';
import { curvesOf, totalsOf } from '../../../emulator/studies/results.js';
import { Tally, type TallyLayout } from '../../../emulator/studies/tally.js';

const axis = { variable: 'energyCms', edges: uniformEdges(0, 4, 4) };
const layout: TallyLayout = {
  subjects: [{ kind: 'line', name: 'lml1', family: 'single-photon', numbers: [70] }],
  groups: [
    { selection: 0, axis: null },
    { selection: 1, axis },
  ],
};
const card = {
  confidence: 0.6827,
  ownVariables: {},
  selectionOf: () => ({ text: 'all events' }),
  curves: [{ id: 'energy', title: 'Energy', axis, selection: 'all', subjects: ['lml1'] }],
} as unknown as Card;

/** Five events: weight, energy and whether the line fired. */
const events = [
  [2, 0.5, true],
  [3, 0.7, false],
  [0.5, 1.5, true],
  [-1, 1.6, false],
  [4, 3.5, true],
] as const;

function tallied(): Tally {
  const count = events.length;
  const ftdlBits = new Uint32Array(count * outputWords);
  for (const [event, [, , fired]] of events.entries())
    if (fired) setBit(ftdlBits, outputWords, event, 70);
  const tally = new Tally(layout);
  tally.add({
    eventCount: count,
    addresses: { slice: new Uint32Array(count) },
    weights: Float64Array.from(events, ([weight]) => weight),
    ftdlBits,
    observations: {
      variables: { energyCms: Float64Array.from(events, ([, energy]) => energy) },
      selected: new Uint32Array(count).fill(3),
      probed: new Uint32Array(count),
    },
  });
  return tally;
}

describe('results of a study', () => {
  const tally = tallied();

  it('give each line its events, the sum of their weights and of the squares', () => {
    const [total] = totalsOf(tally, card, compileMenu(eclMenu));
    expect(total).toMatchObject({
      name: 'lml1',
      selected: 5,
      fired: 3,
      sumw: 2 + 0.5 + 4,
      sumw2: 4 + 0.25 + 16,
      selectedSumw: 2 + 3 + 0.5 - 1 + 4,
      selectedSumw2: 4 + 9 + 0.25 + 1 + 16,
    });
    expect(total!.efficiency).toBeCloseTo(6.5 / 8.5, 12);
  });

  it('give each bin of a curve the same, and what was not selected no efficiency', () => {
    const [curve] = curvesOf(tally, card);
    expect(curve).toMatchObject({
      line: 'lml1',
      unit: 'GeV',
      edges: [0, 1, 2, 3, 4],
      positions: [0.5, 1.5, 2.5, 3.5],
      selected: [2, 2, 0, 1],
      fired: [1, 1, 0, 1],
      selectedSumw: [5, -0.5, 0, 4],
      selectedSumw2: [13, 1.25, 0, 16],
      firedSumw: [2, 0.5, 0, 4],
      firedSumw2: [4, 0.25, 0, 16],
    });
    expect(curve!.efficiency[0]).toBeCloseTo(0.4, 12);
    expect(curve!.efficiency[2]).toBeNull();
    expect([curve!.low[2], curve!.high[2]]).toEqual([0, 1]);
  });

  it('add up over bins to counts, weights and squares', () => {
    const [curve] = curvesOf(tally, card);
    expect(countWithin(curve!, 'fired', 0, 2)).toEqual({ n: 2, sumw: 2.5, sumw2: 4.25 });
    expect(countWithin(curve!, 'selected', 1, 4)).toEqual({ n: 3, sumw: 3.5, sumw2: 17.25 });
  });
});
