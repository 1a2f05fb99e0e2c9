import type { CurveResult } from '../studies/curve-result.js';
import { quoteField } from './csv-table.js';
import { definitionOf, stageText } from './totals.js';

const columns =
  'curve,line,family,variable,unit,low_edge,high_edge,selected,fired,' +
  'sumw_selected,sumw_fired,efficiency,low,high,selection,stage,definition';

/** All bins of all curves, one row per bin; an efficiency without events is empty. */
export function curvesCsv(curves: readonly CurveResult[]): string {
  return `${[columns, ...curves.flatMap(curveRows)].join('\n')}\n`;
}

function curveRows(curve: CurveResult): readonly string[] {
  const head = [curve.id, curve.line, curve.family, curve.variable, curve.unit].map(quoteField);
  const tail = [
    quoteField(curve.selection),
    stageText(curve.stage),
    quoteField(definitionOf(curve)),
  ];
  return curve.selected.map((selected, bin) =>
    [
      ...head,
      curve.edges[bin],
      curve.edges[bin + 1],
      selected,
      curve.fired[bin],
      curve.selectedSumw[bin],
      curve.firedSumw[bin],
      curve.efficiency[bin] ?? '',
      curve.low[bin],
      curve.high[bin],
      ...tail,
    ].join(','),
  );
}
