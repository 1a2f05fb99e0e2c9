import { describe, expect, it } from 'vitest';
import { KeptChances } from '../../../triggers/gdl/kept-chances.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { addChances, chanceSums } from '../../../emulator/rates/chance-sums.js';
import { overlapsOf } from '../../../emulator/rates/overlaps.js';
import { ftdlBits, line, menuOf } from '../../triggers/gdl/support.js';
import { foundClass } from './found.js';

const menu = compileMenu(
  menuOf(
    { ...line(40, 'ehigh', 1), name: 'every', family: 'single-photon' },
    { ...line(3, 'elow', 4), name: 'fourth', family: 'two-track' },
    { ...line(41, 'elow', 10), name: 'tenth', family: 'single-photon' },
    { ...line(170, 'ehigh', 0), name: 'masked', family: 'two-track' },
  ),
);
const kept = new KeptChances(menu);
const names = menu.lines.map(({ name }) => name);

/** Overlaps of a class of 100 Hz with an event of each of these sets of lines. */
function overlapsWith(...events: readonly (readonly number[])[]) {
  const sums = chanceSums(kept);
  addChances(sums, kept, {
    seeds: events.length,
    ftdlBits: ftdlBits(events),
    weights: new Float64Array(events.length).fill(1),
    likelier: new Float64Array(0),
  });
  return overlapsOf([{ ...foundClass('one', 100, 0), sums }], names, kept.families);
}

describe('overlaps', () => {
  it('of lines are how often both keep an event, prescales as independent chances', () => {
    const { lines } = overlapsWith([3, 40, 41, 170], []);
    // Half of 100 Hz.
    const hzOf = (...pair: readonly string[]): number | undefined =>
      lines.find(({ one, other }) => pair.includes(one) && pair.includes(other))?.hz;
    expect(hzOf('every', 'fourth')).toBeCloseTo(50 / 4, 9);
    expect(hzOf('every', 'tenth')).toBeCloseTo(50 / 10, 9);
    expect(hzOf('fourth', 'tenth')).toBeCloseTo(50 / 40, 9);
    expect(hzOf('every', 'masked')).toBeUndefined();
    expect(lines.map(({ hz }) => hz)).toStrictEqual(
      lines.map(({ hz }) => hz).toSorted((one, other) => other - one),
    );
  });

  it('of families are those of their lines together', () => {
    const [pair] = overlapsWith([3, 40, 41], [3, 41]).families;
    expect([pair!.one, pair!.other].sort()).toStrictEqual(['single-photon', 'two-track']);
    expect(pair!.hz).toBeCloseTo(50 / 4 + 50 / 40, 9);
  });

  it('are none where lines fire in turn', () => {
    const { lines, families } = overlapsWith([3], [40]);
    expect(lines).toHaveLength(0);
    expect(families[0]!.hz).toBe(0);
  });
});
