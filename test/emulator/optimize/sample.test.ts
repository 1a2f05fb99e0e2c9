import { describe, expect, it } from 'vitest';
import { cellOf, SampleBuilder } from '../../../emulator/optimize/sample.js';
import { batchOf, bitsOf, toyMenu } from './toy.js';

const menu = toyMenu([1, 1]);
const open = (triggers = 1) =>
  new SampleBuilder(menu, [0, 1], [undefined], { triggers, weights: [3, 1] });

describe('a sample', () => {
  it('has seeds and events of even numbers in one part, of odd ones in the other', () => {
    const builder = open();
    // Seeds 3 to 7 of a class: of five, 4 and 6 are even; the windows of 4 and 7 fire, and one
    // that another seed has opened.
    const batch = batchOf({ fired: [[0], [1], [0, 1]], weights: [1, 1, 0] });
    batch.addresses.index.set([4, 7, 6]);
    const job = { kind: 'windows', slice: 0, first: 3, count: 5 } as const;
    builder.addWindows({ stratum: 1, job, batch, risingBits: [batch.ftdlBits] });
    const sample = builder.sample([10, 20]);
    expect(sample.classes).toEqual([
      { hz: 10, seeds: [0, 0] },
      { hz: 20, seeds: [2, 3] },
    ]);
    const [table] = sample.tables;
    expect(table!.cells).toEqual([cellOf.seeds(2, 1, 0), cellOf.seeds(2, 1, 1)]);
    expect(table!.weights).toEqual([1, 1]);
  });

  it('counts events of a signal that are in its selection, with their weights', () => {
    const builder = open();
    const batch = batchOf({ fired: [[0], [0], [1], []], weights: [2, 3, 5, 7] });
    batch.observations.selected.set([0b10, 0b11, 0b01, 0b10]);
    builder.addSignal(1, batch, 1);
    const { signals, tables } = builder.sample([]);
    expect(signals.map(({ share }) => share)).toEqual([0.75, 0.25]);
    expect(signals[1]!.selected).toEqual([
      { n: 1, sumw: 2, sumw2: 4 },
      { n: 2, sumw: 10, sumw2: 58 },
    ]);
    expect(tables[0]!.cells).toEqual([cellOf.signal(1, 0), cellOf.signal(1, 1)]);
    expect(tables[0]!.weights).toEqual([2, 3]);
  });

  it('keeps what each trigger makes of the same events in a table of its own', () => {
    const builder = open(2);
    const batch = batchOf({ fired: [[0], [1]] });
    builder.addSignal(0, { ...batch, otherFtdlBits: [bitsOf([[], [0]])] }, 0);
    const { tables } = builder.sample([]);
    expect(tables.map(({ lines }) => lines)).toEqual([[0, 1], [0]]);
    expect(tables.map(({ cells }) => cells)).toEqual([[0, 1], [1]]);
  });
});
