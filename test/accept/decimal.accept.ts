import { describe, expect, it } from 'vitest';
import {
  anyDoubles,
  compareWithNumber,
  middles,
  seventeenDigits,
} from '../support/decimal-numbers.js';

describe('a million decimal numbers are read as Number reads them', () => {
  it.each([
    ['of 17 digits', seventeenDigits, 1000],
    ['of any exponent', anyDoubles, 10_000],
    ['near the middle of two doubles', middles, 100_000],
  ])('%s', (_, draw, most) => {
    const { wrong, open } = compareWithNumber(draw(1_000_000));
    expect(wrong).toEqual([]);
    expect(open).toBeLessThan(most);
  });
});
