import type { Worker } from 'node:worker_threads';
import { EmulatorError } from '../../detector/base/errors.js';
import type { TriggerConfig } from '../chain/chain.js';
import type { BitsMessage, BitsOfBatch, QuestionMessage } from './protocol.js';

/**
 * Memory of each worker of a run of a machine for hits that can be asked of: a third of a second
 * of the beams of 2022 [bytes].
 */
export const heldHitBytes = 64e6;

/** Names a batch: windows of a slice from a number on, or events of a probe. */
export const batchKey = (
  { slice, first, count }: Pick<BitsOfBatch, 'slice' | 'first' | 'count'>,
  isProbe: boolean,
): string => `${isProbe ? 'probe ' : ''}${slice}:${first}:${count}`;

interface Waiting {
  readonly resolve: (bits: ReadonlyMap<string, BitsOfBatch>) => void;
  readonly reject: (error: EmulatorError) => void;
  readonly found: Map<string, BitsOfBatch>;
  /** Workers that have not answered yet. */
  left: number;
}

/**
 * Asks all workers of a pool besides their jobs: what another trigger makes of the hits that they
 * keep. The pool connects it while it is at work.
 */
export class WorkerQuestions {
  #threads: readonly Worker[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;

  /** Input bits of all batches whose hits are kept, by `batchKey`. @throws WHATIF_ENDED */
  ask(trigger: TriggerConfig): Promise<ReadonlyMap<string, BitsOfBatch>> {
    if (this.#threads.length === 0) return Promise.reject(ended());
    const id = this.#next++;
    const { promise, resolve, reject } = promised<ReadonlyMap<string, BitsOfBatch>>();
    this.#waiting.set(id, { resolve, reject, found: new Map(), left: this.#threads.length });
    for (const thread of this.#threads)
      thread.postMessage({ question: { id, trigger } } satisfies QuestionMessage);
    return promise;
  }

  /** The workers are at work. */
  connect(threads: readonly Worker[]): void {
    this.#threads = threads;
  }

  /** They are no more. */
  disconnect(): void {
    this.#threads = [];
    for (const { reject } of this.#waiting.values()) reject(ended());
    this.#waiting.clear();
  }

  /** A worker has answered. */
  receive({ answer }: BitsMessage): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    if ('failure' in answer) {
      this.#waiting.delete(answer.id);
      waiting.reject(new EmulatorError(answer.failure.code, answer.failure.message));
      return;
    }
    for (const bits of answer.bits) waiting.found.set(batchKey(bits, bits.isProbe), bits);
    if (--waiting.left > 0) return;
    this.#waiting.delete(answer.id);
    waiting.resolve(waiting.found);
  }
}

const ended = (): EmulatorError =>
  new EmulatorError('WHATIF_ENDED', 'the run has ended: its windows cannot be asked any more');

/** A promise with what settles it. */
function promised<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((take, refuse) => {
    resolve = take;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
