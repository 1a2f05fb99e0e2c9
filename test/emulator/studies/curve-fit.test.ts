import { describe, expect, it } from 'vitest';
import { fitCurve, withFits } from '../../../emulator/studies/curve-fit.js';
import type { CurveResult } from '../../../emulator/studies/curve-result.js';
import type { ConvergedFit } from '../../../emulator/studies/turn-on-fit.js';
import { fitsCsv, fitsText } from '../../../emulator/writers/fits.js';
import { plotSvg } from '../../../emulator/writers/plots.js';
import { makeCurve } from './curve-builder.js';

const edges = Array.from({ length: 17 }, (_, edge) => 0.4 + edge / 10);
const fired = [0, 0, 1, 2, 26, 55, 88, 92, 94, 99, 95, 96, 91, 97, 97, 94];
const curve = makeCurve(
  edges,
  Array.from({ length: 16 }, () => 100),
  fired,
);

const converged = (of: CurveResult, seed = 1): ConvergedFit => {
  const fit = fitCurve(of, seed, 0);
  return fit.status === 'converged' ? fit : expect.unreachable(fit.status);
};

describe('the fit of a curve', () => {
  const fit = converged(curve);

  it('has threshold, width and plateau with errors, in the unit of the variable', () => {
    // 61 % of 95 % at 0.95 GeV, 21 % at 0.85: half of it between.
    expect(fit.threshold.value).toBeGreaterThan(0.88);
    expect(fit.threshold.value).toBeLessThan(0.95);
    expect(fit.plateau.value).toBeCloseTo(0.95, 2);
    expect(fit.plateau.error).toBeCloseTo(Math.sqrt((0.95 * 0.05) / 1000), 3);
    expect(fit.threshold.error).toBeCloseTo(Math.sqrt(fit.covariance[0]![0]!), 15);
    expect(fit.width.error).toBeCloseTo(Math.sqrt(fit.covariance[1]![1]!), 15);
    expect(fit).toMatchObject({ bins: 16, degreesOfFreedom: 13, effective: false });
    expect(fit.pValue).toBeGreaterThan(0.01);
    expect(fit.toys).toBeGreaterThan(390);
  });

  it('is the same for the same seed, and its toys are others for another', () => {
    expect(converged(curve)).toEqual(fit);
    const { pValue, threshold, deviance } = converged(curve, 2);
    expect({ threshold, deviance }).toEqual({ threshold: fit.threshold, deviance: fit.deviance });
    expect(pValue).not.toBe(fit.pValue);
    expect(Math.abs(pValue - fit.pValue)).toBeLessThan(0.12);
  });

  it('of weights that are all the same is that of the counts, called effective', () => {
    const scaled = (key: 'selected' | 'fired', power: number) =>
      curve[key].map((n) => n * 3 ** power);
    const weighted = converged({
      ...curve,
      selectedSumw: scaled('selected', 1),
      selectedSumw2: scaled('selected', 2),
      firedSumw: scaled('fired', 1),
      firedSumw2: scaled('fired', 2),
    });
    expect(weighted.effective).toBe(true);
    expect(weighted.threshold.value).toBeCloseTo(fit.threshold.value, 9);
    expect(weighted.threshold.error).toBeCloseTo(fit.threshold.error!, 9);
  });

  it('takes points where the card shows each bin at a value of its own', () => {
    const shifted = converged({ ...curve, positions: curve.positions.map((x) => x + 0.03) });
    expect(shifted.threshold.value - fit.threshold.value).toBeCloseTo(0.03, 2);
  });

  it('says by name why there is none, and has no numbers then', () => {
    const none = fitCurve(
      makeCurve(
        edges,
        curve.selected,
        fired.map(() => 0),
      ),
      1,
      0,
    );
    expect(none).toEqual({
      model: 'erf',
      bins: 16,
      effective: false,
      status: 'never-fires',
      reason: 'no event fires',
    });
  });

  it('tells weights that cancel from bins and events that are not there', () => {
    const bins = Array.from({ length: 10 }, (_, bin) => bin);
    const all = (value: number): readonly number[] => bins.map(() => value);
    const weighted = (
      selectedSumw: readonly number[],
      firedSumw: readonly number[],
      selected = all(40),
    ) =>
      fitCurve(
        {
          ...makeCurve([...bins, 10], selected, all(20)),
          selectedSumw,
          selectedSumw2: selected,
          firedSumw,
          firedSumw2: all(20),
        },
        1,
        0,
      );
    const cancelling = { bins: 0, effective: false, status: 'weights-cancel' };
    expect(weighted(all(0), all(0))).toEqual({
      model: 'erf',
      ...cancelling,
      reason: 'weights cancel in 10 of 10 bins with events: a fit needs 4',
    });
    const some = bins.map((bin) => (bin < 3 ? 40 : 0));
    expect(weighted(some, all(10))).toMatchObject({
      bins: 3,
      status: 'weights-cancel',
      reason: 'weights cancel in 7 of 10 bins with events: a fit needs 4',
    });
    // Three bins with events are too few, whatever they weigh.
    const few = weighted(some, all(10), some);
    expect(few).toMatchObject({ bins: 3, status: 'too-few-bins' });
    expect(weighted(all(0), all(0), some)).toMatchObject({ bins: 0, status: 'too-few-bins' });
    expect(weighted(all(20), all(0))).toMatchObject({
      status: 'weights-cancel',
      reason: 'weights cancel among the events that fire',
    });
    expect(weighted(all(20), all(20))).toMatchObject({
      status: 'weights-cancel',
      reason: 'weights cancel among the events that do not fire',
    });
  });

  it('is made where the card asks for it and something is measured', () => {
    const ask = (fitted: boolean) => ({
      curves: [
        { ...({ id: 'energy' } as never as object), ...(fitted && { fit: 'erf' }) },
      ] as never,
    });
    expect(withFits([curve], ask(false), 1)[0]).toBe(curve);
    expect(withFits([{ ...curve, remark: 'not simulated' }], ask(true), 1)[0]!.fit).toBeUndefined();
    expect(withFits([curve], ask(true), 1)[0]!.fit).toEqual(fit);
  });

  it('stands in table and file, those without numbers with their reason', () => {
    const flat = makeCurve(
      edges,
      curve.selected,
      fired.map(() => 50),
      'hie',
    );
    const curves = [
      { ...curve, fit },
      { ...flat, fit: fitCurve(flat, 1, 1) },
    ];
    const table = fitsText(curves);
    expect(table).toMatch(/lml6 +all events +0\.9\d+ ± 0\.00\d+ GeV +0\.0\d+ ± 0\.00\d+ GeV +95/);
    expect(table).toMatch(/hie +all events +no-rise: no rise between the first and the last bin/);
    const [head, first, second, ...rest] = fitsCsv(curves).trim().split('\n');
    expect(rest).toEqual([]);
    const named = (row: string) => {
      const values = row.split(',');
      expect(values).toHaveLength(head!.split(',').length);
      return Object.fromEntries(head!.split(',').map((name, column) => [name, values[column]]));
    };
    expect(named(first!)).toMatchObject({
      line: 'lml6',
      status: 'converged',
      threshold: String(fit.threshold.value),
      width_error: String(fit.width.error),
      cov_threshold_width: String(fit.covariance[0]![1]),
      p_value: String(fit.pValue),
      reason: '',
    });
    expect(named(second!)).toMatchObject({ status: 'no-rise', threshold: '', p_value: '' });
    expect(fitsText([curve])).toBe('');
  });

  it('is drawn as a smooth line over the points', () => {
    const picture = (of: CurveResult) =>
      plotSvg({ file: 'x', title: 't', caption: 'c', series: [{ label: 'l', curve: of }] });
    const longest = (svg: string): number =>
      Math.max(...[...svg.matchAll(/ d="([^"]*)"/g)].map(([, d]) => d!.split('L').length));
    expect(longest(picture(curve))).toBe(16);
    expect(longest(picture({ ...curve, fit }))).toBe(241);
    expect(picture({ ...curve, fit })).toContain('the line is a fitted turn-on');
  });
});
