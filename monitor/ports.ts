import type { CountedSince } from './counted-since.js';
import type { ErrorCode } from '../detector/base/error-codes.js';
import type { BuilderCounts, RecordingCounts } from './recording-snapshot.js';
import type { Asker, Messages, NewMessage } from './message-types.js';
import type { DaqSnapshot } from './daq-snapshot.js';
import type { DecisionsCredit, DecisionsReader } from './decided-events.js';
import type { EventExplanation } from './explanation.js';
import type { MachineSnapshot } from './machine-snapshot.js';
import type { WhatIfAnswer, WhatIfQuestion } from './what-if.js';

/**
 * What the monitor wants to know and to ask. The emulator implements these; the monitor imports
 * nothing of it. Every count is cumulative since the run began.
 */

/**
 * Where a run is between its start and its end; of a paused one no beam is played, a draining one
 * finishes the batches in hand.
 */
export type RunState = 'starting' | 'running' | 'paused' | 'draining' | 'ended' | 'failed';

/** What a run is and how far it has come, as the page's header and topic `run` tell it. */
export interface RunInfo {
  readonly state: RunState;
  /** Why the run failed or ended; empty while it runs. */
  readonly reason: string;
  /**
   * Name of the run, new at each start: a client that sees it change knows that the counts began
   * again.
   */
  readonly id: string;
  /** Counts up with each start. */
  readonly number: number;
  /**
   * Counts up with each change of the machine, menu, prescales or thresholds; 0 from the start.
   * That of the slices that are handed out now.
   */
  readonly epoch: number;
  readonly version: string;
  readonly seed: number;
  readonly menu: string;
  readonly conditions: string;
  readonly geometry: string;
  /** What is played, in words, with the stated rate: "card single-photon at 20 kHz". */
  readonly source: string;
  /**
   * Remarks on the settings, such as lines that the menu lacks, and on particles that were decayed
   * or are not simulated; absent where there are none.
   */
  readonly notes?: readonly string[];
  /** The recording that is played in a loop; absent where none is. */
  readonly loop?: LoopInfo;
  readonly pace: 'real' | 'max';
  readonly workers: number;
  /** Emulated time [s]. */
  readonly emulatedSeconds: number;
  /**
   * Of it that whose events are decided [s]: neither paused, nor given up since the host, the disk
   * or a client was late, nor still on its way through the workers.
   */
  readonly playedSeconds: number;
  /** Wall time since start [s]. */
  readonly wallSeconds: number;
}

/** A recording that is played in a loop. */
interface LoopInfo {
  /** Its path, and the number of the run that was recorded. */
  readonly recording: string;
  readonly run: number;
  /** Recorded events of a lap. */
  readonly events: number;
  /** Laps that are complete. */
  readonly lap: number;
}

/** Events since the start of the run. */
export interface EventCounts {
  /** Events decided upon, or windows of a machine, each counted once. */
  readonly processed: number;
  readonly sumWeights: number;
  /** L1 accepts: after prescale and mask a line is left. A window counts for all it stands for. */
  readonly accepted: number;
  /**
   * Events, where a machine is played seeds, lost in slices that were given up (dead time of cause
   * "host", "recorder" or "client").
   */
  readonly busy: number;
}

/** Counts of one line of the menu since the start of the run, or since a menu brought it. */
export interface LineCounts {
  readonly name: string;
  /** Family, or '' for a line without one. */
  readonly family: string;
  readonly prescale: number;
  /** Rising edges of the FTDL bit, and accepts. A window counts for all it stands for. */
  readonly ftdl: number;
  readonly psnm: number;
  /** For a line that came with a later menu; absent from the start of the run. */
  readonly since?: CountedSince;
}

/**
 * Lines that kept the same accepts, and those that kept one alone: since the start of the run, or
 * since the last change of menu or prescales, so that shares are of one menu.
 */
interface OverlapCounts {
  /** Absent from the start of the run. */
  readonly since?: CountedSince;
  /** Accepts that each line kept since then, in the order of `RunSnapshot.lines`. */
  readonly kept: Float64Array;
  /** Of these, those that no other line kept. */
  readonly alone: Float64Array;
  /** Pairs that kept any: places in `RunSnapshot.lines`, the lower first. */
  readonly one: Float64Array;
  readonly other: Float64Array;
  /** Accepts that both kept, behind prescale. */
  readonly accepts: Float64Array;
}

