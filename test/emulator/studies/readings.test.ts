import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../detector/base/random.js';
import { clopperPearson } from '../../../emulator/studies/intervals.js';
import {
  efficiencyBeyond,
  efficiencyWithin,
  halfPoint,
  maxBin,
  judged,
  verdictOf,
  minBin,
} from '../../../emulator/studies/readings.js';
import { makeCurve } from './curve-builder.js';

const edges = Array.from({ length: 21 }, (_, edge) => 0.1 * edge);
const centres = edges.slice(0, -1).map((edge) => edge + 0.05);
const turnOn = (x: number): number => 0.5 * (1 + Math.tanh((x - 1.04) / 0.1));

describe('of what has no efficiency', () => {
  const empty = makeCurve([0, 1, 2], [0, 0], [0, 0]);
  const signed = {
    ...makeCurve([0, 1, 2], [4, 2], [1, 1]),
    efficiency: [null, null],
    selectedSumw: [0, 0],
    firedSumw: [1, 1],
  };
  const reads = [
    (curve: typeof empty) => minBin(curve, 0),
    (curve: typeof empty) => maxBin(curve, 0, 2),
    halfPoint,
  ];

  it('is told whether there are no events or their weights cancel', () => {
    for (const read of reads) {
      expect(read(empty)).toMatchObject({ value: null, note: 'no events' });
      expect(read(signed)).toMatchObject({ value: null, note: 'weights cancel' });
    }
    expect(efficiencyWithin(empty, 0)).toMatchObject({ value: null, note: '0 of 0' });
    expect(efficiencyWithin(signed, 0)).toMatchObject({
      value: null,
      note: '2 of 6, weights cancel',
    });
    // Beyond the bins asked for there may be events.
    expect(minBin(signed, 1.5).note).toBe('no events');
    expect(minBin({ ...signed, remark: 'not simulated' }, 0).note).toBe('not simulated');
  });
});

describe('the 50 % point', () => {
  it('lies between the two bins around it, on a straight line', () => {
    const { value, unit } = halfPoint(makeCurve([0, 1, 2, 3], [100, 100, 100], [10, 40, 80]));
    expect(value).toBeCloseTo(1.75, 12);
    expect(unit).toBe('GeV');
  });

  it('has the error with which it scatters when the study is repeated', () => {
    const n = 400;
    const stream = new RandomStream().seed(7, 0, 0, 0, 255);
    const values: number[] = [];
    const errors: number[] = [];
    for (let study = 0; study < 400; study++) {
      const fired = centres.map((x) =>
        Array.from({ length: n }, () => Number(stream.uniform() < turnOn(x))).reduce(
          (a, b) => a + b,
        ),
      );
      const { value, low, high } = halfPoint(
        makeCurve(
          edges,
          centres.map(() => n),
          fired,
        ),
      );
      values.push(value!);
      errors.push((high! - low!) / 2);
    }
    const mean = values.reduce((a, b) => a + b) / values.length;
    const spread = Math.sqrt(
      values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1),
    );
    const stated = errors.reduce((a, b) => a + b) / errors.length;
    // The spread of 400 studies is known to 1/√800 = 3.5 %: four of those.
    expect(stated / spread).toBeGreaterThan(0.86);
    expect(stated / spread).toBeLessThan(1.14);
  });

  it('is unknown for a curve that never passes one half, starts above it or is empty', () => {
    expect(halfPoint(makeCurve([0, 1, 2], [10, 10], [1, 4])).value).toBeNull();
    expect(halfPoint(makeCurve([0, 1, 2], [10, 10], [9, 9])).value).toBeNull();
    expect(halfPoint(makeCurve([0, 1, 2], [0, 0], [0, 0])).value).toBeNull();
  });
});

