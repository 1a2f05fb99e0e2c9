import { describe, expect, it } from 'vitest';
import { alpFusionCard } from '../../../../emulator/studies/cards/alp-fusion.js';
import { twoPhotonCards } from '../../../../emulator/studies/cards/two-photon.js';
import { readingOf, runCard } from '../run-card.js';

it('there is a card of each process of two photons, named as it is', () => {
  for (const { name, points } of [...twoPhotonCards, alpFusionCard])
    expect(new Set(points.map(({ generator }) => generator))).toEqual(new Set([name]));
  expect(twoPhotonCards.map(({ name }) => name)).toEqual([
    'two-photon-ee',
    'two-photon-mumu',
    'two-photon-tautau',
    'two-photon-hadrons',
  ]);
});

describe('muon pairs of two photons', async () => {
  const result = await runCard('two-photon-mumu', 2000);

  it('have a track of pT > 0.2 GeV in 17–150° in half of the events from 0.15 GeV on', () => {
    const [{ selected } = { selected: 0 }] = result.lines;
    // 8.7 nb of 18 nb.
    expect(Math.abs(selected / 2000 - 0.48)).toBeLessThan(0.05);
  });

  it('are tens of Hz of two open tracks, and none of energy', () => {
    const rate = readingOf(result, 'ffo: rate');
    expect(rate).toBeGreaterThan(20);
    expect(rate).toBeLessThan(60);
    expect(readingOf(result, 'hie: rate')).toBeLessThan(2);
  });
});

it('ALPs of two photons have more energy in the calorimeter, the heavier they are', async () => {
  const result = await runCard('alp-fusion', 1500);
  expect(readingOf(result, 'hie: m = 0.2 GeV')).toBeLessThan(0.15);
  expect(readingOf(result, 'hie: m = 8 GeV')).toBeGreaterThan(0.9);
});
