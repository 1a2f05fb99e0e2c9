/** Counts of events and of their weights. */
export interface WeightedCount {
  readonly n: number;
  readonly sumw: number;
  readonly sumw2: number;
}

/** Weighted events that fired and the rest, as counts of one weight each. */
interface OutcomeCounts {
  /** Σw fired / Σw selected, within [0, 1]. */
  readonly efficiency: number;
  /** Effective counts of the events that fired, and of all. */
  readonly k: number;
  readonly n: number;
  /** What one of the rest weighs, in what one that fired weighs. */
  readonly restWeight: number;
  /** Whether all events weigh the same: counts are those of the events then. */
  readonly isPlain: boolean;
  /** Whether the weights of one outcome are taken to be like those of the other. */
  readonly isOneSided: boolean;
  /** Whether weights of both signs leave an outcome less than one of them. */
  readonly isSigned?: boolean;
}

/** Relative variance of weights up to which they are the same but for rounding of their sums. */
const sameWeights = 1e-9;
/** With so many events more, each outcome is given the spread of weights that both have. */
const sharedEvents = 2;

/**
 * Counts that know as much as weighted events. Each outcome is a count of one weight: the mean of
 * its events times 1 + v, with v their relative variance, so that the variance of its Σw is that of
 * independent weights. v is the mean of that of the outcome and, weighing as two events more, of
 * that of both, since few events show too little of it. Where an outcome has no event, its weights
 * are taken to be like those of the other; where weights of both signs leave it less than one of
 * them, see `signedCounts`. Undefined where nothing is known.
 * @see D-445, D-492
 */
export function outcomeCounts(
  selected: WeightedCount,
  fired: WeightedCount,
): OutcomeCounts | undefined {
  const { n, sumw, sumw2 } = selected;
  if (n === 0 || !(sumw2 > 0 && sumw2 < Number.POSITIVE_INFINITY) || sumw === 0) return undefined;
  if (relativeVariance(selected) <= sameWeights)
    return {
      efficiency: fired.n / selected.n,
      k: fired.n,
      n: selected.n,
      restWeight: 1,
      isPlain: true,
      isOneSided: false,
    };
  const sign = Math.sign(selected.sumw);
  const all = { ...selected, sumw: sign * selected.sumw };
  const some = { ...fired, sumw: sign * fired.sumw };
  const rest = {
    n: all.n - some.n,
    sumw: all.sumw - some.sumw,
    sumw2: all.sumw2 - some.sumw2,
  };
  const counts =
    (hasBothSigns(some, all) || hasBothSigns(rest, all) ? signedCounts(some, rest) : undefined) ??
    (some.n > 0 && some.sumw > 0 && rest.n > 0 && rest.sumw > 0
      ? twoSided(some, rest)
      : oneSided(all, some));
  return Number.isFinite(counts.n) && Number.isFinite(counts.restWeight) ? counts : undefined;
}

/** Of the weights of events: their variance over the square of their mean. */
const relativeVariance = ({ n, sumw, sumw2 }: WeightedCount): number =>
  Math.max(0, (n * (sumw2 / sumw)) / sumw - 1);

/**
 * Whether an outcome has weights of both signs, or of the other sign than all together, that leave
 * it less than one of them: of weights of one sign the square of the sum is Σw² or more.
 */
const hasBothSigns = ({ n, sumw, sumw2 }: WeightedCount, all: WeightedCount): boolean =>
  n > 0 && sumw2 > 0 && (sumw < 0 || (n > 1 && sumw2 - sumw * sumw > sameWeights * all.sumw2));

/**
 * Counts n = ε(1 − ε)/variance, with the variance Σw²(fired − ε)²/(Σw)² of the ratio, which the
 * sum of an outcome is no part of, so that they do not jump where it goes through 0. Beyond 0 and 1
 * the ratio is cut; nearer to them than σ, n is as σ away, since there the ratio of few counts says
 * less than the variance. Undefined where there is none.
 */
function signedCounts(some: WeightedCount, rest: WeightedCount): OutcomeCounts | undefined {
  const sum = some.sumw + rest.sumw;
  const efficiency = Math.min(1, Math.max(0, some.sumw / sum));
  const variance =
    (some.sumw2 * (1 - efficiency) ** 2 + rest.sumw2 * efficiency ** 2) / (sum * sum);
  if (!(variance > 0)) return undefined;
  const sigma = Math.min(0.5, Math.sqrt(variance));
  const n = Math.max(efficiency * (1 - efficiency), sigma * (1 - sigma)) / variance;
  return {
    efficiency,
    k: efficiency * n,
    n,
    restWeight: 1,
    isPlain: false,
    isOneSided: false,
    isSigned: true,
  };
}

function twoSided(some: WeightedCount, rest: WeightedCount): OutcomeCounts {
  const [ofSome, ofRest] = [some, rest].map((of) => of.n * relativeVariance(of)) as [
    number,
    number,
  ];
  // As variances are estimated of both means together: two numbers less than events.
  const shared = (ofSome + ofRest) / Math.max(1, some.n + rest.n - 2);
  const weight = ({ n, sumw }: WeightedCount, own: number): number =>
    (sumw / n) * (1 + (own + sharedEvents * shared) / (n - 1 + sharedEvents));
  const [one, other] = [weight(some, ofSome), weight(rest, ofRest)];
  const k = some.sumw / one;
  return {
    efficiency: some.sumw / (some.sumw + rest.sumw),
    k,
    n: k + rest.sumw / other,
    restWeight: other / one,
    isPlain: false,
    isOneSided: false,
  };
}

/** None of them or all: (Σw)²/Σw² of one weight. */
function oneSided(all: WeightedCount, some: WeightedCount): OutcomeCounts {
  const n = all.sumw / (all.sumw2 / all.sumw);
  const efficiency = some.n > 0 && some.sumw > 0 ? 1 : 0;
  return {
    efficiency,
    k: efficiency * n,
    n,
    restWeight: 1,
    isPlain: false,
    isOneSided: true,
  };
}

/** Whether an interval rests on how the events of an outcome weigh that was not seen. */
export const isOneSided = (selected: WeightedCount, fired: WeightedCount): boolean =>
  outcomeCounts(selected, fired)?.isOneSided === true;

/** Whether an interval rests on the variance of weights of both signs, see `signedCounts`. */
export const isSigned = (selected: WeightedCount, fired: WeightedCount): boolean =>
  outcomeCounts(selected, fired)?.isSigned === true;

/**
 * Counts n and k that have the efficiency and, but where none or all fired, its variance
 * ε(1 − ε)/n, for a binomial likelihood; 0 of 0 where nothing is known.
 */
export function binomialCounts(
  selected: WeightedCount,
  fired: WeightedCount,
): { readonly n: number; readonly k: number } {
  const counts = outcomeCounts(selected, fired);
  if (counts === undefined) return { n: 0, k: 0 };
  const { efficiency, k, n, isPlain, isOneSided, isSigned } = counts;
  if (isPlain || isOneSided || isSigned === true) return { n, k };
  // The logarithm of ε/(1 − ε) has the variance 1/k + 1/(n − k).
  const size = (k * (n - k)) / n / (efficiency * (1 - efficiency));
  return { n: size, k: efficiency * size };
}
