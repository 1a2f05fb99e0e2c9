import type { ChainSetup, DecidableBatch } from '../chain.js';
import type { Job } from '../jobs.js';

/** Given to a worker when it starts. */
export interface WorkerData {
  readonly setup: ChainSetup;
}

/** Main → worker. */
export interface JobMessage {
  readonly id: number;
  readonly job: Job;
}

/** Worker → main: the chain is built; the decided batch with the time it took [ms]; or why the chain failed. */
export type ResultMessage =
  | { readonly ready: true }
  | { readonly id: number; readonly batch: DecidableBatch; readonly busyMs: number }
  | { readonly id: number; readonly failure: { readonly code: string; readonly message: string } };
