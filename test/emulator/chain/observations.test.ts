import { describe, expect, it } from 'vitest';
import { noObservations, observer, selectionFinder } from '../../../emulator/chain/observations.js';

const nan = Number.NaN;
const infinity = Number.POSITIVE_INFINITY;

describe('selections', () => {
  it('hold the lower limit, not the upper, and no event that lacks the variable', () => {
    const passed = selectionFinder([{ ranges: {} }, { ranges: { x: [1, 2] } }])(
      { x: Float64Array.of(0.99, 1, 1.99, 2, nan) },
      5,
    );
    expect([...passed]).toEqual([1, 3, 3, 1, 1]);
  });

  it('without upper limit hold infinity: that never converts is not before 115 cm', () => {
    const passed = selectionFinder([{ ranges: { r: [115, infinity] } }])(
      { r: Float64Array.of(30, 115, infinity, nan) },
      4,
    );
    expect([...passed]).toEqual([0, 1, 1, 0]);
  });

  it('want all of their ranges, and select nothing on a variable that nobody makes', () => {
    const variables = { x: Float64Array.of(1, 1), y: Float64Array.of(5, 7) };
    const passed = selectionFinder([
      { ranges: { x: [0, 2], y: [6, 8] } },
      { ranges: { nothing: [0, 1] } },
    ])(variables, 2);
    expect([...passed]).toEqual([0, 1]);
  });

  it('may be 31', () => {
    const passed = selectionFinder(Array.from({ length: 31 }, () => ({ ranges: {} })))({}, 1);
    expect(passed[0]).toBe(2 ** 31 - 1);
  });
});

it('probes are bits of their own', () => {
  const probes = [
    { name: 'low', text: '', variable: 'x', range: [0, 1] as const },
    { name: 'high', text: '', variable: 'x', range: [1, infinity] as const },
  ];
  const { probed } = observer([], probes)({ x: Float64Array.of(0.5, 1, infinity, nan) }, 4);
  expect([...probed]).toEqual([1, 2, 2, 0]);
});

it('an event that nobody observes counts in the selection of all events', () => {
  expect([...noObservations(3).selected]).toEqual([1, 1, 1]);
});
