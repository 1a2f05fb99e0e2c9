import { purpose, RandomStream } from '../../detector/base/random.js';
import type { CurveResult } from './curve-result.js';
import type { Card } from './define-card.js';
import {
  type FitFailure,
  type FittedBin,
  failureTexts,
  fitTurnOn,
  lowerPlateau,
  minBins,
} from './statistics/fit-turn-on.js';
import { goodnessOf } from './statistics/goodness.js';
import { normalQuantile } from './statistics/normal.js';
import { binomialCounts } from './statistics/outcome-counts.js';
import type { FailedFit, FitHead, TurnOnFit } from './turn-on-fit.js';
import { whyUnknown } from './weight-notes.js';

/** Curves with a fit where the card asks for one and the curve is measured. */
export function withFits(
  curves: readonly CurveResult[],
  { curves: requests }: Pick<Card, 'curves'>,
  seed: number,
): readonly CurveResult[] {
  const fitted = new Set(requests.flatMap(({ id, fit }) => (fit === undefined ? [] : id)));
  return curves.map((curve, index) =>
    fitted.has(curve.id) && curve.remark === undefined
      ? { ...curve, fit: fitCurve(curve, seed, index) }
      : curve,
  );
}

/**
 * Fits a turn-on to a curve by binomial likelihood.
 * @param seed of the toys of its p-value
 * @param index of the curve, so that each has toys of its own
 */
export function fitCurve(curve: CurveResult, seed: number, index: number): TurnOnFit {
  const bins = binsOf(curve);
  const head: FitHead = {
    model: 'erf',
    bins: bins.filter(({ n }) => n > 0).length,
    effective: curve.selected.some((n, bin) => n !== curve.selectedSumw2[bin]),
  };
  const fit = fitTurnOn(bins);
  if ('failure' in fit) return { ...head, ...whyFailed(fit.failure, curve, bins) };
  const stream = new RandomStream().seed(seed, 0, 0, index, purpose.fitToys);
  const error = (row: number): number => Math.sqrt(fit.covariance[row]![row]!);
  const z = normalQuantile((1 - curve.confidence) / 2);
  return {
    ...head,
    status: 'converged',
    threshold: { value: fit.threshold, error: error(0) },
    width: { value: fit.width, error: error(1) },
    plateau: fit.plateauHeld
      ? { value: fit.plateau, error: null, low: lowerPlateau(bins, fit, z) }
      : { value: fit.plateau, error: error(2) },
    covariance: fit.covariance,
    deviance: fit.deviance,
    degreesOfFreedom: head.bins - (fit.plateauHeld ? 2 : 3),
    ...goodnessOf(bins, fit, () => stream.uniformFine()),
  };
}

/** Why there is no fit: what events are there may have weights that cancel. */
function whyFailed(
  failure: FitFailure,
  { selected, fired }: CurveResult,
  bins: readonly FittedBin[],
): Pick<FailedFit, 'status' | 'reason'> {
  const events = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);
  const filled = selected.filter((n) => n > 0).length;
  const unknown = bins.filter(({ n }, bin) => n === 0 && selected[bin]! > 0).length;
  // Of each failure what there is all the same: bins, events.
  const there: Readonly<Partial<Record<FitFailure, readonly [count: number, where: string]>>> = {
    'too-few-bins': [
      filled < minBins ? 0 : unknown,
      `in ${unknown} of ${filled} bins with events: a fit needs ${minBins}`,
    ],
    'never-fires': [events(fired), 'among the events that fire'],
    'always-fires': [events(selected) - events(fired), 'among the events that do not fire'],
  };
  const [count, where] = there[failure] ?? [0, ''];
  return count === 0
    ? { status: failure, reason: failureTexts[failure] }
    : { status: 'weights-cancel', reason: `${whyUnknown(count)} ${where}` };
}

/** Bins of a curve; points where the card says that its events are at one value of a bin. */
function binsOf(curve: CurveResult): readonly FittedBin[] {
  const { edges, positions, selected } = curve;
  const middle = (bin: number): number => (edges[bin]! + edges[bin + 1]!) / 2;
  const ownPositions = positions.some((x, bin) => Math.abs(x - middle(bin)) > 1e-9 * Math.abs(x));
  return selected.map((_, bin) => {
    const [from, to] = ownPositions
      ? [positions[bin]!, positions[bin]!]
      : [edges[bin]!, edges[bin + 1]!];
    const count = (which: 'selected' | 'fired') => ({
      n: curve[which][bin]!,
      sumw: curve[`${which}Sumw`][bin]!,
      sumw2: curve[`${which}Sumw2`][bin]!,
    });
    return { from, to, ...binomialCounts(count('selected'), count('fired')) };
  });
}
