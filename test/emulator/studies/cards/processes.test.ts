import { describe, expect, it } from 'vitest';
import { processes } from '../../../../emulator/generators/process-rows.js';
import { cards } from '../../../../emulator/studies/cards/index.js';
import { runCard } from '../run-card.js';

describe('cards of processes', () => {
  it.each(processes.map(({ name }) => [name]))('play %s', (name) => {
    const playing = cards.filter(({ points }) =>
      points.some(({ generator }) => generator === name),
    );
    expect(playing).not.toHaveLength(0);
  });

  it('show that Bhabhas at zero angle fire nothing by themselves', async () => {
    const { lines, points } = await runCard('radiative-bhabha', 500);
    expect(points[0]?.events).toBe(500);
    for (const { name, fired } of lines) expect(fired, name).toBe(0);
  });
});
