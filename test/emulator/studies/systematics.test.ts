import { describe, expect, it } from 'vitest';
import { systematicOf } from '../../../emulator/studies/systematics.js';

const counted = { efficiency: 0.8, low: 0.77, high: 0.82 };
const oneSigma = 0.682689492137086;

describe('an efficiency with a given uncertainty', () => {
  it('has statistics and what is given in squares, each arm by itself', () => {
    const result = systematicOf('hie', counted, [{ name: 'energy', relative: 0.05 }], oneSigma)!;
    expect(result.error).toBeCloseTo(0.04, 14);
    expect(result.low).toBeCloseTo(0.8 - 0.05, 12);
    expect(result.high).toBeCloseTo(0.8 + Math.sqrt(0.02 ** 2 + 0.04 ** 2), 12);
    expect(result.of).toEqual(['energy']);
  });

  it('adds several in squares, of the efficiency or in points', () => {
    const given = [
      { name: 'energy', relative: 0.05 },
      { name: 'timing', absolute: 0.03 },
    ];
    expect(systematicOf('hie', counted, given, oneSigma)!.error).toBeCloseTo(0.05, 14);
  });

  it('is at the confidence of the interval: 1.96 times as wide at 95 %', () => {
    const narrow = { efficiency: 0.5, low: 0.5, high: 0.5 };
    const given = [{ name: 'x', absolute: 0.1 }];
    const { low, high } = systematicOf('hie', narrow, given, 0.95)!;
    expect(low).toBeCloseTo(0.5 - 0.1959964, 6);
    expect(high).toBeCloseTo(0.5 + 0.1959964, 6);
  });

  it('stays within 0 and 1, and is only of the lines that it names', () => {
    const given = [{ name: 'x', absolute: 0.9, lines: ['hie'] }];
    expect(systematicOf('hie', counted, given, oneSigma)).toMatchObject({ low: 0, high: 1 });
    expect(systematicOf('lml1', counted, given, oneSigma)).toBeUndefined();
    expect(systematicOf('hie', counted, [], oneSigma)).toBeUndefined();
    const nothing = { efficiency: null, low: 0, high: 1 };
    expect(systematicOf('hie', nothing, given, oneSigma)).toBeUndefined();
  });
});
