// kernel: some tens of steps a fit, and hundreds of fits of toys a curve
import { exp, log } from '../../../detector/base/elementary.js';
import { binomialDeviance } from './binomial.js';
import { type Rise, risesOf, type Stretch, type TurnOn } from './turn-on-model.js';

/** Events of a stretch: n, of which k fired; fractional when they are effective counts. */
export interface FittedBin extends Stretch {
  readonly n: number;
  readonly k: number;
}

/** Why a turn-on has no fit. */
export type FitFailure =
  | 'too-few-bins'
  | 'never-fires'
  | 'always-fires'
  | 'no-rise'
  | 'width-unresolved'
  | 'not-converged';

/** In words. */
export const failureTexts: Readonly<Record<FitFailure, string>> = {
  'too-few-bins': 'fewer bins with events than parameters and one',
  'never-fires': 'no event fires',
  'always-fires': 'every event fires',
  'no-rise': 'no rise between the first and the last bin with events',
  'width-unresolved': 'the rise is narrower than the bins tell: finer edges are needed',
  'not-converged': 'the likelihood has not settled',
};

/** Parameters in the order of a covariance. */
const fitParameters = ['threshold', 'width', 'plateau'] as const;

/** A turn-on by the largest binomial likelihood. */
export interface FittedTurnOn extends TurnOn {
  /**
   * Inverse of the expected information, 3 × 3 in the order of `fitParameters`; rows of a plateau
   * that is held are 0.
   */
  readonly covariance: readonly (readonly number[])[];
  /** Whether the plateau is 1 because the likelihood rises up to there, or was given. */
  readonly plateauHeld: boolean;
  /** 2 ln of the likelihood of the counts by themselves over that of the fit. */
  readonly deviance: number;
}

/** Fit or reason. */
type FitOutcome = FittedTurnOn | { readonly failure: FitFailure };

/** What is known before: where to begin, and a plateau that is not to be changed. */
interface FitStart {
  readonly start?: TurnOn;
  readonly plateau?: number;
}

/** Bins with events that a fit needs. */
export const minBins = fitParameters.length + 1;

const maxSteps = 200;
/** A step that would raise the log likelihood by half of this is none. */
const settled = 1e-10;
/** Of the narrowest bin: a rise so sharp changes nothing beyond its own bin. */
const narrowest = 0.02;
const smallestPlateau = 1e-9;

/**
 * Fits a turn-on to bins by maximum binomial likelihood: Newton's steps in threshold, logarithm of
 * the width and plateau, with Levenberg's damping. The plateau is at most 1.
 */
export function fitTurnOn(
  all: readonly FittedBin[],
  { start, plateau }: FitStart = {},
): FitOutcome {
  const bins = all.filter(({ n }) => n > 0);
  const failure = unfit(bins);
  if (failure !== undefined) return { failure };
  const limits = limitsOf(bins);
  const starts = start === undefined ? startsOf(bins) : [start];
  const ends = starts.map((from) =>
    climb(bins, { ...from, plateau: plateau ?? from.plateau }, limits, plateau !== undefined),
  );
  const best = ends.reduce((a, b) => (b.deviance < a.deviance ? b : a));
  const { threshold, width } = best;
  if (threshold < bins[0]!.from || threshold > bins.at(-1)!.to) return { failure: 'no-rise' };
  if (width >= limits.max) return { failure: 'no-rise' };
  if (width <= limits.min) return { failure: 'width-unresolved' };
  if (!best.settled) return { failure: 'not-converged' };
  const { covariance } = best;
  // A width less than its error is no width: sharper rises fit as well.
  if (covariance === undefined || covariance[1]![1]! > width * width)
    return { failure: 'width-unresolved' };
  const { deviance, plateauHeld } = best;
  return { threshold, width, plateau: best.plateau, covariance, deviance, plateauHeld };
}

function unfit(bins: readonly FittedBin[]): FitFailure | undefined {
  if (bins.length < minBins) return 'too-few-bins';
  if (bins.every(({ k }) => k === 0)) return 'never-fires';
  return bins.every(({ k, n }) => k === n) ? 'always-fires' : undefined;
}

interface Limits {
  readonly min: number;
  readonly max: number;
}

/** Of the width: from a part of the narrowest bin (or gap of points) to ten times all of them. */
function limitsOf(bins: readonly FittedBin[]): Limits {
  const gaps = bins.slice(1).map(({ from }, row) => from - bins[row]!.from);
  const max = 10 * (bins.at(-1)!.to - bins[0]!.from);
  return { min: narrowest * Math.min(...gaps.filter((gap) => gap > 0)), max };
}

/** Begins with a plateau as of the upper third, and where half of it is reached. */
function startsOf(bins: readonly FittedBin[]): readonly TurnOn[] {
  const sum = (rows: readonly FittedBin[], key: 'n' | 'k'): number =>
    rows.reduce((total, row) => total + row[key], 0);
  const upper = bins.slice(Math.floor((2 * bins.length) / 3));
  const share = (sum(upper, 'k') + 0.5) / (sum(upper, 'n') + 1);
  const plateau = Math.min(0.999, Math.max(smallestPlateau, share));
  const half = bins.find(({ k, n }) => k >= (n * plateau) / 2) ?? bins.at(-1)!;
  const threshold = (half.from + half.to) / 2;
  const span = bins.at(-1)!.to - bins[0]!.from;
  return [0.3, 0.05, 0.01].map((part) => ({ threshold, width: part * span, plateau }));
}

