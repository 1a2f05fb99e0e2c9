import { hypot } from '../../detector/base/elementary.js';
import type { EfficiencyInterval } from './intervals.js';
import { normalQuantile } from './statistics/normal.js';

/** A systematic uncertainty that a card gives for its totals: one standard deviation. */
export interface Systematic {
  readonly name: string;
  /** Of the efficiency: 0.01 is 1 % of it. */
  readonly relative?: number;
  /** In efficiency: 0.01 is one percentage point. */
  readonly absolute?: number;
  /** Lines and families that it is of; all of them without. */
  readonly lines?: readonly string[];
}

/** An efficiency with what is given and what was counted, together. */
export interface SystematicResult {
  /** One standard deviation of all that is given, in squares. */
  readonly error: number;
  /** Names of what is given. */
  readonly of: readonly string[];
  /** Ends of the interval with statistics and systematics in squares, within [0, 1]. */
  readonly low: number;
  readonly high: number;
}

/**
 * Statistics and systematics of an efficiency together: each arm of the interval and the given
 * error at the same confidence, in squares. Undefined where nothing is given or measured.
 */
export function systematicOf(
  name: string,
  { efficiency, low, high }: EfficiencyInterval,
  given: readonly Systematic[],
  confidence: number,
): SystematicResult | undefined {
  const own = given.filter(({ lines }) => lines === undefined || lines.includes(name));
  if (own.length === 0 || efficiency === null) return undefined;
  const error = Math.sqrt(
    own.reduce(
      (sum, { relative = 0, absolute = 0 }) =>
        sum + (relative * efficiency) ** 2 + absolute * absolute,
      0,
    ),
  );
  const spread = error * normalQuantile((1 - confidence) / 2);
  return {
    error,
    of: own.map((each) => each.name),
    low: Math.max(0, efficiency - hypot(efficiency - low, spread)),
    high: Math.min(1, efficiency + hypot(high - efficiency, spread)),
  };
}
