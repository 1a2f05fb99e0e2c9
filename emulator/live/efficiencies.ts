import type { Curve, Efficiency, RunSnapshot } from '../../monitor/ports.js';
import type { Card } from '../studies/define-card.js';
import { curvesOf } from '../studies/results.js';
import { type CurveResult, efficiencyOf } from '../studies/curve-result.js';
import type { Tally, TallySubject } from '../studies/tally.js';

/**
 * The efficiencies of a running tally in the form that the monitor wants; a new object at each
 * call.
 */
export function liveEfficiencies(tally: Tally, card: Card): () => RunSnapshot['efficiencies'] {
  const anyLive = card.curves.some(({ live }) => live === true);
  return () => {
    const totals = (kind: TallySubject['kind']): readonly Efficiency[] =>
      tally.layout.subjects.flatMap((subject, index) =>
        subject.kind === kind ? totalOf(tally, card, index) : [],
      );
    return {
      confidence: card.confidence,
      stage: card.stage,
      lines: totals('line'),
      families: totals('family'),
      curves: curvesOf(tally, card, ({ live }) => !anyLive || live === true).map(columnsOf),
    };
  };
}

function totalOf(tally: Tally, { confidence }: Card, subject: number): Efficiency {
  const { name, family, remark } = tally.layout.subjects[subject]!;
  const selected = tally.count(0, 0);
  const fired = tally.count(0, 0, subject);
  const { efficiency, low, high } = efficiencyOf({ confidence, remark }, selected, fired);
  return {
    name,
    family,
    selected: selected.n,
    fired: fired.n,
    efficiency: efficiency ?? Number.NaN,
    low,
    high,
    ...(remark === undefined ? {} : { remark }),
  };
}

/** The id names the histograms of the curve in the files of a study too. */
function columnsOf({
  id,
  line,
  family,
  selection,
  variable,
  unit,
  remark,
  edges,
  selected,
  fired,
  efficiency,
  low,
  high,
}: CurveResult): Curve {
  return {
    id: `${id}/${line}`,
    line,
    family,
    selection,
    variable,
    unit,
    ...(remark === undefined ? {} : { remark }),
    edges: Float64Array.from(edges),
    selected: Float64Array.from(selected),
    fired: Float64Array.from(fired),
    efficiency: Float64Array.from(efficiency, (value) => value ?? Number.NaN),
    low: Float64Array.from(low),
    high: Float64Array.from(high),
  };
}
