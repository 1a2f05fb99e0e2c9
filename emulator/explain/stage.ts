/** One stage of one event, as a table for people and programs. */
export interface ExplainedStage {
  readonly stage: string;
  readonly doc: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A stage with one row per row of a table; each column says how to read a row. */
export function stageOf(
  stage: string,
  doc: string,
  rowCount: number,
  columns: Readonly<Record<string, (row: number) => string | number>>,
): ExplainedStage {
  const readers = Object.values(columns);
  return {
    stage,
    doc,
    columns: Object.keys(columns),
    rows: Array.from({ length: rowCount }, (_, row) => readers.map((read) => read(row))),
  };
}

/** A number with so many digits behind the point, for tables. */
export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
