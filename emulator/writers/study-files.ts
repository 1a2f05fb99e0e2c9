import type { CardDefinition } from '../studies/define-card.js';
import { lookUpIn, type StudyDocument } from '../studies/document.js';
import { noMachine } from '../settings/machine.js';
import { curvesCsv } from './curves-csv.js';
import { dependenceSvg } from './dependence-plot.js';
import { fitsCsv } from './fits.js';
import type { NamedContent } from './files.js';
import { originOf, provenanceFile } from './file-origin.js';
import { studyHtml } from './html-report.js';
import { type AskedPicture, drawPictures, tellFailed } from './pictures.js';
import type { PlotStyle } from './plot-style.js';
import { mapSvg } from './heat-map.js';
import { mapsCsv } from './maps-csv.js';
import { captionOf, plotSvg, plotsOf } from './plots.js';
import { referencePlots, referencesCsv } from './references.js';
import { type ResultFiles, writeResult } from './result-files.js';
import { showStudy } from './study-report.js';
import { titleOfMap } from './study-tables.js';
import { totalsCsv } from './totals.js';
import { uhiHistograms } from './uhi.js';
import { variationPictures } from './variation-pictures.js';
import { variationsCsv } from './variations.js';

/** What of a card its files show, and how its curves are drawn. */
interface Shown
  extends Pick<CardDefinition, 'plots' | 'dependences'>,
    Partial<Pick<CardDefinition, 'curves'>> {
  readonly style?: PlotStyle;
}

/**
 * Writes the results of a study into a folder: results.json, totals.csv, curves.csv, maps.csv,
 * fits.csv, references.csv and variations.csv where the card asks for them, histograms.json (UHI),
 * each plot as SVG, PDF, PNG, and all of it as text and as a page, report.txt and report.html;
 * study.provenance.json says how they were made. On a machine without fonts there are no PDFs and
 * PNGs, since their words would be missing. What an earlier study has left in the folder and this
 * one has not is removed.
 * @param leftOut subjects of the card that the menu lacks
 * @throws OUTPUT_FAILED; PICTURE_FAILED after all else is written
 */
export async function writeStudy(
  folder: string,
  study: StudyDocument,
  { plots, dependences, curves = [], style = 'auto' }: Shown,
  leftOut: readonly string[] = [],
): Promise<ResultFiles> {
  const caption =
    `belle2-l1 ${study.version}: ${study.events} events, seed ${study.seed}, conditions ` +
    `${study.conditions}${study.machine === noMachine ? '' : `, machine ${study.machine}`}`;
  const asked: readonly AskedPicture[] = [
    ...[...plotsOf(study, plots), ...referencePlots(study.references, caption)].map((plot) => ({
      name: plot.file,
      title: plot.title,
      draw: () => plotSvg(plot, style),
    })),
    ...(study.maps ?? []).map((map, index) => ({
      name: `map-${index + 1}`,
      title: titleOfMap(map),
      draw: () => mapSvg(map, `${captionOf(study, [map])} in maps.csv`),
    })),
    ...variationPictures(study.variations, caption),
    ...(dependences?.(lookUpIn(study.curves, leftOut)) ?? []).map((plot) => ({
      name: plot.file,
      title: plot.title,
      draw: () => dependenceSvg(plot, caption),
    })),
  ];
  const origin = originOf(study);
  const drawn = drawPictures(asked, origin);
  const files: readonly NamedContent[] = [
    ['results.json', `${JSON.stringify(study, null, 2)}\n`],
    ['totals.csv', totalsCsv([...study.lines, ...study.families, ...study.probes])],
    ['curves.csv', curvesCsv(study.curves)],
    ...(study.maps === undefined ? [] : [['maps.csv', mapsCsv(study.maps)] as const]),
    ...(study.curves.some(({ fit }) => fit !== undefined)
      ? [['fits.csv', fitsCsv(study.curves)] as const]
      : []),
    ...(study.references.length > 0
      ? [['references.csv', referencesCsv(study.references)] as const]
      : []),
    ...(study.variations === undefined
      ? []
      : [['variations.csv', variationsCsv(study.variations)] as const]),
    ['histograms.json', `${JSON.stringify(uhiHistograms(study, origin), null, 2)}\n`],
    ['report.txt', showStudy(study, { curves })],
    ['report.html', studyHtml(study, drawn.pictures)],
    ...drawn.files,
  ];
  const all = [...files, provenanceFile('study', study, files)];
  const written = await writeResult(folder, 'study', all);
  tellFailed(folder, drawn);
  return written;
}
