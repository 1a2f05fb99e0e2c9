import { describe, expect, it } from 'vitest';
import { beams } from '../../../detector/beams.js';
import { parseConfig } from '../../../detector/base/config.js';
import { Hz } from '../../../detector/base/units.js';
import { seedsOfShot, strayClasses } from '../../../emulator/backgrounds/seeds.js';
import { synchrotronRadiation } from '../../../emulator/backgrounds/synchrotron-radiation.js';
import { twoPhotonPairs } from '../../../emulator/backgrounds/two-photon.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { findGenerator } from '../../../emulator/generators/index.js';
import { eventRateHz } from '../../../emulator/generators/process-rows.js';
import { strayRates } from '../../../emulator/rates/stray-classes.js';
import { beamStateOf, loadMachine, referenceState } from '../../../emulator/settings/machine.js';

/** Stray particles a second of each source, over those at 2022-peak. */
function changesBy(...assignments: readonly string[]): Record<string, number> {
  const rates = (config: ReturnType<typeof loadMachine>['config']) =>
    strayRates(config.backgrounds, beamStateOf(config));
  const nominal = rates(loadMachine('2022-peak').config);
  const changed = rates(loadMachine('2022-peak', assignments).config);
  return Object.fromEntries(
    changed.map(({ name, softHz }, place) => [name, softHz / nominal[place]!.softHz]),
  );
}

