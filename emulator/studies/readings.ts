import { hypot } from '../../detector/base/elementary.js';
import type { WeightedCount } from './intervals.js';
import { type CurveResult, countWithin, efficiencyOf } from './curve-result.js';
import { weightsCancel, whyUnknown } from './weight-notes.js';

/** A number read off the curves of a study. */
export interface Reading {
  /** What it is, in words. */
  readonly name: string;
  /** null when the statistics do not allow it. */
  readonly value: number | null;
  /** Interval of the card's confidence. */
  readonly low?: number;
  readonly high?: number;
  /** '' for a fraction. */
  readonly unit: string;
  /** Limits that it is expected to keep. */
  readonly atLeast?: number;
  readonly atMost?: number;
  /**
   * Whether something was tuned to it: its limits are kept by construction and say nothing about
   * the simulation.
   */
  readonly tuned?: boolean;
  /** More in words, such as the bin. */
  readonly note?: string;
}

/**
 * Whether a reading keeps its limits: `met` when its whole interval does, `missed` when none of it
 * does, `undecided` when the statistics allow both. Without an interval the value decides.
 */
export type Verdict = 'met' | 'missed' | 'undecided';

/** The verdict on a reading, tuned to its limits or not; undefined without limits or value. */
export function verdictOf(reading: Reading): Verdict | undefined {
  const { value, atLeast, atMost } = reading;
  if (value === null || (atLeast === undefined && atMost === undefined)) return undefined;
  const { low = value, high = value } = reading;
  const from = atLeast ?? Number.NEGATIVE_INFINITY;
  const to = atMost ?? Number.POSITIVE_INFINITY;
  if (high < from || low > to) return 'missed';
  return low >= from && high <= to ? 'met' : 'undecided';
}

/**
 * A reading as documents hold it: with the verdict on it, when it has limits and was not tuned to
 * them.
 */
export type JudgedReading = Reading & { readonly verdict?: Verdict };

/** Says of a reading whether it keeps its limits, where that says anything about the simulation. */
export function judged(reading: Reading): JudgedReading {
  const verdict = reading.tuned === true ? undefined : verdictOf(reading);
  return verdict === undefined ? reading : { ...reading, verdict };
}

/** Slack for edges that were made by adding steps. */
const edgeTolerance = 1e-9;

/** Bins that lie wholly in [from, to]. */
const allWithin = ({ edges, selected }: CurveResult, from: number, to: number): readonly number[] =>
  selected.flatMap((_, bin) =>
    edges[bin]! >= from - edgeTolerance && edges[bin + 1]! <= to + edgeTolerance ? bin : [],
  );

/** Those of them that have an efficiency. */
const binsWithin = (curve: CurveResult, from: number, to: number): readonly number[] =>
  allWithin(curve, from, to).filter((bin) => curve.efficiency[bin] !== null);

/** Why no bin in [from, to] has an efficiency. */
const whyNone = (curve: CurveResult, from: number, to: number): string =>
  curve.remark ??
  whyUnknown(allWithin(curve, from, to).reduce((sum, bin) => sum + curve.selected[bin]!, 0));

const binText = ({ edges, unit }: CurveResult, bin: number): string =>
  `${trimmed(edges[bin]!)}–${trimmed(edges[bin + 1]!)}${unit === '' ? '' : ` ${unit}`}`;

const trimmed = (value: number): string => String(Number(value.toFixed(3)));

/** The bin of lowest efficiency in [from, to]. */
export function minBin(
  curve: CurveResult,
  from: number,
  to = Number.POSITIVE_INFINITY,
): Omit<Reading, 'name'> {
  return extremeBin(curve, from, to, -1);
}

/** The bin of highest efficiency in [from, to]. */
export function maxBin(curve: CurveResult, from: number, to: number): Omit<Reading, 'name'> {
  return extremeBin(curve, from, to, 1);
}

