import type { Provenance } from '../studies/provenance.js';
import type { ReadStudy, StudyDiff } from '../studies/study-diff.js';
import { diffPlots } from './diff-plots.js';
import { diffCsv, diffMapsCsv } from './diff-report.js';
import { besideFiles, type FileOrigin } from './file-origin.js';
import type { NamedContent } from './files.js';
import { drawPictures, tellFailed } from './pictures.js';
import { type ResultFiles, writeResult } from './result-files.js';

/**
 * Writes a comparison into a folder: diff.json, diff.csv, diff-maps.csv of maps, a picture of each
 * curve and map as SVG and (with fonts on the machine) PNG and PDF; diff.provenance.json says how
 * both studies were made.
 * @throws OUTPUT_FAILED; PICTURE_FAILED after all else is written
 */
export async function writeDiff(
  folder: string,
  document: StudyDiff,
  studies: readonly [a: ReadStudy, b: ReadStudy],
): Promise<ResultFiles> {
  const drawn = drawPictures(diffPlots(document), originOf(document));
  const files: readonly NamedContent[] = [
    // JSON has no infinity: an interval without an upper end has null.
    ['diff.json', `${JSON.stringify(document, null, 2)}\n`],
    ['diff.csv', diffCsv(document)],
    ...(document.maps === undefined
      ? []
      : [['diff-maps.csv', diffMapsCsv(document.maps)] as const]),
    ...drawn.files,
  ];
  const { version, program } = document;
  const [a, b] = [document.a, document.b].map((study, place) => ({
    ...study,
    parameters: parametersOf(studies[place]!),
  }));
  const said = { writer: 'belle2-l1', version, program, a, b };
  const written = await writeResult(folder, 'diff', [...files, besideFiles('diff', said, files)]);
  tellFailed(folder, drawn);
  return written;
}

/** Of results of a version that had no provenance, nothing. */
const parametersOf = ({ study }: ReadStudy): Provenance['parameters'] =>
  (study.provenance as Provenance | undefined)?.parameters ?? {};

/** What a picture says of both studies. */
const originOf = ({ version, program, a, b }: StudyDiff): FileOrigin => ({
  writer: 'belle2-l1',
  version,
  program,
  a: JSON.stringify(a),
  b: JSON.stringify(b),
});
