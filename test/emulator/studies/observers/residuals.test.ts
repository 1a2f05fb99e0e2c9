import { describe, expect, it } from 'vitest';
import { halfWidth, meanOf, nearlyAll } from '../../../../emulator/studies/observers/residuals.js';

/** A flat distribution from −1 to 3 cm in bins of 0.1 cm. */
const flat = {
  edges: Array.from({ length: 61 }, (_, edge) => -2 + edge / 10),
  selected: Array.from({ length: 60 }, (_, bin) => (bin >= 10 && bin < 50 ? 25 : 0)),
  unit: 'cm',
};

describe('distributions of a difference', () => {
  it('have half widths of 0.34 and 0.495 of their range when flat, mean in the middle', () => {
    expect(halfWidth(flat).value).toBeCloseTo(0.34 * 4, 9);
    expect(nearlyAll(flat).value).toBeCloseTo(0.495 * 4, 9);
    expect(meanOf(flat).value).toBeCloseTo(1, 9);
    expect(meanOf(flat)).toMatchObject({ unit: 'cm', note: '1000 entries' });
  });

  it('give nothing from fewer than 100 events', () => {
    const few = { ...flat, selected: flat.selected.map((count) => (count > 0 ? 2 : 0)) };
    for (const reading of [halfWidth, nearlyAll, meanOf]) expect(reading(few).value).toBeNull();
  });
});