interface End extends TurnOn {
  readonly deviance: number;
  readonly settled: boolean;
  readonly plateauHeld: boolean;
  readonly covariance: readonly (readonly number[])[] | undefined;
}

/** From a start to the top of the likelihood, or to where no more can be gained. */
function climb(bins: readonly FittedBin[], start: TurnOn, limits: Limits, isGiven: boolean): End {
  let here = start;
  let state = stateAt(bins, here);
  let damping = 1e-3;
  let isSettled = false;
  let held = isGiven;
  for (let step = 0; step < maxSteps && !isSettled; step++) {
    // At the upper end the plateau stays where the likelihood still rises.
    held = isGiven || (here.plateau === 1 && state.score[2] >= 0);
    const gain = gainOf(state, held);
    if (gain !== undefined && gain < settled) {
      isSettled = true;
      break;
    }
    const move = stepOf(state, held, damping);
    const next = move === undefined ? undefined : moved(here, move, limits);
    const there = next === undefined ? undefined : stateAt(bins, next);
    if (there !== undefined && there.deviance < state.deviance) {
      [here, state, damping] = [next!, there, damping / 10];
      continue;
    }
    damping *= 10;
    // No step gains anything that can be told from rounding.
    if (damping > 1e12) {
      isSettled = gain !== undefined && gain < 1e-6;
      break;
    }
  }
  const inverse = inverseOf(state.information, held);
  return {
    ...here,
    deviance: state.deviance,
    settled: isSettled,
    plateauHeld: held,
    covariance: inverse === undefined ? undefined : inOwnWidth(inverse, here.width),
  };
}

function moved(here: TurnOn, move: readonly number[], { min, max }: Limits): TurnOn {
  const factor = exp(Math.max(-2, Math.min(2, move[1]!)));
  return {
    threshold: here.threshold + move[0]!,
    width: Math.max(min, Math.min(max, here.width * factor)),
    plateau: Math.max(smallestPlateau, Math.min(1, here.plateau + move[2]!)),
  };
}

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

interface State {
  readonly deviance: number;
  /** Derivatives of the log likelihood by threshold, ln width, plateau. */
  readonly score: Triple;
  /** Information that is expected, for errors. */
  readonly information: Matrix;
  /** That of the counts at hand, for steps: minus the second derivatives. */
  readonly curvature: Matrix;
}

/** Chances of an event of a stretch to fire and not to. */
interface Chances {
  readonly efficiency: number;
  readonly rest: number;
}

/** By the share of the plateau that is reached; far off, both ends are beyond numbers. */
const chancesOf = ({ reached, lacking }: Rise, plateau: number): Chances => ({
  efficiency: Math.max(1e-300, plateau * reached),
  rest: Math.max(1e-300, 1 - plateau + plateau * lacking),
});

/** Those of each bin of a turn-on. */
export function chancesIn(bins: readonly Stretch[], turnOn: TurnOn): readonly Chances[] {
  const riseOver = risesOf(turnOn);
  return bins.map((bin) => chancesOf(riseOver(bin), turnOn.plateau));
}

/** Deviance of counts in bins of such chances. */
export const devianceOf = (bins: readonly FittedBin[], chances: readonly Chances[]): number =>
  bins.reduce((sum, { n, k }, row) => {
    const { efficiency, rest } = chances[row]!;
    return sum + binomialDeviance(k, n, efficiency, rest);
  }, 0);

/** Bins of a firm rise; events that fire, and those that the plateau has besides, in each. */
const firmBins = 3;
const firmEvents = 20;
/** Errors from a firm threshold to where there are no bins. */
const firmErrors = 8;

/**
 * Whether counts that are drawn from a fitted turn-on have a fit, too: on its rise are bins, not
 * points, with so many events above nothing and below the plateau that no draw leaves them there,
 * and half of the plateau is reached far within the bins.
 */
export function isFirm(
  bins: readonly FittedBin[],
  chances: readonly Chances[],
  { threshold, plateau, covariance }: FittedTurnOn,
): boolean {
  const far = firmErrors * Math.sqrt(covariance[0]![0]!);
  if (!(threshold - far > bins[0]!.from && threshold + far < bins.at(-1)!.to)) return false;
  const onRise = bins.filter(({ from, to, n }, row) => {
    const { efficiency } = chances[row]!;
    return from < to && n * Math.min(efficiency, plateau - efficiency) >= firmEvents;
  });
  return onRise.length >= firmBins;
}

