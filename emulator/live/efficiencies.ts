import type { Curve, Efficiency, RunSnapshot } from '../../monitor/ports.js';
import type { Card } from '../studies/define-card.js';
import { defaultConfidence } from '../studies/intervals.js';
import { curvesOf } from '../studies/results.js';
import { type CurveResult, efficiencyOf } from '../studies/curve-result.js';
import type { Tally, TallySubject } from '../studies/tally.js';

/** A card with what has been counted of its events. */
export interface Counted {
  readonly card: Card;
  readonly tally: Tally;
  /** What the events are, where they are not those that are played: stands before selections. */
  readonly prefix?: string;
}

/**
 * The efficiencies of running tallies in the form that the monitor wants; a new object when more
 * has been counted. What several cards count is told of the card that is called like its family,
 * else of the first.
 */
export function liveEfficiencies(counted: readonly Counted[]): () => RunSnapshot['efficiencies'] {
  const { confidence = defaultConfidence, stage = 'ftdl' } = counted[0]?.card ?? {};
  const events = (): number => counted.reduce((sum, { tally }) => sum + tally.eventCount, 0);
  let told: { readonly of: number; readonly all: RunSnapshot['efficiencies'] } | undefined;
  return () => {
    const of = events();
    if (told?.of === of) return told.all;
    const all = {
      confidence,
      stage,
      lines: totalsOf('line', counted),
      families: totalsOf('family', counted),
      curves: counted.flatMap(liveCurves),
    };
    told = { of, all };
    return all;
  };
}

function totalsOf(kind: TallySubject['kind'], counted: readonly Counted[]): readonly Efficiency[] {
  const told = new Map<string, { readonly card: string; readonly total: Efficiency }>();
  for (const { tally, card, prefix } of counted)
    for (const [index, { name, family, ...subject }] of tally.layout.subjects.entries()) {
      if (subject.kind !== kind) continue;
      const before = told.get(name);
      if (before !== undefined && (before.card === family || card.name !== family)) continue;
      told.set(name, { card: card.name, total: totalOf({ card, tally, prefix }, index) });
    }
  return [...told.values()].map(({ total }) => total);
}

function liveCurves({ card, tally, prefix }: Counted): readonly Curve[] {
  const anyLive = card.curves.some(({ live }) => live === true);
  const definitions = new Map(tally.layout.subjects.map(({ name, lines }) => [name, lines]));
  return curvesOf(tally, card, ({ live }) => !anyLive || live === true)
    .map(columnsOf)
    .map((curve) => ({
      ...curve,
      ...definitionIn(definitions.get(curve.line)),
      id: prefix === undefined ? curve.id : `${card.name}/${curve.id}`,
      selection: selectionIn(prefix, curve.selection),
    }));
}

const definitionIn = (lines: readonly string[] | undefined): Pick<Efficiency, 'lines'> =>
  lines === undefined ? {} : { lines };

const selectionIn = (prefix: string | undefined, selection: string): string =>
  prefix === undefined ? selection : `${prefix}: ${selection}`;

function totalOf({ card, tally, prefix }: Counted, subject: number): Efficiency {
  const { confidence, interval } = card;
  const { name, family, lines, remark } = tally.layout.subjects[subject]!;
  const selected = tally.count(0, 0);
  const fired = tally.count(0, 0, subject);
  const { efficiency, low, high } = efficiencyOf({ confidence, interval, remark }, selected, fired);
  return {
    name,
    family,
    ...definitionIn(lines),
    selection: selectionIn(prefix, card.selectionOf(card.totals ?? 'all').text),
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
  label,
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
    label,
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
