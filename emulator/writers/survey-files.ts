import type { SurveyDocument } from '../studies/survey-document.js';
import { originOf, provenanceFile } from './file-origin.js';
import type { NamedContent } from './files.js';
import { surveyHtml } from './html-report.js';
import { pictureFiles } from './pictures.js';
import { type ResultFiles, writeResult } from './result-files.js';
import { stackedSvg } from './stacked-plot.js';
import { surveyCsv } from './survey-report.js';

/**
 * Writes the findings of a survey into a folder: results.json, the table as CSV, the picture as SVG
 * and (with fonts on the machine) PNG.
 * @throws OUTPUT_FAILED
 */
export async function writeSurvey(folder: string, survey: SurveyDocument): Promise<ResultFiles> {
  const { picture, table } = survey;
  const pictures = [{ name: picture.file, title: picture.title, svg: surveySvg(survey) }];
  const files: readonly NamedContent[] = [
    ['results.json', `${JSON.stringify(survey, null, 2)}\n`],
    [`${picture.file}.csv`, surveyCsv(table)],
    ['report.html', surveyHtml(survey, pictures)],
    ...pictureFiles(pictures, originOf(survey)),
  ];
  return writeResult(folder, 'study', [...files, provenanceFile('study', survey, files)]);
}

/** Areas on top of each other against the first column of the table. */
function surveySvg({ table, picture, version, conditions, geometry }: SurveyDocument): string {
  const { title, yName, columns: labels } = picture;
  const { name, unit } = table.columns[0]!;
  const at = (label: string): number => table.columns.findIndex((column) => column.name === label);
  return stackedSvg({
    title,
    xName: `${name} [${unit}]`,
    yName,
    caption: `belle2-l1 ${version}: conditions ${conditions}, geometry ${geometry}`,
    labels,
    x: table.rows.map((row) => row[0]!),
    parts: labels.map((label) => table.rows.map((row) => row[at(label)]!)),
    inSteps: true,
  });
}
