import type { FileOrigin } from './file-origin.js';
import type { StudyDocument } from '../studies/document.js';
import { definitionOf, stageText } from './totals.js';
import type { CurveResult } from '../studies/curve-result.js';

/**
 * Selected and fired events of every curve as histograms that boost-histogram, hist and uproot
 * read: two per curve, named `curve/line/selected` and `curve/line/fired`.
 * @see https://uhi.readthedocs.io, serialization schema version 1
 */
export function uhiHistograms(
  { weighted, curves }: Pick<StudyDocument, 'weighted' | 'curves'>,
  origin: FileOrigin,
): Record<string, unknown> {
  return Object.fromEntries(
    curves.flatMap((curve) =>
      (['selected', 'fired'] as const).map((which) => [
        `${curve.id}/${curve.line}/${which}`,
        {
          uhi_schema: 1,
          writer_info: { 'belle2-l1': origin },
          metadata: {
            title: curve.title,
            line: curve.line,
            ...(curve.lines === undefined ? {} : { definition: definitionOf(curve) }),
            selection: curve.selection,
            stage: stageText(curve.stage),
            which,
          },
          axes: [axisOf(curve)],
          storage: storageOf(curve, which, weighted),
        },
      ]),
    ),
  );
}

function axisOf({ variable, label, unit, edges }: CurveResult): Record<string, unknown> {
  const metadata = { name: variable, label: unit === '' ? label : `${label} [${unit}]` };
  return { type: 'variable', edges, underflow: false, overflow: false, circular: false, metadata };
}

function storageOf(
  curve: CurveResult,
  which: 'selected' | 'fired',
  weighted: boolean,
): Record<string, unknown> {
  if (!weighted) return { type: 'int', values: curve[which] };
  return { type: 'weighted', values: curve[`${which}Sumw`], variances: curve[`${which}Sumw2`] };
}
