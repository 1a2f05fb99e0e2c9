import { parentPort } from 'node:worker_threads';
import { catchError, from, map, mergeMap, of, type OperatorFunction, pipe, Subject } from 'rxjs';
import { buffersOf } from '../../detector/base/columns.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { lazily } from '../../detector/base/lazily.js';
import type { Job } from '../chain/jobs.js';
import { recordedChain } from '../chain/recorded-events.js';
import { closeWhenQuiet, type EndMessage } from '../files/end-thread.js';
import { withSourceNames } from '../files/source-names.js';
import { makeTimedChain } from '../settings/timed-chain.js';
import { machineOverlay } from '../settings/machine-overlay.js';
import { cardChain, cardOf, findCard } from '../studies/card.js';
import { probeChain } from '../studies/probes.js';
import { partCounter } from '../studies/shards/part.js';
import { HeldHits } from './held-hits.js';
import { standBack } from './stand-back.js';
import type {
  BitsMessage,
  Failure,
  HitsQuestion,
  JobMessage,
  LaterMessage,
  ResultMessage,
  SetupMessage,
  WorkerJob,
  WorkerOutputs,
} from './protocol.js';

/**
 * Entry of a worker thread: a setup, then jobs in; what came of them out, in the order of arrival.
 */
const port = parentPort;
if (port === null)
  throw new EmulatorError('WORKER_ENTRY', 'worker.js runs as a worker thread only');

type Result = ResultMessage<keyof WorkerOutputs>;
const jobs$ = new Subject<JobMessage>();

type Output = WorkerOutputs[keyof WorkerOutputs];

/**
 * The chain of a setup as an operator, ending in what was asked for.
 * @throws the codes of `makeTimedChain`
 */
function work(
  { setup, output }: Pick<SetupMessage, 'setup' | 'output'>,
  held: HeldHits | undefined,
): OperatorFunction<Job, Output> {
  if (!('card' in setup)) {
    if (output === 'decisions')
      return makeTimedChain(setup, {
        ...machineOverlay(setup, 'trigger'),
        ...(held !== undefined && { keep: held.keep(false) }),
      }).decide;
    throw new EmulatorError('WORKER_CARD', 'counts are of a card, and the setup has none');
  }
  const { decide, menu } = cardChain(setup, output === 'counts' ? 'lines' : 'menu');
  return output === 'decisions'
    ? decide
    : pipe(decide, map(partCounter(cardOf(findCard(setup.card), setup), menu)));
}

/** As `work`; events of probes go through a chain of their own. */
function workOrProbe(
  message: Pick<SetupMessage, 'setup' | 'probes' | 'output'>,
  held: HeldHits | undefined,
): OperatorFunction<WorkerJob, Output> {
  const { probes, setup } = message;
  // Their jobs are recorded ones alone.
  if (setup.recorded !== undefined)
    return recordedChain(setup, setup.recorded.version) as OperatorFunction<WorkerJob, Output>;
  const played = work(message, held) as OperatorFunction<WorkerJob, Output>;
  if (probes === undefined) return played;
  // Made when the first are asked for: what is played comes before.
  const chain = lazily(() => probeChain(probes, held?.keep(true)));
  return mergeMap((job) => ('probes' in job ? of(job).pipe(chain().decide) : of(job).pipe(played)));
}

/** Legs of a run whose chains are kept: that of the jobs in hand, and the one before. */
const keptLegs = 2;

/** Work of the legs of a run: each is made when its first job comes. */
class Legs {
  readonly #made = new Map<number, () => OperatorFunction<WorkerJob, Output>>();

