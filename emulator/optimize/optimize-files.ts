import { quoteField } from '../writers/csv-table.js';
import type { NamedContent } from '../writers/files.js';
import { originOf, provenanceFile } from '../writers/file-origin.js';
import { pictureFiles } from '../writers/pictures.js';
import { type ResultFiles, writeResult } from '../writers/result-files.js';
import type { OptimizeDocument } from './optimize-document.js';
import { tradeOffSvg, tradeOffTitle } from './trade-off-plot.js';

/** Menu and conditions as files have them. */
export interface SettingsTexts {
  readonly menu: string;
  /** Absent where no threshold is changed. */
  readonly conditions?: string | undefined;
}

/**
 * Writes what was found into a folder: results.json, the menu, conditions where thresholds are
 * others, tables as CSV, the trade-off as SVG and (with fonts on the machine) PNG and PDF, and how
 * all that was made.
 * @throws OUTPUT_FAILED
 */
export function writeOptimization(
  folder: string,
  document: OptimizeDocument,
  { menu, conditions }: SettingsTexts,
): Promise<ResultFiles> {
  const files: NamedContent[] = [
    ['results.json', `${JSON.stringify(document, undefined, 2)}\n`],
    ['menu.yaml', menu],
    ['lines.csv', linesCsv(document)],
    ['trade-off.csv', tradeOffCsv(document)],
  ];
  if (conditions !== undefined) files.push(['conditions.yaml', conditions]);
  if (document.tradeOff.some(({ budgetHz }) => budgetHz !== null)) {
    const picture = { name: 'trade-off', title: tradeOffTitle, svg: tradeOffSvg(document) };
    files.push(...pictureFiles([picture], originOf(document)));
  }
  const beside = provenanceFile('optimization', document, files);
  return writeResult(folder, 'optimization', [...files, beside]);
}

const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map((cell) => quoteField(String(cell))).join(',')}\n`).join('');

/** Lines that may be changed, a row each. */
export function linesCsv({ lines }: OptimizeDocument): string {
  return csv([
    ['line', 'family', 'class', 'present', 'prescale', 'ftdlHz', 'errorHz', 'efficiency'],
    ...lines.map(
      ({ name, family, class: role, present, prescale, ftdlHz, errorHz, efficiency }) => [
        name,
        family,
        role,
        present,
        prescale,
        ftdlHz,
        errorHz,
        efficiency,
      ],
    ),
  ]);
}

/** A row a budget; efficiencies are weighted over the signals, of each signal on unseen events. */
export function tradeOffCsv({ tradeOff, signals }: OptimizeDocument): string {
  const own = ['efficiency', 'low', 'high', 'hz', 'errorHz'];
  const named = (of: string): readonly string[] => own.map((name) => `${of} ${name}`);
  return csv([
    [
      'budgetHz',
      ...['promised', 'unseen', 'uniform'].flatMap(named),
      'factor',
      'factor within',
      'gain',
      'gain error',
      'gain paired',
      'thresholds',
      ...signals.map(({ card }) => card),
    ],
    ...tradeOff.map(({ budgetHz, promised, unseen, uniform, gain, thresholds }) => [
      budgetHz ?? '',
      ...[promised, unseen, uniform.unseen].flatMap(({ efficiency, hz, errorHz }) => [
        efficiency.value,
        efficiency.low,
        efficiency.high,
        hz,
        errorHz,
      ]),
      uniform.factor,
      String(uniform.isWithin),
      gain.value ?? '',
      gain.error ?? '',
      String(gain.isPaired),
      thresholds.join(' '),
      ...unseen.signals.map(({ value }) => value),
    ]),
  ]);
}
