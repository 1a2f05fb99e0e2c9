import { textTable } from '../files/text-table.js';
import type { Compared } from '../studies/ratio.js';
import { cellsOf } from '../studies/map-result.js';
import type { StudyDiff } from '../studies/study-diff.js';
import { quoteField } from './csv-table.js';
import { namedText, stageText } from './totals.js';

type DiffedMap = NonNullable<StudyDiff['maps']>[number];
type Pair = Pick<StudyDiff['totals'][number], 'a' | 'b' | 'ratio' | 'difference'>;

/** A comparison for people: totals, then curves bin by bin. */
export function showDiff(diff: StudyDiff): string {
  const { a, b, totals, curves, maps = [], notes } = diff;
  const totalRows = totals.map((total) => [
    namedText(total),
    `${total.selection}, ${stageText(total.stage)}`,
    ...cells(total),
  ]);
  const tables = curves.map(({ line, label, unit, selection, stage, edges, bins }) => {
    const rows = bins.map((bin, index) => [`${edges[index]!}–${edges[index + 1]!}`, ...cells(bin)]);
    const title = `${line} against ${label}: ${selection}, ${stageText(stage)}`;
    return `${title}\n${textTable([unit === '' ? label : `${label} [${unit}]`, ...columns], rows)}`;
  });
  return [
    [`A: ${studyText(a)}`, `B: ${studyText(b)}`, ''].join('\n'),
    textTable(['', 'of', ...columns], totalRows),
    ...tables,
    ...maps.map(mapText),
    ...(notes.length === 0 ? [] : [`${notes.join('\n')}\n`]),
  ].join('\n');
}

/** A row a cell. */
function mapText({ line, selection, stage, x, y, cells: compared }: DiffedMap): string {
  const rows = cellsOf({ x, y }).map((cell) => [
    `${cell.x[0]}–${cell.x[1]}`,
    `${cell.y[0]}–${cell.y[1]}`,
    ...cells(compared[cell.cell]!),
  ]);
  const names = [x, y].map(({ label, unit }) => (unit === '' ? label : `${label} [${unit}]`));
  const title = `${line} against ${x.label} and ${y.label}: ${selection}, ${stageText(stage)}`;
  return `${title}\n${textTable([...names, ...columns], rows)}`;
}

const studyText = ({ source, card, events }: StudyDiff['a']): string =>
  `${source}, card ${card}, ${events} events`;

const columns = ['A [%]', 'B [%]', 'B / A', 'interval', 'B − A [%]', 'interval'];

function cells({ a, b, ratio, difference }: Pair): readonly string[] {
  const share = (value: number | null): string => (value === null ? '–' : (100 * value).toFixed(2));
  const times = (value: number): string => (Number.isFinite(value) ? value.toFixed(4) : '∞');
  const between = ({ value, low, high }: Compared, text: (one: number) => string): string =>
    value === null ? '' : `${text(low)} – ${text(high)}`;
  return [
    share(a.efficiency),
    share(b.efficiency),
    ratio.value === null ? '–' : times(ratio.value),
    between(ratio, times),
    share(difference.value),
    between(difference, (one) => (100 * one).toFixed(2)),
  ];
}

const fields =
  'what,name,curve,variable,unit,low_edge,high_edge,selection,stage,' +
  'a,a_low,a_high,b,b_low,b_high,' +
  'ratio,ratio_low,ratio_high,difference,difference_low,difference_high';

/** Of a pair; what is not known is empty. */
const numbersOf = ({ a, b, ratio, difference }: Pair): readonly (number | string)[] =>
  [
    [a.efficiency, a.low, a.high],
    [b.efficiency, b.low, b.high],
    [ratio.value, ratio.low, ratio.high],
    [difference.value, difference.low, difference.high],
  ].flatMap(([value, low, high]) =>
    value === null ? ['', '', ''] : [value!, low!, Number.isFinite(high!) ? high! : ''],
  );

/** A row a total, then a row a bin; what is not known is empty. */
export function diffCsv({ totals, curves }: StudyDiff): string {
  const rows = [
    ...totals.map((total) => [
      total.kind,
      quoteField(total.name),
      '',
      '',
      '',
      '',
      '',
      quoteField(total.selection),
      stageText(total.stage),
      ...numbersOf(total),
    ]),
    ...curves.flatMap((curve) =>
      curve.bins.map((bin, index) => [
        'bin',
        quoteField(curve.line),
        quoteField(curve.id),
        curve.variable,
        curve.unit,
        curve.edges[index]!,
        curve.edges[index + 1]!,
        quoteField(curve.selection),
        stageText(curve.stage),
        ...numbersOf(bin),
      ]),
    ),
  ];
  return `${[fields, ...rows.map((row) => row.join(','))].join('\n')}\n`;
}

const mapFields =
  'map,line,x_variable,x_unit,x_low_edge,x_high_edge,y_variable,y_unit,y_low_edge,y_high_edge,' +
  'selection,stage,a,a_low,a_high,b,b_low,b_high,' +
  'ratio,ratio_low,ratio_high,difference,difference_low,difference_high';

/** A row a cell of each map; what is not known is empty. */
export function diffMapsCsv(maps: readonly DiffedMap[]): string {
  const rows = maps.flatMap(({ id, line, x, y, selection, stage, cells: compared }) =>
    cellsOf({ x, y }).map((cell) => [
      quoteField(id),
      quoteField(line),
      quoteField(x.variable),
      quoteField(x.unit),
      ...cell.x,
      quoteField(y.variable),
      quoteField(y.unit),
      ...cell.y,
      quoteField(selection),
      stageText(stage),
      ...numbersOf(compared[cell.cell]!),
    ]),
  );
  return `${[mapFields, ...rows.map((row) => row.join(','))].join('\n')}\n`;
}
