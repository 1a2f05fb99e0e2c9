import { describe, expect, it } from 'vitest';
import { compileMenu } from '../../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../../triggers/menus/physics.js';
import { neuroQuantization } from '../../../../emulator/studies/cards/neuro-quantization.js';
import { nnSingleTrack } from '../../../../emulator/studies/cards/nn-single-track.js';
import { trackFinders } from '../../../../emulator/studies/cards/track-finders.js';
import { zFits } from '../../../../emulator/studies/cards/z-fits.js';
import { zRejection } from '../../../../emulator/studies/cards/z-rejection.js';
import { judged, verdictOf } from '../../../../emulator/studies/readings.js';
import { runCard } from '../run-card.js';

describe.each([
  { card: nnSingleTrack, events: 16_000 },
  { card: neuroQuantization, events: 16_000 },
  { card: zRejection, events: 2000 },
  { card: zFits, events: 6000 },
  { card: trackFinders, events: 1000 },
])('card $card.name', async ({ card, events }) => {
  const { readings, curves } = await runCard(card.name, events);

  it('counts what its curves ask for, and finds events for each curve', () => {
    const names = card.layout(compileMenu(physicsMenu)).subjects.map(({ name }) => name);
    for (const { subjects, selection } of card.curves) {
      for (const name of subjects) expect(names).toContain(name);
      expect(card.selectionNames).toContain(selection);
    }
    for (const { id, selected } of curves)
      expect(
        selected.some((count) => count > 0),
        id,
      ).toBe(true);
  });

  it('keeps every limit that it states', () => {
    expect(readings.filter((reading) => verdictOf(reading) === 'missed')).toEqual([]);
    expect(readings.some((reading) => judged(reading).verdict !== undefined)).toBe(
      card === nnSingleTrack || card === neuroQuantization,
    );
    expect(readings.filter(({ value }) => value !== null).length).toBeGreaterThan(3);
  });

  it.runIf(card === nnSingleTrack)(
    'counts muons from anywhere on the axis only where they have a full track',
    () => {
      const wanted = curves.filter(({ selection }) => selection.endsWith('and a full track'));
      expect(wanted.length).toBeGreaterThan(0);
      for (const { selected } of wanted) {
        const share = selected.reduce((sum, count) => sum + count, 0) / (events / 2);
        // Half of the events; the chamber's edges take part of those far off, at small angles.
        expect(share).toBeGreaterThan(0.3);
        expect(share).toBeLessThan(0.85);
      }
    },
  );
});
