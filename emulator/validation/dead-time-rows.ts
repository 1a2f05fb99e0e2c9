import { type DeadTimeRow, deadTimeRows } from '../bench/dead-time.js';
import { analytic, judgedRow, type ValidationRow } from './validation-row.js';

/** Random triggers through each read-out. */
const triggers = 400_000;

/** Losses to the front ends against simulations of others and formulas, and the published one. */
export function* deadTimeValidation(seed: number): Generator<ValidationRow> {
  const found: DeadTimeRow[] = [];
  for (const row of deadTimeRows(seed, triggers)) {
    found.push(row);
    yield judgedRow(
      analytic({
        id: `dead-time-${idOf(row)}`,
        what: `Share of triggers lost: ${readOutOf(row)}, ${row.rateHz / 1000} kHz`,
        conditions: `${triggers} random triggers`,
        expected: row.expected,
        tolerance: row.tolerance,
        source:
          row.formula === null
            ? 'independent queue simulation of 4·10⁵ triggers'
            : 'closed formula of the queue, or of a fixed dead time',
      }),
      within(row),
    );
  }
  const six = found.find((row) => isSixSamples(row) && row.rateHz === 30_000);
  if (six !== undefined)
    yield judgedRow(
      {
        id: 'dead-time-published',
        what: 'Dead time at 30 kHz',
        conditions: 'read-out by default: six samples of the strips, 24 ticks apart',
        kind: 'published',
        unit: '',
        expected: 0.01,
        tolerance: 0.005,
        bound: 'about',
        source: 'arXiv:2010.15115, 2010.15485, abstracts: about 1 % at 30 kHz',
        reason:
          'six samples of each strip fill the APV25 at 30 kHz; with three samples, or half of ' +
          'the events of fine timing, the loss is 0.6 and 0.8 %. Which mixture was meant is not ' +
          'said',
      },
      within(six),
    );
}

const within = ({ lost, lostError }: DeadTimeRow) => ({
  value: lost,
  low: lost - lostError,
  high: lost + lostError,
});

const isSixSamples = ({ samples, capacity, spacingTicks }: DeadTimeRow): boolean =>
  samples === 'six' && capacity === 5 && spacingTicks === 24;

const idOf = ({ rule, samples, fine, capacity, spacingTicks, rateHz }: DeadTimeRow): string =>
  [
    ...(rule === 'fixed' ? ['fixed'] : [samples, `${capacity}events`]),
    ...(fine > 0 ? [`${Math.round(100 * fine)}fine`] : []),
    `${spacingTicks}ticks`,
    `${rateHz / 1000}kHz`,
  ].join('-');

function readOutOf({ rule, samples, fine, capacity, spacingTicks }: DeadTimeRow): string {
  if (rule === 'fixed') return `fixed dead time of ${spacingTicks} ticks`;
  const mix = samples === 'mixed' ? `, ${100 * fine} % of fine timing` : '';
  return `${samples} samples${mix}, ${capacity} events, ${spacingTicks} ticks apart`;
}
