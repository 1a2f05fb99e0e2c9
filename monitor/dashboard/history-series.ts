/** Rows of the history made fit for a plot. */

type Values = readonly (number | null)[];

/** Spans that a plot may have [min]: the axis grows with the history, in steps. */
const spans = [1, 2, 5, 10, 20, 30, 60] as const;

/** The shortest span that shows all rows, or the longest wanted [min]. */
export function spanOf(times: readonly number[], longest: number): number {
  const minutes = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 60;
  return Math.min(longest, spans.find((span) => span >= minutes) ?? longest);
}

/** Width of the bins that a plot over so many minutes has [s]: some hundred bins. */
export const binWidth = (minutes: number): number => Math.max(1, Math.round(minutes / 6));

/** The last `span` seconds in bins of equal width. */
interface Binned {
  /** Middle of each bin [min before the last row, negative]. */
  readonly minutes: readonly number[];
  /** Mean of each column over the rows of a bin; null where none of them has a value. */
  readonly columns: readonly Values[];
}

/**
 * Means of columns over bins of `width` seconds that end at the last row. One row is a second, in
 * which a line of 1 Hz has one event or none: bins are what can be looked at.
 */
export function binned(
  times: readonly number[],
  columns: readonly Values[],
  { span, width }: { readonly span: number; readonly width: number },
): Binned {
  const end = times.at(-1) ?? 0;
  const count = Math.ceil(Math.min(span, end - (times[0] ?? end) + 1) / width);
  const first = count - 1;
  const binOf = (time: number): number => first - Math.floor((end - time) / width);
  const bins = times.map(binOf);
  return {
    minutes: Array.from({ length: count }, (_, bin) => ((bin - first - 0.5) * width) / 60),
    columns: columns.map((values) => {
      const sums = new Float64Array(count);
      const rows = new Uint32Array(count);
      bins.forEach((bin, row) => {
        const value = values[row] ?? null;
        if (bin < 0 || value === null) return;
        sums[bin] = (sums[bin] ?? 0) + value;
        rows[bin] = (rows[bin] ?? 0) + 1;
      });
      return Array.from(sums, (sum, bin) => (rows[bin] ? sum / (rows[bin] ?? 1) : null));
    }),
  };
}

/** Each column on top of those before it, from the first on; null where all of them are. */
export function stacked(columns: readonly Values[]): readonly Values[] {
  let below: Values | undefined;
  return columns.map((values) => {
    const onTop = values.map((value, row) => {
      const base = below?.[row] ?? null;
      return value === null && base === null ? null : (value ?? 0) + (base ?? 0);
    });
    below = onTop;
    return onTop;
  });
}
