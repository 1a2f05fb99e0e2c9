import { describe, expect, it } from 'vitest';
import { ladderOf } from '../../../emulator/optimize/ladders.js';
import { TradeOff, presentValues } from '../../../emulator/optimize/trade-off.js';
import { differenceOf } from '../../../emulator/optimize/optimize-document.js';
import { SampleBuilder } from '../../../emulator/optimize/sample.js';
import { batchOf, bitsOf, randomEvents, toyMenu, toySample, twice, uniform } from './toy.js';

const often = [0.3, 0.5, 0.2, 0.4];
const signal = [0.6, 0.2, 0.1, 0.3];

/** Four lines that fire at random; `lines` are what the menu gives them. */
function toyTask(seed: number, events = 600, lines: readonly number[] = [1, 1, 1, 1]) {
  const random = uniform(seed);
  const sample = toySample({
    menu: toyMenu(lines),
    signals: [{ fired: randomEvents(events, signal, random) }],
    classes: [
      {
        fired: randomEvents(
          2 * events,
          often.map((share) => share / 4),
          random,
        ),
      },
    ],
    rates: [1000],
  });
  const ladders = lines.map((prescale) =>
    ladderOf({ prescale } as never, [0, 1, 2, 3, 5, 10, 20, 50]),
  );
  return { sample, ladders, others: [] };
}

describe('the trade-off', () => {
  it('rises with the budget, stays within it, and lies above one factor on all prescales', () => {
    const task = toyTask(5);
    const tradeOff = new TradeOff(task);
    const [, present] = presentValues(task);
    let before = 0;
    for (const share of [0.1, 0.3, 0.5, 0.8, 1]) {
      const point = tradeOff.at(share * present!);
      const { efficiency, rates } = point.best.promised;
      expect(rates[0]!.hz).toBeLessThanOrEqual(share * present! * (1 + 1e-9));
      expect(efficiency.value).toBeGreaterThanOrEqual(before);
      before = efficiency.value;
      const promised = point.uniform.promised;
      expect(promised.rates[0]!.hz).toBeCloseTo(share * present!, 6);
      expect(point.uniform.factor).toBeGreaterThan(share < 1 ? 1 : 1 - 1e-9);
      if (share === 1) expect(point.uniform.factor).toBeCloseTo(1, 9);
      expect(efficiency.value).toBeGreaterThan(0.97 * promised.efficiency.value);
      const unseen = point.best.unseen.efficiency.value / point.uniform.unseen.efficiency.value;
      expect(point.gain.value).toBeCloseTo(unseen, 12);
    }
    // All of what there is, since nothing but the present lines can be opened.
    expect(tradeOff.at(present!).prescales).toEqual([1, 1, 1, 1]);
    expect(tradeOff.at(0.3 * present!).gain.value).toBeGreaterThan(1.2);
  });

  it('promises what unseen events keep: pulls of 1, and less than 1 σ of optimism', () => {
    const pulls = { efficiency: [] as number[], rate: [] as number[] };
    for (let toy = 0; toy < 200; toy++) {
      const task = toyTask(100 + toy);
      const { best } = new TradeOff(task).at(150);
      const [{ efficiency: seen, rates: own }, { efficiency, rates }] = [
        best.promised,
        best.unseen,
      ];
      pulls.efficiency.push(
        differenceOf([efficiency.value, efficiency.error], [seen.value, seen.error]).pull!,
      );
      pulls.rate.push(
        differenceOf([rates[0]!.hz, rates[0]!.errorHz], [own[0]!.hz, own[0]!.errorHz]).pull!,
      );
    }
    const mean = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const width = (values: readonly number[]) =>
      Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
    // 200 toys: means to 0.07, widths to 0.05. What is chosen for being good is a little less so.
    expect(mean(pulls.efficiency)).toBeGreaterThan(-0.5);
    expect(mean(pulls.efficiency)).toBeLessThan(0.2);
    expect(mean(pulls.rate)).toBeGreaterThan(-0.2);
    expect(mean(pulls.rate)).toBeLessThan(0.8);
    // The rate that is promised fills the budget: what scatters is the rest.
    expect(width(pulls.efficiency)).toBeGreaterThan(0.7);
    expect(width(pulls.efficiency)).toBeLessThan(1.2);
    expect(width(pulls.rate)).toBeGreaterThan(0.5);
    expect(width(pulls.rate)).toBeLessThan(1.2);
  });

  it('takes the trigger that keeps more, and leaves lines alone that need not change', () => {
    const menu = toyMenu([1, 1, 5]);
    const builder = new SampleBuilder(menu, [0, 1, 2], [undefined], { triggers: 2, weights: [1] });
    const quarter = twice([[0], [1], [], []]);
    const batch = batchOf(quarter);
    // With the other parameters b fires on everything, and on no more of the windows.
    const others = [bitsOf(quarter.fired.map(() => [1]))];
    builder.addSignal(0, { ...batch, otherFtdlBits: others }, 0);
    const job = { kind: 'windows', slice: 0, first: 0, count: 8 } as const;
    builder.addWindows({ stratum: 0, job, batch, risingBits: [batch.ftdlBits, batch.ftdlBits] });
    const sample = builder.sample([100]);
    const ladders = menu.lines.map((line) => ladderOf(line, [0, 1, 10]));
    const tradeOff = new TradeOff({ sample, ladders, others: [] });
    const point = tradeOff.at(25);
    expect([point.trigger, point.prescales]).toEqual([1, [0, 1, 5]]);
    expect(point.best.unseen.efficiency.value).toBe(1);
    // One factor is put on the prescales of the trigger there is.
    expect(point.uniform.promised.rates[0]!.hz).toBeCloseTo(25, 6);
    expect(point.gain.value).toBeCloseTo(4, 6);
    expect(tradeOff.at(50).prescales).toEqual([1, 1, 5]);
  });

  it('is refused below what kept lines make, and says how much that is', () => {
    const menu = toyMenu([1, 2]);
    const events = twice([[0], [1], [1], []]);
    const sample = toySample({
      menu,
      free: [0],
      signals: [events],
      classes: [events],
      rates: [100],
    });
    const ladders = [ladderOf(menu.lines[0]!, [0, 1])];
    const tradeOff = new TradeOff({ sample, ladders, others: [] });
    expect(tradeOff.leastHz()).toBeCloseTo(25, 9);
    expect(() => tradeOff.at(24)).toThrowError(/budget of all lines is 24 Hz, .* make 25 Hz/);
    const grouped = toySample({
      menu,
      free: [0],
      groups: [undefined, new Set([1])],
      signals: [events],
      classes: [events],
      rates: [100],
    });
    const own = new TradeOff({ sample: grouped, ladders, others: [{ name: 'b', hz: 10 }] });
    expect(() => own.at(200)).toThrowError(/budget of b is 10 Hz/);
  });
});
