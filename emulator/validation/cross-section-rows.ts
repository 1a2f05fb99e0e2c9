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

/** Tracks of two-photon pairs: rows that add up to what was published of them together. */
const visiblePairs = ['cross-section-two-photon-ee-3', 'cross-section-two-photon-mumu-3'];

const visible: Expectation = {
  id: 'cross-section-two-photon-visible',
  what: 'Cross section of two-photon e+e- and μ+μ- with a track of pT > 0.1 GeV in 17–150°',
  conditions: 'equivalent photons; without pion pairs',
  kind: 'published',
  unit: 'nb',
  expected: 80,
  tolerance: 5,
  bound: 'about',
  source: 'Iwasaki et al., IEEE TNS 58 (2011) 1807, table I: about 80 nb, θ ≥ 17°, pT ≥ 0.1',
  reason: 'pairs of pions add 2 to 4 nb to ours; the largest q² was fitted to other cross sections',
};

/** Cross sections of all processes that have another to be held against. */
export function* crossSectionRows(beams: Beams): Generator<ValidationRow> {
  let visibleSum = 0;
  for (const process of processes) {
    let place = 0;
    for (const row of processRows(process, beams)) {
      const id = `cross-section-${row.name}-${++place}`;
      if (visiblePairs.includes(id)) visibleSum += row.value;
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
  yield judgedRow(visible, { value: visibleSum });
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
