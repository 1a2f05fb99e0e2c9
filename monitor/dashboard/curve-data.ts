import { type CurveData, keyOf } from './messages.js';
import { familyName } from './names.js';

/** A curve ready to draw: one entry per bin, null where nothing is selected. */
export interface Trace {
  readonly key: string;
  readonly name: string;
  readonly centres: readonly number[];
  readonly efficiency: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/**
 * What each curve is called where curves meet: its line, with the selection where a line has
 * several, its id where it has several of one selection.
 */
export function namesOf(curves: readonly CurveData[]): ReadonlyMap<string, string> {
  const nameOf = (curve: CurveData): string => {
    const { line, lines, variable, selection } = curve;
    const ofLine = curves.filter((other) => other.line === line && other.variable === variable);
    const name = lines === undefined ? line : familyName(line);
    if (ofLine.length === 1) return name;
    return ofLine.filter((other) => other.selection === selection).length === 1
      ? `${name}, ${selection}`
      : keyOf(curve);
  };
  return new Map(curves.map((curve) => [keyOf(curve), nameOf(curve)]));
}

/**
 * The trace of a curve under `name`: points in the middle of the bins, no interval without events.
 */
export function traceOf(curve: CurveData, name: string): Trace {
  const edges = curve.edges.data.map((edge) => edge ?? 0);
  const { data } = curve.efficiency;
  const whereSelected = (column: readonly (number | null)[]): readonly (number | null)[] =>
    data.map((efficiency, bin) => (efficiency === null ? null : (column[bin] ?? null)));
  return {
    key: keyOf(curve),
    name,
    centres: data.map((_, bin) => ((edges[bin] ?? 0) + (edges[bin + 1] ?? 0)) / 2),
    efficiency: data,
    low: whereSelected(curve.low.data),
    high: whereSelected(curve.high.data),
  };
}

type Row = (number | null | undefined)[];

/**
 * Traces on one common axis, as uPlot wants them: the axis, then efficiency, low and high of each
 * trace. Undefined where a trace has no bin, so that the line goes on; null where its bin is empty,
 * so that it breaks.
 */
export function alignTraces(traces: readonly Trace[]): [number[], ...Row[]] {
  const axis = [...new Set(traces.flatMap(({ centres }) => centres))].toSorted((a, b) => a - b);
  const place = new Map(axis.map((centre, index) => [centre, index]));
  const rows = traces.flatMap((trace) =>
    [trace.efficiency, trace.low, trace.high].map((column) => {
      const row: Row = Array.from({ length: axis.length });
      trace.centres.forEach((centre, bin) => {
        row[place.get(centre) ?? 0] = column[bin] ?? null;
      });
      return row;
    }),
  );
  return [axis, ...rows];
}

/** Lowest and highest edge of all curves. */
export function axisRange(curves: readonly CurveData[]): readonly [number, number] {
  const ends = curves.flatMap(({ edges: { data } }) => [data[0] ?? 0, data.at(-1) ?? 1]);
  return ends.length === 0 ? [0, 1] : [Math.min(...ends), Math.max(...ends)];
}
