import { writeFiles } from '../writers/files.js';
import { hasFonts, svgToPng } from '../writers/plot-frame.js';
import { stackedSvg } from '../writers/stacked-plot.js';
import type { RatesDocument } from './rates-document.js';
import {
  linesCsv,
  lineSourcesCsv,
  overlapsCsv,
  scanCsv,
  type ScanPoint,
  sourcesCsv,
} from './rates-tables.js';

/**
 * Writes rates into a folder: results.json and tables as CSV. @returns the files written.
 * @throws OUTPUT_FAILED
 */
export const writeRates = (folder: string, rates: RatesDocument): Promise<readonly string[]> =>
  writeFiles(folder, [
    ['results.json', `${JSON.stringify(rates, undefined, 2)}\n`],
    ['lines.csv', linesCsv(rates)],
    ['sources.csv', sourcesCsv(rates)],
    ['line-sources.csv', lineSourcesCsv(rates)],
    ['overlaps.csv', overlapsCsv(rates)],
  ]);

/**
 * Writes a scan into a folder: results.json, a table as CSV and, of numbers, accepts by source as
 * SVG and (with fonts on the machine) PNG. @returns the files written.
 * @throws OUTPUT_FAILED
 */
export function writeScan(
  folder: string,
  document: {
    readonly version: string;
    readonly scan: string;
    readonly points: readonly ScanPoint[];
  },
): Promise<readonly string[]> {
  const { scan, points } = document;
  const svg = points.length > 1 && scanIsNumeric(points) ? scanSvg(scan, points) : undefined;
  return writeFiles(folder, [
    ['results.json', `${JSON.stringify(document, undefined, 2)}\n`],
    ['scan.csv', scanCsv(scan, points)],
    ...(svg === undefined ? [] : [['scan.svg', svg] as const]),
    ...(svg === undefined || !hasFonts() ? [] : [['scan.png', svgToPng(svg)] as const]),
  ]);
}

const numberOf = ({ value }: ScanPoint): number => Number.parseFloat(value);
const scanIsNumeric = (points: readonly ScanPoint[]): boolean =>
  points.every((point) => Number.isFinite(numberOf(point)));

type Source = RatesDocument['sources'][number];

/** Parts of the picture, each source in the first that takes it; those without one are left out. */
const parts: readonly (readonly [label: string, takes: (source: Source) => boolean])[] = [
  ['ee(γ)', ({ generator }) => /bhabha|eegamma/.test(generator)],
  ['other collisions', ({ origin }) => origin === 'collision'],
  ['cosmic muons', ({ origin }) => origin === 'sky'],
  ['Touschek', ({ sender }) => sender.startsWith('Touschek')],
  ['beam-gas', ({ sender }) => sender.startsWith('beam-gas')],
  ['a file of one’s own', ({ origin }) => origin === 'user'],
  ['background of luminosity and injection', () => true],
];

/** Level-1 accepts by source on top of each other, against what is scanned. */
export function scanSvg(scan: string, points: readonly ScanPoint[]): string {
  const ordered = points.toSorted((one, other) => numberOf(one) - numberOf(other));
  const { version, machine, menu, conditions } = points[0]!.rates;
  const partOf = (source: Source): number => parts.findIndex(([, takes]) => takes(source));
  const all = ordered.flatMap(({ rates: { sources } }) => sources.map(partOf));
  const shown = [...parts.keys()].filter((part) => all.includes(part));
  return stackedSvg({
    title: `Level-1 accepts by source, machine ${machine.split(' + ')[0]}`,
    xName: scan,
    yName: 'Accepted [Hz]',
    caption:
      `belle2-l1 ${version}: menu ${menu}, conditions ${conditions}; background is known to a ` +
      'factor of two',
    labels: shown.map((part) => parts[part]![0]),
    x: ordered.map(numberOf),
    parts: shown.map((part) =>
      ordered.map(({ rates: { sources } }) =>
        sources.reduce((sum, source) => (partOf(source) === part ? sum + source.l1Hz : sum), 0),
      ),
    ),
  });
}