/**
 * A turn-on curve: numbers per bin, intervals of Clopper and Pearson. Where nothing is measured:
 * efficiency NaN, low 0, high 1.
 */
export interface Curve {
  /** Names it among the curves of a snapshot. */
  readonly id: string;
  readonly line: string;
  readonly family: string;
  /** Of a family: the lines whose OR it is. */
  readonly lines?: readonly string[];
  /** What selects the events of the denominator, in words. */
  readonly selection: string;
  readonly variable: string;
  /** Symbol of the variable as a physicist writes it. */
  readonly label?: string;
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
  /** Of a family: the lines whose OR it is. */
  readonly lines?: readonly string[];
  /** What selects the events of the denominator, in words. */
  readonly selection?: string;
  readonly selected: number;
  readonly fired: number;
  readonly efficiency: number;
  readonly low: number;
  readonly high: number;
  /** Why it is not measured, where that has another reason than too few events. */
  readonly remark?: string;
}

/**
 * All that the monitor shows, cumulative since the start of the run; typed arrays are not changed
 * later.
 */
export interface RunSnapshot {
  /** Grows by one with each sample. */
  readonly sequence: number;
  readonly run: RunInfo;
  readonly events: EventCounts;
  readonly lines: readonly LineCounts[];
  readonly overlaps: OverlapCounts;
  readonly efficiencies: {
    /** Probability content of all intervals, 0 to 1. */
    readonly confidence: number;
    /** Of which bits: `ftdl` before, `psnm` after prescale and mask. */
    readonly stage: 'ftdl' | 'psnm';
    /**
     * The epoch and emulated time [s] since which they are counted: they begin anew with each
     * change of menu, prescales or thresholds. Absent from the start of the run.
     */
    readonly since?: { readonly epoch: number; readonly seconds: number };
    readonly lines: readonly Efficiency[];
    readonly families: readonly Efficiency[];
    readonly curves: readonly Curve[];
  };
  /** Dead time by cause [s]: every cause that a run may have, 0 for one that has not occurred. */
  readonly deadSeconds: Readonly<Record<string, number>>;
  /** Emulated time in which the run was paused, whole slices of it [s]. */
  readonly pausedSeconds?: number;
  /** Largest delay of the main thread's event loop in the last second [s]. */
  readonly eventLoopLagSeconds: number;
  /** Busy seconds of the workers, summed. */
  readonly workerBusySeconds: number;
  /** Absent when the run is not recorded. */
  readonly recording?: RecordingCounts;
  /** Absent where nothing is built. */
  readonly builder?: BuilderCounts;
  /** The accelerator in time; absent where the events of a card are played. */
  readonly machine?: MachineSnapshot;
  /** Triggers out and the read-out; absent where the events of a card are played. */
  readonly daq?: DaqSnapshot;
}

/** Name of an event: `run : slice : index`. */
export interface EventAddress {
  readonly run: number;
  readonly slice: number;
  readonly index: number;
}

/** One column: a typed array, or the numbers of one as they came over the wire. */
type Numbers = ArrayLike<number>;

/** Points of a way through the detector, in order [cm]; z is NaN where it is not known. */
export interface DisplayPath {
  readonly x: Numbers;
  readonly y: Numbers;
  readonly z: Numbers;
}

/** A generated particle, or one that the material or a decay made of it: the truth. */
export interface DisplayParticle {
  readonly name: string;
  readonly kind: 'charged' | 'photon' | 'neutral' | 'invisible';
  /** [GeV] */
  readonly energy: number;
  /** Direction at production, laboratory [rad]. */
  readonly theta: number;
  readonly phi: number;
  /**
   * From its vertex to the front of the calorimeter, to its end before, or to the end of what is
   * followed.
   */
  readonly path: DisplayPath;
}

/** A track of the 2-D finder, with its 3-D fit where there is one. */
export interface DisplayTrack {
  readonly charge: number;
  /** Transverse momentum [GeV] and azimuth at the origin [rad]. */
  readonly pt: number;
  readonly phi: number;
  /** [cm] and cot θ of the 3-D fit; NaN without one. */
  readonly z0: number;
  readonly cotTheta: number;
  /** Row of the cluster that it is matched to, −1 without one. */
  readonly cluster: number;
  /** From the origin to the front of the barrel calorimeter, or over half a turn. */
  readonly path: DisplayPath;
}

