import { describe, expect, it } from 'vitest';
import { unknownLines, unsetInputNotes } from '../../../emulator/chain/unknown-lines.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { defineCard } from '../../../emulator/studies/define-card.js';
import { compileMenu, type MenuLine } from '../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { line, menuOf } from '../../triggers/gdl/support.js';

describe('lines whose inputs nothing sets', () => {
  it('have no efficiency; an OR is known by its others, a veto or one of several is named', () => {
    const line = (
      number: number,
      name: string,
      formula: string,
      family: MenuLine['family'] = '',
    ) => ({
      number,
      name,
      formula,
      class: 'L_ECL' as const,
      family,
      prescale: 1,
      source: '',
    });
    const menu = compileMenu({
      name: 'mine',
      version: '1',
      source: '',
      absent: ['bha_type_3'],
      lines: [
        line(1, 'inner', 'tsf0b2b & ehigh', 'two-track'),
        line(2, 'typed', 'bha_type_3 & ehigh', 'three-track'),
        line(3, 'vetoed', 'ehigh & !bha_type_3', 'two-track'),
        line(4, 'either', 'ehigh | passive_veto'),
        line(5, 'plain', 'ehigh & !veto'),
      ],
    });
    const unknown = unknownLines(menu, emulatorConfig());
    const { subjects } = defineCard({
      name: 'mine',
      title: '',
      doc: '',
      events: 1,
      points: [],
      lines: 'all',
      families: 'all',
      curves: [],
    }).layout(menu, unknown);
    expect(
      Object.fromEntries(subjects.flatMap(({ name, remark }) => (remark ? [[name, remark]] : []))),
    ).toEqual({
      inner: 'not emulated: nothing sets tsf0b2b',
      typed: 'not emulated: nothing sets bha_type_3',
      'three-track': 'not emulated: nothing sets bha_type_3',
    });
    const taken = 'in the emulated trigger: taken as 0 in';
    expect(unsetInputNotes(menu, unknown)).toEqual([
      {
        code: 'MENU_UNSET_INPUT',
        message: `nothing sets input bha_type_3 ${taken} vetoed`,
        count: 1,
      },
      {
        code: 'MENU_UNSET_INPUT',
        message: `nothing sets input passive_veto ${taken} either`,
        count: 1,
      },
    ]);
  });

  it('are known when the machine drives them: seven lines of the physics menu', () => {
    const physics = compileMenu(physicsMenu);
    const namesOf = (machine?: { readonly name: string }) => {
      const unknown = unknownLines(physics, emulatorConfig(), machine && { machine });
      return physics.lines.filter(({ number }) => unknown.has(number)).map(({ name }) => name);
    };
    // Inner segments back to back and the NIM inputs stay without a source.
    const left = ['itsf_b2b', 'nima01'];
    expect(namesOf({ name: '2022-peak' })).toEqual(left);
    const driven = ['revolution', 'random', 'bg', 'pls', 'poisson', 'poissonv', 'vetout'];
    expect(namesOf()).toEqual([...driven, ...left]);
  });

  it('are unset without it, the veto by occupancy too, which needs the machine’s', () => {
    const menu = compileMenu(
      menuOf(line(1, 'passive_veto & cdcecl_veto'), line(2, 'ehigh & !cdcecl_veto')),
    );
    const driving = { machine: { name: '2022-peak' } };
    const unknown = unknownLines(menu, emulatorConfig());
    expect([...unknown.keys()]).toEqual([1]);
    expect(unsetInputNotes(menu, unknown).map(({ message }) => message.split(' ')[3])).toEqual([
      'cdcecl_veto',
    ]);
    expect([...unknownLines(menu, emulatorConfig(), driving).keys()]).toEqual([]);
    expect(unsetInputNotes(menu, new Map(), driving)).toEqual([]);
  });
});
