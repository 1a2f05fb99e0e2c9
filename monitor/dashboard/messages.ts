import type { DaqSnapshot } from '../daq-snapshot.js';
import type { HistoryRow } from '../history.js';
import type {
  Backgrounds,
  BeamFigures,
  MachineSnapshot,
  PhasePicture,
} from '../machine-snapshot.js';
import type { SnapshotRates } from '../snapshot-rates.js';
import type { Message, Messages } from '../message-types.js';
import type { EventCounts, LineCounts, RunInfo } from '../ports.js';
import type { BuilderCounts, RecordingCounts } from '../recording-snapshot.js';

/** A column as the JSON sub-protocol sends it; undefined numbers are null. */
export interface Column {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly (number | null)[];
}

/** A record of the server as JSON carries it: columns as records, what is not a number as null. */
type Told<T> = T extends Float64Array
  ? Column
  : T extends number
    ? number | null
    : T extends readonly (infer E)[]
      ? readonly Told<E>[]
      : T extends object
        ? { readonly [K in keyof T]: Told<T[K]> }
        : T;

/** Data of topic `rates`. */
export type RatesData = Told<SnapshotRates>;

/** One ring's picture in topic `backgrounds`. */
export type PhaseData = Told<PhasePicture>;

/** Data of topic `backgrounds`: empty where a card is played. */
export type BackgroundsData = Told<Backgrounds> & { readonly phases: readonly PhaseData[] };

/** Data of topic `daq`: only its sequence where a card is played. */
export type DaqData = Partial<Told<DaqSnapshot>>;

/** A line of the message log. */
export type MessageData = Omit<Told<Message>, 'sequence' | 'run'> &
  Pick<Message, 'sequence' | 'run'>;

/** Data of topic `messages`: those that came since the last sample. */
export type MessagesData = Omit<Told<Messages>, 'messages'> & {
  readonly messages: readonly MessageData[];
};

/** Data of topic `metrics`. */
export interface MetricsData {
  readonly samples: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number | null;
  }[];
}

/** Data of topic `history`. */
export type HistoryRowData = Omit<Told<HistoryRow>, 'time'> & { readonly time: number };

/** How the machine stands, in topic `run`. */
export type MachineFigures = BeamFigures &
  Pick<MachineSnapshot, 'name' | 'thinning' | 'probes'> &
  Pick<Told<MachineSnapshot>, 'realTime'>;

/** A turn-on curve as the feed sends it: one entry of each column per bin, one more of `edges`. */
export interface CurveData {
  readonly id: string;
  readonly line: string;
  readonly family: string;
  /** Of a family: the lines whose OR it is. */
  readonly lines?: readonly string[];
  readonly selection: string;
  readonly variable: string;
  readonly label?: string;
  readonly unit: string;
  readonly remark?: string;
  readonly edges: Column;
  readonly selected: Column;
  readonly fired: Column;
  readonly efficiency: Column;
  readonly low: Column;
  readonly high: Column;
}

/**
 * Efficiency of a line or family over the run, with its interval; null while nothing is selected.
 */
export interface EfficiencyData {
  readonly name: string;
  readonly family: string;
  /** Of a family: the lines whose OR it is. */
  readonly lines?: readonly string[];
  readonly selection?: string;
  readonly remark?: string;
  readonly selected: number;
  readonly fired: number;
  readonly efficiency: number | null;
  readonly low: number;
  readonly high: number;
}

/** Data of topic `run`. */
export interface RunData {
  readonly sequence: number;
  readonly run: RunInfo;
  readonly events: EventCounts;
  readonly lines: readonly LineCounts[];
  readonly deadSeconds: Readonly<Record<string, number>>;
  /** Of the emulated time, that in which the run was paused [s]. */
  readonly pausedSeconds?: number;
  /** Absent when the run is not recorded. */
  readonly recording?: RecordingCounts;
  /** Absent where nothing is built. */
  readonly builder?: BuilderCounts;
  /** Absent where a card is played. */
  readonly machine?: MachineFigures;
}

/** Data of topic `efficiencies`. */
export interface EfficienciesData {
  readonly sequence: number;
  readonly confidence: number;
  /** Of which bits: before or after prescale and mask. */
  readonly stage: 'ftdl' | 'psnm';
  readonly lines: readonly EfficiencyData[];
  readonly families: readonly EfficiencyData[];
  readonly curves: readonly CurveData[];
}

/** A curve's name on this page: a line may have several, for different selections or bins. */
export const keyOf = ({ id }: CurveData): string => id;
