import { describe, expect, it } from 'vitest';
import { bhabhaCuts } from '../../emulator/studies/observers/bhabha-cuts.js';
import { readingOf, runCard } from '../emulator/studies/run-card.js';

describe('μμγ', async () => {
  const result = await runCard('single-photon-mumug', 20_000);

  it('fires single-photon lines or hie on 95 % of photons of E* > 1 GeV in the barrel', () => {
    expect(readingOf(result, 'single-photon lines or hie: barrel, E* > 1 GeV')).toBeGreaterThan(
      0.95,
    );
  });

  it('accounts for all that is lost', () => {
    const shares = result.readings.filter(({ name }) => name.startsWith('share of the lost'));
    const lost = shares.reduce((sum, { value }) => sum + (value ?? 0), 0);
    expect([0, 1]).toContain(Math.round(lost * 1e9) / 1e9);
  });
});

describe('Bhabhas in the barrel', async () => {
  const result = await runCard('two-track', 24_000);
  const reading = (name: string): number => readingOf(result, name);

  it('are vetoed to 98 % at least without radiation, to 85–95 % with it', () => {
    expect(reading('Bhabha veto: ee in the barrel, no photon')).toBeGreaterThan(0.98);
    expect(reading('Bhabha veto: ee in the barrel, with radiation')).toBeGreaterThan(0.85);
    expect(reading('Bhabha veto: ee in the barrel, with radiation')).toBeLessThan(0.95);
  });

  it('escape through Σθ* more than any other cut: radiation boosts the pair', () => {
    const lost = bhabhaCuts.map((cut) => reading(`lost by ${cut}: ee`));
    expect(Math.max(...lost)).toBe(lost[bhabhaCuts.indexOf('Σθ*')]);
    const escaped = 1 - reading('Bhabha veto: ee in the barrel, with radiation');
    expect(lost.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(escaped - 1e-9);
  });

  it('are not confused with muon pairs: fewer than 1 % of these are vetoed', () => {
    expect(reading('Bhabha veto: μμ in the barrel')).toBeLessThan(0.01);
  });
});

describe('muons and pions into the KLM', async () => {
  const result = await runCard('single-muon', 20_000);
  const reading = (name: string): number => readingOf(result, name);

  it('fire cdcklm1 from 0.6–1.1 GeV on, and at 90 % at least above 1.5 GeV: muons', () => {
    expect(reading('cdcklm1: p of 50 %')).toBeGreaterThan(0.6);
    expect(reading('cdcklm1: p of 50 %')).toBeLessThan(1.1);
    expect(reading('cdcklm1: muons above 1.5 GeV')).toBeGreaterThan(0.9);
  });

  it('fire it at 10–20 %, most of them by punch-through: pions of 1–3 GeV', () => {
    const all = reading('cdcklm1: pions');
    expect(all).toBeGreaterThan(0.1);
    expect(all).toBeLessThan(0.2);
    expect(
      reading('of these by punch-through') + reading('of these by decay in flight'),
    ).toBeCloseTo(all, 6);
    expect(reading('of these by punch-through')).toBeGreaterThan(
      reading('of these by decay in flight'),
    );
  });

  it('show the edges of sectors at the turn-on, and the chimney in the top backward sector', () => {
    expect(reading('cdcklm1: least bin')).toBeLessThan(
      reading('cdcklm1: muons of 0.7–1.2 GeV, all'),
    );
    expect(reading('cdcklm1: muons in 112–120°, top')).toBeLessThan(
      0.7 * reading('cdcklm1: muons in 112–120°, bottom'),
    );
  });
});
