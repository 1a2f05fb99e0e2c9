import { describe, expect, it } from 'vitest';
import { Hz } from '../../../detector/base/units.js';
import { seedKinds } from '../../../emulator/backgrounds/seeds.js';
import { strayRates } from '../../../emulator/rates/stray-classes.js';
import { beamStateOf, loadMachine } from '../../../emulator/settings/machine.js';

/** Stray particles a second of each source, over those at 2022-peak. */
function changesBy(...assignments: readonly string[]): Record<string, number> {
  const rates = (config: ReturnType<typeof loadMachine>['config']) =>
    strayRates(config.backgrounds, beamStateOf(config));
  const nominal = rates(loadMachine('2022-peak').config);
  const changed = rates(loadMachine('2022-peak', assignments).config);
  return Object.fromEntries(
    changed.map(({ name, anchorHz }, place) => [name, anchorHz / nominal[place]!.anchorHz]),
  );
}

const touschek = ['Touschek, LER', 'Touschek, HER'];
const ofLer = ['Touschek, LER', 'beam-gas Coulomb, LER', 'beam-gas bremsstrahlung, LER'];

/** The sources that a change multiplies by a factor; no other may change. */
function expectFactor(
  changes: Record<string, number>,
  factor: number,
  names: readonly string[],
): void {
  for (const [name, change] of Object.entries(changes))
    expect(change, name).toBeCloseTo(names.includes(name) ? factor : 1, 9);
}

describe('stray particles', () => {
  it('at 2022-peak are 16.5 kHz that may fire a line, 40 % of them by Touschek in the LER', () => {
    const { config } = loadMachine('2022-peak');
    const rates = strayRates(config.backgrounds, beamStateOf(config));
    const all = rates.reduce((sum, { anchorHz }) => sum + anchorHz, 0);
    expect(all).toBeCloseTo(16_500, 6);
    expect(rates.find(({ name }) => name === 'Touschek, LER')!.anchorHz / all).toBeCloseTo(0.4, 9);
    expect(rates.reduce((sum, { softHz }) => sum + softHz, 0)).toBeCloseTo(70_000, 6);
  });

  it('by Touschek alone double when half as many bunches hold the current', () => {
    expectFactor(changesBy('filling.bunches=2248'), 2249 / 2248, touschek);
    expectFactor(changesBy('filling.bunches=1125'), 2249 / 1125, touschek);
  });

  it('by Touschek go with the density of bunches: half the height, twice as many', () => {
    expectFactor(changesBy('ler.sigmaY=0.0295 um'), 2, ['Touschek, LER']);
  });

  it('by radiative Bhabhas alone double with the luminosity', () => {
    const specific = (2 * 4.65e34) / (1.32 * 1.1);
    expectFactor(changesBy(`specificLuminosity=${specific}`), 2, ['radiative Bhabha']);
  });

  it('on gas of a doubled current are 2(P0 + 2P1·I)/(P0 + P1·I) times as many', () => {
    const changes = changesBy('ler.current=2.64 A');
    // P1·I = 2 P0: 2 · 5/3.
    expect(changes['beam-gas Coulomb, LER']).toBeCloseTo(10 / 3, 9);
    expect(changes['beam-gas bremsstrahlung, LER']).toBeCloseTo(10 / 3, 9);
    expect(changes['Touschek, LER']).toBeCloseTo(4, 9);
    expect(changes['radiative Bhabha']).toBeCloseTo(2, 9);
    expect(Object.keys(changes).filter((name) => !ofLer.includes(name))).toHaveLength(4);
    for (const name of ['Touschek, HER', 'beam-gas Coulomb, HER', 'beam-gas bremsstrahlung, HER'])
      expect(changes[name], name).toBeCloseTo(1, 9);
  });

  it('are none without beams, or when they are switched off', () => {
    const { config } = loadMachine('2022-peak', ['backgrounds.on=false']);
    for (const { anchorHz, softHz } of strayRates(config.backgrounds, beamStateOf(config)))
      expect(anchorHz + softHz).toBe(0);
    expect(changesBy('ler.current=0 A')['Touschek, LER']).toBe(0);
  });

  it('come from within a metre of the collision point, soft ones below 0.2 GeV', () => {
    const kinds = seedKinds(loadMachine('2022-peak').config.backgrounds);
    expect(kinds.map(({ tier, rate }) => [tier, Math.round(rate / Hz)])).toStrictEqual([
      ['anchor', 12_000],
      ['anchor', 3000],
      ['anchor', 1500],
      ['soft', 16_000],
      ['soft', 4000],
      ['soft', 50_000],
    ]);
    for (const { config } of kinds)
      expect(config).toMatchObject({ vertex: { zMin: -100, zMax: 100 }, frame: 'lab' });
    expect(kinds[0]!.config).toMatchObject({ minimum: 0.2, maximum: 1.5, pdg: 211 });
    expect(kinds[3]!.config).toMatchObject({ minimum: 0.05, maximum: 0.2 });
  });
});
