import { describe, expect, it } from 'vitest';
import { readingOf, runCard } from '../run-card.js';

const study = runCard('rejection', 1500);
/** Tracks (14.4 kHz) and showers (1.5) that may fire a line, at 2022-peak [Hz]. */
const strayHz = 15_900;

describe('rejection', () => {
  it.each([
    ['stt', 'networks, p > 0.7 GeV', 15],
    ['fyo', 'networks', 20],
    ['ffy', 'networks', 20],
  ])('has %s itself at the cuts of the menu, of %s, |z| < %i cm', async (name, label, cut) => {
    const document = await study;
    const line = document.lines.find((each) => each.name === name)!;
    const hz = readingOf(document, `${name}, ${label}, |z| < ${cut} cm: background`);
    expect(hz).toBeCloseTo((strayHz * line.fired) / line.selected, 6);
  });

  it('gives away signal and background with each step of a cut', async () => {
    const document = await study;
    for (const sample of ['background', 'ττ']) {
      const at = (label: string, cut: number): number =>
        readingOf(document, `stt, ${label}, |z| < ${cut} cm: ${sample}`);
      expect(at('networks, any p', 5)).toBeLessThan(at('networks, any p', 15));
      expect(at('networks, any p', 15)).toBeLessThan(at('networks, any p', 60));
      expect(at('networks, p > 0.7 GeV', 15)).toBeGreaterThan(at('networks, p > 1.5 GeV', 15));
      expect(at('3-D fit, any p', 5)).toBeLessThan(at('3-D fit, any p', 60));
    }
  });

  it('cuts background by far more than signal', async () => {
    const document = await study;
    const kept = (sample: string): number =>
      readingOf(document, `stt, networks, any p, |z| < 10 cm: ${sample}`) /
      readingOf(document, `stt, networks, any p, |z| < 60 cm: ${sample}`);
    expect(kept('background')).toBeLessThan(0.4);
    expect(kept('ττ')).toBeGreaterThan(0.9);
  });

  it('counts stray particles of each source by how often it comes', async () => {
    const { points, events } = await study;
    const strays = points.filter(({ generator }) => generator === 'stray');
    const of = (name: string): number => strays.find((point) => point.name === name)!.events;
    // Twice the share, by their mix a little more of tracks and showers.
    const ratio = of('Touschek, LER') / of('radiative Bhabha');
    expect(ratio).toBeGreaterThan(1.8);
    expect(ratio).toBeLessThan(2.6);
    expect(strays.reduce((sum, point) => sum + point.events, 0)).toBe((2 * events) / 3);
  });
});
