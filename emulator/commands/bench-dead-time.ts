import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DeadTimeRow, deadTimeRows } from '../bench/dead-time.js';
import { type TickBooks, tickBooks } from '../bench/tick-books.js';
import { textTable } from '../files/text-table.js';
import { version } from '../version.js';
import type { CommandContext, CommonOptions } from './context.js';

/** What `b2l1 bench dead-time` takes. */
export interface DeadTimeOptions extends Pick<CommonOptions, 'seed'> {
  readonly json?: boolean;
  /** Of each row. */
  readonly triggers: number;
}

/**
 * `b2l1 bench dead-time`: what spacing and buffers of the front ends cost, beside independent
 * simulations and closed formulas; and the books of a run in which everything happens.
 */
export async function benchDeadTime(
  { seed, json, triggers }: DeadTimeOptions,
  { out, talk }: CommandContext,
): Promise<void> {
  const rows: DeadTimeRow[] = [];
  for (const row of deadTimeRows(seed, triggers)) {
    rows.push(row);
    talk(`measured ${readOutOf(row)} at ${row.rateHz / 1000} kHz\n`);
    await nextTurn();
  }
  const books = tickBooks(seed);
  out(
    json === true
      ? `${JSON.stringify({ version, seed, triggers, rows, books }, undefined, 2)}\n`
      : textOf(rows, books),
  );
}

const percentOf = (share: number, digits = 3): string => (100 * share).toFixed(digits);

function readOutOf({ rule, samples, fine, capacity, spacingTicks }: DeadTimeRow): string {
  if (rule === 'fixed') return `fixed, ${spacingTicks} ticks`;
  const mix = samples === 'mixed' ? `, ${percentOf(fine, 0)} % fine` : '';
  return `${samples} samples${mix}, ${capacity} events, ${spacingTicks} ticks apart`;
}

function textOf(rows: readonly DeadTimeRow[], { runTicks, ticks, lost, accepted }: TickBooks) {
  const columns = ['read-out', 'L1 [kHz]', 'lost [%]', '±', 'spacing', 'APV25', 'dead ticks [%]'];
  const table = textTable(
    [...columns, 'expected', 'formula', ''],
    rows.map((row) => [
      readOutOf(row),
      row.rateHz / 1000,
      percentOf(row.lost),
      percentOf(row.lostError),
      percentOf(row.lostToSpacing),
      percentOf(row.lostToApv),
      percentOf(row.dead),
      `${percentOf(row.expected)} ± ${percentOf(row.tolerance, 2)}`,
      row.formula === null ? '' : percentOf(row.formula),
      row.met ? '' : 'not met',
    ]),
  );
  const states = textTable(
    ['state', 'ticks', 'triggers lost'],
    Object.entries(ticks).map(([state, count]) => [state, count, lost[state] ?? 0]),
  );
  const sum = Object.values(ticks).reduce((total, count) => total + count, 0);
  return [
    table,
    `a run with everything: ${runTicks} ticks, ${sum} counted; ${accepted} triggers accepted`,
    '',
    states,
  ].join('\n');
}
