import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { readMenu } from '../../../triggers/gdl/read-menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';

const good = { number: 175, name: 'mine', formula: 'ehigh & !veto' };
const read = (...lines: readonly unknown[]) => readMenu({ name: 'm', lines }, 'my.yaml');
const message = (raw: unknown): string => {
  try {
    compileMenu(readMenu(raw, 'my.yaml'));
  } catch (error) {
    if (error instanceof EmulatorError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'no error';
};
const lineMessage = (line: unknown): string => message({ name: 'm', lines: [good, line] });

describe('a menu file', () => {
  it('needs number, name, formula of a line, which then passes whole, without family', () => {
    expect(read(good).lines).toEqual([{ ...good, class: '', family: '', prescale: 1, source: '' }]);
  });

  it('may keep one in two and a half', () => {
    expect(read({ ...good, prescale: 2.5 }).lines[0]).toMatchObject({ prescale: 2.5 });
  });

  it('written out and read back is the same menu', () => {
    expect(readMenu(JSON.parse(JSON.stringify(eclMenu)), 'copy.json')).toEqual(eclMenu);
  });

  it.each([
    [
      { ...good, prescale: -1 },
      'MENU_BAD_VALUE my.yaml, line "mine", key "prescale": found -1, expected 0 to mask the ' +
        'line, or N from 1 with three decimals at most to keep 1 in N',
    ],
    [{ ...good, prescale: 0.5 }, 'key "prescale": found 0.5'],
    [{ ...good, prescale: 1.0005 }, 'key "prescale": found 1.0005'],
    [{ ...good, prescale: '20' }, 'key "prescale": found "20"'],
    [{ ...good, number: 192 }, 'key "number": found 192, expected an output bit from 0 to 191'],
    [{ ...good, name: 'two words' }, 'key "name": found "two words", expected a name of letters'],
    [
      { ...good, family: ['two-track', 'three-track'] },
      'found ["two-track","three-track"], expected one of single-photon, single-muon, ' +
        'two-track, three-track, nn-single-track, or none',
    ],
    [{ ...good, class: 'B_TOP' }, 'key "class": found "B_TOP", expected one of B_CDC, B_ECL'],
    [
      { number: 3, formula: 'ehigh' },
      'MENU_BAD_VALUE my.yaml, entry 2 of lines, key "name": found nothing',
    ],
    [
      { ...good, prescales: 1 },
      'MENU_UNKNOWN_KEY my.yaml, line "mine": key "prescales" does not exist; nearest is ' +
        '"prescale"',
    ],
    [
      'ehigh',
      'MENU_BAD_VALUE my.yaml, entry 2 of lines: found "ehigh", expected a mapping of keys',
    ],
    [
      { ...good, formula: 'ehih', name: 'mine2', number: 1 },
      'MENU_UNKNOWN_BIT menu "m", line "mine2": column 1: input bit "ehih" does not exist; ' +
        'nearest is "ehigh"',
    ],
    [good, 'MENU_DUPLICATE'],
  ])(
    'with line %j is refused with the place, what was found and what was expected',
    (line, expected) => {
      expect(lineMessage(line)).toContain(expected);
    },
  );

  it.each([
    [undefined, 'MENU_BAD_VALUE my.yaml: found nothing, expected a mapping of keys'],
    [[], 'MENU_BAD_VALUE my.yaml: found [], expected a mapping of keys'],
    [
      { name: 'm', lines: [] },
      'my.yaml, key "lines": found [], expected a list of at least one line',
    ],
    [{ name: 'm', lines: {} }, 'my.yaml, key "lines": found {}'],
    [
      { name: 'm', version: 3, lines: [good] },
      'my.yaml, key "version": found 3, expected text in quotes',
    ],
    [
      { name: 'm', entries: [good], lines: [good] },
      'MENU_UNKNOWN_KEY my.yaml: key "entries" does not exist',
    ],
  ])('with content %j is refused', (raw, expected) => {
    expect(message(raw)).toContain(expected);
  });

  it('is told all that is wrong with it at once', () => {
    const line = { number: 999, name: 'a', formula: 'ehigh', prescal: 2 };
    const raw = { name: 'mine', lines: [line, { number: 1, name: 'b', formula: 5 }] };
    expect(() => readMenu(raw, 'mine.yaml')).toThrow(
      [
        'mine.yaml, line "a", key "number": found 999, expected an output bit from 0 to 191',
        'mine.yaml, line "a": key "prescal" does not exist; nearest is "prescale"',
        'mine.yaml, line "b", key "formula": found 5, ' +
          'expected a formula of input bits in quotes, ' +
          'like "ehigh & !veto"',
      ].join('\n'),
    );
  });

  it('of any content is a menu or an EmulatorError, never a crash', () => {
    const anyLine = fc.record(
      {
        number: fc.oneof(fc.nat(200), fc.anything()),
        name: fc.oneof(fc.constant('a'), fc.anything()),
        formula: fc.oneof(fc.constant('ehigh'), fc.string()),
        prescale: fc.anything(),
        family: fc.anything(),
      },
      { requiredKeys: [] },
    );
    const anyMenu = fc.oneof(
      fc.anything(),
      fc.record(
        {
          name: fc.oneof(fc.string(), fc.anything()),
          lines: fc.oneof(fc.array(anyLine), fc.anything()),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(anyMenu, (raw) => {
        expect(message(raw)).toMatch(/^(no error|MENU_[A-Z_]+ )/);
      }),
      { numRuns: 500 },
    );
  });
});
