import { describe, expect, it } from 'vitest';
import { loadConditions } from '../../../emulator/settings/conditions.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { loadMachine } from '../../../emulator/settings/machine.js';

describe('an error of --set', () => {
  it.each([
    [
      'ecl.geometri=projective',
      /^--set ecl\.geometri=projective: key "ecl\.geometri" does not exist; nearest is "geometry"$/,
    ],
    [
      'ecl.geometry=projectiv',
      /^--set ecl\.geometry=projectiv: ecl\.geometry is "projectiv", expected one of offset/,
    ],
    ['ecl=3', /^--set ecl=3: ecl is "3", expected a mapping of keys$/],
    ['mask.cdc={', /^--set mask\.cdc=\{: mask\.cdc is "\{", expected none or a list/],
    ['foo', /^--set foo: expected path=value/],
  ])('names it with path and value: %s', (assignment, message) => {
    expect(() => loadConditions('nominal', ['klm.yokeField=-1.3 T', assignment])).toThrow(message);
  });

  it('leaves those of the file or preset alone', () => {
    expect(() =>
      emulatorConfig({ ecl: { geometri: 1 } }, ['cdc.efficiency=0.5'], 'my.yaml'),
    ).toThrow(/^my\.yaml: key "ecl\.geometri" does not exist/);
    expect(loadConditions('nominal', ['ecl.geometry=projective']).config.ecl.geometry).toBe(
      'projective',
    );
  });

  it('and of --machine-set, too', () => {
    expect(() => loadMachine('2022-peak', ['ler.curent=1 A'])).toThrow(
      /^--machine-set ler\.curent=1 A: key "ler\.curent" does not exist; nearest is "current"/,
    );
    expect(() => loadMachine('2022-peak', ['ler'])).toThrow(
      /^--machine-set ler: expected path=value/,
    );
  });
});
