import {
  type EfficiencyInterval,
  efficiencyInterval,
  type IntervalMethod,
  unknownEfficiency,
  type WeightedCount,
} from './intervals.js';
import type { SystematicResult } from './systematics.js';
import type { TurnOnFit } from './turn-on-fit.js';
import type { TallySubject } from './tally.js';

/** Which bits are counted: FTDL bits, PSNM bits or input bits of the GDL. */
type CountedStage = 'ftdl' | 'psnm' | 'input';

/** One efficiency with its interval; `sumw` and `sumw2` are of the events that fired. */
export interface EfficiencyResult {
  readonly kind: TallySubject['kind'];
  readonly name: string;
  readonly family: string;
  /** Of a family: what it is, the OR of these. */
  readonly lines?: readonly string[];
  /** Of input bits: what they are. */
  readonly definition?: string;
  /** Which events are counted, in words. */
  readonly selection: string;
  /** Of bits before (`ftdl`) or after prescale and mask (`psnm`), or of input bits. */
  readonly stage: CountedStage;
  readonly selected: number;
  readonly fired: number;
  /** null when nothing was selected or it is not measured; then low is 0 and high 1. */
  readonly efficiency: number | null;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  readonly interval: IntervalMethod;
  readonly sumw: number;
  readonly sumw2: number;
  /** Σw and Σw² of the selected events. */
  readonly selectedSumw: number;
  readonly selectedSumw2: number;
  /** Of a line; its efficiency before prescale does not contain it. */
  readonly prescale?: number;
  /** Where the card gives one. */
  readonly systematic?: SystematicResult;
  /** Why it is not measured. */
  readonly remark?: string;
}

/** A curve in the unit of its variable. */
export interface CurveResult {
  readonly id: string;
  readonly title: string;
  readonly line: string;
  readonly family: string;
  /** Of a family: what it is, the OR of these. */
  readonly lines?: readonly string[];
  /** Of input bits: what they are. */
  readonly definition?: string;
  /** In words. */
  readonly selection: string;
  /** Of bits before (`ftdl`) or after prescale and mask (`psnm`), or of input bits. */
  readonly stage: CountedStage;
  readonly variable: string;
  /** Symbol, and what it is in words. */
  readonly label: string;
  readonly description: string;
  readonly unit: string;
  /** Length bins + 1, as all arrays below are of length bins. */
  readonly edges: readonly number[];
  /** Where each bin is shown. */
  readonly positions: readonly number[];
  readonly selected: readonly number[];
  readonly fired: readonly number[];
  readonly efficiency: readonly (number | null)[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Σw and Σw² of both. */
  readonly selectedSumw: readonly number[];
  readonly selectedSumw2: readonly number[];
  readonly firedSumw: readonly number[];
  readonly firedSumw2: readonly number[];
  readonly confidence: number;
  readonly interval: IntervalMethod;
  /** Why it is not measured. */
  readonly remark?: string;
  /** Where the card asks for one. */
  readonly fit?: TurnOnFit;
}

/** What decides about an efficiency besides counts. */
interface Measured {
  readonly confidence: number;
  readonly interval: IntervalMethod;
  /** Why it is not measured. */
  readonly remark?: string | undefined;
}

/**
 * An efficiency with its interval; unknown, whatever the counts, where there is a remark why it is
 * not measured.
 */
export function efficiencyOf(
  { confidence, interval, remark }: Measured,
  selected: WeightedCount,
  fired: WeightedCount,
): EfficiencyInterval {
  return remark === undefined
    ? efficiencyInterval(selected, fired, confidence, interval)
    : unknownEfficiency;
}

/** n, Σw and Σw² of the selected or fired events in bins `from` up to `to`. */
export function countWithin(
  curve: CurveResult,
  which: 'selected' | 'fired',
  from: number,
  to: number,
): WeightedCount {
  const total = (column: readonly number[]): number =>
    column.slice(from, to).reduce((sum, value) => sum + value, 0);
  return {
    n: total(curve[which]),
    sumw: total(curve[`${which}Sumw`]),
    sumw2: total(curve[`${which}Sumw2`]),
  };
}
