import type { DependencePlot } from '../studies/define-card.js';
import { type ScanDocument, scanShort, subjectsAt } from '../studies/scan-document.js';
import { dependenceSvg } from './dependence-plot.js';
import { originOf, provenanceFile } from './file-origin.js';
import type { NamedContent } from './files.js';
import { scanHtml } from './html-report.js';
import { drawPictures, tellFailed } from './pictures.js';
import { type ResultFiles, writeResult } from './result-files.js';
import { scanAxis } from './scan-axis.js';
import { scanCsv } from './scan-report.js';

/**
 * Writes a scan into a folder: scan.json, scan.csv, scan.html, and where the values are numbers a
 * picture of the efficiencies as SVG and (with fonts on the machine) PNG.
 * @throws OUTPUT_FAILED; PICTURE_FAILED after all else is written
 */
export async function writeScan(folder: string, document: ScanDocument): Promise<ResultFiles> {
  const plot = plotOf(document);
  const title = `${document.title}, against ${document.scan}`;
  const draw = (): string => dependenceSvg(plot!, captionOf(document));
  const asked = plot === undefined ? [] : [{ name: 'scan', title, draw }];
  const drawn = drawPictures(asked, originOf(document));
  const files: readonly NamedContent[] = [
    ['scan.json', `${JSON.stringify(document, null, 2)}\n`],
    ['scan.csv', scanCsv(document)],
    ['scan.html', scanHtml(document, drawn.pictures)],
    ...drawn.files,
  ];
  const all = [...files, provenanceFile('scan', document, files)];
  const written = await writeResult(folder, 'scan', all);
  tellFailed(folder, drawn);
  return written;
}

/** Efficiencies against the values, in the unit of the first. */
function plotOf({ points, scan, title }: ScanDocument): DependencePlot | undefined {
  const axis = scanAxis(
    scan,
    points.map(({ value }) => value),
  );
  if (points.length < 2 || axis === undefined) return undefined;
  const { values } = axis;
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
  return {
    file: 'scan',
    title,
    xName: axis.name,
    yName: 'Efficiency [%]',
    series,
    ranges: { x: [Math.min(...values), Math.max(...values)], y: [0, 102] },
  };
}

/** Small print: how it was made, and where it was stopped. */
const captionOf = (document: ScanDocument): string => {
  const { version, seed, menu, conditions, machine } = document;
  const made = `belle2-l1 ${version}: seed ${seed}, menu ${menu}, conditions ${conditions}`;
  return [`${made}, machine ${machine}`, ...scanShort(document)].join('\n');
};
