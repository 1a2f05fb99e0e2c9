import { expect, it } from 'vitest';
import { fourLeptonCards } from '../../../../emulator/studies/cards/four-leptons.js';
import { readingOf, runCard } from '../run-card.js';

it.each(fourLeptonCards.map(({ name }) => name))(
  'four leptons of %s fire three tracks',
  async (name) => {
    const result = await runCard(name, 400);
    expect(result.points[0]!.generator).toBe(name);
    const [{ selected } = { selected: 0 }] = result.lines;
    // Both pairs go along the beams more often than not.
    expect(selected).toBeGreaterThan(8);
    expect(selected).toBeLessThan(150);
    expect(readingOf(result, 'three-track: all')).toBeGreaterThan(0.6);
    // 3.5e-4 and 1.4e-4 nb are 16 and 7 mHz.
    expect(readingOf(result, 'three-track: rate')).toBeLessThan(0.005);
  },
);
