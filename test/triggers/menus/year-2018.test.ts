import { describe, expect, it } from 'vitest';
import { compileMenu, deadLines } from '../../../triggers/gdl/menu.js';
import { bitPlugins } from '../../../triggers/index.js';
import { menus } from '../../../triggers/menus/index.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { menu2018 } from '../../../triggers/menus/year-2018.js';
import { inputSlots } from '../../../triggers/slots.js';

const line = (name: string) => menu2018.lines.find((each) => each.name === name);
const prescales = (...names: readonly string[]) => names.map((name) => line(name)?.prescale);

describe('the menu of 2018, as we read it', () => {
  it('is built in, and has numbers and formulas of the snapshot', () => {
    expect(menus).toContain(menu2018);
    for (const { number, name, formula } of menu2018.lines)
      expect(physicsMenu.lines.find((each) => each.number === number)).toMatchObject({
        name,
        formula,
      });
  });

  it('lacks the tracks that a two-dimensional trigger lacks', () => {
    for (const name of [
      'ffy',
      'fyo',
      'stt',
      'zzz',
      'sss',
      'fso',
      'ta',
      'samhem',
      'ieklm1',
      'seklm1',
    ])
      expect(line(name), name).toBeUndefined();
    for (const name of ['fff', 'ffo', 'ffb', 'cdcklm1', 'hie', 'c4', 'lml6', 'eed', 'fwdsb'])
      expect(line(name) === undefined, name).toBe(name === 'fwdsb');
    const formulas = menu2018.lines.map(({ formula }) => formula).join(' ');
    for (const input of ['ty', 'typ', 't3', 'ts', 'ta', 'ti', 's2so', 'fwd_s', 'iecl_0', 'ieklm'])
      expect(formulas.split(/[^a-z0-9_]+/), input).not.toContain(input);
  });

  it('keeps whole what neural tracks took the place of later', () => {
    expect(line('fff')).toMatchObject({ class: 'B_CDC', prescale: 1, family: 'three-track' });
    expect(line('ffo')).toMatchObject({ class: 'B_CDC', prescale: 1, family: 'two-track' });
    expect(line('ffo')!.source).toContain('until neural tracks');
  });

  it('has prescales of the public list of phase 2, and says so', () => {
    expect(prescales('lml3', 'lml4', 'lml5', 'lml12')).toEqual([1, 10, 10, 0]);
    expect(
      prescales('lml0', 'lml1', 'lml2', 'lml6', 'lml7', 'lml8', 'lml9', 'lml10', 'lml13'),
    ).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(line('lml4')!.source).toContain('10 for phase 2');
  });

  it('has no line that only what it lacks can fire', () => {
    const driven = new Set(bitPlugins.flatMap(({ drives }) => drives).map((n) => inputSlots[n]));
    const deadIn = (menu: typeof menu2018) =>
      deadLines(compileMenu(menu), driven).map(({ line: each }) => each.name);
    const before = deadIn(physicsMenu);
    expect(deadIn(menu2018).filter((name) => !before.includes(name))).toEqual([]);
  });
});
