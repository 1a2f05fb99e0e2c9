import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import { allOf, anyOf, bit, not, showFormula } from '../../../triggers/gdl/formula.js';
import { parseFormula } from '../../../triggers/gdl/parse-formula.js';
import { inputCounts, inputNames, inputSlots } from '../../../triggers/slots.js';
import { anyFormula, holds } from './support.js';

const parse = (text: string) => parseFormula(text, 'menu "m", line "l"');
const message = (text: string): string => {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof EmulatorError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'no error';
};
const { ehigh, veto, bha_veto: bhabha, ti } = inputSlots;

describe('formula language', () => {
  it('binds ! closer than & and & closer than |', () => {
    expect(parse('ehigh & !veto | ti')).toEqual(
      anyOf([allOf([bit(ehigh), not(bit(veto))]), bit(ti)]),
    );
    expect(parse('ehigh & !(veto | ti)')).toEqual(
      allOf([bit(ehigh), not(anyOf([bit(veto), bit(ti)]))]),
    );
  });

  it('reads + as or, as the sources of the menu write it', () => {
    expect(parse('ehigh + ti & !veto')).toEqual(parse('ehigh | (ti & !veto)'));
  });

  it('takes any white space, and none', () => {
    expect(parse(' ehigh\n\t&!bha_veto&  !veto ')).toEqual(
      allOf([bit(ehigh), not(bit(bhabha)), not(bit(veto))]),
    );
  });

  it('spells counts as the hardware does: clst > 3 is either of the two high digits', () => {
    expect(showFormula(parse('clst > 3 & !veto'))).toBe('(clst_3 | clst_2) & !veto');
    expect(showFormula(parse('t2>=2'))).toBe('t2_1 | t2_2 | t2_3');
    expect(showFormula(parse('cdcecl == 2'))).toBe('cdcecl_1');
    expect(showFormula(parse('bha_theta == 2'))).toBe('!bha_theta_0 & bha_theta_1');
  });

  it('shows a formula in words that read back as the same condition', () => {
    fc.assert(
      fc.property(anyFormula, fc.func(fc.boolean()), (formula, isSet) => {
        expect(holds(parse(showFormula(formula)), isSet)).toBe(holds(formula, isSet));
      }),
    );
  });
});

describe('a wrong formula', () => {
  it('points at the place with a caret', () => {
    expect(message('clst > 3 & & !veto')).toBe(
      'MENU_SYNTAX menu "m", line "l": column 12: found "&", expected a bit name, "!" or "("\n' +
        '  clst > 3 & & !veto\n' +
        '             ^',
    );
  });

  it.each([
    ['', 'column 1: found the end, expected a bit name'],
    ['ehigh &', 'column 8: found the end'],
    ['(ehigh', 'column 7: found the end, expected "&", "|" or ")"'],
    ['ehigh veto', 'column 7: found "veto", expected "&", "|" or the end'],
    ['ehigh)', 'column 6: found ")"'],
    ['ehigh ^ veto', 'column 7: "^" means nothing'],
    [
      'clst',
      'column 5: found the end, expected a comparison, for example "clst > 0": clst is a count',
    ],
    ['clst > veto', 'column 8: found "veto", expected a whole number'],
    ['ehigh > 2', 'column 7: found ">", expected "&", "|" or the end: ehigh is one bit'],
    ['3 < clst', 'column 1: found "3"'],
  ])('%j is MENU_SYNTAX: %s', (text, expected) => {
    expect(message(text)).toContain(expected);
    expect(message(text)).toMatch(/^MENU_SYNTAX /);
  });

  it('with an unknown bit names the nearest one', () => {
    expect(message('ehigh & !bha_vet')).toContain(
      'MENU_UNKNOWN_BIT menu "m", line "l": column 10: input bit "bha_vet" does not exist; ' +
        'nearest is "bha_veto"',
    );
    expect(message('constructor')).toMatch(/^MENU_UNKNOWN_BIT/);
  });

  it('with a count that bits cannot tell says what they can', () => {
    expect(message('t2 > 4')).toContain(
      'MENU_BAD_COUNT menu "m", line "l": column 1: "t2 > 4" is no condition: the hardware ' +
        'tells t2 as 0, 1, 2, 3 or more than 3',
    );
  });

  it('nested a thousand deep or as long as a book is refused, not followed', () => {
    expect(message(`${'('.repeat(1000)}ehigh${')'.repeat(1000)}`)).toContain(
      'nested deeper than 64',
    );
    expect(message('!'.repeat(1001) + 'ehigh')).toContain('nested deeper than 64');
    expect(message('ehigh & '.repeat(100_000))).toContain(
      '800000 characters, expected at most 4096',
    );
  });

  it('of any text at all is an EmulatorError, never a crash', () => {
    const word = fc.constantFrom(
      ...inputNames,
      ...inputCounts.keys(),
      '&',
      '|',
      '+',
      '!',
      '(',
      ')',
      '>',
      '>=',
      '==',
      '!=',
      '<',
      '<=',
      '0',
      '2',
      '99',
      ' ',
    );
    const soup = fc
      .array(fc.oneof(word, fc.string({ maxLength: 3, unit: 'binary' })), { maxLength: 30 })
      .map((words) => words.join(''));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (text) => {
        expect(message(text)).toMatch(/^(no error|MENU_SYNTAX |MENU_UNKNOWN_BIT |MENU_BAD_COUNT )/);
      }),
      { numRuns: 500 },
    );
  });
});
