import type { EventStep, ExplainedStage } from '../../monitor/explanation.js';

/** Every stage by its name, and the step of the trigger that it is a part of. */
const steps = {
  particles: 'particles',
  seeds: 'particles',
  'PXD layers': 'hits',
  'PXD clusters': 'hits',
  'SVD layers': 'hits',
  'SVD clusters': 'hits',
  'raw data': 'hits',
  'CDC hits': 'hits',
  'ARICH hits': 'hits',
  'ECL crystals': 'hits',
  'ECL analogue sums': 'hits',
  'KLM hits': 'hits',
  'TOP photons': 'hits',
  'track segments': 'segments',
  'trigger cells': 'segments',
  'full tracks': 'tracks',
  'short and inner tracks': 'tracks',
  'CDC event time': 'tracks',
  'neural tracks': 'tracks',
  clusters: 'tracks',
  'ECL event': 'tracks',
  'KLM sectors': 'tracks',
  'TOP slots': 'tracks',
  'TOP event time': 'tracks',
  'matched tracks': 'matches',
  GRL: 'matches',
  'KLM matches': 'matches',
} as const satisfies Readonly<Record<string, EventStep>>;

/** A stage before it is told which step it is a part of. */
export interface StageTable extends Omit<ExplainedStage, 'step' | 'stage'> {
  readonly stage: keyof typeof steps;
}

/** A stage with its step. */
export const inStep = (table: StageTable): ExplainedStage => ({
  step: steps[table.stage],
  ...table,
});

/** A stage with one row per row of a table; each column says how to read a row. */
export function stageOf(
  stage: StageTable['stage'],
  doc: string,
  rowCount: number,
  columns: Readonly<Record<string, (row: number) => string | number>>,
): StageTable {
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
