import { cellsOf, type MapResult } from '../studies/map-result.js';
import { quoteField } from './csv-table.js';
import { definitionOf, stageText } from './totals.js';

const columns =
  'map,line,family,x_variable,x_unit,x_low_edge,x_high_edge,' +
  'y_variable,y_unit,y_low_edge,y_high_edge,selected,fired,' +
  'sumw_selected,sumw_fired,efficiency,low,high,selection,stage,definition';

/** All cells of all maps, one row per cell; an efficiency without events is empty. */
export function mapsCsv(maps: readonly MapResult[]): string {
  return `${[columns, ...maps.flatMap(mapRows)].join('\n')}\n`;
}

function mapRows(map: MapResult): readonly string[] {
  const { x, y } = map;
  const head = [map.id, map.line, map.family].map(quoteField);
  const tail = [quoteField(map.selection), stageText(map.stage), quoteField(definitionOf(map))];
  return cellsOf(map).map(({ cell, x: [xLow, xHigh], y: [yLow, yHigh] }) =>
    [
      ...head,
      ...[x.variable, x.unit].map(quoteField),
      xLow,
      xHigh,
      ...[y.variable, y.unit].map(quoteField),
      yLow,
      yHigh,
      map.selected[cell],
      map.fired[cell],
      map.selectedSumw[cell],
      map.firedSumw[cell],
      map.efficiency[cell] ?? '',
      map.low[cell],
      map.high[cell],
      ...tail,
    ].join(','),
  );
}
