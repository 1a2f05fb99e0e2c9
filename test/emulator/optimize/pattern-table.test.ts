import { describe, expect, it } from 'vitest';
import { type Choice, estimateOf } from '../../../emulator/optimize/estimates.js';
import { missesOf, PatternTable } from '../../../emulator/optimize/pattern-table.js';
import { KeptChances } from '../../../triggers/gdl/kept-chances.js';
import { bitsOf, randomEvents, toyMenu, toySample, uniform } from './toy.js';

const prescales = [1, 2.5, 0, 20, 3, 100, 1, 0];
const often = [0.1, 0.4, 0.3, 0.5, 0.3, 0.6, 0.05, 0.2];

describe('a table of patterns', () => {
  it('keeps as much as prescale counters at unknown positions, whatever lines are free', () => {
    const menu = toyMenu(prescales);
    const fired = randomEvents(2000, often, uniform(1));
    const kept = new KeptChances(menu);
    const bits = bitsOf(fired);
    const accepted = kept.quantities.length - 1;
    let [sum, squares, count] = [0, 0, 0];
    for (let event = 0; event < fired.length; event += 2) {
      const chance = kept.look(bits, event) === 0 ? 0 : kept.chances[accepted]!;
      [sum, squares, count] = [sum + chance, squares + chance * chance, count + 1];
    }
    const mean = sum / count;
    for (const free of [[0], [1, 3], [2, 4, 7], [0, 1, 2, 3, 4, 5, 6, 7]]) {
      const events = { fired };
      const sample = toySample({ menu, free, signals: [events], classes: [events], rates: [50] });
      const choice: Choice = {
        trigger: 0,
        chances: Float64Array.from(free, (line) => (prescales[line] ? 1 / prescales[line]! : 0)),
      };
      const { efficiency, rates } = estimateOf(sample, 0, choice);
      expect(efficiency.value).toBeCloseTo(mean, 12);
      const variance = (squares / count - mean * mean) / count;
      expect(efficiency.error).toBeCloseTo(Math.sqrt(variance), 10);
      expect(rates[0]!.hz).toBeCloseTo(50 * mean, 10);
      expect(rates[0]!.errorHz).toBeCloseTo(50 * Math.sqrt(variance), 10);
    }
  });

  it('counts of a group what its lines keep, free or not', () => {
    const menu = toyMenu([4, 2, 1, 5]);
    const table = new PatternTable({ menu, free: [0, 2], groups: [undefined, new Set([0, 1])] });
    table.add(3, bitsOf([[0, 1, 2, 3]]), 0, 2);
    const chances = Float64Array.of(0.25, 1);
    expect(missesOf(table, chances, 0)).toEqual(Float64Array.of(0));
    expect(missesOf(table, chances, 1)).toEqual(Float64Array.of(0.75));
    expect(table.cells).toEqual([3]);
    expect(table.weights).toEqual([2]);
    expect(table.squares).toEqual([4]);
    expect(table.missed.map(([missed]) => missed)).toEqual([2 * 0.5 * 0.8, 2 * 0.5]);
    expect(table.missedSquares[1]).toEqual([4 * 0.5]);
    expect(table.squaresMissed[1]).toEqual([4 * 0.25]);
  });

  it('knows lines of every output number, free and kept', () => {
    const menu = toyMenu([1, 4, 1, 2], (line) => ({ number: [0, 31, 160, 191][line]! }));
    const bits = new Uint32Array(6).fill(0xffff_ffff);
    const options = { menu, groups: [undefined, new Set([3])] };
    const table = new PatternTable({ ...options, free: [0, 2] });
    table.add(0, bits, 0, 1);
    expect([table.lines, table.missed]).toEqual([
      [0, 1],
      [[0.75 * 0.5], [0.5]],
    ]);
    const other = new PatternTable({ ...options, free: [1, 3] });
    other.add(0, bits, 0, 1);
    expect([other.lines, other.missed]).toEqual([
      [0, 1],
      [[0], [1]],
    ]);
    expect(missesOf(other, Float64Array.of(0.5, 0.1), 1)).toEqual(Float64Array.of(0.9));
  });

  it('holds nothing of events that fire no line', () => {
    const table = new PatternTable({ menu: toyMenu([1, 1]), free: [0], groups: [undefined] });
    table.add(0, bitsOf([[]]), 0, 1);
    expect(table.patternCount).toBe(0);
    // Those that fire kept lines alone are a pattern without a free line.
    table.add(0, bitsOf([[1]]), 0, 1);
    table.add(1, bitsOf([[1]]), 0, 1);
    expect([table.patternCount, table.lines.length, table.cells.length]).toEqual([1, 0, 2]);
  });
});
