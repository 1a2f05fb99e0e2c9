import type { FitFailure } from './statistics/fit-turn-on.js';

/** A fitted number with its standard error, in the unit of the variable. */
export interface FittedNumber {
  readonly value: number;
  /** From the expected information; null for a plateau that is held at 1. */
  readonly error: number | null;
  /** Of a plateau held at 1: the lower end of its interval, of the curve's confidence. */
  readonly low?: number;
}

/** What every fit says, converged or not. */
export interface FitHead {
  /** plateau · ½ [1 + erf((x − threshold) / (√2 width))], averaged over each bin. */
  readonly model: 'erf';
  /** Bins with events whose weights do not cancel. */
  readonly bins: number;
  /** Whether counts are effective ones, of weights. */
  readonly effective: boolean;
}

/** A fit that has converged. */
export interface ConvergedFit extends FitHead {
  readonly status: 'converged';
  readonly threshold: FittedNumber;
  readonly width: FittedNumber;
  readonly plateau: FittedNumber;
  /** 3 × 3, in the order threshold, width, plateau; 0 for a plateau that is held. */
  readonly covariance: readonly (readonly number[])[];
  /** 2 ln of the binomial likelihood of the counts by themselves over that of the fit. */
  readonly deviance: number;
  readonly degreesOfFreedom: number;
  /** Share of toys of the fit that fit worse: bins of none or all make no χ². */
  readonly pValue: number;
  readonly toys: number;
}

/** Why a curve has no fit. */
export interface FailedFit extends FitHead {
  readonly status: FitFailure | 'weights-cancel';
  /** In words. */
  readonly reason: string;
}

/** A turn-on fitted to a curve, or why there is none. */
export type TurnOnFit = ConvergedFit | FailedFit;
