import * as Plot from '@observablehq/plot';
import type { SurveyDocument } from '../studies/survey-document.js';
import { writeFiles } from './files.js';
import { framedPlot, hasFonts, seriesStyle, svgToPng } from './plot-frame.js';
import { surveyCsv } from './survey-report.js';

/**
 * Writes the findings of a survey into a folder: results.json, the table as CSV, the picture as SVG
 * and (with fonts on the machine) PNG.
 * @returns the files written.
 * @throws OUTPUT_FAILED
 */
export async function writeSurvey(
  folder: string,
  survey: SurveyDocument,
): Promise<readonly string[]> {
  const { picture, table } = survey;
  const svg = surveySvg(survey);
  return writeFiles(folder, [
    ['results.json', `${JSON.stringify(survey, null, 2)}\n`],
    [`${picture.file}.csv`, surveyCsv(table)],
    [`${picture.file}.svg`, svg],
    ...(hasFonts() ? [[`${picture.file}.png`, svgToPng(svg)] as const] : []),
  ]);
}

/** Areas on top of each other against the first column of the table. */
function surveySvg({ table, picture, version, conditions, geometry }: SurveyDocument): string {
  const { title, yName, columns: labels } = picture;
  const { name, unit } = table.columns[0]!;
  const caption = `belle2-l1 ${version}: conditions ${conditions}, geometry ${geometry}`;
  const at = (label: string): number => table.columns.findIndex((column) => column.name === label);
  const levels = table.rows.map((row) =>
    labels.reduce<number[]>((sums, label) => [...sums, (sums.at(-1) ?? 0) + row[at(label)]!], []),
  );
  const areas = labels.map((_, index) =>
    Plot.areaY(
      table.rows.map((row, number) => ({
        x: row[0]!,
        low: index === 0 ? 0 : levels[number]![index - 1]!,
        high: levels[number]![index]!,
      })),
      { x: 'x', y1: 'low', y2: 'high', fill: seriesStyle(index).colour, curve: 'step' },
    ),
  );
  const xName = `${name} [${unit}]`;
  return framedPlot(
    {
      title,
      xName,
      yName,
      caption,
      labels,
      areas: true,
      description: description(extents(table.rows, labels, at), yName, xName, caption),
    },
    {
      x: { domain: [table.rows[0]![0]!, table.rows.at(-1)![0]!] },
      y: { domain: [0, 1.05 * Math.max(...levels.map((level) => level.at(-1)!))] },
      marks: areas,
    },
  );
}

type Extent = readonly [label: string, least: number, most: number];

/** Least and most of each part. */
function extents(
  rows: readonly (readonly number[])[],
  labels: readonly string[],
  at: (label: string) => number,
): readonly Extent[] {
  return labels.map((label) => {
    const values = rows.map((row) => row[at(label)]!);
    return [label, Math.min(...values), Math.max(...values)];
  });
}

function description(
  ranges: readonly Extent[],
  yName: string,
  xName: string,
  caption: string,
): string {
  const parts = ranges.map(
    ([label, least, most]) => `${label} from ${least.toFixed(3)} to ${most.toFixed(3)}`,
  );
  return `${yName} against ${xName}, parts on top of each other: ${parts.join(', ')}. ${caption}.`;
}
