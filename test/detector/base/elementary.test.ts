import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as elementary from '../../../detector/base/elementary.js';
import {
  drawArguments,
  type Elementary,
  elementaryRows,
  functions,
} from '../../support/elementary-arguments.js';

const names = Object.keys(drawArguments) as readonly Elementary[];
type Numeric = (...of: readonly number[]) => number;
const engines = (name: Elementary): Numeric => Math[name] as Numeric;

/** Distance of two numbers in units in the last place of the second. */
function ulps(value: number, reference: number): number {
  if (value === reference) return 0;
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(reference))) - 52);
  return Math.abs(value - reference) / unit;
}

describe('the elementary functions', () => {
  it('are all compared', () => {
    expect(names.toSorted()).toEqual(Object.keys(elementary).toSorted());
  });

  // Made once on Node 20; the same on every host, or results depend on it.
  it('give the same bits on every engine', () => {
    const hash = createHash('sha256');
    for (const name of names) hash.update(elementaryRows(name, 20_000));
    expect(hash.digest('hex')).toMatchInlineSnapshot(
      `"c0142494b54dd95a3784222f3702e7cc4f5d55802ec664a9f265abd07ac0068d"`,
    );
  });

  // The engine's own are within 2.2 units (hypot, tanh), ours within 0.9.
  it.each(names)('%s lies within 3 units in the last place of the engine’s', (name) => {
    const rows = elementaryRows(name, 20_000);
    let worst = 0;
    for (let at = 0; at < rows.length; at += 4) {
      const [x, y, z, value] = rows.subarray(at, at + 4) as unknown as [
        number,
        number,
        number,
        number,
      ];
      worst = Math.max(worst, ulps(value, engines(name)(x, y, z)));
    }
    expect(worst).toBeLessThan(3);
  });

  it.each(names)(
    '%s takes zeros, infinities and what is no number as the standard does',
    (name) => {
      const common = [0, -0, 1, -1, 0.5, Infinity, -Infinity, NaN, 800, -800];
      // Squares of numbers near the smallest are lost, as `hypot` says.
      const values = name === 'hypot' ? common : [...common, 5e-324, -1e-310];
      for (const x of values)
        for (const y of name === 'atan2' || name === 'pow' || name === 'hypot' ? values : [0]) {
          const value = functions[name](x, y);
          const expected = engines(name)(x, y);
          if (Number.isFinite(expected) && expected !== 0)
            expect(ulps(value, expected)).toBeLessThan(3);
          else if (!(name === 'hypot' && Number.isNaN(value)))
            expect(value, `${name}(${x}, ${y})`).toBe(expected);
        }
    },
  );

  it('round correctly where the exact value is known', () => {
    expect(elementary.hypot(3, 4)).toBe(5);
    expect(elementary.hypot(1, 2, 2)).toBe(3);
    expect(elementary.atan2(1, -1)).toBe((3 * Math.PI) / 4);
    expect(elementary.atan2(-0, -1)).toBe(-Math.PI);
    expect(elementary.pow(3, 5)).toBe(243);
    expect(elementary.cbrt(-27)).toBe(-3);
    expect(elementary.log2(2 ** -30)).toBe(-30);
  });
});
