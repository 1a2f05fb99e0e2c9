import type { NatsConnection } from '@nats-io/transport-node';
import {
  catchError,
  concatMap,
  defer,
  EMPTY,
  finalize,
  ignoreElements,
  type Observable,
  of,
  repeat,
  tap,
  throwError,
} from 'rxjs';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Clock } from '../../monitor/ports.js';
import { countInOrder } from '../workers/pool.js';
import { connectTo } from './connection.js';
import { namesOf, pack, type WorkerNote, workerShape } from './messages.js';
import { StudiesHeard } from './studies-heard.js';
import { TakenStudy } from './taken-study.js';

interface WorkOptions {
  readonly url: string;
  /** Threads. */
  readonly workers: number;
  /** How studies call this worker. */
  readonly name: string;
  readonly clock: Clock;
  /** Resolves, and is true, once no further shard shall be begun. */
  readonly stop: Promise<unknown>;
  readonly stopped: () => boolean;
  /** What happens, one line each. */
  readonly news: (text: string) => void;
}

/**
 * Works for the studies that are heard of on a NATS server, one at a time, until it is stopped; the
 * shards in hand are finished then. A study that this program would not give the same results for
 * is told so and left alone. Errors: USAGE_NATS, NATS_UNREACHABLE, NATS_LOST.
 */
export function workForStudies(options: WorkOptions): Observable<never> {
  return defer(() => connectTo(options.url, options.name)).pipe(
    concatMap((connection) => {
      const heard = new StudiesHeard(connection, options.clock);
      options.news(`connected to ${connection.getServer()}, waiting for studies`);
      void Promise.race([options.stop, connection.closed()]).then(() => heard.wake());
      return defer(() => heard.next(() => options.stopped() || connection.isClosed())).pipe(
        concatMap((id) => (id === undefined ? EMPTY : workFor(id, connection, heard, options))),
        repeat({
          delay: () =>
            options.stopped() ? EMPTY : connection.isClosed() ? throwError(lost) : of(true),
        }),
        finalize(() => void connection.close()),
      );
    }),
    ignoreElements(),
  );
}

function workFor(
  id: string,
  connection: NatsConnection,
  heard: StudiesHeard,
  options: WorkOptions,
): Observable<unknown> {
  const { workers, name, news, stopped } = options;
  const tell = (note: Partial<WorkerNote>): void => {
    if (!connection.isClosed())
      connection.publish(
        namesOf(id).workers,
        pack(workerShape, { worker: name, threads: workers, ...note }),
      );
  };
  return defer(() => TakenStudy.take(connection, id)).pipe(
    concatMap((taken) => {
      const { card, setup } = taken.study;
      let shards = 0;
      news(`study ${card.name} (${id}): taking part`);
      tell({});
      // Without a job for a while, another study may have some.
      const goOn = (idle: boolean): boolean =>
        !stopped() && heard.isRunning(id) && !(idle && heard.waiting(id) !== undefined);
      return countInOrder(taken.jobs(goOn), { setup, workers }).pipe(
        concatMap(({ batch }) => taken.add(batch)),
        tap((whole) => {
          if (whole) shards++;
        }),
        catchError((error: unknown) => {
          // A thread that dies is this machine's trouble; anything else that fails here fails
          // everywhere.
          if (error instanceof EmulatorError && error.code !== 'WORKER_FAILED') {
            tell({ failure: { code: error.code, message: error.message } });
          }
          throw error;
        }),
        finalize(() => {
          taken.leave();
          news(`study ${card.name} (${id}): ${shards} shards done`);
        }),
      );
    }),
    catchError((error: unknown) => {
      if (!(error instanceof EmulatorError) || error.code === 'NATS_LOST') throw error;
      heard.refuse(id);
      news(`study ${id}: ${error.message}`);
      tell({ refuses: error.message });
      return EMPTY;
    }),
  );
}

const lost = (): EmulatorError =>
  new EmulatorError('NATS_LOST', 'the connection to the NATS server is lost');
