import { type Table, tableText } from '../files/text-table.js';
import type { CurveResult } from '../studies/curve-result.js';
import type { FittedNumber } from '../studies/turn-on-fit.js';
import { quoteField } from './csv-table.js';

/** Curves with a fit, converged or not. */
const fittedCurves = (curves: readonly CurveResult[]) =>
  curves.flatMap(({ fit, ...curve }) => (fit === undefined ? [] : { curve, fit }));

/** Turn-on fits for people; empty without any. */
export function fitsText(curves: readonly CurveResult[]): string {
  const table = fitsTableOf(curves);
  return table.rows.length === 0 ? '' : `${tableText(table)}${fitsNote(curves)}\n`;
}

/** What the fits are of. */
export const fitsNote = (curves: readonly CurveResult[]): string =>
  'Fits of plateau · ½ [1 + erf((x − threshold)/(√2 width))] by binomial likelihood' +
  `${fittedCurves(curves).some(({ fit }) => fit.effective) ? ', of effective counts' : ''}; ` +
  'p-values by toys.';

/** Turn-on fits, a row each. */
export function fitsTableOf(curves: readonly CurveResult[]): Table {
  const fitted = fittedCurves(curves);
  const rows = fitted.map(({ curve, fit }) => {
    const head = [curve.line, curve.selection];
    if (fit.status !== 'converged') return [...head, `${fit.status}: ${fit.reason}`];
    const { threshold, width, plateau, deviance, degreesOfFreedom, pValue, toys } = fit;
    return [
      ...head,
      numberText(threshold, curve.unit),
      numberText(width, curve.unit),
      plateauText(plateau),
      `${deviance.toFixed(1)} / ${degreesOfFreedom}`,
      `${pValue * (1 + toys) < 1.5 ? '≤ ' : ''}${pValue.toPrecision(2)}`,
    ];
  });
  const header = ['turn-on', 'events', 'threshold', 'width', 'plateau [%]', 'deviance', 'p-value'];
  return { header, rows };
}

const numberText = ({ value, error }: FittedNumber, unit: string): string =>
  [rounded(value, error ?? 0), error === null ? '' : `± ${error.toPrecision(2)}`, unit]
    .filter((part) => part !== '')
    .join(' ');

/** As many digits as its error has. */
const rounded = (value: number, error: number): string =>
  value.toFixed(error > 0 ? decimalsOf(error) : 4);

/** Decimals that show two digits of it. */
const decimalsOf = (error: number): number =>
  Math.max(0, Math.min(12, 1 - Number(error.toExponential().split('e')[1])));

function plateauText({ value, error, low }: FittedNumber): string {
  const percent = (share: number): string => (100 * share).toFixed(2);
  return error === null
    ? `${percent(value)}, above ${percent(low ?? 0)}`
    : `${percent(value)} ± ${percent(error)}`;
}

const columns =
  'curve,line,family,selection,variable,unit,model,status,bins,effective,threshold,' +
  'threshold_error,width,width_error,plateau,plateau_error,plateau_low,' +
  'cov_threshold_width,cov_threshold_plateau,cov_width_plateau,' +
  'deviance,degrees_of_freedom,p_value,toys,reason';

/** One row a fit; what did not converge has its reason and no numbers. */
export function fitsCsv(curves: readonly CurveResult[]): string {
  const rows = fittedCurves(curves).map(({ curve, fit }) => {
    const { id, line, family, selection, variable, unit } = curve;
    const head = [
      ...[id, line, family, selection, variable, unit].map(quoteField),
      fit.model,
      fit.status,
      fit.bins,
      fit.effective,
    ];
    if (fit.status !== 'converged')
      return [...head, ...Array.from({ length: 14 }, () => ''), quoteField(fit.reason)].join(',');
    const { threshold, width, plateau, covariance } = fit;
    return [
      ...head,
      ...[threshold, width, plateau].flatMap(({ value, error }) => [value, error ?? '']),
      plateau.low ?? '',
      covariance[0]![1],
      covariance[0]![2],
      covariance[1]![2],
      fit.deviance,
      fit.degreesOfFreedom,
      fit.pValue,
      fit.toys,
      '',
    ].join(',');
  });
  return `${[columns, ...rows].join('\n')}\n`;
}
