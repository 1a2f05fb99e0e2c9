import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Formula } from '../../../triggers/gdl/formula.js';
import { slotsOf } from '../../../triggers/gdl/formula.js';
import { canFire, neverFires } from '../../../triggers/gdl/never-fires.js';
import { parseFormula } from '../../../triggers/gdl/parse-formula.js';
import { type InputName, inputCounts, inputNames, inputSlots } from '../../../triggers/slots.js';
import { anyFormula, holds } from './support.js';

const parse = (text: string): Formula => parseFormula(text, 'test');
const slots = (...names: readonly InputName[]): ReadonlySet<number> =>
  new Set(names.map((name) => inputSlots[name]));

describe('lines that can never fire', () => {
  it.each([
    'ehigh & !ehigh',
    'clst > 3 & clst == 2',
    '(ehigh | elow) & !elow & !ehigh',
    'klm > 1 & klm < 2',
    '!(veto | !veto)',
  ])('%s contradicts itself', (text) =>
    expect(neverFires(parse(text))).toEqual({ reason: 'contradiction' }),
  );

  it('are those that want two values of one one-hot count: exactly 1 and exactly 2 tracks', () => {
    expect(neverFires(parse('t2 == 1 & t2 == 2'))).toEqual({ reason: 'contradiction' });
    expect(neverFires(parse('t2_0 & t2_1'))).toEqual({ reason: 'contradiction' });
    expect(neverFires(parse('t2 == 1 & ts == 2'))).toBeUndefined();
  });

  it.each([
    'ehigh & !veto',
    'clst > 3 & !bha_veto & !veto',
    't2 >= 2 & cdc_open90',
    'ehigh | !ehigh',
  ])('%s can fire', (text) => expect(neverFires(parse(text))).toBeUndefined());

  it('are those that need a bit which nothing sets, and the bit is named', () => {
    const driven = slots('ehigh', 'bha_veto');
    expect(neverFires(parse('ehigh & !veto'), driven)).toBeUndefined();
    expect(neverFires(parse('ehigh & ti & !veto'), driven)).toEqual({
      reason: 'undriven',
      slots: [inputSlots.ti],
    });
    expect(neverFires(parse('elow | elum'), driven)).toEqual({
      reason: 'undriven',
      slots: [inputSlots.elow, inputSlots.elum],
    });
    expect(neverFires(parse('elow | ehigh'), driven)).toBeUndefined();
  });

  it('are found as trying all inputs finds them', () => {
    const small = anyFormula.filter((formula) => slotsOf(formula).length <= 8);
    fc.assert(
      fc.property(small, (formula) => {
        const named = slotsOf(formula);
        const possible = Array.from(
          { length: 2 ** named.length },
          (_, code) => new Set(named.filter((_slot, index) => (code >> index) & 1)),
        )
          .filter(respectsOneHot)
          .some((set) => holds(formula, (slot) => set.has(slot)));
        expect(canFire(formula)).toBe(possible);
      }),
    );
  });

  it('are not claimed when the search would take long: ten pigeons in nine holes', () => {
    // A contradiction, but one that no splitting search settles quickly: a warning is not worth
    // minutes.
    const holes = 9;
    const name = (pigeon: number, hole: number): string => inputNames[20 + pigeon * holes + hole]!;
    const everyone = Array.from(
      { length: holes + 1 },
      (_, pigeon) =>
        `(${Array.from({ length: holes }, (_h, hole) => name(pigeon, hole)).join(' | ')})`,
    );
    const alone = Array.from({ length: holes }, (_, hole) =>
      Array.from({ length: holes + 1 }, (_p, a) =>
        Array.from({ length: a }, (_q, b) => `!(${name(a, hole)} & ${name(b, hole)})`),
      ).flat(),
    ).flat();
    const formula = { kind: 'and', of: [...everyone, ...alone].map(parse) } as const;
    expect(neverFires(formula)).toBeUndefined();
  });
});

function respectsOneHot(set: ReadonlySet<number>): boolean {
  return [...inputCounts.values()].every(
    ({ encoding, slots: all }) =>
      encoding === 'binary' || all.filter((slot) => set.has(slot)).length <= 1,
  );
}