/** Drift chamber: columns have one element per hit, or per segment. */
export interface DisplayChamber {
  /** Wire 0–14335, and time of the hit after `eventTime` [ns]. */
  readonly hits: { readonly wire: Numbers; readonly time: Numbers };
  /**
   * Event time of the trigger after the nominal collision [ns]; NaN when it found none, then hit
   * times count from the collision.
   */
  readonly eventTime: number;
  /**
   * Outlines in the transverse plane at z = 0, six points each [cm]; row of the track that it is
   * attached to, −1 for none.
   */
  readonly segments: {
    readonly superLayer: Numbers;
    readonly track: Numbers;
    readonly x: Numbers;
    readonly y: Numbers;
  };
  readonly tracks: readonly DisplayTrack[];
  /**
   * Azimuth bins 0–63 of short tracks (in super-layer 2) and of inner tracks (in super-layer 0).
   */
  readonly shortTracks: Numbers;
  readonly innerTracks: Numbers;
}

/**
 * The KLM: points where the planes of a gap are hit [cm], z not a number when only φ is measured;
 * sectors fired, one bit each.
 */
export interface DisplayYoke {
  readonly x: Numbers;
  readonly y: Numbers;
  readonly z: Numbers;
  readonly barrelSectors: number;
  readonly endcapSectors: readonly [backward: number, forward: number];
}

/** Places of what was fired in the vertex detector [cm]. */
interface SiliconPlaces {
  readonly x: Numbers;
  readonly y: Numbers;
  /** Of strips that of the middle of the sensor: they do not measure it. */
  readonly z?: Numbers;
}

/** Pixels, and strips that measure rφ, fired by particles. */
export interface DisplaySilicon {
  readonly pixels: SiliconPlaces;
  readonly strips: SiliconPlaces;
}

/**
 * Photons in each module of the TOP, its slots with a time (one bit each), and places of the
 * ARICH's pads hit [cm].
 */
export interface DisplayCherenkov {
  readonly photons: Numbers;
  readonly slots: number;
  readonly pads: { readonly x: Numbers; readonly y: Numbers };
}

/** One event as a picture shows it: positions in cm and energies in GeV, laboratory frame. */
export interface EventDisplay {
  readonly address: EventAddress;
  /** What made it, in words. */
  readonly source: string;
  /** Lines of the menu that fired, before prescale. */
  readonly lines: readonly string[];
  /**
   * Whether a line was left after prescale and mask; absent where the prescale counters are not
   * known.
   */
  readonly accepted?: boolean;
  /** What a user should know of how it was made, in sentences. */
  readonly notes?: readonly string[];
  readonly particles: readonly DisplayParticle[];
  /** Crystals above threshold: index 0–8735 and energy [GeV]. */
  readonly crystals: { readonly crystal: Numbers; readonly energy: Numbers };
  /** Trigger cells over threshold: id 1–576 and energy [GeV]. */
  readonly cells: { readonly cell: Numbers; readonly energy: Numbers };
  /** Trigger clusters: position [cm], energy in the centre of mass and in the laboratory [GeV]. */
  readonly clusters: {
    readonly x: Numbers;
    readonly y: Numbers;
    readonly z: Numbers;
    readonly energyCms: Numbers;
    readonly energyLab: Numbers;
  };
  readonly chamber: DisplayChamber;
  readonly silicon: DisplaySilicon;
  readonly cherenkov: DisplayCherenkov;
  readonly yoke: DisplayYoke;
  /** Stage by stage, and line by line; of events that were asked for, not of sampled ones. */
  readonly explanation?: EventExplanation;
  /** The command that makes the same event on a terminal, where there is one. */
  readonly command?: string;
}

/** An event by what it did: the latest in which a line rose, of the beam or of a probe. */
export interface EventQuery {
  /** Any when absent. */
  readonly line?: string;
  /** Card of the probe; of the beam when absent. */
  readonly probe?: string;
}

/** From which slice on a command shall hold: the first not yet handed out when absent. */
interface FromSlice {
  /** Refused when it is handed out already, or comes before what an earlier command named. */
  readonly fromSlice?: number;
}

/** Parameters by their paths, with values as files give them: `{"ler.current": "0.8 A"}`. */
export type Assignments = Readonly<Record<string, string | number | boolean>>;

