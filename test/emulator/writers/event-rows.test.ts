import { describe, expect, it } from 'vitest';
import { sliceAddresses } from '../../../detector/event.js';
import { eventRows, flagColumns } from '../../../emulator/writers/event-rows.js';
import { isFlagged } from '../../../emulator/writers/table-encoder.js';
import { outputWords, setBit } from '../../../triggers/batches.js';
import { compileMenu, type MenuLine } from '../../../triggers/gdl/menu.js';

const line = (number: number, prescale: number, family: MenuLine['family'] = ''): MenuLine => ({
  number,
  name: `line${number}`,
  formula: 'ehigh',
  class: '',
  family,
  prescale,
  source: '',
});
const menu = compileMenu({
  name: 'test',
  version: '1',
  source: '',
  lines: [
    line(3, 20, 'two-track'),
    line(40, 1, 'two-track'),
    line(41, 1, 'two-track'),
    line(80, 5),
    line(100, 0),
  ],
});

/** Bits of events that fire given lines. */
function bitsOf(events: readonly (readonly number[])[]): Uint32Array {
  const bits = new Uint32Array(events.length * outputWords);
  events.forEach((numbers, event) => {
    for (const number of numbers) setBit(bits, outputWords, event, number);
  });
  return bits;
}

describe('rows of decided events', () => {
  const fired = [[3, 80], [3], [40, 80], [100], []];
  const psnmBits = bitsOf([[3], [], [40], [], []]);
  const rows = eventRows(menu)(
    {
      eventCount: fired.length,
      addresses: sliceAddresses(0, 0, 0, fired.length),
      ftdlBits: bitsOf(fired),
      psnmBits,
      risingBits: bitsOf(fired),
      timingSource: new Uint8Array(fired.length),
      time: new Float64Array(fired.length),
      weights: Float64Array.from(fired, (_, event) => event / 4),
    },
    Float64Array.from(fired, (_, event) => 10 + event),
  );

  it('have the lowest prescale of the lines that fired, masked ones aside; 0 without any', () => {
    expect([...rows.prescale]).toEqual([5, 20, 1, 0, 0]);
  });

  it('are accepted where a bit is left behind prescale and mask', () => {
    expect([...rows.accepted]).toEqual([1, 0, 1, 0, 0]);
    expect([...rows.numbers]).toEqual([10, 11, 12, 13, 14]);
    expect([...rows.weights]).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it('have a column for each family, of its unprescaled lines, and for each line', () => {
    const columns = flagColumns(menu);
    expect(columns.map(({ name }) => name)).toEqual([
      'two-track',
      'line3',
      'line40',
      'line41',
      'line80',
      'line100',
    ]);
    const flags = (event: number) => columns.map((column) => isFlagged(rows.bits, event, column));
    expect(flags(0)).toEqual([false, true, false, false, true, false]);
    expect(flags(2)).toEqual([true, false, true, false, true, false]);
  });
});
