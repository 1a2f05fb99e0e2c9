import type { ErrorCode } from '../../detector/base/error-codes.js';
import type { EndMessage } from '../files/end-thread.js';
import type { CardSetup } from '../studies/card.js';
import type { ProbeSetup } from '../studies/probes.js';
import type { ChainSetup, DecidableBatch, TriggerConfig } from '../chain/chain.js';
import type { GenerateJob, Job } from '../chain/jobs.js';
import type { RecordedJob } from '../chain/recorded-events.js';
import type { StudyPart } from '../studies/shards/part.js';

/** Events of the probes of a setup, in place of its own. */
export interface ProbeJob extends GenerateJob {
  readonly probes: true;
}

/** What a worker is given to do. */
export type WorkerJob = Job | ProbeJob | RecordedJob;

/** What comes back of a job: the decided batch, or what a study counts of it. */
export interface WorkerOutputs {
  readonly decisions: DecidableBatch;
  readonly counts: StudyPart;
}

/** Main → worker, once: what chain to build. */
export interface SetupMessage {
  readonly setup: ChainSetup | CardSetup;
  readonly output: keyof WorkerOutputs;
  /** Cards that are played beside, for jobs of probes. */
  readonly probes?: ProbeSetup;
  /** Jobs that each worker does before it is ready; what comes of them is dropped. */
  readonly warmUp: readonly WorkerJob[];
  /** Memory for the hits of what is decided, to be asked of; none are kept when absent. */
  readonly heldBytes?: number;
  /** Whether it stands back behind the thread that decides and serves. */
  readonly standsBack?: boolean;
}

/** Main → worker, once, behind the setup: that it shall say when it is ready. */
export interface StartMessage {
  readonly start: true;
}

/** Main → worker. */
export interface JobMessage {
  readonly id: number;
  readonly job: WorkerJob;
}

/** What another trigger makes of the hits that a worker keeps. */
export interface HitsQuestion {
  readonly id: number;
  readonly trigger: TriggerConfig;
}

/** Main → worker: to be answered between its jobs. */
export interface QuestionMessage {
  readonly question: HitsQuestion;
}

/** Input bits of a batch whose hits were looked at again. */
export interface BitsOfBatch {
  readonly slice: number;
  /** Number of its first event in the slice, and how many there are. */
  readonly first: number;
  readonly count: number;
  /** Whether its events are of a probe. */
  readonly isProbe: boolean;
  readonly inputBits: Uint32Array;
}

/** Worker → main: the answer to a question, or why there is none. */
export interface BitsMessage {
  readonly answer:
    | { readonly id: number; readonly bits: readonly BitsOfBatch[] }
    | { readonly id: number; readonly failure: Failure };
}

/** What a leg of a run is played with, besides the first, whose setup comes at the start. */
export type LegSetup = Pick<SetupMessage, 'setup' | 'probes'>;

/** Main → worker, before the first job of a leg of a run. */
export interface LegMessage extends LegSetup {
  readonly leg: number;
}

/** Main → worker, behind the setup. */
export type LaterMessage = StartMessage | EndMessage | LegMessage | JobMessage | QuestionMessage;

/** Why a chain could not be built, or failed. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * Worker → main: the chain is built and warm; what came of a job with the time it took [ms]; or
 * the failure of either.
 */
export type ResultMessage<O extends keyof WorkerOutputs> =
  | { readonly ready: true }
  | { readonly id: number; readonly batch: WorkerOutputs[O]; readonly busyMs: number }
  | { readonly failure: Failure };
