import type { EfficiencyResult } from '../studies/curve-result.js';
import { intervalNames } from '../studies/intervals.js';
import { quoteField } from './csv-table.js';

/** What a family is, in words: `lml1 ∨ lml6`; '' of what is no family. */
export const definitionOf = ({ lines = [] }: Pick<EfficiencyResult, 'lines'>): string =>
  lines.join(' ∨ ');

/** `before prescale` or `after prescale`. */
export const stageText = (stage: EfficiencyResult['stage']): string =>
  `${stage === 'ftdl' ? 'before' : 'after'} prescale`;

/** What the families of a table are, one a line. */
export const definitionsText = (totals: readonly EfficiencyResult[]): string =>
  totals
    .filter(({ kind, lines = [] }) => kind === 'family' && lines.length > 0)
    .map((total) => `family ${total.name}: ${definitionOf(total)}, ${stageText(total.stage)}\n`)
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
