import { describe, expect, it } from 'vitest';
import type { OptimizeDocument } from '../../../emulator/optimize/optimize-document.js';
import { tradeOffSvg } from '../../../emulator/optimize/trade-off-plot.js';

const side = (value: number) => ({ efficiency: { value, low: value - 0.02, high: value + 0.02 } });

/** Budgets of 1, 2, … kHz; over the first of them one factor is. */
function documentOf(over: number): OptimizeDocument {
  const tradeOff = [0.3, 0.5, 0.7].map((value, place) => ({
    budgetHz: 1000 * (place + 1),
    promised: side(value + 0.01),
    unseen: side(value),
    uniform: { factor: 2, isWithin: place >= over, unseen: side(value / 2) },
  }));
  const document = {
    version: '1',
    menu: 'physics',
    conditions: 'nominal',
    machine: '2022-peak',
    seed: 1,
    seeds: { training: 10, unseen: 11 },
    signals: [{ card: 'alp', weight: 1 }],
    present: { promised: { hz: 3000 } },
    optimized: tradeOff[1],
    tradeOff,
  };
  return document as unknown as OptimizeDocument;
}

describe('the picture of the trade-off', () => {
  it('has crosses for what is over a budget, in the legend and in words, too', () => {
    const none = tradeOffSvg(documentOf(0));
    expect(none).not.toContain('over a budget');
    const two = tradeOffSvg(documentOf(2));
    expect(two).toContain('>over a budget, however large the factor</text>');
    expect(two).toMatch(
      /unseen events: from 15\.0 at 1 to 35\.0 at 3, over a budget.*: 15\.0 at 1, 25\.0 at 2\. /,
    );
    // Another shape, not colour alone: that of each point, and of the legend.
    const crosses = (svg: string): number =>
      (svg.match(/<path d="M-?[\d.]+,-?[\d.]+L[-\d.,]+M[-\d.,]+L[-\d.,]+"/g) ?? []).length;
    const legend = (svg: string): boolean => /<path d="M[\d.,]+l10,10m0,-10l-10,10"/.test(svg);
    expect([crosses(none), legend(none)]).toEqual([0, false]);
    expect([crosses(two), legend(two)]).toEqual([2, true]);
  });
});
