import { describe, expect, it } from 'vitest';
import { defineCard } from '../../../emulator/studies/define-card.js';
import { loadCard } from '../../../emulator/studies/card.js';
import { variedCard } from '../../../emulator/studies/vary-card.js';

const card = defineCard({
  name: 'toy',
  title: 'Toy',
  doc: '',
  events: 10,
  points: [
    { name: 'light', generator: 'dark-photon', share: 1, config: { mass: '1 GeV', isr: false } },
    { name: 'pairs', generator: 'mumu', share: 1, config: {} },
    { name: 'gun', generator: 'gun', share: 1, config: { vertex: { zMin: 1 } } },
  ],
  lines: [],
  families: [],
  curves: [],
});

describe('a card with other parameters', () => {
  it('has them in each point whose generator knows them, beside those of the card', () => {
    const varied = variedCard(card, ['mass=8 GeV', 'isr=true']);
    expect(varied.points.map(({ config }) => config)).toEqual([
      { mass: '8 GeV', isr: 'true' },
      { isr: 'true' },
      { vertex: { zMin: 1 } },
    ]);
    expect(card.points[0]!.config).toEqual({ mass: '1 GeV', isr: false });
  });

  it('says so in its title and in the names of the points', () => {
    const varied = variedCard(card, ['mass=8 GeV']);
    expect(varied.title).toBe('Toy, with mass=8 GeV');
    expect(varied.points.map(({ name }) => name)).toEqual(['light, mass=8 GeV', 'pairs', 'gun']);
    expect(variedCard(card, [])).toBe(card);
  });

  it('takes parameters within sections', () => {
    const { points } = variedCard(card, ['vertex.zMax=3 cm']);
    expect(points[2]!.config).toEqual({ vertex: { zMin: 1, zMax: '3 cm' } });
  });

  it('refuses what no generator of it has, with the nearest, and what assigns nothing', () => {
    expect(() => variedCard(card, ['mas=8 GeV'])).toThrow(/--with mas: no generator.*"mass"/);
    expect(() => variedCard(card, ['mass'])).toThrow(/--with mass: expected path=value/);
  });
});

describe('a process without a card', () => {
  it('has one of all lines over all of its events', () => {
    const prongs = loadCard('prongs');
    expect([prongs.lines, prongs.families, prongs.totals]).toEqual(['all', 'all', undefined]);
    expect(prongs.points).toMatchObject([{ generator: 'prongs', config: {} }]);
    expect(loadCard('alp').lines).toContain('bhie');
    expect(() => loadCard('prong')).toThrow(/nearest is "prongs"/);
  });
});
