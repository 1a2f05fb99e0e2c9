import type { Axis } from './axis.js';
import { type CurveResult, efficiencyOf, type EfficiencyResult } from './curve-result.js';
import type { Card } from './define-card.js';
import { inUnit } from './in-unit.js';
import type { WeightedCount } from './intervals.js';
import type { TallySubject } from './tally.js';
import { variableOf } from './variables.js';

/** Of which bits and events a result is, in the order in which all results say it. */
export const headOf = (
  { kind, family, lines, definition }: TallySubject,
  selection: string,
  stage: Card['stage'],
): Pick<EfficiencyResult, 'family' | 'lines' | 'definition' | 'selection' | 'stage'> => ({
  family,
  ...(lines === undefined ? {} : { lines }),
  ...(definition === undefined ? {} : { definition }),
  selection,
  stage: kind === 'input' ? kind : stage,
});

/** A variable and its bins, in its unit. */
export interface AxisResult
  extends Pick<CurveResult, 'variable' | 'label' | 'description' | 'unit'> {
  /** Length bins + 1. */
  readonly edges: readonly number[];
}

/** The axis of a curve, or one of a map. */
export function axisResult({ variable, edges }: Axis, card: Card): AxisResult {
  const { label, unit, factor, doc } = variableOf(variable, card.ownVariables);
  const inItsUnit = Array.from(edges, (edge) => inUnit(edge, factor));
  return { variable, label, description: doc, unit, edges: inItsUnit };
}

/** Numbers of a result, one a bin or cell. */
export type CountedBins = Pick<
  CurveResult,
  | 'selected'
  | 'fired'
  | 'efficiency'
  | 'low'
  | 'high'
  | 'selectedSumw'
  | 'selectedSumw2'
  | 'firedSumw'
  | 'firedSumw2'
>;

/** Efficiencies of bins or cells with their intervals and counts. */
export function countedBins(
  { confidence, interval }: Pick<Card, 'confidence' | 'interval'>,
  remark: string | undefined,
  selected: readonly WeightedCount[],
  fired: readonly WeightedCount[],
): CountedBins {
  const measured = selected.map((count, bin) =>
    efficiencyOf({ confidence, interval, remark }, count, fired[bin]!),
  );
  return {
    selected: selected.map(({ n }) => n),
    fired: fired.map(({ n }) => n),
    efficiency: measured.map(({ efficiency }) => efficiency),
    low: measured.map(({ low }) => low),
    high: measured.map(({ high }) => high),
    selectedSumw: selected.map(({ sumw }) => sumw),
    selectedSumw2: selected.map(({ sumw2 }) => sumw2),
    firedSumw: fired.map(({ sumw }) => sumw),
    firedSumw2: fired.map(({ sumw2 }) => sumw2),
  };
}
