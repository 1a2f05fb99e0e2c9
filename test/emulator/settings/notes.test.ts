import { describe, expect, it } from 'vitest';
import { loadConditions } from '../../../emulator/settings/conditions.js';
import { replacedConditions } from '../../../emulator/settings/replaced-conditions.js';
import { unseededNotes } from '../../../emulator/settings/unseeded-notes.js';
import { underMachine } from '../../../emulator/settings/machine-conditions.js';
import { loadMachine } from '../../../emulator/settings/machine.js';

const conditionsWith = (...assignments: string[]) => loadConditions('nominal', assignments).config;

describe('a machine', () => {
  it('says of each kind of noise that it replaces that it does', () => {
    expect(replacedConditions(conditionsWith())).toEqual([]);
    for (const [path, value] of [
      ['cdc.noiseRate', '50 kHz'],
      ['cdc.noiseScale.superLayer3', '4'],
      ['cdc.correlatedBy.minMomentum', '5 MeV'],
      ['klm.noiseScale.barrel.layer5', '9'],
      ['top.noiseRate', '1 MHz'],
    ] as const) {
      const [note] = replacedConditions(conditionsWith(`${path}=${value}`));
      expect(note?.message, path).toContain(path.split('.').slice(0, 2).join('.'));
    }
  });

  it('says that it has bunches of its own, and has them', () => {
    const own = conditionsWith('beams.filling.spacing=4', 'beams.filling.bunches=1000');
    expect(replacedConditions(own)).toMatchObject([
      { code: 'MACHINE_FILLING_REPLACED', message: expect.stringMatching(/^beams.filling/) },
    ]);
    const { beams } = underMachine(own, loadMachine('2020'));
    expect(beams.filling).toMatchObject({ bunches: 978, spacing: 5 });
    expect({ ...beams, filling: null }).toEqual({ ...own.beams, filling: null });
  });

  it('replaces nothing else of the subdetectors', () => {
    const own = conditionsWith('top.noiseScale.slot1=3');
    const changed = underMachine(own, loadMachine('2022-peak'));
    expect(changed.top.noiseScale).toEqual(own.top.noiseScale);
  });
});

describe('what comes without a seed', () => {
  it('is named: hot channels, and a file that is laid over', () => {
    expect(
      unseededNotes({ config: conditionsWith('mask.ecl=[{cell: 81, efficiency: 0}]') }),
    ).toEqual([]);
    const hot = conditionsWith('mask.ecl=[{crystal: 4001, rate: 10 kHz}]');
    expect(unseededNotes({ config: hot })).toMatchObject([
      { code: 'UNSEEDED_HITS', message: expect.stringContaining('hot channels of ecl'), count: 1 },
    ]);
  });
});