/** The next run; what is absent stays as it was given on the command line. */
export interface StartCommand {
  readonly kind: 'start';
  /** A built-in state of the machine, and what is different from it. */
  readonly machine?: string;
  readonly machineSet?: Assignments;
  /** A built-in card that is played in place of a machine, at a rate such as "5 kHz". */
  readonly card?: string;
  readonly rate?: string | number;
  /** A built-in menu, or the text of a menu's file (YAML or JSON) in place of its name. */
  readonly menu?: string;
  readonly menuText?: string;
  /** Built-in conditions, and what is different from them. */
  readonly conditions?: string;
  readonly set?: Assignments;
}

/** Another menu: a built-in one by name, or the text of a menu's file (YAML or JSON). */
type MenuCommand = FromSlice & { readonly kind: 'menu' } & (
    | { readonly name: string; readonly text?: undefined }
    | { readonly text: string; readonly name?: undefined }
  );

/** Other prescales for lines of the present menu, fractional ones too; 0 masks a line. */
interface PrescalesCommand extends FromSlice {
  readonly kind: 'prescales';
  readonly prescales: Readonly<Record<string, number>>;
}

/** Other values of parameters that the trigger reads: paths under triggers, bits and gdl. */
interface ThresholdsCommand extends FromSlice {
  readonly kind: 'thresholds';
  readonly set: Assignments;
}

/** Other values of parameters of the machine, as `--changes` takes them. */
interface MachineCommand extends FromSlice {
  readonly kind: 'machine';
  readonly set: Assignments;
}

/** What changes how a run is played: it raises the epoch. */
export type ChangeCommand = MenuCommand | PrescalesCommand | ThresholdsCommand | MachineCommand;

/** What a user may order. A command is checked whole; a refused one has changed nothing. */
export type Command =
  | StartCommand
  | { readonly kind: 'stop' }
  | (FromSlice & { readonly kind: 'pause' })
  | (FromSlice & { readonly kind: 'resume' })
  | ChangeCommand;

/** Whether a command was carried out; if not, the error code and why. */
export type Outcome =
  | {
      readonly ok: true;
      /** Slice from which on it holds; absent where there is none. */
      readonly slice?: number;
      /** Epoch that begins there; of changes. */
      readonly epoch?: number;
      /** Number of the run that starts. */
      readonly run?: number;
      /** What follows from it that a user should know, in a sentence or two. */
      readonly note?: string;
    }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

/** What the emulator gives to the monitor. */
export interface MonitorPorts {
  /**
   * The latest sample; taken at 10 Hz of wall time, before, during and after the run, the same
   * object until the next.
   */
  readonly snapshot: () => RunSnapshot;
  /**
   * One event of the running beam, made again from its address: the same object until there is a
   * newer one, at most two new ones a second; undefined before the first. Events are only made
   * while somebody asks.
   */
  readonly sampleEvent: () => Promise<EventDisplay | undefined>;
  /**
   * Any event of the present run, made again from its address, with its explanation.
   * @throws USAGE_EVENT when the run has no such event
   */
  readonly event: (address: EventAddress) => Promise<EventDisplay>;
  /**
   * The latest event of the present run that did what is asked.
   * @throws USAGE_EVENT when none has, CARD_UNKNOWN, MENU_UNKNOWN_LINE
   */
  readonly findEvent: (query: EventQuery) => Promise<EventDisplay>;
  /**
   * All decisions from now on, for a reader that the run waits for; of the runs that follow, too.
   * Absent where none are handed out.
   */
  readonly decisions?: (reader: DecisionsReader) => DecisionsCredit;
  /** Steers the run; needs the token. */
  readonly command: (command: Command, asker: Asker) => Promise<Outcome>;
  /**
   * The message log: the same object until there is something new. Absent, nothing is told of what
   * happened.
   */
  readonly messages?: () => Messages;
  /** Takes a message of the monitor's own into the log. */
  readonly say?: (message: NewMessage) => void;
  /**
   * What the windows decided last would give with other settings; costs the host time, so it needs
   * the token. Asked one question at a time. Absent, nothing can be asked.
   * @throws WHATIF_BAD_QUESTION, WHATIF_NEEDS_PARTICLES, WHATIF_NO_WINDOWS, WHATIF_ENDED and the
   * codes of menus and configurations
   */
  readonly whatIf?: (question: WhatIfQuestion) => Promise<WhatIfAnswer>;
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
