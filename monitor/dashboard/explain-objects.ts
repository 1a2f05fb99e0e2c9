import type { ExplainedStage } from '../explanation.js';

type Row = ExplainedStage['rows'][number];

/**
 * Which objects of the drawings a row of a step tells of, by stage: names as in `data-of`, kept
 * apart by spaces. Rows of other stages are counts and sums.
 */
const namesOf: Readonly<Record<string, (row: Row, index: number) => string>> = {
  'ECL crystals': ([cellId]) => `crystal-${cellId}`,
  'ECL analogue sums': ([cell]) => `cell-${cell}`,
  'trigger cells': ([cell]) => `cell-${cell}`,
  'track segments': (_, index) => `segment-${index + 1}`,
  'full tracks': (_, index) => `track-${index + 1}`,
  'neural tracks': ([track]) => `track-${track}`,
  'short and inner tracks': ([kind, bin]) => `${kind}-${bin}`,
  clusters: (_, index) => `cluster-${index + 1}`,
  'matched tracks': ([track, cluster]) => `track-${track} cluster-${cluster}`,
  'TOP photons': ([slot]) => `slot-${slot}`,
  'TOP slots': ([slot]) => `slot-${slot}`,
};

/** Names of the objects that each row tells of; undefined for rows without one. */
export const objectsOf = ({
  stage,
  rows,
}: Pick<ExplainedStage, 'stage' | 'rows'>): readonly (string | undefined)[] =>
  rows.map((row, index) => namesOf[stage]?.(row, index));
