import { describe, expect, it } from 'vitest';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { machineOf } from '../../../emulator/settings/machine-in-time.js';
import { playedMachine } from '../../../emulator/settings/played-machine.js';
import { changedSetup, isSameGdl, runChange } from '../../../emulator/settings/run-changes.js';
import { ampere } from '../../../detector/base/units.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const card: ChainSetup = {
  seed: 1,
  run: 1,
  config: nominalConfig(),
  menu: physicsMenu,
  points: [],
};
const { machine, config } = playedMachine(
  { machine: '2022-peak', machineSet: [], changes: undefined },
  nominalConfig(),
);
const played: ChainSetup = { ...card, config, machine };

const changed = (setup: ChainSetup, ...steps: Parameters<typeof runChange>[0][]): ChainSetup =>
  steps.reduce((before, command, step) => {
    return changedSetup(before, runChange(command, before, 5 + 5 * step));
  }, setup);

describe('a change of a run', () => {
  it('gives lines other prescales, and nothing else', () => {
    const { menu } = changed(card, { kind: 'prescales', prescales: { lml6: 2.5, hie: 0 } });
    const before = new Map(card.menu.lines.map((line) => [line.name, line]));
    for (const line of menu.lines) {
      const prescale = { lml6: 2.5, hie: 0 }[line.name] ?? before.get(line.name)!.prescale;
      expect(line).toEqual({ ...before.get(line.name), prescale });
    }
    expect(menu.name).toBe('physics with other prescales');
    const again = changed({ ...card, menu }, { kind: 'prescales', prescales: { lml6: 3 } });
    expect(again.menu.name).toBe(menu.name);
  });

  it('takes a built-in menu by name, or a text that may change one', () => {
    expect(changed(card, { kind: 'menu', name: 'ecl' }).menu.name).toBe('ecl');
    const text = 'extends: physics\nname: mine\nremove: [hie]\n';
    const { menu } = changed(card, { kind: 'menu', text });
    expect(menu.name).toBe('mine');
    expect(menu.lines).toHaveLength(physicsMenu.lines.length - 1);
    const asJson = JSON.stringify({ name: 'one', lines: [physicsMenu.lines[0]] });
    expect(changed(card, { kind: 'menu', text: asJson }).menu.lines).toHaveLength(1);
  });

  it('sets what the trigger reads and leaves all else', () => {
    const set = { 'triggers.ecl-cells.threshold': '0.2 GeV' };
    const path = Object.keys(card.config.triggers);
    expect(path.length).toBeGreaterThan(3);
    const gdl = changed(card, { kind: 'thresholds', set: { 'gdl.prescale.phase': 'zero' } });
    expect(gdl.config).toEqual({
      ...card.config,
      gdl: { ...card.config.gdl, prescale: { ...card.config.gdl.prescale, phase: 'zero' } },
    });
    expect(isSameGdl(gdl, card)).toBe(false);
    expect(isSameGdl({ ...card }, card)).toBe(true);
    expect(() => changed(card, { kind: 'thresholds', set })).toThrow(/does not exist/);
  });

  it('is on top of the one before, and planned changes stay on top of it', () => {
    const planned = {
      ...played,
      machine: {
        ...machine,
        epochs: [
          ...machine.epochs,
          {
            slice: 20,
            changed: ['her.current=0.5 A'],
            config: { ...machine.epochs[0].config },
          },
        ],
      },
    } as unknown as ChainSetup;
    const epochs = machineOf(
      changed(
        planned,
        { kind: 'machine', set: { 'ler.current': '0.7 A' } },
        { kind: 'machine', set: { specificLuminosity: 1e33 } },
      ),
    )!.epochs;
    expect(epochs.map(({ slice }) => slice)).toEqual([0, 5, 10, 20]);
    expect(epochs.map(({ config: { ler } }) => ler.current / ampere)).toEqual([
      machine.epochs[0].config.ler.current / ampere,
      0.7,
      0.7,
      0.7,
    ]);
    expect(epochs[3]!.config.her.current / ampere).toBeCloseTo(0.5, 9);
    expect(epochs.map(({ config: of }) => of.specificLuminosity).slice(2)).toEqual([1e33, 1e33]);
    expect(epochs[2]!.changed).toEqual(['specificLuminosity=1e+33']);
  });

  it.each([
    [card, { kind: 'machine', set: { 'ler.current': '1 A' } }, /no machine is played, but a card/],
    [
      played,
      { kind: 'machine', set: { specificLuminosity: 1e40 } },
      /from slice 5 on brings \d\.\de\+\d+ particles.* a slice of 50 ms, expected 1e\+6 at most/,
    ],
    [played, { kind: 'machine', set: { 'ler.curent': '1 A' } }, /nearest is "current"|current/],
    [played, { kind: 'machine', set: { 'ler.current': '1 km' } }, /ler\.current/],
    [played, { kind: 'machine', set: { 'filling.bunches': 5 } }, /cannot be changed within a run/],
    [card, { kind: 'menu', name: 'phisics' }, /nearest is "physics"/],
    [card, { kind: 'menu', name: 'mine.yaml' }, /does not exist/],
    [card, { kind: 'menu', text: '{' }, /the menu sent/],
    [card, { kind: 'menu', text: 'extends: mine.yaml' }, /menu "mine.yaml" does not exist/],
    [card, { kind: 'menu', text: 'lines: []' }, /the menu sent/],
    [card, { kind: 'prescales', prescales: { lml66: 2 } }, /no line "lml66"; nearest is "lml6"/],
    [card, { kind: 'prescales', prescales: { lml6: 0.5 } }, /found 0\.5, expected 0 to mask/],
    [card, { kind: 'thresholds', set: { 'cdc.noiseRate': 1 } }, /needs new particles, hits or ge/],
    [
      card,
      { kind: 'thresholds', set: { 'triggers.neuro.outputs.minTheta': '2.99 rad' } },
      /minTheta must be below maxTheta/,
    ],
    [
      card,
      { kind: 'thresholds', set: { 'triggers.ecl.fam.thresholdsByCell': '600:40' } },
      /thresholdsByCell is "600", expected numbers/,
    ],
    [
      card,
      { kind: 'thresholds', set: { 'bits.single-photon.lone.barrelRings': '4-25' } },
      /"4-25", expected numbers and ranges within 1-17/,
    ],
    [card, { kind: 'thresholds', set: { 'trigers.x': 1 } }, /not known; nearest is "triggers"/],
    [card, { kind: 'thresholds', set: { '__proto__.x': 1 } }, /is not known/],
    [
      card,
      { kind: 'thresholds', set: { 'triggers.neuro.networks': '/etc/passwd' } },
      /a file of the host/,
    ],
  ] as const)('is refused whole when it does not fit: %#', (setup, command, why) => {
    expect(() => runChange(command as never, setup, 5)).toThrow(why);
  });
});
