import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { hasBit, outputWords } from '../../../triggers/batches.js';
import { ftdl } from '../../../triggers/gdl/ftdl.js';
import { compileMenu, deadLines, findLine } from '../../../triggers/gdl/menu.js';
import { inputSlots } from '../../../triggers/slots.js';
import { inputBits, line, menuOf } from './support.js';

describe('a compiled menu', () => {
  it('lists its lines by output bit and finds them by name', () => {
    const menu = compileMenu(menuOf(line(100, 'elow'), line(7, 'ehigh')));
    expect(menu.lines.map(({ number }) => number)).toEqual([7, 100]);
    expect(findLine(menu, 'line100')).toBe(1);
  });

  it('names the nearest line when one does not exist', () => {
    const menu = compileMenu(menuOf(line(100, 'elow'), line(7, 'ehigh')));
    expect(() => findLine(menu, 'line10')).toThrow(
      'menu "test" has no line "line10"; nearest is "line100". List them with: b2l1 menu list',
    );
  });

  it('refuses two lines of one name or one output bit', () => {
    expect(() =>
      compileMenu(menuOf(line(7, 'ehigh'), { ...line(7, 'elow'), name: 'other' })),
    ).toThrow('number 7 is taken by line "line7", expected another number');
    expect(() =>
      compileMenu(menuOf(line(7, 'ehigh'), { ...line(8, 'elow'), name: 'line7' })),
    ).toThrow(/name "line7" is taken/);
  });

  it('refuses all wrong formulas at once', () => {
    const wrong = () =>
      compileMenu(menuOf(line(0, 'ehigh & ehih'), line(1, 'ehigh &'), line(2, 'ehigh')));
    expect(wrong).toThrow(/line "line0".*"ehih"[\s\S]*\n.*line "line1"/);
    expect(wrong).not.toThrow(/line2/);
  });

  it('says in which menu and line a formula is wrong', () => {
    expect(() => compileMenu(menuOf(line(7, 'ehigh &')))).toThrow(
      /^menu "test", line "line7": column 8/,
    );
  });

  it('sets an FTDL bit exactly when the formula holds, at the number of the line', () => {
    const batch = {
      eventCount: 3,
      inputBits: inputBits([['ehigh'], ['ehigh', 'veto'], []]),
      kept: 'along',
    };
    const menu = compileMenu(menuOf(line(175, 'ehigh & !veto'), line(0, '!ehigh')));
    const seen: string[] = [];
    of(batch)
      .pipe(ftdl(menu))
      .subscribe(({ ftdlBits, kept }) => {
        for (let event = 0; event < 3; event++)
          seen.push(
            `${kept} ${[0, 175].filter((bit) => hasBit(ftdlBits, outputWords, event, bit)).join()}`,
          );
      });
    expect(seen).toEqual(['along 175', 'along ', 'along 0']);
    expect(batch).not.toHaveProperty('ftdlBits');
  });

  it('tells which lines can never fire on the bits that are set', () => {
    const menu = compileMenu(
      menuOf(line(1, 'ehigh & !veto'), line(2, 'ehigh & ti'), line(3, 'elow & !elow')),
    );
    expect(deadLines(menu).map(({ line: { number }, reason }) => [number, reason])).toEqual([
      [3, 'contradiction'],
    ]);
    expect(
      deadLines(menu, new Set([inputSlots.ehigh, inputSlots.elow])).map(
        ({ line: { number }, reason }) => [number, reason],
      ),
    ).toEqual([
      [2, 'undriven'],
      [3, 'contradiction'],
    ]);
  });
});
