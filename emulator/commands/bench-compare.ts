import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import {
  catchError,
  concatMap,
  from,
  lastValueFrom,
  map,
  type Observable,
  range,
  takeUntil,
  tap,
  toArray,
} from 'rxjs';
import { outputOf } from '../bench/child.js';
import {
  type ComparedRound,
  type ComparedRow,
  compareRounds,
  type Comparison,
} from '../bench/compare.js';
import { buildCommit, commitOf } from '../bench/other-tree.js';
import { textTable } from '../files/text-table.js';
import { version } from '../version.js';
import { commandFile } from './bench-scaling.js';
import type { CommandContext, CommonOptions } from './context.js';

/** What `b2l1 bench --compare` takes. */
export interface CompareOptions extends CommonOptions {
  readonly compare: string;
  readonly json?: boolean;
  readonly rounds: number;
  readonly time: number;
}

/** Two trees that are measured in turn, by the files of their commands. */
interface Trees {
  readonly here: string;
  readonly there: string;
}

/** This build: where its repository would be, and its command. */
const thisBuild = () => ({
  root: fileURLToPath(new URL('.', import.meta.resolve('belle2-l1/package.json'))),
  command: commandFile(),
});

/** `b2l1 bench --compare REF`: this build against another commit, in turn. */
export async function benchCompare(
  names: readonly string[],
  options: CompareOptions,
  { out, talk, stop$ }: CommandContext,
  { root, command } = thisBuild(),
): Promise<void> {
  const commit = await commitOf(root, options.compare);
  talk(`building ${commit.slice(0, 10)}\n`);
  const other = await buildCommit(root, commit);
  const load = loadavg()[0]!;
  try {
    const trees = { here: command, there: other.command };
    const rounds = await lastValueFrom(
      range(1, options.rounds).pipe(
        concatMap((round) =>
          inTurn(round, trees, names, options).pipe(
            tap(() => talk(`round ${round} of ${options.rounds}\n`)),
          ),
        ),
        takeUntil(stop$),
        toArray(),
      ),
    );
    const rows = compareRounds(rounds);
    const against = `against ${commit.slice(0, 10)}, ${rounds.length} rounds in turn`;
    const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, load };
    out(
      options.json === true
        ? `${JSON.stringify({ version, commit, rounds: rounds.length, machine, rows }, null, 2)}\n`
        : `${comparisonTable(rows)}${against}\n`,
    );
  } finally {
    await other.remove();
  }
}

/** One round: the other tree first in every second one, so that neither always follows. */
function inTurn(
  round: number,
  { here, there }: Trees,
  names: readonly string[],
  options: CompareOptions,
): Observable<ComparedRound> {
  const rows = (command: string): Observable<readonly ComparedRow[]> =>
    measured(command, names, options).pipe(
      // A commit from before rows could be chosen measures all.
      catchError((error: unknown) => {
        if (names.length === 0) throw error;
        return measured(command, [], options);
      }),
    );
  const order = round % 2 === 0 ? [here, there] : [there, here];
  return from(order).pipe(
    concatMap(rows),
    toArray(),
    map(([first, second]) =>
      round % 2 === 0 ? { here: first!, there: second! } : { here: second!, there: first! },
    ),
  );
}

function measured(
  command: string,
  names: readonly string[],
  { seed, time }: CompareOptions,
): Observable<readonly ComparedRow[]> {
  const settings = ['--json', '--seed', String(seed), '--time', `${time}s`];
  return outputOf(process.execPath, [command, 'bench', ...names, ...settings]).pipe(
    map((text) => (JSON.parse(text) as { readonly rows: readonly ComparedRow[] }).rows),
  );
}

function comparisonTable(rows: readonly Comparison[]): string {
  return textTable(
    ['stage', 'ns here', 'ns there', 'times as fast', 'lowest', 'highest'],
    rows.map((row) => [
      row.name,
      Number(row.nsPerEvent.toPrecision(4)),
      Number(row.otherNsPerEvent.toPrecision(4)),
      row.timesAsFast.toFixed(2),
      row.low.toFixed(2),
      row.high.toFixed(2),
    ]),
  );
}
