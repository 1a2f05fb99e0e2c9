import { map, type Observable, tap } from 'rxjs';
import { EmulatorError } from '../../detector/base/errors.js';
import { fingerprintOf } from '../studies/shards/fingerprint.js';
import type { StudyPart } from '../studies/shards/part.js';
import { keepShards, withFoundShards } from '../studies/shards/resume.js';
import { isOfTask, type Task } from '../studies/shards/task-folders.js';
import { openShardFolder, type ShardFolder } from '../studies/shards/shard-folder.js';
import type { Study } from '../studies/study.js';
import { countInOrder, type startThreads } from '../workers/pool.js';
import { type CommandContext, untilStopped, whenAskedToStop } from './context.js';
import { accessOf } from './nats-options.js';
import { progress } from './progress.js';
import type { StudyCommandOptions } from './study-options.js';

/** Where finished shards are kept: in the output folder, if there is one. */
export async function shardFolder(
  study: Study,
  { out, resume }: StudyCommandOptions,
  context: CommandContext,
): Promise<ShardFolder | undefined> {
  if (out === undefined) {
    if (resume === true)
      throw new EmulatorError(
        'USAGE_RESUME',
        '--resume goes on from what is in the folder of --out: name it',
      );
    return undefined;
  }
  const { events, plan, cellCount, setup } = study;
  const folder = await openShardFolder(
    out,
    { events, plan, cellCount, fingerprint: fingerprintOf(setup) },
    resume === true,
  );
  if (resume === true) {
    const damaged = folder.damaged > 0 ? `, ${folder.damaged} damaged` : '';
    context.talk(`found ${folder.found.size} of ${plan.shardCount} shards in ${out}${damaged}\n`);
  }
  return folder;
}

/**
 * Has all events counted that are not there yet.
 * @returns whether it was stopped before the end.
 */
export async function count(
  { study, folder, threads, task }: Omit<Engine, 'stopped'>,
  options: StudyCommandOptions,
  context: CommandContext,
): Promise<boolean> {
  let stopped = false;
  let done = folder?.foundEvents ?? 0;
  const label = `study ${study.card.name}`;
  const bar = progress(label, eventsOf(study, task), context, { already: done });
  const engine = { study, folder, threads, task, stopped: () => stopped };
  const counted$ =
    options.engine === 'nats' ? await byNats(engine, options, context) : locally(engine, options);
  const made$ = counted$.pipe(tap(({ eventCount }) => bar.update((done += eventCount))));
  const parts$ =
    folder === undefined
      ? made$
      : made$.pipe(keepShards(folder, study.plan), withFoundShards(folder));
  await context.execute(
    parts$.pipe(
      tap(study.add),
      whenAskedToStop(context.stop$, () => {
        stopped = true;
      }),
    ),
  );
  bar.finish();
  return stopped;
}

interface Engine {
  readonly study: Study;
  readonly folder: ShardFolder | undefined;
  /** Started before, for the local engine. */
  readonly threads: ReturnType<typeof startThreads>;
  /** Whose shards are counted; all without it. */
  readonly task?: Task | undefined;
  readonly stopped: () => boolean;
}

/** Events of a task, or of all. */
function eventsOf({ events, plan }: Study, task: Task | undefined): number {
  if (task === undefined) return events;
  let sum = 0;
  for (let slice = task.index; slice < plan.shardCount; slice += task.tasks)
    sum += plan.shard(slice)!.events;
  return sum;
}

/** In worker threads. */
function locally(
  { study, folder, threads, task, stopped }: Engine,
  { workers }: StudyCommandOptions,
): Observable<StudyPart> {
  const isDone = (slice: number): boolean =>
    folder?.found.has(slice) === true || (task !== undefined && !isOfTask(task, slice));
  const jobs = untilStopped(study.jobs({ has: isDone }), stopped);
  const consumers = [{ ready: () => folder?.saved() }];
  return countInOrder(jobs, { setup: study.setup, workers, threads, consumers }).pipe(
    map(({ batch }) => batch),
  );
}

/** By whoever works for the NATS server. */
async function byNats(
  { study, folder, stopped }: Engine,
  options: StudyCommandOptions,
  context: CommandContext,
): Promise<Observable<StudyPart>> {
  const { redeliverAfter } = options;
  const news = (text: string): void => context.talk(`${text}\n`);
  const { countOverNats } = await import('../distributed/distribute.js');
  const ready = (): Promise<void> | undefined => folder?.saved();
  return countOverNats(study, {
    access: accessOf(options),
    found: folder?.found,
    redeliverMs: 1000 * Math.max(1, redeliverAfter),
    stopped,
    ready,
    news,
  });
}
