import { Worker } from 'node:worker_threads';
import { postedKernels } from '#kernels';
import { EmulatorError } from '../../detector/base/errors.js';
import type { EventDisplay } from '../../monitor/ports.js';
import { endThread } from '../files/end-thread.js';
import type { DisplayReply, DisplayRequest, DisplayWorkerData } from './protocol.js';
import type { Job } from '../chain/jobs.js';

/** How long the thread waits for the next question before it ends [ms]. */
const idleMs = 30_000;

interface Waiting {
  readonly resolve: (display: EventDisplay) => void;
  readonly reject: (error: Error) => void;
}

const ended = (): EmulatorError =>
  new EmulatorError('DISPLAY_ENDED', 'the run has been replaced, or the daemon is stopping');

/**
 * A thread that makes single events again; it starts with the first question and ends when nobody
 * asks any more.
 * @see D-090
 */
export class DisplayThread {
  readonly #data: DisplayWorkerData;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #nextId = 0;
  #closed = false;

  constructor(data: DisplayWorkerData) {
    this.#data = data;
  }

  /**
   * The event of a job of one event, with or without its explanation.
   * @throws DISPLAY_ENDED, DISPLAY_FAILED
   */
  show(job: Job, explained: boolean): Promise<EventDisplay> {
    if (this.#closed) return Promise.reject(ended());
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, job, explained } satisfies DisplayRequest);
    });
  }

  /** Ends the thread; what it was asked, and will be, is refused. */
  close(): void {
    this.#closed = true;
    this.#rest();
    this.#refuseAll(ended());
  }

  /** Ends the thread until it is asked again. */
  #rest(): void {
    clearTimeout(this.#idle);
    if (this.#worker !== undefined)
      endThread(this.#worker, this.#waiting.size > 0 ? 'busy' : 'idle');
    this.#worker = undefined;
  }

  #start(): Worker {
    const worker = new Worker(new URL(import.meta.resolve('#display-worker')), {
      workerData: { ...this.#data, ...postedKernels },
    });
    worker.on('message', (reply: DisplayReply) => this.#receive(reply));
    worker.on('error', (cause) => {
      this.#worker = undefined;
      this.#refuseAll(
        new EmulatorError('DISPLAY_FAILED', `the thread of the event display: ${cause.message}`, {
          cause,
        }),
      );
    });
    // The daemon ends without waiting for a picture. Listeners come first: each holds the process.
    worker.unref();
    return worker;
  }

  #receive(reply: DisplayReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('failure' in reply)
      waiting?.reject(new EmulatorError(reply.failure.code, reply.failure.message));
    else waiting?.resolve(reply.display);
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => this.#rest(), idleMs);
    this.#idle.unref();
  }

  #refuseAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
