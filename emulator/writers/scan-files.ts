import type { DependencePlot } from '../studies/define-card.js';
import { type ScanDocument, subjectsAt } from '../studies/scan-document.js';
import { dependenceSvg } from './dependence-plot.js';
import { originOf, provenanceFile } from './file-origin.js';
import type { NamedContent } from './files.js';
import { scanHtml } from './html-report.js';
import { pictureFiles } from './pictures.js';
import { type ResultFiles, writeResult } from './result-files.js';
import { scanCsv } from './scan-report.js';

/**
 * Writes a scan into a folder: scan.json, scan.csv, report.html, and where the values are numbers a
 * picture of the efficiencies as SVG and (with fonts on the machine) PNG.
 * @throws OUTPUT_FAILED
 */
export async function writeScan(folder: string, document: ScanDocument): Promise<ResultFiles> {
  const svg = pictureOf(document);
  const title = `${document.title}, against ${document.scan}`;
  const pictures = svg === undefined ? [] : [{ name: 'scan', title, svg }];
  const files: readonly NamedContent[] = [
    ['scan.json', `${JSON.stringify(document, null, 2)}\n`],
    ['scan.csv', scanCsv(document)],
    ['report.html', scanHtml(document, pictures)],
    ...pictureFiles(pictures, originOf(document)),
  ];
  return writeResult(folder, 'scan', [...files, provenanceFile('scan', document, files)]);
}

/** Efficiencies against the values; of those with units the numbers. */
function pictureOf({ points, scan, title, version, seed }: ScanDocument): string | undefined {
  const values = points.map(({ value }) => Number.parseFloat(value));
  if (values.length < 2 || values.some(Number.isNaN)) return undefined;
  const columns = points.map(subjectsAt);
  const series = columns[0]!.flatMap(({ name }, row) => {
    const along = columns.map((column) => column[row]!.efficiency);
    return along.every((efficiency) => (efficiency ?? 0) === 0)
      ? []
      : [
          {
            label: name,
            points: along.flatMap((efficiency, place) =>
              efficiency === null ? [] : [{ x: values[place]!, y: 100 * efficiency }],
            ),
          },
        ];
  });
  const plot: DependencePlot = {
    file: 'scan',
    title,
    xName: scan,
    yName: 'Efficiency [%]',
    series,
    ranges: { x: [Math.min(...values), Math.max(...values)], y: [0, 102] },
  };
  return dependenceSvg(plot, `belle2-l1 ${version}: seed ${seed}`);
}
