import { describe, expect, it } from 'vitest';
import { readingOf, runCard } from '../run-card.js';

describe('what looks like a single photon', async () => {
  const result = await runCard('single-photon-background', 1200);
  const hertz = (process: string, line: string): number =>
    readingOf(result, `${process}: ${line}, before prescale`);

  it('is one-leg Bhabhas first, by hundreds of hertz; γγ and eeγ with lost ones are tens', () => {
    expect(hertz('one-leg Bhabha', 'single-photon')).toBeGreaterThan(300);
    expect(hertz('one-leg Bhabha', 'single-photon')).toBeLessThan(1500);
    for (const process of ['eeγ, both legs lost', 'γγ(γ), one photon lost']) {
      expect(hertz(process, 'single-photon')).toBeGreaterThan(5);
      expect(hertz(process, 'single-photon')).toBeLessThan(100);
    }
  });

  it('is neutrinos less than once an hour', () => {
    const { readings } = result;
    const neutrinos = readings.filter(({ name }) => name.startsWith('νν̄γ'));
    expect(new Set(neutrinos.map(({ unit }) => unit))).toEqual(new Set(['µHz']));
    // 1.0e-5 nb times 46.5 Hz/nb above 0.1 GeV in 17–150°: a quarter of them fire.
    const all = hertz('νν̄γ', 'single-photon');
    expect(all).toBeGreaterThan(50);
    expect(all).toBeLessThan(277);
  });

  it('is told for every process and line', () => {
    expect(result.readings).toHaveLength(5 * 8);
    expect(result.points.map(({ name }) => name)).toContain('cosmic muons');
  });
});
