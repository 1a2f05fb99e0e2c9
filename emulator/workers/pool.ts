import { stat } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { postedKernels } from '#kernels';
import { Observable } from 'rxjs';
import { buffersOf } from '../../detector/base/columns.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { endThread } from '../files/end-thread.js';
import type { WorkerQuestions } from './questions.js';
import type {
  BitsMessage,
  LegMessage,
  LegSetup,
  ResultMessage,
  SetupMessage,
  StartMessage,
  WorkerJob,
  WorkerOutputs,
} from './protocol.js';

/** What came of a job, behind the ordered merge, with the time a worker spent on it [ms]. */
export interface PoolResult<O extends keyof WorkerOutputs = 'decisions'> {
  readonly job: WorkerJob;
  readonly batch: WorkerOutputs[O];
  readonly busyMs: number;
}

interface PoolOptions extends Pick<SetupMessage, 'setup' | 'probes' | 'heldBytes' | 'standsBack'> {
  /** Worker threads, at least 1. */
  readonly workers: number;
  /**
   * Threads of `startThreads`, as many, for one subscriber: they are set up at once. Without them
   * the pool starts its own.
   */
  readonly threads?: readonly Worker[];
  /** Jobs that each worker does, for nothing, before the first is taken from the iterator. */
  readonly warmUp?: readonly WorkerJob[];
  /** Slow consumers: a credit comes back only when each of these has room again. */
  readonly consumers?: readonly { readonly ready: () => Promise<void> | undefined }[];
  /** What each leg of a run is played with, of which jobs tell their number; 0 is the setup. */
  readonly legs?: (leg: number) => LegSetup;
  /** Once asked to, the stream completes as soon as what is in flight may be dropped. */
  readonly cut?: Cut;
  /** Connected while the workers are at work, which keep hits for it. */
  readonly questions?: WorkerQuestions;
}

/** When results that are still to come are not wanted any more. */
interface Cut {
  readonly asked: AbortSignal;
  /**
   * Whether the stream may end before these jobs, in their order; without `isLast` others may
   * follow. It may before the first job is taken.
   */
  readonly isAllowed: (inFlight: readonly WorkerJob[], isLast: boolean) => boolean;
}

/** Batches in flight for each worker: one being worked on, one waiting behind it. */
const creditsPerWorker = 2;

type Jobs = Iterable<WorkerJob> | AsyncIterable<WorkerJob>;

/**
 * Threads that load the program while the one that starts them does something else. They keep no
 * process alive until a pool takes them.
 */
export function startThreads(count: number): readonly Worker[] {
  return Array.from({ length: count }, () => {
    const url = new URL(import.meta.resolve('#worker'));
    const thread = new Worker(url, { workerData: postedKernels });
    thread.unref();
    return thread;
  });
}

/**
 * Sends jobs to worker threads and emits their batches in the order of the jobs, whatever order
 * they finish in. A job is taken from the iterator only against a credit: at most two per worker
 * are between the iterator and the subscriber. Unsubscribing ends the workers and returns the
 * iterator.
 * @see D-002
 */
export function decideInOrder(jobs: Jobs, options: PoolOptions): Observable<PoolResult> {
  return workInOrder(jobs, 'decisions', options);
}

/**
 * As `decideInOrder`, for the card of the setup: the workers count, and parts of the study come
 * back.
 */
export function countInOrder(jobs: Jobs, options: PoolOptions): Observable<PoolResult<'counts'>> {
  return workInOrder(jobs, 'counts', options);
}

