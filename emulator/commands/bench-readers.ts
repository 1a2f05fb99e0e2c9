import { from, lastValueFrom, takeUntil, tap, toArray } from 'rxjs';
import { beams } from '../../detector/beams.js';
import { benchReaders, type ReaderRow } from '../bench/readers.js';
import { textTable } from '../files/text-table.js';
import { loadConditions } from '../settings/conditions.js';
import { version } from '../version.js';
import type { CommandContext, CommonOptions } from './context.js';

/** Options of `b2l1 bench readers`. */
export interface FileBenchOptions extends CommonOptions {
  /** MB of each file. */
  readonly size: number;
  readonly rounds: number;
  readonly json?: boolean;
}

/** `b2l1 bench readers`: how fast event files of 88-particle events are read. */
export async function benchFiles(
  { size, rounds, json, seed, conditions, set }: FileBenchOptions,
  context: CommandContext,
): Promise<void> {
  const { skipped, rows } = benchReaders({
    beams: beams(loadConditions(conditions, set).config.beams),
    seed,
    megabytes: size,
    rounds,
  });
  const measured = await lastValueFrom(
    from(rows).pipe(
      tap(({ format }) => context.talk(`measured ${format}\n`)),
      takeUntil(context.stop$),
      toArray(),
    ),
  );
  context.out(
    json === true
      ? `${JSON.stringify({ version, skipped, rows: measured }, null, 2)}\n`
      : `${readerTable(measured)}\n${skipped === undefined ? '' : `${skipped}\n`}`,
  );
}

function readerTable(rows: readonly ReaderRow[]): string {
  const rate = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(0));
  return textTable(
    [
      'format',
      'MB',
      'events',
      'MB/s',
      'best',
      'parsing alone',
      'HepMC3 library',
      'ratio',
      'RSS MB',
    ],
    rows.map((row) => [
      row.format,
      row.megabytes.toFixed(0),
      row.events,
      rate(row.rate),
      rate(row.bestRate),
      rate(row.parsingRate),
      rate(row.libraryRate),
      row.ratio === undefined ? '–' : row.ratio.toFixed(2),
      rate(row.residentMegabytes),
    ]),
  );
}
