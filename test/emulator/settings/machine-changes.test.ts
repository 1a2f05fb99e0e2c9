import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ampere, kHz } from '../../../detector/base/units.js';
import { machineEpochs } from '../../../emulator/settings/machine-changes.js';

const folder = mkdtempSync(join(tmpdir(), 'b2l1-changes-'));
afterAll(() => rmSync(folder, { recursive: true }));

function epochs(changes: string, assignments: readonly string[] = []) {
  const file = join(folder, 'changes.yaml');
  writeFileSync(file, changes);
  return machineEpochs('2022-peak', assignments, file);
}

describe('changes of a run', () => {
  it('are states of the machine from a slice on, each on top of the one before', () => {
    const states = epochs(
      '- {slice: 3, set: {ler.current: 1 A}}\n- {slice: 7, set: {backgrounds.scale: 2}}\n',
      ['her.current=0.9 A'],
    );
    expect(states.map(({ slice }) => slice)).toEqual([0, 3, 7]);
    expect(states.map(({ config }) => config.her.current / ampere)).toEqual([0.9, 0.9, 0.9]);
    expect(states.map(({ config }) => config.ler.current / ampere)).toEqual([1.32, 1, 1]);
    expect(states.map(({ config }) => config.backgrounds.scale)).toEqual([1, 1, 2]);
    expect(states[0].name).toBe('2022-peak + her.current=0.9 A');
  });

  it('take numbers, words and switches as a file gives them', () => {
    const [, second] = epochs(
      '- slice: 1\n  set:\n    her.injection.on: false\n    backgrounds.diffuse.chamber: 20 kHz\n',
    );
    expect(second?.config.her.injection.on).toBe(false);
    expect(second?.config.backgrounds.diffuse.chamber).toBeCloseTo(20 * kHz, 15);
  });

  it('without a file there is one state', () => {
    expect(machineEpochs('2022-peak')).toHaveLength(1);
  });

  it('name the place of what is wrong', () => {
    const wrong = (changes: string) => () => epochs(changes);
    expect(wrong('slice: 3')).toThrow(/changes\.yaml: expected a list/);
    expect(wrong('- 3')).toThrow(/entry 1: expected \{slice: n, set: /);
    expect(wrong('- {slice: 3, put: {}}')).toThrow(/entry 1: key "put" is not known/);
    expect(wrong('- {slice: 0, set: {ler.current: 1 A}}')).toThrow(/slice 0: expected a whole/);
    expect(wrong('- {slice: 1.5, set: {ler.current: 1 A}}')).toThrow(
      /slice 1\.5: expected a whole/,
    );
    expect(wrong('- {slice: 4294967296, set: {ler.current: 1 A}}')).toThrow(/expected a whole/);
    expect(wrong('- {slice: 3}')).toThrow(/entry 1: set: expected parameters/);
    expect(wrong('- {slice: 3, set: {}}')).toThrow(/entry 1: set: expected parameters/);
    expect(wrong('- {slice: 3, set: {ler.current: [1]}}')).toThrow(
      /ler\.current is \[1\]: expected/,
    );
    expect(wrong('- {slice: 3, set: {ler.curent: 1 A}}')).toThrow(
      /changes\.yaml, slice 3[^]*"ler\.curent" does not exist/,
    );
    expect(wrong('- {slice: 3, set: {ler.current: 1 cm}}')).toThrow(/changes\.yaml, slice 3/);
  });

  it('ascend by slice', () => {
    const set = 'set: {ler.current: 1 A}';
    expect(() => epochs(`- {slice: 5, ${set}}\n- {slice: 5, ${set}}\n`)).toThrow(
      /entry 2: slice 5 does not come after slice 5/,
    );
    expect(() => epochs(`- {slice: 5, ${set}}\n- {slice: 4, ${set}}\n`)).toThrow(
      /slice 4 does not/,
    );
  });

  it('leave bunches, clocks, veto and what strays as they are', () => {
    const set = (assignment: string) => () => epochs(`- {slice: 3, set: {${assignment}}}`);
    expect(set('filling.bunches: 1000')).toThrow(/filling\.bunches cannot be changed within a run/);
    expect(set('veto.full: 1 ms')).toThrow(/veto\.full cannot be changed/);
    expect(set('her.injection.delay: 80 us')).toThrow(/delay cannot be changed/);
    expect(set('her.injection.charge: 1 nC')).not.toThrow();
    expect(set('backgrounds.tracks.maxMomentum: 2 GeV')).toThrow(/which particles stray/);
    expect(set('backgrounds.mixes.lerTouschek.electrons: 0.5')).toThrow(/which particles stray/);
    expect(set('backgrounds.shares.lerTouschek: 0.5')).not.toThrow();
  });
});
