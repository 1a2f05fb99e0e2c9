import type { MessagePort, Worker } from 'node:worker_threads';

/** Main thread → any other, last: that it shall close its port and end by itself. */
export interface EndMessage {
  readonly end: true;
}

/**
 * How long a thread may take to end [ms]: one that has nothing to do lacks only the processor, one
 * with work in hand, or still loading, would keep who stops it.
 */
const patienceMs = { idle: 10_000, busy: 500 };

/**
 * Behind its last work the engine may still be optimizing what has run; a thread that ends
 * meanwhile takes Node 20 with it, now and then [ms].
 */
const quietMs = 100;

const ending = new WeakSet<Worker>();

/**
 * Asks a thread to end by itself: it closes its port, and its event loop runs dry. One that takes
 * too long is terminated. The process waits for either, so that it ends none half-way.
 * @see D-465
 */
export function endThread(thread: Worker, state: keyof typeof patienceMs): void {
  if (ending.has(thread)) return;
  ending.add(thread);
  thread.ref();
  thread.postMessage({ end: true } satisfies EndMessage);
  const bound = setTimeout(() => void thread.terminate(), patienceMs[state]);
  bound.unref();
  thread.once('exit', () => clearTimeout(bound));
}

/** In the thread that is asked: nothing else keeps it, so it ends when the port is closed. */
export function closeWhenQuiet(port: MessagePort): void {
  setTimeout(() => port.close(), quietMs);
}
