import { originOf, provenanceFile } from '../writers/file-origin.js';
import type { NamedContent } from '../writers/files.js';
import { drawPictures, tellFailed } from '../writers/pictures.js';
import { type ResultFiles, writeResult } from '../writers/result-files.js';
import { scanAxis } from '../writers/scan-axis.js';
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
import type { ScannedRates } from './scanned-rates.js';

/**
 * Writes rates into a folder: results.json, tables as CSV, and how all that was made. What earlier
 * rates have left there and these have not is removed.
 * @throws OUTPUT_FAILED
 */
export function writeRates(folder: string, rates: RatesDocument): Promise<ResultFiles> {
  const files: readonly NamedContent[] = [
    ['results.json', `${JSON.stringify(rates, undefined, 2)}\n`],
    ['lines.csv', linesCsv(rates)],
    ['sources.csv', sourcesCsv(rates)],
    ['line-sources.csv', lineSourcesCsv(rates)],
    ['overlaps.csv', overlapsCsv(rates)],
  ];
  return writeResult(folder, 'rates', [...files, provenanceFile('rates', rates, files)]);
}

/** Of the picture, without ending, and of what it shows. */
const [picture, title] = ['scan', 'Level-1 accepts by source'];

/**
 * Writes a scan into a folder: results.json, a table as CSV and, of numbers, accepts by source as
 * SVG and (with fonts on the machine) PNG and PDF, and how all that was made.
 * @throws OUTPUT_FAILED; PICTURE_FAILED after all else is written
 */
export async function writeScan(folder: string, document: ScannedRates): Promise<ResultFiles> {
  const { scan, points } = document;
  const draw = (): string => scanSvg(scan, points);
  const isNumeric = points.length > 1 && axisOf(scan, points) !== undefined;
  const asked = isNumeric ? [{ name: picture, title, draw }] : [];
  const drawn = drawPictures(asked, originOf(document));
  const files: readonly NamedContent[] = [
    ['results.json', `${JSON.stringify(document, undefined, 2)}\n`],
    ['scan.csv', scanCsv(scan, points)],
    ...drawn.files,
  ];
  const beside = provenanceFile('rates', document, files);
  const written = await writeResult(folder, 'rates', [...files, beside]);
  tellFailed(folder, drawn);
  return written;
}

const axisOf = (scan: string, points: readonly ScanPoint[]) =>
  scanAxis(
    scan,
    points.map(({ value }) => value),
  );

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
  const { values, name } = axisOf(scan, points)!;
  const places = [...points.keys()].toSorted((one, other) => values[one]! - values[other]!);
  const ordered = places.map((place) => points[place]!);
  const { version, machine, menu, conditions } = points[0]!.rates;
  const partOf = (source: Source): number => parts.findIndex(([, takes]) => takes(source));
  const all = ordered.flatMap(({ rates: { sources } }) => sources.map(partOf));
  const shown = [...parts.keys()].filter((part) => all.includes(part));
  return stackedSvg({
    title: `${title}, machine ${machine.split(' + ')[0]}`,
    xName: name,
    yName: 'Accepted [Hz]',
    caption:
      `belle2-l1 ${version}: menu ${menu}, conditions ${conditions}; background is known to a ` +
      'factor of two',
    labels: shown.map((part) => parts[part]![0]),
    x: places.map((place) => values[place]!),
    parts: shown.map((part) =>
      ordered.map(({ rates: { sources } }) =>
        sources.reduce((sum, source) => (partOf(source) === part ? sum + source.l1Hz : sum), 0),
      ),
    ),
  });
}
