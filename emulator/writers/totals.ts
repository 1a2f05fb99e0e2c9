import type { CurveResult, EfficiencyResult } from '../studies/curve-result.js';
import { intervalNames } from '../studies/intervals.js';
import { quoteField } from './csv-table.js';

/**
 * What a family or a condition on input bits is, in words: `lml1 ∨ lml6`, `t2_0 | t2_1`; '' of what
 * its name says.
 */
export const definitionOf = ({
  lines = [],
  definition = lines.join(' ∨ '),
}: Pick<EfficiencyResult, 'lines' | 'definition'>): string => definition;

/** `before prescale`, `after prescale` or `input bits`. */
export const stageText = (stage: EfficiencyResult['stage']): string =>
  ({ ftdl: 'before prescale', psnm: 'after prescale', input: 'input bits' })[stage];

/** A line or probe by its name, a family and an input as such. */
export const namedText = ({ kind, name }: Pick<EfficiencyResult, 'kind' | 'name'>): string =>
  kind === 'family' || kind === 'input' ? `${kind} ${name}` : name;

/** What families and inputs of a picture are, each once; a curve or map is of one of them. */
export const definitionsOf = (
  shown: readonly Pick<CurveResult, 'line' | 'lines' | 'definition' | 'stage'>[],
): readonly string[] => [
  ...new Set(
    shown.flatMap((each) => {
      const definition = definitionOf(each);
      const kind = each.stage === 'input' ? 'input' : 'family';
      return definition === '' ? [] : `${kind} ${each.line}: ${definition}`;
    }),
  ),
];

/** What the families and inputs of a table are, one a line. */
export const definitionsText = (totals: readonly EfficiencyResult[]): string =>
  totals
    .filter((total) => definitionOf(total) !== '')
    .map((total) => `${namedText(total)}: ${definitionOf(total)}, ${stageText(total.stage)}\n`)
    .join('');

const columns =
  'kind,name,family,definition,selection,stage,prescale,selected,fired,sumw_selected,sumw_fired,' +
  'efficiency,low,high,interval,confidence,systematic,total_low,total_high,remark';

/** Overall efficiencies, one row each with all that a reader must know of it. */
export function totalsCsv(totals: readonly EfficiencyResult[]): string {
  const rows = totals.map((total) =>
    [
      total.kind,
      quoteField(total.name),
      quoteField(total.family),
      quoteField(definitionOf(total)),
      quoteField(total.selection),
      stageText(total.stage),
      total.prescale ?? '',
      total.selected,
      total.fired,
      total.selectedSumw,
      total.sumw,
      total.efficiency ?? '',
      total.low,
      total.high,
      intervalNames[total.interval],
      total.confidence,
      total.systematic?.error ?? '',
      total.systematic?.low ?? '',
      total.systematic?.high ?? '',
      quoteField(total.remark ?? ''),
    ].join(','),
  );
  return `${[columns, ...rows].join('\n')}\n`;
}
