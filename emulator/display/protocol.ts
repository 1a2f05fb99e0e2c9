import type { ErrorCode } from '../../detector/base/error-codes.js';
import type { EventDisplay } from '../../monitor/ports.js';
import type { ChainSetup } from '../chain/chain.js';
import type { Job } from '../chain/jobs.js';

/** Given to the thread that makes events again for people to look at. */
export interface DisplayWorkerData {
  readonly setup: ChainSetup;
  /** What is played, in words. */
  readonly source: string;
  /** Whether its events are those of cards that lie over a machine, not windows of it. */
  readonly isProbe?: boolean;
}

/** Main → worker: a job of one event. */
export interface DisplayRequest {
  readonly id: number;
  readonly job: Job;
  /** With its explanation, stage by stage. */
  readonly explained: boolean;
}

/** Worker → main. */
export type DisplayReply =
  | { readonly id: number; readonly display: EventDisplay }
  | {
      readonly id: number;
      readonly failure: { readonly code: ErrorCode; readonly message: string };
    };
