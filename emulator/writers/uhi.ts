import type { FileOrigin } from './file-origin.js';
import type { StudyDocument } from '../studies/document.js';
import { definitionOf, stageText } from './totals.js';
import type { CurveResult } from '../studies/curve-result.js';
import type { MapResult } from '../studies/map-result.js';
import type { AxisResult } from '../studies/result-parts.js';

/**
 * Selected and fired events of every curve and map as histograms that boost-histogram, hist and
 * uproot read: two each, named `curve/line/selected` and `curve/line/fired`. Those of a map have
 * two axes, and in their metadata the events beyond them.
 * @see https://uhi.readthedocs.io, serialization schema version 1
 */
export function uhiHistograms(
  { weighted, curves, maps = [] }: Pick<StudyDocument, 'weighted' | 'curves' | 'maps'>,
  origin: FileOrigin,
): Record<string, unknown> {
  return Object.fromEntries(
    [...curves, ...maps].flatMap((curve) =>
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
            ...beyondIn(curve),
          },
          axes: 'x' in curve ? [axisOf(curve.x), axisOf(curve.y)] : [axisOf(curve)],
          storage: storageOf(curve, which, weighted),
        },
      ]),
    ),
  );
}

/** Events of the selection beyond the axes of a map, whatever fired. */
const beyondIn = (of: CurveResult | MapResult): Record<string, number> =>
  'beyond' in of
    ? {
        beyond: Object.values<number>({ ...of.beyond }).reduce((sum, events) => sum + events, 0),
        ...Object.fromEntries(
          Object.entries(of.beyond).map(([where, events]) => [`beyond ${where}`, events]),
        ),
      }
    : {};

function axisOf({
  variable,
  label,
  unit,
  edges,
}: Pick<AxisResult, 'variable' | 'label' | 'unit' | 'edges'>): Record<string, unknown> {
  const metadata = { name: variable, label: unit === '' ? label : `${label} [${unit}]` };
  return { type: 'variable', edges, underflow: false, overflow: false, circular: false, metadata };
}

function storageOf(
  curve: CurveResult | MapResult,
  which: 'selected' | 'fired',
  weighted: boolean,
): Record<string, unknown> {
  const shaped = (values: readonly number[]): readonly unknown[] =>
    'x' in curve ? rowsOf(values, curve.y.edges.length - 1) : values;
  if (!weighted) return { type: 'int', values: shaped(curve[which]) };
  return {
    type: 'weighted',
    values: shaped(curve[`${which}Sumw`]),
    variances: shaped(curve[`${which}Sumw2`]),
  };
}

/** Of two axes a list for each bin of the first. */
const rowsOf = (values: readonly number[], size: number): readonly (readonly number[])[] =>
  Array.from({ length: values.length / size }, (_, row) =>
    values.slice(row * size, (row + 1) * size),
  );
