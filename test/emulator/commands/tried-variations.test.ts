import { describe, expect, it } from 'vitest';
import { triedVariations } from '../../../emulator/commands/tried-variations.js';
import { loadConditions } from '../../../emulator/settings/conditions.js';
import { loadMachine } from '../../../emulator/settings/machine.js';
import type { Variation } from '../../../emulator/studies/variations/variation.js';

interface Options {
  readonly set: readonly string[];
  readonly machine: string;
  readonly machineSet: readonly string[];
  readonly givenMachineSet: readonly string[];
  readonly replacesMachine: boolean;
  readonly out?: string;
}

const none: Options = {
  set: [],
  machine: 'none',
  machineSet: [],
  givenMachineSet: [],
  replacesMachine: false,
};
const tried = (variations: readonly Partial<Variation>[], options = none) =>
  triedVariations(
    {
      reference: { name: 'my.yaml' },
      variations: variations.map((each, at) => ({
        name: `v${at}`,
        set: [],
        machineSet: [],
        ...each,
      })),
    },
    options,
    ({ set, machine, machineSet }) => ({
      conditions: loadConditions('nominal', set).name,
      machine: loadMachine(machine, machineSet).name,
    }),
  );

describe('variations of a card', () => {
  it('are told by their place in the card, all that is wrong at once, with the nearest', () => {
    const wrong = () =>
      tried([
        { set: ['triggers.ecl.fam.thresholdCount=100', 'cdc.efficienzy=1'] },
        { set: ['cdc.efficiency=0.9'] },
        { machine: '2022-peek', machineSet: ['backgrounds.scal=2'] },
        { machineSet: ['backgrounds.scal=2'] },
      ]);
    const place = 'card "my.yaml", variations';
    expect(wrong).toThrow(
      expect.objectContaining({ code: 'CONFIG_UNKNOWN_KEY' }) as unknown as Error,
    );
    let lines: readonly string[] = [];
    try {
      wrong();
    } catch (error) {
      lines = (error as Error).message.split('\n');
    }
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(`${place}[0] "v0": set.triggers.ecl.fam.thresholdCount: `);
    expect(lines[0]).toMatch('thresholdCounts');
    expect(lines[1]).toMatch(`${place}[0] "v0": set.cdc.efficienzy: `);
    expect(lines[1]).toMatch('"efficiency"');
    expect(lines[2]).toMatch(`${place}[2] "v2": machine "2022-peek" does not exist`);
    expect(lines[3]).toMatch(`${place}[3] "v3": machineSet.backgrounds.scal: `);
    expect(lines.join('\n')).not.toMatch(/--set|--machine-set/);
  });

  it('change what they name and nothing else: settings of the study and its machine stay', () => {
    const options = {
      set: ['cdc.efficiency=0.9'],
      machine: '2022-peak',
      machineSet: ['backgrounds.scale=2'],
      givenMachineSet: ['backgrounds.scale=2'],
      replacesMachine: true,
      out: 'out',
    };
    const [machine, scale, geometry] = tried(
      [
        { machine: '2020' },
        { machineSet: ['backgrounds.scale=3'] },
        { set: ['ecl.geometry=projective'] },
      ],
      options,
    );
    expect(machine!.around).toEqual({
      conditions: 'nominal + cdc.efficiency=0.9',
      machine: '2020 + backgrounds.scale=2',
    });
    expect(machine!.own.out).toBe('out/variation-v0');
    const replaced = [machine, scale, geometry].map((each) => each!.own.replacesMachine);
    expect(replaced).toEqual([false, true, true]);
    expect(scale!.around.machine).toBe('2022-peak + backgrounds.scale=2 + backgrounds.scale=3');
    expect(geometry!.around).toEqual({
      conditions: 'nominal + cdc.efficiency=0.9 + ecl.geometry=projective',
      machine: '2022-peak + backgrounds.scale=2',
    });
    const laid = (own: Options) => tried([{ machineSet: ['backgrounds.scale=3'] }], own)[0]!.own;
    expect(laid(none).machine).toBe('2022-peak');
    expect(laid({ ...none, machineSet: ['backgrounds.scale=2'] }).machine).toBe('none');
  });

  it("have a machine of their own without parameters of the card's, with the user's", () => {
    const given = ['backgrounds.scale=2'];
    const options = {
      ...none,
      machine: '2022-peak',
      machineSet: ['ler.current=1.2 A', ...given],
      givenMachineSet: given,
    };
    const machineSet = ['her.current=1 A'];
    const variations = [{ machine: '2020', machineSet }, { machineSet }];
    expect(tried(variations, options).map(({ around }) => around.machine)).toEqual([
      '2020 + backgrounds.scale=2 + her.current=1 A',
      '2022-peak + ler.current=1.2 A + backgrounds.scale=2 + her.current=1 A',
    ]);
  });
});
