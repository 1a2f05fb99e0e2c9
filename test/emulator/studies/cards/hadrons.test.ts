import { describe, expect, it } from 'vitest';
import { hadronCards } from '../../../../emulator/studies/cards/hadrons.js';
import { readingOf, runCard } from '../run-card.js';

describe('cards of hadronic events', () => {
  it('mix their points as the cross sections are', () => {
    const sums = hadronCards.map(({ points }) => points.reduce((sum, { share }) => sum + share, 0));
    expect(sums[0]).toBeCloseTo(100, 9);
    expect(sums[1]).toBeCloseTo(3.69, 9);
    for (const { name, points } of hadronCards)
      expect(new Set(points.map(({ generator }) => generator))).toEqual(new Set([name]));
  });

  it('see BB̄ by four clusters and by tracks, at 52 Hz', async () => {
    const result = await runCard('bbbar', 300);
    expect(readingOf(result, 'c4: all')).toBeGreaterThan(0.98);
    expect(readingOf(result, 'ffy: all')).toBeGreaterThan(0.9);
    // 1.110 nb at 4.65e34.
    const rate = readingOf(result, 'c4: rate');
    expect(rate).toBeGreaterThan(50);
    expect(rate).toBeLessThan(51.7);
  });
});
