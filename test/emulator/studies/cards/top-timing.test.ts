import { describe, expect, it } from 'vitest';
import { topTiming } from '../../../../emulator/studies/cards/top-timing.js';
import { compileMenu } from '../../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../../triggers/menus/physics.js';
import { readingOf, runCard } from '../run-card.js';

describe('card top-timing', async () => {
  const result = await runCard('top-timing', 2000);
  const reading = (name: string): number => readingOf(result, name);

  it('finds its lines in the whole menu', () => {
    const names = topTiming.layout(compileMenu(physicsMenu)).subjects.map(({ name }) => name);
    for (const { subjects } of topTiming.curves)
      for (const name of subjects) expect(names).toContain(name);
  });

  it('finds 20–45 photoelectrons of fast muons, fewer of protons', () => {
    expect(reading('photoelectrons: lone muons')).toBeGreaterThan(20);
    expect(reading('photoelectrons: lone muons')).toBeLessThan(45);
    expect(reading('photoelectrons: lone protons')).toBeLessThan(
      reading('photoelectrons: lone muons'),
    );
  });

  it.each(['two tracks or more', 'muon pairs'])(
    'finds a time that is right within 5 ns, also under background: %s',
    (events) => {
      expect(reading(`event time, RMS: ${events}`)).toBeLessThan(5);
      // 4.7 ns in long runs for muon pairs; σ of 430 events with their tails.
      expect(reading(`event time, RMS, 1.8 MHz: ${events}`)).toBeLessThan(5.5);
      expect(Math.abs(reading(`shift by photons 7 ns later: ${events}`) - 7)).toBeLessThan(0.5);
    },
  );

  it('finds one for 99 % of events with two tracks in bars, and for few without any', () => {
    expect(reading('share with an event time: two tracks')).toBeGreaterThan(0.99);
    expect(reading('share with an event time, 1.8 MHz: two tracks')).toBeGreaterThan(0.99);
    expect(reading('share with an event time, 1.8 MHz: no charged particle')).toBeLessThan(0.08);
  });
});