function extremeBin(
  curve: CurveResult,
  from: number,
  to: number,
  sign: 1 | -1,
): Omit<Reading, 'name'> {
  const bin = binsWithin(curve, from, to).reduce(
    (best, next) =>
      best < 0 || sign * curve.efficiency[next]! > sign * curve.efficiency[best]! ? next : best,
    -1,
  );
  if (bin < 0) return { value: null, unit: '', note: whyNone(curve, from, to) };
  return {
    value: curve.efficiency[bin]!,
    low: curve.low[bin]!,
    high: curve.high[bin]!,
    unit: '',
    note: `bin ${binText(curve, bin)}`,
  };
}

/** Efficiency of all events in [from, to] together. */
export const efficiencyWithin = (
  curve: CurveResult,
  from: number,
  to = Number.POSITIVE_INFINITY,
): Omit<Reading, 'name'> => efficiencyOver(curve, [[from, to]]);

/** Efficiency of all events beyond a distance on either side together. */
export const efficiencyBeyond = (curve: CurveResult, distance: number): Omit<Reading, 'name'> =>
  efficiencyOver(curve, [
    [Number.NEGATIVE_INFINITY, -distance],
    [distance, Number.POSITIVE_INFINITY],
  ]);

function efficiencyOver(
  curve: CurveResult,
  ranges: readonly (readonly [from: number, to: number])[],
): Omit<Reading, 'name'> {
  const total = (which: 'selected' | 'fired'): WeightedCount =>
    ranges
      .map(([from, to]) => {
        const bins = allWithin(curve, from, to);
        return bins.length === 0
          ? countWithin(curve, which, 0, 0)
          : countWithin(curve, which, bins[0]!, bins.at(-1)! + 1);
      })
      .reduce((sum, { n, sumw, sumw2 }) => ({
        n: sum.n + n,
        sumw: sum.sumw + sumw,
        sumw2: sum.sumw2 + sumw2,
      }));
  const selected = total('selected');
  const fired = total('fired');
  const { efficiency, low, high } = efficiencyOf(curve, selected, fired);
  const cancel = efficiency === null && selected.n > 0 ? `, ${weightsCancel}` : '';
  const note = curve.remark ?? `${fired.n} of ${selected.n}${cancel}`;
  return { value: efficiency, low, high, unit: '', note };
}

/**
 * Where a rising curve passes 50 %: between the centres of the first bin at or above one half and
 * the bin before it, on a straight line. The interval carries the binomial errors of the two bins
 * along that line.
 */
export function halfPoint(curve: CurveResult): Omit<Reading, 'name'> {
  const [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const bins = binsWithin(curve, from, to);
  if (bins.length === 0) return { value: null, unit: curve.unit, note: whyNone(curve, from, to) };
  const position = bins.findIndex((bin) => curve.efficiency[bin]! >= 0.5);
  if (position <= 0)
    return { value: null, unit: curve.unit, note: curve.remark ?? 'does not pass 50 %' };
  const below = pointOf(curve, bins[position - 1]!);
  const above = pointOf(curve, bins[position]!);
  const slope = (above.efficiency - below.efficiency) / (above.x - below.x);
  const fraction = (0.5 - below.efficiency) / (above.efficiency - below.efficiency);
  const error = hypot((1 - fraction) * below.error, fraction * above.error) / slope;
  const value = below.x + fraction * (above.x - below.x);
  return {
    value,
    low: value - error,
    high: value + error,
    unit: curve.unit,
    note: `± ${error.toPrecision(1)} ${curve.unit}`,
  };
}

function pointOf(
  curve: CurveResult,
  bin: number,
): { x: number; efficiency: number; error: number } {
  return {
    x: (curve.edges[bin]! + curve.edges[bin + 1]!) / 2,
    efficiency: curve.efficiency[bin]!,
    error: (curve.high[bin]! - curve.low[bin]!) / 2,
  };
}
