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
}

/** Relative variance of weights up to which they are the same but for rounding of their sums. */
const sameWeights = 1e-9;
/** With so many events more, each outcome is given the spread of weights that both have. */
const sharedEvents = 2;

/**
 * Counts that know as much as weighted events. Each outcome is a count of one weight: the mean of
 * its events times 1 + v, with v their relative variance, so that the variance of its Σw is that of
 * independent weights. v is the mean of that of the outcome and, weighing as two events more, of
 * that of both, since few events show too little of it. Where an outcome has no event (or negative
 * weights leave it none), its weights are taken to be like those of the other. Undefined where
 * nothing is known.
 * @see D-445
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
    some.n > 0 && some.sumw > 0 && rest.n > 0 && rest.sumw > 0
      ? twoSided(some, rest)
      : oneSided(all, some);
  return Number.isFinite(counts.n) && Number.isFinite(counts.restWeight) ? counts : undefined;
}

/** Of the weights of events: their variance over the square of their mean. */
const relativeVariance = ({ n, sumw, sumw2 }: WeightedCount): number =>
  Math.max(0, (n * (sumw2 / sumw)) / sumw - 1);

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

/**
 * Whether an interval rests on how the events of an outcome weigh that was not seen; also where
 * negative weights leave it less than nothing.
 */
export const isOneSided = (selected: WeightedCount, fired: WeightedCount): boolean =>
  outcomeCounts(selected, fired)?.isOneSided === true;

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
  const { efficiency, k, n, isPlain, isOneSided } = counts;
  if (isPlain || isOneSided) return { n, k };
  // The logarithm of ε/(1 − ε) has the variance 1/k + 1/(n − k).
  const size = (k * (n - k)) / n / (efficiency * (1 - efficiency));
  return { n: size, k: efficiency * size };
}