  begin(leg: number, make: () => OperatorFunction<WorkerJob, Output>): void {
    this.#made.set(leg, lazily(make));
    const [oldest] = this.#made.keys();
    if (this.#made.size > keptLegs) this.#made.delete(oldest!);
  }

  /** What does the jobs of all legs. @throws the codes of `work` */
  readonly work: OperatorFunction<WorkerJob, Output> = mergeMap((job) => {
    const leg = 'leg' in job ? (job.leg ?? 0) : 0;
    return of(job).pipe(this.#made.get(leg)!());
  });
}

function answers(jobsToWork: OperatorFunction<WorkerJob, Output>) {
  return mergeMap(({ id, job }: JobMessage) => {
    const began = performance.now();
    return of(job).pipe(
      jobsToWork,
      map((batch): Result => {
        const busyMs = performance.now() - began;
        ofJobMs = busyMs;
        return { id, batch, busyMs };
      }),
      catchError((error: unknown) => of<Result>({ failure: failureOf(error) })),
    );
  });
}

/**
 * Does jobs for nothing but the speed of those that follow: tables are made, code is compiled.
 * @throws what a stage throws
 */
function warm(jobsToWork: OperatorFunction<WorkerJob, unknown>, jobs: readonly WorkerJob[]): void {
  let failed: { readonly error: unknown } | undefined;
  from(jobs)
    .pipe(jobsToWork)
    .subscribe({
      error: (error: unknown) => {
        failed = { error };
      },
    });
  if (failed !== undefined) throw failed.error;
}

/** Makes itself ready, for nobody listens yet: says whether it is, when it is asked to start. */
function prepare(message: SetupMessage, legs: Legs): Result {
  try {
    if (message.standsBack === true) standBack();
    held =
      message.heldBytes === undefined ? undefined : new HeldHits(message.setup, message.heldBytes);
    const first = workOrProbe(message, held);
    legs.begin(0, () => first);
    warm(legs.work, message.warmUp);
    const answer = answers(legs.work);
    jobs$
      .pipe(answer)
      .subscribe((result) =>
        port!.postMessage(result, 'batch' in result ? buffersOf(result.batch) : []),
      );
    return { ready: true };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

port.once('message', (setup: SetupMessage | EndMessage) => {
  if ('end' in setup) return end();
  const legs = new Legs();
  const prepared = prepare(setup, legs);
  const { output } = setup;
  port.on('message', (message: LaterMessage) => {
    if ('start' in message) port.postMessage(prepared);
    else if ('end' in message) end();
    else if ('question' in message) begin(message.question);
    else if ('leg' in message)
      legs.begin(message.leg, () => workOrProbe({ ...message, output }, held));
    else {
      jobs$.next(message);
      if (held !== undefined) share(held);
    }
  });
});

function end(): void {
  held = undefined;
  closeWhenQuiet(port!);
}

/** The hits that are kept, if any are. */
let held: HeldHits | undefined;

/** What the last job has taken [ms]. */
let ofJobMs = 0;

/** Takes up a question: one batch after the other whenever no job is at hand. */
function begin(question: HitsQuestion): void {
  if (held === undefined) return tell({ id: question.id, bits: [] });
  const isOn = held.isAsked;
  try {
    held.ask(question);
    if (!isOn) setImmediate(goOn, held);
  } catch (error) {
    tell({ id: question.id, failure: failureOf(error) });
  }
}

function goOn(asked: HeldHits): void {
  if (asked.isAsked) step(asked);
  if (asked.isAsked) setImmediate(goOn, asked);
}

/**
 * Behind a job a question under way is worked on for as long as the job took: where jobs wait, one
 * comes behind the other and the event loop does not turn.
 */
function share(asked: HeldHits): void {
  const until = performance.now() + ofJobMs;
  while (asked.isAsked && performance.now() < until) step(asked);
}

/** One batch. */
function step(asked: HeldHits): void {
  try {
    const told = asked.step();
    if (told !== undefined) tell(told);
  } catch (error) {
    const id = asked.giveUp();
    if (id !== undefined) tell({ id, failure: failureOf(error) });
  }
}

const tell = (answer: BitsMessage['answer']): void =>
  port.postMessage({ answer } satisfies BitsMessage, buffersOf(answer));

function failureOf(error: unknown): Failure {
  if (error instanceof EmulatorError) return { code: error.code, message: error.message };
  return {
    code: 'CHAIN_FAILED',
    message: error instanceof Error ? withSourceNames(error.stack ?? error.message) : String(error),
  };
}
