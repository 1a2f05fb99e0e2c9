import { describe, expect, it } from 'vitest';
import { firedBelow } from '../../../../emulator/studies/observers/cut-curves.js';
import { makeCurve } from '../curve-builder.js';

describe('what a line does below a cut', () => {
  const curve = makeCurve([0, 1, 2, 60], [10, 20, 70], [9, 10, 0]);

  it('is of all events, those beyond the cut among them', () => {
    expect(firedBelow(curve, 1).value).toBeCloseTo(0.09, 12);
    expect(firedBelow(curve, 2).value).toBeCloseTo(0.19, 12);
  });

  it('is not known without events', () => {
    expect(firedBelow(makeCurve([0, 1, 2], [0, 0], [0, 0]), 1).value).toBeNull();
  });
});
