import { hostname } from 'node:os';
import { Command } from 'commander';
import { firstValueFrom } from 'rxjs';
import {
  type CommandContext,
  whenAskedToStop,
  withNats,
  withWorkers,
  type WorkerOptions,
} from './context.js';

interface WorkerCommandOptions extends WorkerOptions {
  readonly nats: string;
}

/** `b2l1 worker --nats URL`. */
export function workerCommand(context: CommandContext): Command {
  return withWorkers(withNats(new Command('worker')))
    .description(
      'Works for the studies that run with --engine nats on the same NATS server, one after ' +
        'the other, until it is stopped.',
    )
    .addHelpText(
      'after',
      '\nIt takes part in a study only if it is the same program with the same Node: results ' +
        'are the same to the last bit wherever a shard' +
        '\nis counted. Ctrl-C or SIGTERM: it finishes the shards in hand and ends. A worker ' +
        'that is killed loses nothing: its shards go to others.',
    )
    .action((options: WorkerCommandOptions) => work(options, context));
}

async function work(
  { nats: url, workers }: WorkerCommandOptions,
  context: CommandContext,
): Promise<void> {
  // The client of NATS is loaded only where it is wanted.
  const { workForStudies } = await import('../distributed/work.js');
  let stopped = false;
  const stop = firstValueFrom(context.stop$);
  const name = `${hostname()}:${process.pid}`;
  const news = (text: string): void => context.talk(`worker ${name}: ${text}\n`);
  await context.execute(
    workForStudies({
      url,
      workers,
      name,
      clock: context.clock,
      stop,
      stopped: () => stopped,
      news,
    }).pipe(
      whenAskedToStop(context.stop$, () => {
        stopped = true;
      }),
    ),
  );
}
