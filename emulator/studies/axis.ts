/** Bins of one variable: bin i holds edges[i] ≤ x < edges[i + 1]. */
export interface Axis {
  readonly variable: string;
  /** Ascending, base units; length bins + 1. */
  readonly edges: Float64Array;
}

/** Edges from `from` to `to` in `bins` equal steps. */
export function uniformEdges(from: number, to: number, bins: number): Float64Array {
  return Float64Array.from({ length: bins + 1 }, (_, edge) =>
    edge === bins ? to : from + ((to - from) * edge) / bins,
  );
}

/**
 * Edges in pieces of equal steps: `[[0.2, 0.8, 0.01], [0.8, 5.5, 0.05]]` as from, to, step; each
 * piece begins where the last ended.
 */
export function steppedEdges(
  pieces: readonly (readonly [from: number, to: number, step: number])[],
): Float64Array {
  const edges = pieces.flatMap(([from, to, step]) =>
    [...uniformEdges(from, to, Math.round((to - from) / step))].slice(0, -1),
  );
  return Float64Array.of(...edges, pieces.at(-1)![1]);
}

/** Cells of the table that leads from a value to a bin near it. */
const guideCells = 512;

/** Fills `bins` with the bin of each value, −1 outside the axis and for NaN. */
export function binFinder({
  edges,
}: Axis): (values: Float64Array, eventCount: number, bins: Int32Array) => void {
  const binCount = edges.length - 1;
  const first = edges[0]!;
  const last = edges[binCount]!;
  const scale = guideCells / (last - first);
  const guide = new Int32Array(guideCells + 1);
  for (let cell = 0, bin = 0; cell <= guideCells; cell++) {
    while (bin < binCount - 1 && edges[bin + 1]! <= first + cell / scale) bin++;
    guide[cell] = bin;
  }
  return (values, eventCount, bins) => {
    for (let event = 0; event < eventCount; event++) {
      const value = values[event]!;
      if (!(value >= first && value < last)) {
        bins[event] = -1;
        continue;
      }
      let bin = guide[Math.trunc((value - first) * scale)]!;
      while (value >= edges[bin + 1]!) bin++;
      while (value < edges[bin]!) bin--;
      bins[event] = bin;
    }
  };
}
