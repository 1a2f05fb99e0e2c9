/** Whether a number follows from formulas, others have published it, or ours is tuned to it. */
export const rowKinds = ['analytic', 'published', 'tuned'] as const;
/** One of them. */
export type RowKind = (typeof rowKinds)[number];

/** What a number should be, and who says so. */
export interface Expectation {
  /** For `--only`; stays the same between versions. */
  readonly id: string;
  readonly what: string;
  /** With what the number is made: process, cuts, frame, menu, detector. */
  readonly conditions: string;
  readonly kind: RowKind;
  /** '' for shares and counts. */
  readonly unit: string;
  readonly expected: number;
  /** Difference from `expected` that is no miss, in `unit`. */
  readonly tolerance: number;
  /** Which differences are misses. */
  readonly bound: 'about' | 'at least' | 'at most';
  /** Formula, calculation of others or publication, and what is recalled of it. */
  readonly source: string;
  /** What is known of a difference, met or not; '' where nothing is to be said. */
  readonly reason: string;
}

/** A number of ours; without `low` and `high` it has no error of its own. */
export interface Measured {
  /** null when nothing was there to measure it by. */
  readonly value: number | null;
  readonly low?: number;
  readonly high?: number;
}

/** The same number of ours by other conditions, for comparison. */
interface Beside extends Measured {
  readonly conditions: string;
}

/** A row of `b2l1 validate`: a number of ours beside what it should be. */
export interface ValidationRow extends Expectation {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Whether the interval of ours touches what is expected, with its tolerance. */
  readonly met: boolean;
  /** Of rows of another time: what today's conditions give. */
  readonly today?: Required<Beside>;
}

/** Holds a number of ours against what it should be; that of `today` only stands beside. */
export function judgedRow(
  expectation: Expectation,
  measured: Measured,
  today?: Beside,
): ValidationRow {
  const row = judged(expectation, measured);
  if (today === undefined) return row;
  const { conditions, value, low = value ?? 0, high = value ?? 0 } = today;
  return { ...row, today: { conditions, value, low, high } };
}

function judged(
  expectation: Expectation,
  { value, low = value ?? 0, high = value ?? 0 }: Measured,
): ValidationRow {
  if (value === null) return { ...expectation, value, low: null, high: null, met: false };
  const { expected, tolerance, bound } = expectation;
  const from = bound === 'at most' ? Number.NEGATIVE_INFINITY : expected - tolerance;
  const to = bound === 'at least' ? Number.POSITIVE_INFINITY : expected + tolerance;
  return { ...expectation, value, low, high, met: high >= from && low <= to };
}

/** What most rows of formulas have in common. */
export const analytic = (
  row: Pick<Expectation, 'id' | 'what' | 'expected' | 'tolerance' | 'source'> &
    Partial<Expectation>,
): Expectation => ({
  conditions: '',
  kind: 'analytic',
  unit: '',
  bound: 'about',
  reason: '',
  ...row,
});