describe('bins read off', () => {
  const curve = makeCurve([0, 0.1, 0.2, 0.30000000000000004, 0.4], [10, 20, 0, 40], [1, 18, 0, 38]);

  it('lie wholly in the range, whose edges may miss by rounding, and hold events', () => {
    expect(minBin(curve, 0.1).value).toBe(0.9);
    expect(minBin(curve, 0.3).value).toBe(0.95);
    expect(minBin(curve, 0.05).value).toBe(0.9);
    expect(maxBin(curve, 0, 0.1)).toMatchObject({ value: 0.1, note: 'bin 0–0.1 GeV' });
    expect(minBin(curve, 0.2, 0.3).value).toBeNull();
  });

  it('together have the efficiency of all their events', () => {
    expect(efficiencyWithin(curve, 0.1)).toMatchObject({
      value: 56 / 60,
      note: '56 of 60',
      ...clopperPearson(56, 60),
    });
    const around = makeCurve([-2, -1, 0, 1, 2], [10, 20, 30, 40], [1, 5, 6, 7]);
    expect(efficiencyBeyond(around, 1)).toMatchObject({
      value: 8 / 50,
      note: '8 of 50',
      ...clopperPearson(8, 50),
    });
  });
});

it('nothing can be read off a curve that is not measured', () => {
  const curve = {
    ...makeCurve([0, 1, 2], [10, 10], [0, 0]),
    efficiency: [null, null],
    remark: 'not measured',
  };
  for (const reading of [
    halfPoint(curve),
    minBin(curve, 0),
    maxBin(curve, 0, 2),
    efficiencyWithin(curve, 0),
  ])
    expect(reading.value).toBeNull();
});

describe('the verdict on a reading', () => {
  const reading = { name: '', unit: '' };

  it('without an interval is that of the value, limits included; without limits none', () => {
    expect(verdictOf({ ...reading, value: 0.99, atLeast: 0.99 })).toBe('met');
    expect(verdictOf({ ...reading, value: 0.99, atMost: 0.99 })).toBe('met');
    expect(verdictOf({ ...reading, value: 1.1, atLeast: 0.99, atMost: 1.09 })).toBe('missed');
    expect(verdictOf({ ...reading, value: 0.9, atLeast: 0.99, atMost: 1.09 })).toBe('missed');
    expect(verdictOf({ ...reading, value: 1.1 })).toBeUndefined();
    expect(verdictOf({ ...reading, value: null, atLeast: 1 })).toBeUndefined();
  });

  /** The verdict on k of n events where an efficiency of 0.99 at least is expected. */
  const onEfficiency = (k: number, n: number) =>
    verdictOf({ ...reading, value: k / n, ...clopperPearson(k, n), atLeast: 0.99 });

  it('is open while the interval holds the limit: 79 of 80 do not miss 0.99', () => {
    expect(onEfficiency(79, 80)).toBe('undecided');
    expect(onEfficiency(80, 80)).toBe('undecided');
    expect(onEfficiency(7000, 8000)).toBe('missed');
    expect(onEfficiency(7980, 8000)).toBe('met');
  });

  it('of two limits is met only between them', () => {
    const between = (low: number, high: number) =>
      verdictOf({ ...reading, value: (low + high) / 2, low, high, atLeast: 1, atMost: 2 });
    expect(between(1, 2)).toBe('met');
    expect(between(0.9, 1.5)).toBe('undecided');
    expect(between(1.5, 2.1)).toBe('undecided');
    expect(between(0.5, 2.5)).toBe('undecided');
    expect(between(0.5, 1)).toBe('undecided');
    expect(between(2, 2.5)).toBe('undecided');
    expect(between(0.5, 0.99)).toBe('missed');
    expect(between(2.01, 3)).toBe('missed');
  });
});

it('what was tuned keeps its limits or not, and confirms nothing', () => {
  const reading = { name: '', unit: '', atLeast: 0.87, atMost: 0.93, tuned: true };
  expect(verdictOf({ ...reading, value: 0.9 })).toBe('met');
  expect(verdictOf({ ...reading, value: 0.8 })).toBe('missed');
  expect(judged({ ...reading, value: 0.9 })).not.toHaveProperty('verdict');
  expect(judged({ ...reading, tuned: false, value: 0.9 })).toHaveProperty('verdict', 'met');
});
