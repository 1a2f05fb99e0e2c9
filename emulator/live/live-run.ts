import type { Worker } from 'node:worker_threads';
import type { Observable } from 'rxjs';
import type { Note } from '../../detector/base/notes.js';
import type { MessageKind } from '../../monitor/message-types.js';
import type { Clock, Log, MonitorPorts, RunSnapshot, RunState } from '../../monitor/ports.js';
import type { DecisionBatch } from '../../triggers/gdl/decide.js';
import type { ChainSetup } from '../chain/chain.js';
import type { DecisionReaders } from '../daq/decision-readers.js';
import type { LoopedRecording } from '../daq/looped-recording.js';
import type { RecordingOptions } from '../daq/live-recorder.js';
import type { ReadoutConfig } from '../readout/readout-schema.js';
import type { BuilderConfig } from '../settings/builder-schema.js';
import type { MachineInTime } from '../settings/machine-in-time.js';
import type { Card, CardSetup } from '../studies/card.js';
import type { LiveProbe } from '../studies/probes.js';
import type { CommandOf } from './event-command.js';
import type { Program } from './program.js';
import type { Steering } from './steering.js';

/** A run in full: what is played, by how many workers, and whether it is recorded. */
export interface LiveRunOptions {
  readonly id: string;
  readonly version: string;
  readonly setup: ChainSetup | CardSetup;
  readonly program: Program;
  /** What plays other settings, once a command has changed them; `program` when absent. */
  readonly programOf?: (setup: ChainSetup) => Program;
  /** The card that is played; none with a machine. */
  readonly card?: Card;
  /** The recording that is played in a loop, if one is. */
  readonly loop?: LoopedRecording;
  /** The machine of the setup, if one is played. */
  readonly machine?: MachineInTime;
  /** Of a machine: how it is read out; all accepts are when absent. */
  readonly readout?: ReadoutConfig;
  /** How accepted events are built; they are not when absent. */
  readonly builder?: BuilderConfig;
  /** Those who get every decision. */
  readonly readers?: DecisionReaders;
  /** Remarks on what is played. */
  readonly remarks?: readonly Note[];
  /** Cards of which events are played beside, counted by themselves. */
  readonly probes?: readonly LiveProbe[];
  readonly conditions: string;
  /** The command that makes an event of it again on a terminal. */
  readonly commandOf?: CommandOf;
  /** What is played, in words. */
  readonly source: string;
  readonly pace: 'real' | 'max';
  /** Events in a batch at most; no result depends on it. */
  readonly batchEvents?: number;
  readonly workers: number;
  /** Threads for the workers, if they were started before. */
  readonly threads?: readonly Worker[];
  /** Slices after which the run ends by itself. */
  readonly slices?: number;
  /** Records the accepted events with their hits, and the journal. */
  readonly recording?: RecordingOptions;
  readonly clock: Clock;
  readonly log: Log;
  /** Where what is said of each kind of thing goes; to `log` when absent. */
  readonly logAs?: (kind: MessageKind) => Log;
}

/** A live run: a stream to subscribe to, and what can be known and asked meanwhile. */
export interface LiveRun {
  /** Decisions in the order of the beam; completes when the run has drained after `stop`. */
  readonly decisions$: Observable<DecisionBatch>;
  /** Takes a sample; everything in it is cumulative. */
  readonly sample: (eventLoopLagSeconds: number) => RunSnapshot;
  /** No new slices; of those in flight none is finished that may be dropped. */
  readonly stop: (reason: string) => void;
  readonly state: () => RunState;
  /** Events to look at, as the monitor wants them. */
  readonly events: Pick<MonitorPorts, 'sampleEvent' | 'event' | 'findEvent'>;
  /** Marks the run as failed; its last sample stays readable. */
  readonly fail: (reason: string) => void;
  /** Asks of the windows decided last; WHATIF_NO_WINDOWS where a card is played. */
  readonly whatIf: NonNullable<MonitorPorts['whatIf']>;
  /** Carries out a command other than start and stop. */
  readonly steer: Steering;
  /** No event of it can be looked at any more. */
  readonly close: () => void;
}
