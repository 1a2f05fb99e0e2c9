import {
  type ConfigOf,
  type ConfigSchema,
  type GivenOf,
  parseConfig,
} from '../../detector/base/config.js';
import type { Beams } from '../../detector/beams.js';
import type { CrossSectionRow } from './cross-section-row.js';

/** A row whose value is what the generator makes with some parameters. */
interface GeneratedRow<S> extends Omit<CrossSectionRow, 'value' | 'parameters' | 'unit'> {
  readonly parameters: GivenOf<S>;
}

interface Generated<S extends ConfigSchema> {
  readonly schema: S;
  /** [nb] */
  readonly crossSection: (config: ConfigOf<S>, beams: Beams) => number;
  /** Of all rows. */
  readonly unit: 'nb' | 'pb' | 'fb';
}

const perNanobarn = { nb: 1, pb: 1e3, fb: 1e6 } as const;

/** Rows of a generator's own cross section, each with its parameters. */
export const generatedRows = <S extends ConfigSchema>(
  { schema, crossSection, unit }: Generated<S>,
  rows: readonly GeneratedRow<S>[],
): readonly CrossSectionRow[] =>
  rows.map((row) => ({
    ...row,
    unit,
    parameters: row.parameters as Readonly<Record<string, unknown>>,
    value: (beams) =>
      perNanobarn[unit] *
      crossSection(parseConfig(schema, row.parameters, 'row of a cross section'), beams),
  }));

/** The row of defaults where radiation of the beams leaves nothing to compare with. */
export const radiatingDefaults = (definition: string) =>
  ({
    definition,
    order: 'tree level, one effective photon of the beams',
    expected: null,
    tolerance: null,
    source: 'nothing independent with the radiation of the beams; without it: the other rows',
    parameters: {},
  }) as const;
