import { pow } from '../../detector/base/elementary.js';
import { clopperPearson, defaultConfidence, jeffreys, wilson } from '../studies/intervals.js';
import { analytic, judgedRow, type ValidationRow } from './validation-row.js';

/** Counted events whose intervals are looked at. */
const trials = 20;
const steps = 200;
const tail = (1 - defaultConfidence) / 2;

/** Intervals of efficiencies: what they cover, summed over all counts, and closed forms. */
export function* intervalRows(): Generator<ValidationRow> {
  const conditions = `all counts of ${trials}, ${steps - 1} efficiencies`;
  yield judgedRow(
    analytic({
      id: 'coverage-clopper-pearson',
      what: 'Least coverage of Clopper–Pearson intervals',
      conditions,
      expected: defaultConfidence,
      tolerance: 0,
      bound: 'at least',
      source: 'covers what it says everywhere, by construction (Biometrika 26 (1934) 404)',
    }),
    { value: Math.min(...coverages(clopperPearson)) },
  );
  for (const [name, method] of [
    ['Wilson', wilson],
    ['Jeffreys', jeffreys],
  ] as const) {
    const found = coverages(method);
    yield judgedRow(
      analytic({
        id: `coverage-${name.toLowerCase()}`,
        what: `Mean coverage of ${name} intervals`,
        conditions,
        expected: defaultConfidence,
        tolerance: 0.02,
        source: 'covers what it says on average (Statist. Sci. 16 (2001) 101)',
      }),
      { value: found.reduce((sum, share) => sum + share, 0) / found.length },
    );
  }
  yield judgedRow(
    analytic({
      id: 'interval-none-of-100',
      what: 'Upper end of the Clopper–Pearson interval of 0 of 100',
      expected: 1 - pow(tail, 1 / 100),
      tolerance: 1e-12,
      source: '1 − t^(1/n), t the probability of a tail',
    }),
    { value: clopperPearson(0, 100).high },
  );
}

/** Probability that the interval holds the true efficiency, at each of them. */
function coverages(method: typeof clopperPearson): readonly number[] {
  const intervals = Array.from({ length: trials + 1 }, (_, count) => method(count, trials));
  return Array.from({ length: steps - 1 }, (_, step) => {
    const p = (step + 1) / steps;
    let covered = 0;
    let chance = pow(1 - p, trials);
    for (const [count, { low, high }] of intervals.entries()) {
      if (p >= low && p <= high) covered += chance;
      chance *= ((trials - count) / (count + 1)) * (p / (1 - p));
    }
    return covered;
  });
}