// long: the closures share what is pending, finished and owed; a class would spread it over fields.
function workInOrder<O extends keyof WorkerOutputs>(
  jobs: Jobs,
  output: O,
  options: PoolOptions,
): Observable<PoolResult<O>> {
  const { workers, threads: started, consumers = [], cut, questions, legs } = options;
  const message = setupOf(options, output);
  // Threads of Node that read and write files are made at first use, as urgent as who uses them.
  if (options.standsBack === true) stat('/', () => {});
  for (const thread of started ?? []) thread.postMessage(message);
  return new Observable((subscriber) => {
    const iterator = iteratorOf(jobs);
    const pending = new Map<number, WorkerJob>();
    const finished = new Map<number, PoolResult<O>>();
    const threads = started ?? startThreads(workers);
    const load = threads.map(() => 0);
    const tellLeg = legTeller(threads, legs);
    const owner = new Map<number, number>();
    let credits = workers * creditsPerWorker;
    let ready = 0;
    let nextJob = 0;
    let nextResult = 0;
    let exhausted = false;
    let pulling = false;
    let closed = false;

    const fail = (error: unknown): void => {
      if (!closed) subscriber.error(error);
    };

    const pull = async (): Promise<void> => {
      if (pulling) return;
      pulling = true;
      while (credits > 0 && !exhausted && !closed) {
        const next = await iterator.next();
        if (closed) break;
        if (next.done === true) exhausted = true;
        else send(next.value);
      }
      pulling = false;
      cutIfAsked();
      completeWhenDrained();
    };

    const send = (job: WorkerJob): void => {
      const id = nextJob++;
      const thread = load.indexOf(Math.min(...load));
      credits--;
      load[thread] = load[thread]! + 1;
      owner.set(id, thread);
      pending.set(id, job);
      tellLeg(thread, job);
      threads[thread]!.postMessage({ id, job }, travelling(job));
    };

    const receive = (message: ResultMessage<O> | BitsMessage): void => {
      if ('answer' in message) return questions?.receive(message);
      if ('ready' in message) {
        // No job before all are ready, and warm: a live source starts its clock with the first.
        if (++ready === workers) pull().catch(fail);
        return;
      }
      if ('failure' in message)
        return fail(new EmulatorError(message.failure.code, message.failure.message));
      const thread = owner.get(message.id)!;
      load[thread] = load[thread]! - 1;
      owner.delete(message.id);
      finished.set(message.id, {
        job: pending.get(message.id)!,
        batch: message.batch,
        busyMs: message.busyMs,
      });
      pending.delete(message.id);
      emitInOrder();
    };

    const emitInOrder = (): void => {
      for (
        let result = finished.get(nextResult);
        result !== undefined && !closed;
        result = finished.get(nextResult)
      ) {
        finished.delete(nextResult++);
        subscriber.next(result);
        cutIfAsked();
        void giveCredit().catch(fail);
      }
      completeWhenDrained();
    };

    const giveCredit = async (): Promise<void> => {
      for (const consumer of consumers) await consumer.ready();
      credits++;
      await pull();
    };

    const completeWhenDrained = (): void => {
      if (exhausted && !closed && pending.size === 0 && finished.size === 0) subscriber.complete();
    };

    const cutIfAsked = (): void => {
      if (closed || cut?.asked.aborted !== true) return;
      const ids = Array.from({ length: nextJob - nextResult }, (_, place) => nextResult + place);
      const inFlight = ids.map((id) => pending.get(id) ?? finished.get(id)!.job);
      if (ready < workers || cut.isAllowed(inFlight, exhausted)) subscriber.complete();
    };

    threads.forEach((thread, index) => {
      thread.ref();
      if (started === undefined) thread.postMessage(message);
      thread.on('message', receive);
      thread.postMessage({ start: true } satisfies StartMessage);
      thread.on('error', (error) => fail(workerFailed(`worker ${index}: ${error.message}`, error)));
      thread.on('exit', (code) =>
        fail(workerFailed(`worker ${index} ended by itself with code ${code}`)),
      );
    });

    questions?.connect(threads);
    cut?.asked.addEventListener('abort', cutIfAsked);
    cutIfAsked();

    return () => {
      closed = true;
      questions?.disconnect();
      cut?.asked.removeEventListener('abort', cutIfAsked);
      threads.forEach((thread, index) => {
        endThread(thread, ready < workers || load[index]! > 0 ? 'busy' : 'idle');
      });
      void iterator.return?.();
    };
  });
}

/** Memory that goes to a worker with its job, for good. */
function travelling(job: WorkerJob): ArrayBuffer[] {
  if (job.kind === 'particles') return buffersOf(job.generated);
  return job.kind === 'recorded' ? buffersOf(job.events) : [];
}

const setupOf = (
  { setup, probes, warmUp = [], heldBytes, standsBack }: PoolOptions,
  output: SetupMessage['output'],
): SetupMessage => ({
  setup,
  output,
  warmUp,
  ...(probes !== undefined && { probes }),
  ...(heldBytes !== undefined && { heldBytes }),
  ...(standsBack !== undefined && { standsBack }),
});

/** Tells a thread what a leg is played with, before the first job of it that it is given. */
function legTeller(
  threads: readonly Worker[],
  legs: PoolOptions['legs'],
): (thread: number, job: WorkerJob) => void {
  const told = threads.map(() => 0);
  return (thread, job) => {
    const leg = 'leg' in job ? job.leg : undefined;
    if (legs === undefined || leg === undefined || leg <= told[thread]!) return;
    told[thread] = leg;
    threads[thread]!.postMessage({ leg, ...legs(leg) } satisfies LegMessage);
  };
}

const workerFailed = (message: string, cause?: Error): EmulatorError =>
  new EmulatorError('WORKER_FAILED', message, { cause });

function iteratorOf(
  jobs: Iterable<WorkerJob> | AsyncIterable<WorkerJob>,
):
  | AsyncIterator<WorkerJob>
  | { next: () => IteratorResult<WorkerJob>; return?: (value?: unknown) => unknown } {
  return Symbol.asyncIterator in jobs ? jobs[Symbol.asyncIterator]() : jobs[Symbol.iterator]();
}
