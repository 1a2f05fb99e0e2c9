import { describe, expect, it } from 'vitest';
import { optimizeText } from '../../../emulator/commands/optimize-report.js';
import { optimizeDocument } from '../../../emulator/optimize/optimize-document.js';
import { tradeOffCsv } from '../../../emulator/optimize/optimize-files.js';
import { ladderOf } from '../../../emulator/optimize/ladders.js';
import { TradeOff } from '../../../emulator/optimize/trade-off.js';
import { toyMenu, toySample, twice } from '../optimize/toy.js';

// a fires on 20 of 50 windows and 25 signals, b on 10 and 5; c, which is kept, on 5 windows.
const events = (...counts: readonly number[]) =>
  twice(
    counts.flatMap((count, line) => Array.from({ length: count }, () => (line < 3 ? [line] : []))),
  );

/** What is found with lines a and b free, 1 window a millisecond. */
function documentOf(budgetHz: number, own?: number, signal = events(25, 5, 0, 20)) {
  const menu = toyMenu([1, 2, 1]);
  const sample = toySample({
    menu,
    free: [0, 1],
    groups: [undefined, ...(own === undefined ? [] : [new Set([0])])],
    signals: [signal],
    classes: [events(20, 10, 5, 15)],
    rates: [1000],
  });
  const ladders = [0, 1].map((line) => ladderOf(menu.lines[line]!, [0, 1, 2, 10]));
  const others = own === undefined ? [] : [{ name: 'a', hz: own }];
  const task = { sample, ladders, others };
  const best = new TradeOff(task).at(budgetHz);
  return optimizeDocument({
    version: '1',
    seed: 1,
    conditions: 'nominal',
    machine: 'design',
    signalEvents: 100,
    signalCounts: [100],
    provenance: {} as never,
    request: {
      menu: menu.menu,
      prescales: [],
      triggers: [{ assignments: [] }],
      signals: [{ card: { name: 'toy' }, weight: 1 }],
    } as never,
    optimization: { menu, free: [0, 1], selections: [{ bit: 0, text: 'all' }] } as never,
    task,
    best,
    points: [best],
    notes: [],
  });
}

describe('the report of an optimization', () => {
  // 20 windows of a, half of 10 of b, 5 of c: 30 of 50 a millisecond each.
  it('says of which half rates are, and the rate that shares are of', () => {
    expect(optimizeText(documentOf(350))).toMatch(
      /optimized on, of which budgets in percent are shares, Level 1 makes 600 ± \d+ Hz/,
    );
  });

  it('says which rate one factor makes, and which budgets that fills', () => {
    expect(optimizeText(documentOf(350))).toMatch(
      /times 2, which makes 350 ± \d+ Hz on what was optimized on: all of the budget of Level 1\n/,
    );
    expect(optimizeText(documentOf(500, 100))).toMatch(
      /Hz on what was optimized on: all of the budget of a\n/,
    );
    expect(optimizeText(documentOf(900))).toMatch(
      /makes 700 ± \d+ Hz on what was optimized on: under each budget, with no line prescaled/,
    );
  });

  it('says that one factor is over a budget which kept lines fill', () => {
    const document = documentOf(100);
    expect(document.optimized.uniform.isWithin).toBe(false);
    const text = optimizeText(document);
    expect(text).toMatch(
      /which makes 100 ± \d+ Hz on what was optimized on: over the budget of Level 1\n/,
    );
    expect(text).toMatch(/\] over +/);
    expect(document.notes.map(({ message }) => message)).toContain(
      '1 points of the trade-off have a budget that one factor on all prescales exceeds, ' +
        'however large',
    );
    expect(tradeOffCsv(document)).toMatch(/,factor,factor within,gain,.*\n.*,false,/);
  });

  it('has no number for a gain over nothing', () => {
    const none = documentOf(350, undefined, { fired: events(0, 0, 0, 50).fired });
    expect(none.optimized.gain).toEqual({ value: null, error: null, isPaired: true });
    const text = optimizeText(none);
    expect(text).toContain('weighted efficiency is – times that of all prescales');
    expect(`${text}${tradeOffCsv(none)}${JSON.stringify(none)}`).not.toMatch(/NaN|undefined/);
    expect(none.notes).toEqual([expect.objectContaining({ code: 'OPTIMIZE_GAIN', count: 1 })]);
  });

  it('says where thresholds differ that the error is that of independent events', () => {
    const document = documentOf(350);
    const gain = { ...document.optimized.gain, isPaired: false };
    const text = optimizeText({ ...document, optimized: { ...document.optimized, gain } });
    expect(text).toMatch(/; the error is that of independent events, as thresholds differ\n/);
  });
});
