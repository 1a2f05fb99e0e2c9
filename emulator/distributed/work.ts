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
import type { ErrorCode } from '../../detector/base/error-codes.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Clock } from '../../monitor/ports.js';
import { countInOrder } from '../workers/pool.js';
import type { NatsAccess } from './access.js';
import { connectTo, lostConnection } from './connection.js';
import { maxFailure, maxRefusal, namesOf, pack, type WorkerNote, workerShape } from './messages.js';
import { codedError } from './server-errors.js';
import { StudiesHeard } from './studies-heard.js';
import { TakenStudy } from './taken-study.js';

interface WorkOptions {
  readonly access: NatsAccess;
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
 * is told so and left alone; whatever goes wrong with a study, the worker goes on with others.
 * Errors: USAGE_NATS, NATS_UNREACHABLE, NATS_REFUSED, NATS_CERTIFICATE, NATS_LOST.
 */
export function workForStudies(options: WorkOptions): Observable<never> {
  return defer(() => connectTo(options.access, options.name, options.news)).pipe(
    concatMap((connection) => {
      const heard = new StudiesHeard(connection, options.clock);
      options.news(`connected to ${connection.getServer()}, waiting for studies`);
      void Promise.race([options.stop, connection.closed()]).then(() => heard.wake());
      return defer(() => heard.next(() => options.stopped() || connection.isClosed())).pipe(
        concatMap((id) => (id === undefined ? EMPTY : workFor(id, connection, heard, options))),
        repeat({
          delay: () =>
            options.stopped()
              ? EMPTY
              : connection.isClosed()
                ? throwError(lostConnection)
                : of(true),
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
  return defer(() => TakenStudy.take(connection, id, () => heard.isRunning(id))).pipe(
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
          // What fails here otherwise fails everywhere.
          const isHere = error instanceof EmulatorError && !isOfThisHost(error.code);
          if (isHere) {
            const message = error.message.slice(0, maxFailure);
            tell({ failure: { code: error.code, message } });
          }
          throw error;
        }),
        finalize(() => {
          taken.leave();
          news(`study ${card.name} (${id}): ${shards} shards done`);
        }),
      );
    }),
    catchError((raw: unknown) => {
      if (connection.isClosed()) throw lostConnection();
      const error = codedError(raw, connection);
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof EmulatorError && isPassing(error.code)) {
        heard.postpone(id);
        news(`study ${id}: ${message}; it is tried again while it is heard of`);
        return EMPTY;
      }
      // What has no code is a fault of this program: told whole, and no reason to end.
      const isFault = !(error instanceof EmulatorError);
      heard.refuse(id);
      news(`study ${id}: ${isFault && error instanceof Error ? error.stack : message}`);
      tell({ refuses: message.slice(0, maxRefusal) });
      return EMPTY;
    }),
  );
}

/** A thread that dies, or a server that does not answer, is no fault of the study. */
const isOfThisHost = (code: ErrorCode): boolean => code === 'WORKER_FAILED' || isPassing(code);

/** What is over when the study or the server is back. */
const isPassing = (code: ErrorCode): boolean =>
  code === 'NATS_SILENT' || code === 'NATS_FAILED' || code === 'NATS_LOST';