/** Deviance, score and information of a turn-on, for bins with events. */
export function stateAt(bins: readonly FittedBin[], turnOn: TurnOn): State {
  const { width, plateau } = turnOn;
  const riseOver = risesOf(turnOn);
  let deviance = 0;
  let [s0, s1, s2] = [0, 0, 0];
  let [i00, i01, i02, i11, i12, i22] = [0, 0, 0, 0, 0, 0];
  let [c00, c01, c02, c11, c12, c22] = [0, 0, 0, 0, 0, 0];
  for (const bin of bins) {
    const { n, k } = bin;
    const rise = riseOver(bin);
    const { efficiency, rest } = chancesOf(rise, plateau);
    deviance += binomialDeviance(k, n, efficiency, rest);
    const byLogWidth = rise.byWidth * width;
    const d0 = plateau * rise.byThreshold;
    const d1 = plateau * byLogWidth;
    const d2 = rise.reached;
    const pull = k / efficiency - (n - k) / rest;
    s0 += pull * d0;
    s1 += pull * d1;
    s2 += pull * d2;
    const expected = n / efficiency + n / rest;
    i00 += expected * d0 * d0;
    i01 += expected * d0 * d1;
    i02 += expected * d0 * d2;
    i11 += expected * d1 * d1;
    i12 += expected * d1 * d2;
    i22 += expected * d2 * d2;
    // From the left: no event of an impossible kind is 0 at any step.
    const seen = k / efficiency / efficiency + (n - k) / rest / rest;
    c00 += seen * d0 * d0 - pull * plateau * rise.byThresholdTwice;
    c01 += seen * d0 * d1 - pull * plateau * rise.byBoth * width;
    c02 += seen * d0 * d2 - pull * rise.byThreshold;
    c11 += seen * d1 * d1 - pull * plateau * (rise.byWidthTwice * width * width + byLogWidth);
    c12 += seen * d1 * d2 - pull * byLogWidth;
    c22 += seen * d2 * d2;
  }
  return {
    deviance,
    score: [s0, s1, s2],
    information: symmetric(i00, i01, i02, i11, i12, i22),
    curvature: symmetric(c00, c01, c02, c11, c12, c22),
  };
}

const symmetric = (a: number, b: number, c: number, d: number, e: number, f: number): Matrix => [
  [a, b, c],
  [b, d, e],
  [c, e, f],
];

/** Twice what a whole step would gain in log likelihood; undefined where it is not known. */
function gainOf({ score, curvature }: State, held: boolean): number | undefined {
  const move = solved(curvature, score, held);
  return move?.reduce((sum, value, row) => sum + value * score[row]!, 0);
}

function stepOf({ score, curvature }: State, held: boolean, damping: number): Triple | undefined {
  const damped = curvature.map((row, i) =>
    row.map((value, j) => (i === j ? value + Math.abs(value) * damping : value)),
  ) as unknown as Matrix;
  return solved(damped, score, held);
}

function solved(matrix: Matrix, right: Triple, held: boolean): Triple | undefined {
  const inverse = inverseOf(matrix, held);
  return inverse?.map((row) =>
    row.reduce((sum, value, column) => sum + value * right[column]!, 0),
  ) as unknown as Triple | undefined;
}

/**
 * Of a symmetric matrix, without the last parameter when it is held; undefined when it is singular
 * or not positive.
 */
function inverseOf([[a, b, c], [, d, e], [, , f]]: Matrix, held: boolean): Matrix | undefined {
  const minor = a * d - b * b;
  if (!(a > 0 && minor > 1e-14 * a * d)) return undefined;
  if (held) {
    const [i, j, k] = [d / minor, -b / minor, a / minor];
    return [
      [i, j, 0],
      [j, k, 0],
      [0, 0, 0],
    ];
  }
  const [ca, cb, cc] = [d * f - e * e, c * e - b * f, b * e - c * d];
  const determinant = a * ca + b * cb + c * cc;
  if (!(determinant > 1e-14 * a * d * f)) return undefined;
  const [cd, ce, cf] = [a * f - c * c, b * c - a * e, a * d - b * b];
  const over = (value: number): number => value / determinant;
  return [
    [over(ca), over(cb), over(cc)],
    [over(cb), over(cd), over(ce)],
    [over(cc), over(ce), over(cf)],
  ];
}

/** A covariance by ln width as one by width. */
const inOwnWidth = (matrix: Matrix, width: number): readonly (readonly number[])[] =>
  matrix.map((row, i) =>
    row.map((value, j) => value * (i === 1 ? width : 1) * (j === 1 ? width : 1)),
  );

/**
 * Where, below a plateau of 1, twice the log likelihood has fallen by z²: the end of its interval;
 * threshold and width follow. Halved 40 times.
 */
export function lowerPlateau(bins: readonly FittedBin[], fit: FittedTurnOn, z: number): number {
  const rises = (plateau: number): boolean => {
    const held = fitTurnOn(bins, { start: fit, plateau });
    return 'failure' in held || held.deviance - fit.deviance > z * z;
  };
  // In ln of what lacks of it, since that may be 1e-6 or 0.1.
  let [low, high] = [log(1e-12), log(0.5)];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (rises(fit.plateau - exp(middle))) high = middle;
    else low = middle;
  }
  return fit.plateau - exp(low);
}
