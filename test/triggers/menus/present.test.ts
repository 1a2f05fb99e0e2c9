import { describe, expect, it } from 'vitest';
import { inputWords, setBit } from '../../../triggers/batches.js';
import { compileMenu, deadLines, findLine } from '../../../triggers/gdl/menu.js';
import { bitPlugins } from '../../../triggers/index.js';
import { menus } from '../../../triggers/menus/index.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { presentMenu } from '../../../triggers/menus/present.js';
import { type InputName, inputSlots } from '../../../triggers/slots.js';

const compiled = compileMenu(presentMenu);
const later = presentMenu.lines.filter((line) => !physicsMenu.lines.includes(line));

/** Names of the later lines that an event with these input bits fires. */
function fired(...names: readonly InputName[]): readonly string[] {
  const bits = new Uint32Array(inputWords);
  for (const name of names) setBit(bits, inputWords, 0, inputSlots[name]);
  const words = compiled.ftdl(bits, 1);
  return later
    .filter(({ number }) => (words[number >>> 5]! >>> (number & 31)) & 1)
    .map(({ name }) => name);
}

describe('the menu of later years, as we read it', () => {
  it('is snapshot 0036 with lines of the calorimeter on outputs that it leaves free', () => {
    expect(menus).toContain(presentMenu);
    expect(presentMenu.lines.slice(0, 175)).toEqual(physicsMenu.lines);
    expect(later.map(({ number, name }) => `${number} ${name}`)).toEqual([
      '175 ecltaub2b',
      '176 ecltaub2b2',
      '177 ecltaub2b3',
      '178 hie1',
      '179 hie2',
      '180 hie3',
      '181 hie4',
    ]);
  });

  it.each([
    ['ecl_taub2b', 'ecltaub2b'],
    ['ecl_taub2b2', 'ecltaub2b2'],
    ['ecl_taub2b3', 'ecltaub2b3'],
    ['ehigh1', 'hie1'],
    ['ehigh2', 'hie2'],
    ['ehigh3', 'hie3'],
    ['ehigh4', 'hie4'],
  ] as const)('lets %s fire %s outside both vetoes', (bit, line) => {
    expect(fired(bit)).toEqual([line]);
    expect(fired(bit, 'bha_veto')).toEqual([]);
    expect(fired(bit, 'veto')).toEqual([]);
  });

  it('keeps whole the two lines that are known to be used, masks the rest, and says so', () => {
    const whole = later.filter(({ prescale }) => prescale === 1).map(({ name }) => name);
    expect(whole).toEqual(['ecltaub2b3', 'hie4']);
    for (const { prescale, class: role, source } of later) {
      expect([0, 1]).toContain(prescale);
      expect(role).toBe(prescale === 0 ? '' : 'L_ECL');
      expect(source).toMatch(/^our reading/);
    }
    expect(compiled.lines[findLine(compiled, 'hie4')]!.family).toBe('single-photon');
  });

  it('has no later line that nothing can fire', () => {
    const driven = new Set(bitPlugins.flatMap(({ drives }) => drives).map((n) => inputSlots[n]));
    const dead = deadLines(compiled, driven).map(({ line }) => line.number);
    expect(dead.filter((number) => number > 174)).toEqual([]);
  });
});
