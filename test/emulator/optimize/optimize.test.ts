import { describe, expect, it } from 'vitest';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { usualPrescales } from '../../../emulator/optimize/ladders.js';
import { openOptimization } from '../../../emulator/optimize/optimize.js';
import { triggersOf } from '../../../emulator/optimize/thresholds.js';
import { loadMenu } from '../../../emulator/settings/menu-source.js';
import { loadCard } from '../../../emulator/studies/card.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { batchOf } from './toy.js';

const numberOf = (name: string) => physicsMenu.lines.find((line) => line.name === name)!.number;

const asked = {
  menu: loadMenu('physics'),
  config: nominalConfig(),
  signals: [{ card: loadCard('dark-photon'), weight: 1 }],
  budgets: ['5kHz'],
  free: [],
  keep: [],
  prescales: usualPrescales,
  triggers: triggersOf([], { conditions: 'nominal', set: [] }),
};

const open = (budgets: readonly string[], cards: readonly string[] = ['dark-photon']) =>
  openOptimization({
    ...asked,
    signals: cards.map((card, place) => ({ card: loadCard(card), weight: 1 + place })),
    budgets,
  });

/** A batch whose events fire the lines of these names. */
function eventsOf(fired: readonly (readonly string[])[]) {
  const batch = batchOf({ fired: fired.map(() => []) });
  for (const [event, names] of fired.entries())
    for (const number of names.map(numberOf))
      batch.ftdlBits[6 * event + (number >>> 5)]! |= 1 << (number & 31);
  return batch;
}

describe('an optimization', () => {
  it('counts signals in the selection of the totals of their cards', () => {
    const { selections } = open(['5kHz'], ['tag-and-probe', 'dark-photon', 'single-photon']);
    const texts = selections.map(({ text }) => text);
    expect(texts[1]).toMatch(/^one photon above 0.1 GeV in 17–150°, above 1 GeV in the barrel/);
    for (const [place, name] of ['tag-and-probe', 'dark-photon', 'single-photon'].entries()) {
      const card = loadCard(name);
      const totals = card.totals ?? 'all';
      expect(selections[place]!.text).toBe(card.selectionOf(totals).text);
      expect(card.selectionNames[selections[place]!.bit]).toBe(totals);
    }
  });

  it('knows what is kept, and shares of rates as they are now', () => {
    const { builder, selections, task, notes, free, menu, ladders } = open([
      '50%',
      'single-photon=20%',
    ]);
    const [hie, shem] = [['hie'], ['shem']];
    const signal = eventsOf([hie, hie]);
    signal.observations.selected.fill(1 << selections[0]!.bit);
    builder.addSignal(0, signal, selections[0]!.bit);
    // Of ten seeds 4 fire hie, of each half 2; 2 fire a line that is kept.
    const batch = eventsOf([hie, hie, hie, hie, shem, shem, [], [], [], []]);
    const job = { kind: 'windows', slice: 0, first: 0, count: 10 } as const;
    builder.addWindows({ stratum: 0, job, batch, risingBits: [batch.ftdlBits] });
    const { budgetHz, others } = task([1000]);
    expect(budgetHz).toBeCloseTo(0.5 * 600, 9);
    expect(others).toEqual([{ name: 'single-photon', hz: expect.closeTo(0.2 * 400, 9) }]);
    expect(ladders).toHaveLength(free.length);
    const kept = notes.find(({ code }) => code === 'OPTIMIZE_KEPT')!;
    expect(kept.message).toContain('shem');
    expect(kept.message).not.toMatch(/\bhie\b|random/);
    const unknown = notes.find(({ code }) => code === 'OPTIMIZE_UNKNOWN')!;
    expect(unknown.message).toMatch(/random.*nothing is known/);
    expect(kept.count + unknown.count + free.length).toBe(
      menu.lines.filter(({ prescale }) => prescale > 0).length,
    );
  });

  it('says that variations of a card are not measured, and asks for events before windows', () => {
    const card = { ...loadCard('dark-photon'), variations: [{ name: 'low' }] } as never;
    const { notes, requireSignals } = openOptimization({
      ...asked,
      signals: [{ card, weight: 1 }],
    });
    expect(notes.filter(({ code }) => code === 'CARD_VARIATIONS_LEFT_OUT')).toHaveLength(1);
    expect(requireSignals).toThrowError(/signal dark-photon: no event is in its selection/);
  });

  it('is refused where one half has no event of a signal', () => {
    const { builder, selections, task } = open(['5kHz']);
    const signal = eventsOf([['hie'], ['hie']]);
    const { bit } = selections[0]!;
    signal.observations.selected.set([1 << bit, 0]);
    builder.addSignal(0, signal, bit);
    expect(() => task([1])).toThrowError(/signal dark-photon: no event is in its selection/);
  });

  it('is refused where the weights of a signal cancel, which is not said to be no event', () => {
    const { builder, selections, task } = open(['5kHz']);
    const signal = eventsOf([['hie'], ['hie'], ['hie'], ['hie']]);
    const { bit } = selections[0]!;
    signal.observations.selected.fill(1 << bit);
    signal.weights.set([1, 1, -1, 1]);
    builder.addSignal(0, signal, bit);
    expect(() => task([1])).toThrowError(
      expect.objectContaining({
        code: 'OPTIMIZE_NO_SIGNAL',
        message: expect.stringMatching(
          /signal dark-photon: the weights of 2 events in its selection \(.*\) add up to 0, /,
        ),
      }),
    );
  });
});
