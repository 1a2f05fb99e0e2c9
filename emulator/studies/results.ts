import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import type { Card, CurveRequest } from './define-card.js';
import { type EfficiencyInterval, efficiencyInterval, unknownEfficiency, type WeightedCount } from './intervals.js';
import { binCount, type Tally, type TallySubject } from './tally.js';
import { variableOf } from './variables.js';

/** One efficiency with its interval; `sumw` and `sumw2` are of the events that fired. */
export interface EfficiencyResult {
  readonly kind: TallySubject['kind'];
  readonly name: string;
  readonly family: string;
  readonly selected: number;
  readonly fired: number;
  /** null when nothing was selected or it is not measured; then low is 0 and high 1. */
  readonly efficiency: number | null;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  readonly sumw: number;
  readonly sumw2: number;
  /** Σw and Σw² of the selected events. */
  readonly selectedSumw: number;
  readonly selectedSumw2: number;
  /** Of a line; its efficiency before prescale does not contain it. */
  readonly prescale?: number;
  /** Why it is not measured. */
  readonly remark?: string;
}

/** A curve in the unit of its variable. */
export interface CurveResult {
  readonly id: string;
  readonly title: string;
  readonly line: string;
  readonly family: string;
  /** In words. */
  readonly selection: string;
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
  /** Why it is not measured. */
  readonly remark?: string;
}

/** What decides about an efficiency besides counts. */
export interface Measured {
  readonly confidence: number;
  /** Why it is not measured. */
  readonly remark?: string | undefined;
}

/** An efficiency with its interval; unknown, whatever the counts, where there is a remark why it is not measured. */
export function efficiencyOf({ confidence, remark }: Measured, selected: WeightedCount, fired: WeightedCount): EfficiencyInterval {
  return remark === undefined ? efficiencyInterval(selected, fired, confidence) : unknownEfficiency;
}

/** n, Σw and Σw² of the selected or fired events in bins `from` up to `to`. */
export function countWithin(curve: CurveResult, which: 'selected' | 'fired', from: number, to: number): WeightedCount {
  const total = (column: readonly number[]): number => column.slice(from, to).reduce((sum, value) => sum + value, 0);
  return { n: total(curve[which]), sumw: total(curve[`${which}Sumw`]), sumw2: total(curve[`${which}Sumw2`]) };
}

/** Curves of one request: they share bins and selection. */
export function curvesByRequest(curves: readonly CurveResult[]): readonly (readonly CurveResult[])[] {
  const groups = new Map<string, CurveResult[]>();
  for (const curve of curves) groups.set(curve.id, [...(groups.get(curve.id) ?? []), curve]);
  return [...groups.values()];
}

/** Totals of every line, family and probe of a card. */
export function totalsOf(tally: Tally, { confidence }: Card, menu: CompiledMenu): readonly EfficiencyResult[] {
  const selected = tally.count(0, 0);
  return tally.layout.subjects.map(({ kind, name, family, remark }, subject) => {
    const fired = tally.count(0, 0, subject);
    const prescale = menu.lines.find((line) => line.name === name)?.prescale;
    return {
      kind,
      name,
      family,
      selected: selected.n,
      fired: fired.n,
      ...efficiencyOf({ confidence, remark }, selected, fired),
      confidence,
      sumw: fired.sumw,
      sumw2: fired.sumw2,
      selectedSumw: selected.sumw,
      selectedSumw2: selected.sumw2,
      ...(prescale === undefined ? {} : { prescale }),
      ...(remark === undefined ? {} : { remark }),
    };
  });
}

/** Every curve of a card: one per request and subject. */
export function curvesOf(tally: Tally, card: Card, wanted: (request: CurveRequest) => boolean = () => true): readonly CurveResult[] {
  return card.curves.flatMap((request, index) =>
    wanted(request) ? request.subjects.map((subject) => curveOf(tally, card, index, subject)) : [],
  );
}

function curveOf(tally: Tally, card: Card, index: number, name: string): CurveResult {
  const { id, title, axis, selection, positions } = card.curves[index]!;
  const group = index + 1;
  const subject = tally.layout.subjects.findIndex((candidate) => candidate.name === name);
  const { label, unit, factor, doc } = variableOf(axis.variable, card.ownVariables);
  const edges = Array.from(axis.edges, (edge) => inUnit(edge, factor));
  const bins = Array.from({ length: binCount(tally.layout.groups[group]!) }, (_, bin) => bin);
  const selectedCounts = bins.map((bin) => tally.count(group, bin));
  const firedCounts = bins.map((bin) => tally.count(group, bin, subject));
  const { confidence } = card;
  const { family, remark } = tally.layout.subjects[subject]!;
  const intervals = bins.map((bin) => efficiencyOf({ confidence, remark }, selectedCounts[bin]!, firedCounts[bin]!));
  return {
    id,
    title,
    line: name,
    family,
    selection: card.selectionOf(selection).text,
    variable: axis.variable,
    label,
    description: doc,
    unit,
    edges,
    positions: positions?.map((position) => inUnit(position, factor)) ?? bins.map((bin) => (edges[bin]! + edges[bin + 1]!) / 2),
    selected: selectedCounts.map(({ n }) => n),
    fired: firedCounts.map(({ n }) => n),
    efficiency: intervals.map(({ efficiency }) => efficiency),
    low: intervals.map(({ low }) => low),
    high: intervals.map(({ high }) => high),
    selectedSumw: selectedCounts.map(({ sumw }) => sumw),
    selectedSumw2: selectedCounts.map(({ sumw2 }) => sumw2),
    firedSumw: firedCounts.map(({ sumw }) => sumw),
    firedSumw2: firedCounts.map(({ sumw2 }) => sumw2),
    confidence,
    ...(remark === undefined ? {} : { remark }),
  };
}

/** 14 digits, so that 0.3 rad · 180/π does not end in …0000004. */
function inUnit(value: number, factor: number): number {
  return Number((value / factor).toPrecision(14));
}
