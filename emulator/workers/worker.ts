import { parentPort, workerData } from 'node:worker_threads';
import { catchError, map, mergeMap, of, Subject } from 'rxjs';
import { buffersOf } from '../../detector/base/columns.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { makeChain } from '../chain.js';
import type { JobMessage, ResultMessage, WorkerData } from './protocol.js';

/** Entry of a worker thread: jobs in, decided batches out, in the order of arrival. */
const port = parentPort;
if (port === null) throw new EmulatorError('WORKER_ENTRY', 'worker.js runs as a worker thread only');

const { decide } = makeChain((workerData as WorkerData).setup);
const jobs$ = new Subject<JobMessage>();

jobs$
  .pipe(
    mergeMap(({ id, job }) => {
      const began = performance.now();
      return of(job).pipe(
        decide,
        map((batch): ResultMessage => ({ id, batch, busyMs: performance.now() - began })),
        catchError((error: unknown) => of<ResultMessage>({ id, failure: failureOf(error) })),
      );
    }),
  )
  .subscribe((result) => port.postMessage(result, 'batch' in result ? buffersOf(result.batch) : []));

port.on('message', (message: JobMessage) => jobs$.next(message));
port.postMessage({ ready: true } satisfies ResultMessage);

function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof EmulatorError) return { code: error.code, message: error.message };
  return { code: 'CHAIN_FAILED', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
