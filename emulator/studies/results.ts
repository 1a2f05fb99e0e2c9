import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import type { Card, CurveRequest } from './define-card.js';
import { type CurveResult, efficiencyOf, type EfficiencyResult } from './curve-result.js';
import { inUnit } from './in-unit.js';
import { axisResult, countedBins, headOf } from './result-parts.js';
import { systematicOf } from './systematics.js';
import { binCount, type Tally } from './tally.js';
import { variableOf } from './variables.js';

/** Curves of one request: they share bins and selection. */
export function curvesByRequest(
  curves: readonly CurveResult[],
): readonly (readonly CurveResult[])[] {
  const groups = new Map<string, CurveResult[]>();
  for (const curve of curves) groups.set(curve.id, [...(groups.get(curve.id) ?? []), curve]);
  return [...groups.values()];
}

/** Totals of every line, family and probe of a card. */
export function totalsOf(
  tally: Tally,
  card: Card,
  menu: CompiledMenu,
): readonly EfficiencyResult[] {
  const { confidence, interval, stage, systematics = [] } = card;
  const selection = card.selectionOf(card.totals ?? 'all').text;
  const selected = tally.count(0, 0);
  return tally.layout.subjects.map((counted, subject) => {
    const { kind, name, remark } = counted;
    const fired = tally.count(0, 0, subject);
    const prescale = menu.lines.find((line) => line.name === name)?.prescale;
    const measured = efficiencyOf({ confidence, interval, remark }, selected, fired);
    const systematic = systematicOf(name, measured, systematics, confidence);
    return {
      kind,
      name,
      ...headOf(counted, selection, stage),
      selected: selected.n,
      fired: fired.n,
      ...measured,
      confidence,
      interval,
      sumw: fired.sumw,
      sumw2: fired.sumw2,
      selectedSumw: selected.sumw,
      selectedSumw2: selected.sumw2,
      ...(prescale === undefined ? {} : { prescale }),
      ...(systematic === undefined ? {} : { systematic }),
      ...(remark === undefined ? {} : { remark }),
    };
  });
}

/** Every curve of a card: one per request and subject that is counted. */
export function curvesOf(
  tally: Tally,
  card: Card,
  wanted: (request: CurveRequest) => boolean = () => true,
): readonly CurveResult[] {
  const counted = new Set(tally.layout.subjects.map(({ name }) => name));
  return card.curves.flatMap((request, index) =>
    wanted(request)
      ? request.subjects
          .filter((subject) => counted.has(subject))
          .map((subject) => curveOf(tally, card, index, subject))
      : [],
  );
}

function curveOf(tally: Tally, card: Card, index: number, name: string): CurveResult {
  const { id, title, axis, selection, positions } = card.curves[index]!;
  const group = index + 1;
  const place = tally.layout.subjects.findIndex((candidate) => candidate.name === name);
  const subject = tally.layout.subjects[place]!;
  const bins = Array.from({ length: binCount(tally.layout.groups[group]!) }, (_, bin) => bin);
  const { confidence, interval, stage } = card;
  const { remark } = subject;
  const shown = axisResult(axis, card);
  const { factor } = variableOf(axis.variable, card.ownVariables);
  return {
    id,
    title,
    line: name,
    ...headOf(subject, card.selectionOf(selection).text, stage),
    ...shown,
    positions:
      positions?.map((position) => inUnit(position, factor)) ??
      bins.map((bin) => (shown.edges[bin]! + shown.edges[bin + 1]!) / 2),
    ...countedBins(
      card,
      remark,
      bins.map((bin) => tally.count(group, bin)),
      bins.map((bin) => tally.count(group, bin, place)),
    ),
    confidence,
    interval,
    ...(remark === undefined ? {} : { remark }),
  };
}
