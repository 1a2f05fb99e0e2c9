import { describe, expect, it } from 'vitest';
import { binned, binWidth, spanOf, stacked } from '../../../monitor/dashboard/history-series.js';

describe('the last hour for a plot', () => {
  it('is the mean of the rows of each bin, of which the last ends now', () => {
    const times = [0, 1, 2, 3, 4, 5];
    const { minutes, columns } = binned(times, [[1, 2, 3, 4, 5, 6]], { span: 60, width: 2 });
    expect(columns).toEqual([[1.5, 3.5, 5.5]]);
    expect(minutes.map((minute) => 60 * minute)).toEqual([
      expect.closeTo(-5, 9),
      expect.closeTo(-3, 9),
      expect.closeTo(-1, 9),
    ]);
  });

  it('leaves out rows before the span and values that are not known', () => {
    const times = [0, 1, 2, 3, 4, 5];
    const values = [9, 9, null, 4, null, null];
    expect(binned(times, [values], { span: 4, width: 2 }).columns).toEqual([[4, null]]);
  });

  it('keeps a hole where the server was away', () => {
    const { columns } = binned([0, 1, 6, 7], [[1, 1, 3, 3]], { span: 60, width: 2 });
    expect(columns).toEqual([[1, null, null, 3]]);
  });

  it('is empty while there is no row', () => {
    expect(binned([], [[]], { span: 60, width: 2 }).columns).toEqual([[null]]);
  });

  it('is stacked from the first column on', () => {
    expect(
      stacked([
        [1, null, null],
        [2, 5, null],
        [null, 1, null],
      ]),
    ).toEqual([
      [1, null, null],
      [3, 5, null],
      [3, 6, null],
    ]);
  });

  it('has an axis that grows in steps, and some hundred bins', () => {
    expect(spanOf([0, 59], 60)).toBe(1);
    expect(spanOf([0, 61], 60)).toBe(2);
    expect(spanOf([0, 601], 10)).toBe(10);
    expect(spanOf([100, 3699], 60)).toBe(60);
    expect([1, 10, 60].map(binWidth)).toEqual([1, 2, 10]);
  });
});
