import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmulatorError } from '../../detector/base/errors.js';
import type { CardDefinition } from '../studies/define-card.js';
import type { StudyDocument } from '../studies/document.js';
import { curvesCsv } from './curves-csv.js';
import { hasFonts, svgToPng } from './plot-frame.js';
import { plotSvg, plotsOf } from './plots.js';
import { uhiHistograms } from './uhi.js';

/**
 * Writes the results of a study into a folder: results.json, curves.csv, histograms.json (UHI) and each plot as SVG and PNG. On a
 * machine without fonts there are no PNGs, since their words would be missing.
 * @returns the files written.
 * @throws OUTPUT_FAILED
 */
export async function writeStudy(
  folder: string,
  study: StudyDocument,
  { plots }: Pick<CardDefinition, 'plots'>,
): Promise<readonly string[]> {
  const svgs = plotsOf(study, plots).map((plot) => ({ name: plot.file, svg: plotSvg(plot) }));
  const fonts = hasFonts();
  const files: readonly (readonly [name: string, content: string | Uint8Array])[] = [
    ['results.json', `${JSON.stringify(study, null, 2)}\n`],
    ['curves.csv', curvesCsv(study.curves)],
    ['histograms.json', `${JSON.stringify(uhiHistograms(study), null, 2)}\n`],
    ...svgs.map(({ name, svg }) => [`${name}.svg`, svg] as const),
    ...(fonts ? svgs.map(({ name, svg }) => [`${name}.png`, svgToPng(svg)] as const) : []),
  ];
  const paths = files.map(([name]) => join(folder, name));
  try {
    await mkdir(folder, { recursive: true });
    await Promise.all(files.map(([, content], index) => writeFile(paths[index]!, content)));
  } catch (error) {
    throw new EmulatorError('OUTPUT_FAILED', `${folder}: results cannot be written: ${(error as Error).message}`, { cause: error });
  }
  return paths;
}
