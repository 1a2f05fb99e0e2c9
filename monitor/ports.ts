/**
 * What the monitor wants to know and to ask. The emulator implements these; the monitor imports nothing of it.
 * Every count is cumulative since the run began.
 */

export type RunState = 'starting' | 'running' | 'draining' | 'ended' | 'failed';

export interface RunInfo {
  readonly state: RunState;
  /** Why the run failed or ended; empty while it runs. */
  readonly reason: string;
  /** Name of the run, new at each start: a client that sees it change knows that the counts began again. */
  readonly id: string;
  readonly version: string;
  readonly seed: number;
  readonly menu: string;
  readonly conditions: string;
  readonly geometry: string;
  /** What is played, in words, with the stated rate: "card single-photon at 20 kHz". */
  readonly source: string;
  readonly pace: 'real' | 'max';
  readonly workers: number;
  /** Emulated time [s]. */
  readonly emulatedSeconds: number;
  /** Wall time since start [s]. */
  readonly wallSeconds: number;
}

export interface EventCounts {
  /** Events decided upon. */
  readonly processed: number;
  readonly sumWeights: number;
  /** Events whose OR of PSNM bits was set. */
  readonly accepted: number;
  /** Events lost because the host was busy (dead time of cause "host"). */
  readonly busy: number;
}

export interface LineCounts {
  readonly name: string;
  /** Family, or '' for a line without one. */
  readonly family: string;
  readonly prescale: number;
  /** Events with the FTDL bit set, and with the PSNM bit set. */
  readonly ftdl: number;
  readonly psnm: number;
}

/** A turn-on curve: numbers per bin, intervals of Clopper and Pearson. Where nothing is measured: efficiency NaN, low 0, high 1. */
export interface Curve {
  /** Names it among the curves of a snapshot. */
  readonly id: string;
  readonly line: string;
  readonly family: string;
  /** What selects the events of the denominator, in words. */
  readonly selection: string;
  readonly variable: string;
  readonly unit: string;
  /** Why it is not measured, where that has another reason than too few events. */
  readonly remark?: string;
  /** Bin edges; length bins + 1. */
  readonly edges: Float64Array;
  readonly selected: Float64Array;
  readonly fired: Float64Array;
  readonly efficiency: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** One efficiency with its interval, over all events selected for it. */
export interface Efficiency {
  readonly name: string;
  readonly family: string;
  readonly selected: number;
  readonly fired: number;
  readonly efficiency: number;
  readonly low: number;
  readonly high: number;
  /** Why it is not measured, where that has another reason than too few events. */
  readonly remark?: string;
}

export interface RunSnapshot {
  /** Grows by one with each sample. */
  readonly sequence: number;
  readonly run: RunInfo;
  readonly events: EventCounts;
  readonly lines: readonly LineCounts[];
  readonly efficiencies: {
    /** Probability content of all intervals, 0 to 1. */
    readonly confidence: number;
    readonly lines: readonly Efficiency[];
    readonly families: readonly Efficiency[];
    readonly curves: readonly Curve[];
  };
  /** Dead time by cause [s]. */
  readonly deadSeconds: Readonly<Record<string, number>>;
  /** Largest delay of the main thread's event loop in the last second [s]. */
  readonly eventLoopLagSeconds: number;
  /** Busy seconds of the workers, summed. */
  readonly workerBusySeconds: number;
}

export type Command = { readonly kind: 'stop' } | { readonly kind: 'start' };
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message: string };

/** What the emulator gives to the monitor. */
export interface MonitorPorts {
  /** The latest sample; taken at 10 Hz of wall time, before, during and after the run, the same object until the next. */
  readonly snapshot: () => RunSnapshot;
  /** Steers the run; needs the token. */
  readonly command: (command: Command) => Promise<Outcome>;
}

/** The wall clock, injected where wall time is legitimate. */
export interface Clock {
  /** Milliseconds of a clock that never steps back. */
  readonly now: () => number;
}

/** Where the monitor writes what an operator should know; a pino logger fits. */
export interface Log {
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  readonly error: (message: string) => void;
}