const touschek = ['Touschek, LER', 'Touschek, HER'];
const ofLuminosity = ['radiative Bhabha', 'two-photon pairs'];
const gasOf = (ring: string) => [`beam-gas Coulomb, ${ring}`, `beam-gas bremsstrahlung, ${ring}`];
const reference = referenceState();

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
  it('at 2022-peak are as many as the kinds say, 40 % of them by Touschek in the LER', () => {
    const { config } = loadMachine('2022-peak');
    const { tracks, showers, softTracks, softClusters, twoPhoton: pairs } = config.backgrounds;
    const rates = strayRates(config.backgrounds, beamStateOf(config));
    const steady = rates.filter(({ name }) => !name.startsWith('injection'));
    const all = steady.reduce((sum, { anchorHz }) => sum + anchorHz, 0);
    expect(all / ((tracks.rate + showers.rate) / Hz)).toBeCloseTo(1, 9);
    const touschekShare = rates.find(({ name }) => name === 'Touschek, LER')!.anchorHz / all;
    expect(Math.abs(touschekShare - 0.4)).toBeLessThan(0.02);
    const soft = steady.reduce((sum, { softHz }) => sum + softHz, 0);
    expect(soft / ((softTracks.rate + softClusters.rate + pairs) / Hz)).toBeCloseTo(1, 9);
    const added = rates.filter(({ name }) => name.startsWith('injection'));
    const injected = added.reduce((sum, { anchorHz }) => sum + anchorHz, 0);
    // Shares of 8 and 4 % on top of the others.
    expect(Math.abs(injected / all - 0.12)).toBeLessThan(0.005);
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
    expectFactor(changesBy(`specificLuminosity=${specific}`), 2, ofLuminosity);
  });

  it('on gas of a doubled current are 2(P0 + 2P1·I)/(P0 + P1·I) times as many', () => {
    const changes = changesBy('ler.current=2.64 A');
    // P1·I = 2 P0: 2 · 5/3.
    for (const name of gasOf('LER')) expect(changes[name], name).toBeCloseTo(10 / 3, 9);
    expect(changes['Touschek, LER']).toBeCloseTo(4, 9);
    // As many shots as the lifetime takes of the doubled current.
    expect(changes['injection, LER']).toBeCloseTo(2, 9);
    for (const name of ofLuminosity) expect(changes[name], name).toBeCloseTo(2, 9);
    for (const name of ['Touschek, HER', 'injection, HER', ...gasOf('HER')])
      expect(changes[name], name).toBeCloseTo(1, 9);
    expect(Object.keys(changes)).toHaveLength(10);
  });

  it('after injections go with the shots a second and the charge that does not stay', () => {
    // Half the lifetime, twice the shots.
    expectFactor(changesBy('her.lifetime=750 s'), 2, ['injection, HER']);
    expectFactor(changesBy('ler.injection.on=false'), 0, ['injection, LER']);
    // Of 0.6 of 2 nC stay; with 0.8 half as much is lost in 0.75 of the shots.
    const kept = changesBy('ler.injection.efficiency=0.8');
    expect(kept['injection, LER']).toBeCloseTo(0.5 * 0.75, 9);
    const { config } = loadMachine('2022-peak');
    const state = beamStateOf(config);
    for (const each of strayClasses(config.backgrounds)) {
      const expected =
        each.origin === 'injection'
          ? each.rateAt(state, reference) / state[each.ring!].shotRate
          : undefined;
      if (expected !== undefined)
        expect(seedsOfShot(each, state, reference) / expected, each.name).toBeCloseTo(1, 9);
    }
  });

  it('are none without beams, or when they are switched off', () => {
    const { config } = loadMachine('2022-peak', ['backgrounds.on=false']);
    for (const { anchorHz, softHz } of strayRates(config.backgrounds, beamStateOf(config)))
      expect(anchorHz + softHz).toBe(0);
    expect(changesBy('ler.current=0 A')['Touschek, LER']).toBe(0);
  });

  it('have classes of their own numbers: ten sources, two tiers where there are anchors', () => {
    const classes = strayClasses(loadMachine('2022-peak').config.backgrounds);
    expect(classes.map(({ source, tier, origin }) => [source, tier, origin])).toStrictEqual([
      ...[111, 113, 115, 117, 119, 121, 123].flatMap((first) => [
        [first, 'anchor', 'stray'],
        [first + 1, 'soft', 'stray'],
      ]),
      ...[201, 203].flatMap((first) => [
        [first, 'anchor', 'injection'],
        [first + 1, 'soft', 'injection'],
      ]),
      [126, 'soft', 'stray'],
    ]);
    const configOf = (wanted: string) => classes.find(({ name }) => name === wanted)!.config;
    expect(configOf('Touschek, LER')).toMatchObject({
      minMomentum: 0.2,
      maxMomentum: 1.5,
      minEnergy: 0.4,
      maxEnergy: 3,
      lean: -0.5,
      electrons: 0.2,
      momentumPower: 0,
      energyPower: 1,
      company: 0.1,
      zMin: -100,
      zMax: 100,
    });
    expect(configOf('Touschek, HER, soft')).toMatchObject({
      minMomentum: 0.05,
      maxMomentum: 0.2,
      minEnergy: 0.1,
      maxEnergy: 0.4,
      lean: 0.5,
      company: 0,
    });
    const { tracks, showers } = configOf('Touschek, LER') as Record<string, number>;
    expect(tracks! + showers!).toBeCloseTo(1, 12);
  });

  it('may all be softer or harder, or have another mix', () => {
    const configOf = (...assignments: readonly string[]) =>
      strayClasses(loadMachine('2022-peak', assignments).config.backgrounds)[0]!.config as Record<
        string,
        number
      >;
    const softer = configOf('backgrounds.softness=0.5');
    expect([softer.momentumPower, softer.energyPower]).toStrictEqual([0.5, 1.5]);
    const own = configOf('backgrounds.mixes.lerTouschek.softness=-0.5');
    expect([own.momentumPower, own.energyPower]).toStrictEqual([-0.5, 0.5]);
    const onlyShowers = configOf('backgrounds.mixes.lerTouschek.tracks=0');
    expect([onlyShowers.tracks, onlyShowers.showers]).toStrictEqual([0, 1]);
  });

  it('of two photons come as often as the generator says, within 1 %', () => {
    const generator = findGenerator(twoPhotonPairs.generator);
    const config = parseConfig(generator.schema, twoPhotonPairs.config, 'background');
    const nanobarns = generator.crossSection!(config, beams(nominalConfig().beams));
    const hz = eventRateHz({ value: nanobarns, unit: 'nb' }, 4.65e34);
    const { backgrounds } = loadMachine('2022-peak').config;
    expect(Math.abs(backgrounds.twoPhoton / Hz / hz - 1)).toBeLessThan(0.01);
  });

  it('of synchrotron radiation go with the current of the HER alone', () => {
    const law = (...assignments: readonly string[]): number =>
      synchrotronRadiation.law(beamStateOf(loadMachine('2022-peak', assignments).config));
    expect(law('her.current=2.2 A') / law()).toBeCloseTo(2, 9);
    expect(law('ler.current=2.64 A')).toBe(law());
  });
});
