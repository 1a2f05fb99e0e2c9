import { EmulatorError } from '../../detector/base/errors.js';
import { type Table, tableText } from '../files/text-table.js';
import type { EfficiencyResult } from '../studies/curve-result.js';
import { intervalNames } from '../studies/intervals.js';
import { type ScanDocument, scanShort, subjectsAt, valueText } from '../studies/scan-document.js';
import { quoteField } from './csv-table.js';
import { definitionOf, definitionsText, namedText, stageText } from './totals.js';
import { percent, readingText } from './study-tables.js';

/**
 * Where the study at a value has its folder, in that of the scan: one name, with a hyphen for each
 * slash of either kind and each control character of the value.
 */
export const scanFolder = (path: string, value: string): string =>
  `${path}=${value.replaceAll(/[/\\\p{Cc}]/gu, '-')}`;

/**
 * Folders of all values, in their order.
 * @throws USAGE_SCAN where two have the same
 */
export function scanFolders(path: string, values: readonly string[]): readonly string[] {
  const names = values.map((value) => scanFolder(path, value));
  for (const [place, name] of names.entries()) {
    const first = names.indexOf(name);
    if (first === place) continue;
    throw new EmulatorError(
      'USAGE_SCAN',
      `--scan ${path}: values "${values[first]}" and "${values[place]}" would have the same ` +
        `folder in --out, "${name}"; leave one of both out, or scan it into another --out`,
    );
  }
  return names;
}

/** A scan for people: what was run, efficiencies and readings against the parameter. */
export function showScan(document: ScanDocument): string {
  const { title, scan, selection, points } = document;
  return [
    title,
    ...scanHead(document),
    '',
    `Efficiencies [%] against ${scan}: ${selection}`,
    tableText(efficiencyTable(document)),
    definitionsText([...points[0]!.families, ...points[0]!.probes]),
    ...(points[0]!.readings.length === 0 ? [] : [tableText(readingsAgainst(document))]),
  ]
    .filter((part, row) => part !== '' || row < 5 + scanShort(document).length)
    .join('\n');
}

/** What was run and how numbers are made, in a few lines. */
export function scanHead(document: ScanDocument): readonly string[] {
  const { card, version, seed, confidence, interval, stage, points } = document;
  const { menu, conditions, machine } = document;
  // Probes and input bits are of no menu.
  const ofMenu = points[0]!.lines.length + points[0]!.families.length > 0;
  return [
    `card ${card}, ${points[0]!.eventsPlanned} events a value, seed ${seed}, menu ${menu}, ` +
      `belle2-l1 ${version}`,
    `machine ${machine}, conditions ${conditions}`,
    ...scanShort(document),
    `${ofMenu ? `Efficiencies are ${stageText(stage)}; intervals` : 'Intervals'} are ` +
      `${intervalNames[interval]} at ${percent(confidence)} %.`,
  ];
}

/** A row a line, family or probe that fires at some value; a column a value. */
export function efficiencyTable({ points, scan }: ScanDocument): Table {
  const columns = points.map(subjectsAt);
  const rows = columns[0]!.flatMap((subject, row) => {
    const along = columns.map((column) => column[row]!);
    return along.every(({ fired }) => fired === 0)
      ? []
      : [[namedText(subject), ...along.map(withInterval)]];
  });
  return { header: [scan, ...points.map(valueText)], rows };
}

function withInterval({ efficiency, low, high }: EfficiencyResult): string {
  if (efficiency === null) return '–';
  const [below, above] = [efficiency - low, high - efficiency];
  return `${percent(efficiency)} −${percent(below)} +${percent(above)}`;
}

/** Numbers read off the curves; a column a value. */
export function readingsAgainst({ points, scan }: ScanDocument): Table {
  const rows = points[0]!.readings.map(({ name }, row) => [
    name,
    ...points.map(({ readings }) => {
      const reading = readings[row];
      return reading === undefined ? '–' : readingText(reading);
    }),
  ]);
  return { header: [`read off, against ${scan}`, ...points.map(valueText)], rows };
}

const columns =
  'parameter,value,kind,name,family,selected,fired,efficiency,low,high,selection,stage,definition';

/** A row a value and line; of nothing selected the efficiency is empty. */
export function scanCsv({ scan, points }: ScanDocument): string {
  const rows = points.flatMap((point) =>
    subjectsAt(point).map((subject) => {
      const { kind, name, family, selected, fired, efficiency, low, high } = subject;
      return [
        ...[scan, point.value, kind, name, family].map(quoteField),
        selected,
        fired,
        efficiency ?? '',
        low,
        high,
        quoteField(subject.selection),
        stageText(subject.stage),
        quoteField(definitionOf(subject)),
      ].join(',');
    }),
  );
  return `${[columns, ...rows].join('\n')}\n`;
}
