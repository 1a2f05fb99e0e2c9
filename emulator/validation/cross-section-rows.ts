import type { Beams } from '../../detector/beams.js';
import { processes, type ProcessRow, processRows } from '../generators/process-rows.js';
import { type Expectation, judgedRow, type RowKind, type ValidationRow } from './validation-row.js';

/** What others have published of a row that is held against something else, by its id. */
const publishedBeside: Readonly<
  Record<string, Pick<Expectation, 'expected' | 'tolerance' | 'source' | 'kind' | 'reason'>>
> = {
  'cross-section-mumumumu-1': {
    expected: 3.5e-4,
    tolerance: 0.5e-4,
    kind: 'published',
    source: 'AAFH, arXiv:1808.10567 (recalled, not verified), two digits',
    reason: '',
  },
  'cross-section-mumutautau-1': {
    expected: 1.4e-4,
    tolerance: 0.2e-4,
    kind: 'published',
    source: 'KoralW, arXiv:1808.10567 (recalled, not verified), two digits',
    reason: '',
  },
  'cross-section-nunu-gamma-2': {
    expected: 2.5e-4,
    tolerance: 0.05e-4,
    kind: 'published',
    source: 'KKMC, arXiv:1808.10567 (recalled, not verified)',
    reason: 'ours is leading order without radiation of the beams, which lowers s′',
  },
  'cross-section-two-photon-ee-2': {
    expected: 39.7,
    tolerance: 1.2,
    kind: 'tuned',
    source: 'AAFH, 39.7 ± 0.1 nb, arXiv:1808.10567 (recalled, not verified)',
    reason: 'one parameter, the largest q², is fitted to this, μμ and ττ',
  },
  'cross-section-two-photon-mumu-2': {
    expected: 18.9,
    tolerance: 0.6,
    kind: 'tuned',
    source: 'AAFH, 18.9 ± 0.1 nb, arXiv:1808.10567 (recalled, not verified)',
    reason: 'one parameter, the largest q², is fitted to ee, this and ττ',
  },
  'cross-section-two-photon-tautau-1': {
    expected: 0.0184,
    tolerance: 0.0006,
    kind: 'tuned',
    source: 'KoralW, arXiv:1808.10567 (recalled, not verified)',
    reason: 'one parameter, the largest q², is fitted to ee, μμ and this',
  },
};

/** Cross sections of all processes that have another to be held against. */
export function* crossSectionRows(beams: Beams): Generator<ValidationRow> {
  for (const process of processes) {
    let place = 0;
    for (const row of processRows(process, beams)) {
      const id = `cross-section-${row.name}-${++place}`;
      const own = crossSectionRow(row, id);
      if (own !== undefined) yield own;
      const beside = publishedBeside[id];
      if (beside !== undefined)
        yield judgedRow(
          { ...described(row), id: `${id}-published`, ...beside },
          { value: row.value },
        );
    }
  }
}

/** A row beside the independent value of its process; undefined where there is none. */
function crossSectionRow(row: ProcessRow, id: string): ValidationRow | undefined {
  const { expected, tolerance, source, value } = row;
  if (expected === null || tolerance === null) return undefined;
  const own = { id, kind: kindOf(row), source, reason: '' };
  return judgedRow(
    { ...described(row), ...own, expected, tolerance: tolerance * expected },
    { value },
  );
}

const described = ({ name, definition, unit, order }: ProcessRow) => ({
  what: `${unit === 'Hz' ? 'Rate' : 'Cross section'} of ${name}: ${definition}`,
  conditions: order,
  unit,
  bound: 'about' as const,
});

/** A cross section is computed beside ours, or published, or ours is set to it. */
const kindOf = ({ order, published }: ProcessRow): RowKind =>
  order === 'set, not computed' ? 'tuned' : published ? 'published' : 'analytic';
