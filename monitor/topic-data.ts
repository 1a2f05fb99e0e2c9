import type { DaqSnapshot } from './daq-snapshot.js';
import type { HistoryRow } from './history.js';
import type { Backgrounds, MachineSnapshot, PhasePicture } from './machine-snapshot.js';
import type { MetricSample } from './metrics.js';
import type { Messages } from './message-types.js';
import type { EventDisplay, RunSnapshot } from './ports.js';
import type { SnapshotRates } from './snapshot-rates.js';
import type { WhatIfAnswer } from './what-if.js';

/** Number of the snapshot that a topic was made of: the same in all topics of one. */
interface OfSnapshot {
  readonly sequence: number;
}

/** How the machine stands, without what other topics tell. */
type MachineFigures = Omit<MachineSnapshot, 'classes' | 'families' | 'backgrounds' | 'phases'>;

/** Background hit rates, and windows by the phase of injection; empty where a card is played. */
interface BackgroundsData extends OfSnapshot, Backgrounds {
  /** One a ring. */
  readonly phases: readonly PhasePicture[];
}

/** All metrics, of the same snapshot as a scrape with this sequence. */
interface MetricsData extends OfSnapshot {
  readonly samples: readonly MetricSample[];
}

/** The run without what other topics tell. */
interface RunData extends Omit<RunSnapshot, 'efficiencies' | 'overlaps' | 'daq' | 'machine'> {
  /** Absent where the events of a card are played. */
  readonly machine?: MachineFigures;
}

/**
 * What stands under `data` in a sample of each topic: `feed.schema.json` is made of these
 * declarations and their comments.
 * @see D-367
 */
export interface TopicData {
  /** State of the run, counts, dead time, recorder, and how the machine stands. */
  readonly run: RunData;
  /** Lines, families and turn-on curves, with intervals. */
  readonly efficiencies: OfSnapshot & RunSnapshot['efficiencies'];
  /** Hertz of classes, families and lines, now and on the mean of the run. */
  readonly rates: SnapshotRates;
  /** Hit rates by subdetector and source against limits; windows by phase of injection. */
  readonly backgrounds: BackgroundsData;
  /** Triggers out and the read-out; only the sequence where nothing is read out. */
  readonly daq: OfSnapshot & Partial<DaqSnapshot>;
  /** The newest row of the last hour. */
  readonly history: HistoryRow;
  /** The samples of `/metrics`. */
  readonly metrics: MetricsData;
  /** An event of the beam with all that the display draws. */
  readonly events: EventDisplay;
  /** Lines of the message log that came since the last sample. */
  readonly messages: Messages;
  /** The newest answer to a what-if question. */
  readonly whatif: WhatIfAnswer;
}
