import { hostname } from 'node:os';
import { Command } from 'commander';
import { firstValueFrom } from 'rxjs';
import {
  type CommandContext,
  whenAskedToStop,
  withWorkers,
  type WorkerOptions,
} from './context.js';
import { accessOf, type NatsOptions, withNats } from './nats-options.js';

interface WorkerCommandOptions extends WorkerOptions, NatsOptions {}

/** `b2l1 worker --nats URL`. */
export function workerCommand(context: CommandContext): Command {
  return withWorkers(withNats(new Command('worker')))
    .description(
      'Works for the studies that run with --engine nats on the same NATS server, one after ' +
        'the other, until it is stopped.',
    )
    .addHelpText(
      'after',
      `
It takes part in a study only if it is the same program: results are the same to the last bit
wherever a shard is counted. Ctrl-C (exit 130) or SIGTERM (exit 0): it finishes the shards in
hand and ends. A worker that is killed loses nothing: its shards go to others. Whatever goes wrong
with a study, it goes on with the next; where the server is away for ten minutes, it ends with
NATS_LOST.

Examples:
  b2l1 worker --nats nats://server:4222
  B2L1_NATS_USER=me B2L1_NATS_PASSWORD=... b2l1 worker --nats tls://server:4222 --nats-ca our-ca.pem
  b2l1 worker --nats tls://server:4222 --nats-creds ~/.b2l1-nats --workers 8`,
    )
    .action((options: WorkerCommandOptions) => work(options, context));
}

async function work(options: WorkerCommandOptions, context: CommandContext): Promise<void> {
  const { workers } = options;
  // The client of NATS is loaded only where it is wanted.
  const { workForStudies } = await import('../distributed/work.js');
  let stopped = false;
  const stop = firstValueFrom(context.stop$);
  const name = `${hostname()}:${process.pid}`;
  const news = (text: string): void => context.talk(`worker ${name}: ${text}\n`);
  await context.execute(
    workForStudies({
      access: accessOf(options),
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
    { isEndless: true },
  );
}
