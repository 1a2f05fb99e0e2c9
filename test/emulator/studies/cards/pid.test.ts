import { describe, expect, it } from 'vitest';
import { pid } from '../../../../emulator/studies/cards/pid.js';
import { judged, verdictOf } from '../../../../emulator/studies/readings.js';
import { runCard } from '../run-card.js';

describe('card pid', async () => {
  const { readings, curves } = await runCard('pid', 3200);

  it('finds tracks for each curve', () => {
    expect(curves.length).toBe(pid.curves.length);
    for (const { id, selected } of curves)
      expect(
        selected.some((count) => count > 0),
        id,
      ).toBe(true);
  });

  it('keeps the working points: 0.9 of K at 0.1 of π, 0.9 of μ at 4 %, 0.94 of e at 2 %', () => {
    expect(readings.filter((reading) => verdictOf(reading) === 'missed')).toEqual([]);
    expect(readings.filter((reading) => judged(reading).verdict !== undefined).length).toBe(2);
  });

  it('separates better in the aerogel than in the bars at high momentum', () => {
    const value = (name: string) => readings.find((reading) => reading.name === name)!.value!;
    expect(value('kaon by ARICH: pions of 3–4 GeV')).toBeLessThan(
      value('kaon by TOP: pions of 3–4 GeV'),
    );
  });
});
