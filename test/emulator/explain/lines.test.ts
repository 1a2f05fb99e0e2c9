import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decidingBits, explainInputs, explainLines } from '../../../emulator/explain/lines.js';
import { inputWords, setBit } from '../../../triggers/batches.js';
import { absentNames, slotsOf } from '../../../triggers/gdl/formula.js';
import { compileMenu, type Menu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { inputNames, inputSlots } from '../../../triggers/slots.js';

const menuOf = (formula: string, absent: readonly string[] = []): Menu => ({
  ...eclMenu,
  absent,
  lines: [{ ...eclMenu.lines[0]!, number: 0, name: 'line', formula }],
});

function bitsOf(...names: readonly (keyof typeof inputSlots)[]): Uint32Array {
  const bits = new Uint32Array(inputWords);
  for (const name of names) setBit(bits, inputWords, 0, inputSlots[name]);
  return bits;
}

/** The only line of a menu, explained. */
function explained(menu: Menu, bits: Uint32Array) {
  const compiled = compileMenu(menu);
  return explainLines(compiled, bits, compiled.ftdl(bits, 1))[0]!;
}

describe('a line of the menu is explained', () => {
  it('by every part of a conjunction that holds', () => {
    const line = explained(menuOf('ecl_lml_6 & !veto'), bitsOf('ecl_lml_6'));
    expect(line).toMatchObject({ fired: true, spelled: 'ecl_lml_6 & !veto' });
    expect(line.bits).toEqual([
      { name: 'ecl_lml_6', set: true, decides: true },
      { name: 'veto', set: false, decides: true },
    ]);
  });

  it('by the parts that fail where it does not fire', () => {
    const line = explained(menuOf('ecl_lml_6 & ehigh & !veto'), bitsOf('ehigh'));
    expect(line.fired).toBe(false);
    expect(line.bits.filter(({ decides }) => decides).map(({ name }) => name)).toEqual([
      'ecl_lml_6',
    ]);
  });

  it('by the slots of a count that hold, spelled out as the hardware sends them', () => {
    const line = explained(menuOf('t2 >= 2'), bitsOf('t2_2'));
    expect(line).toMatchObject({ formula: 't2 >= 2', fired: true });
    expect(line.spelled).toContain('t2_2');
    expect(line.bits.filter(({ decides }) => decides)).toEqual([
      { name: 't2_2', set: true, decides: true },
    ]);
  });

  it('by an input that the emulated trigger does not have, which is never set', () => {
    const line = explained(menuOf('ehigh & mystery', ['mystery']), bitsOf('ehigh'));
    expect(line.fired).toBe(false);
    expect(line.bits.at(-1)).toEqual({ name: 'mystery', set: false, decides: true });
  });

  it('by bits that settle it: no other changes the result, for the lines of the experiment', () => {
    const menu = compileMenu(physicsMenu);
    const words = () =>
      fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), {
        minLength: inputWords,
        maxLength: inputWords,
      });
    const line = fc.integer({ min: 0, max: menu.lines.length - 1 });
    fc.assert(
      fc.property(line, words(), words(), (position, one, other) => {
        const before = Uint32Array.from(one);
        const bit = (words32: Uint32Array, slot: number) =>
          ((words32[slot >> 5]! >>> (slot & 31)) & 1) === 1;
        const deciding = new Set(
          decidingBits(menu.formulas[position]!, (slot) => bit(before, slot)),
        );
        const after = Uint32Array.from(other);
        for (const [slot, name] of inputNames.entries()) {
          if (!deciding.has(name)) continue;
          const mask = 1 << (slot & 31);
          after[slot >> 5] = (after[slot >> 5]! & ~mask) | (before[slot >> 5]! & mask);
        }
        const { number } = menu.lines[position]!;
        const firedIn = (bits: Uint32Array) => bit(menu.ftdl(bits, 1), number);
        expect(firedIn(after)).toBe(firedIn(before));
      }),
      { numRuns: 200 },
    );
  });

  it('names each bit of its formula once, and no others', () => {
    const menu = compileMenu(physicsMenu);
    const bits = new Uint32Array(inputWords);
    for (const [position, { bits: named }] of explainLines(
      menu,
      bits,
      menu.ftdl(bits, 1),
    ).entries()) {
      const formula = menu.formulas[position]!;
      const expected = [
        ...slotsOf(formula).map((slot) => inputNames[slot]!),
        ...absentNames(formula),
      ];
      expect(named.map(({ name }) => name).toSorted()).toEqual(expected.toSorted());
    }
  });
});

it('every input bit is told with its meaning and its value', () => {
  const inputs = explainInputs(bitsOf('ti'));
  expect(inputs).toHaveLength(179);
  expect(inputs.filter(({ set }) => set)).toEqual([
    { name: 'ti', meaning: 'an inner track (super-layers 0 to 2)', set: true },
  ]);
});
