/** What the event builder has made of the accepts of the run. */
export interface BuilderCounts {
  /** Events built, and those of them that are marked since a fragment was not whole. */
  readonly events: number;
  readonly flagged: number;
  /** Size of the raw data, which is emulated: headers, payloads, trailers. */
  readonly rawBytes: number;
  /** What happens to an event with a fragment that is not whole. */
  readonly onError: 'flag' | 'stop';
  /**
   * Fragments by state: whole, missing, late, or with a wrong checksum, header, run, number or
   * tick.
   */
  readonly fragments: readonly {
    readonly subdetector: string;
    readonly states: Readonly<Record<string, number>>;
  }[];
}

/** States of a recorder. */
export const recorderStates = ['opening', 'recording', 'paused', 'closed', 'failed'] as const;

/** What the recorder has taken of the run. */
export interface RecordingCounts {
  /**
   * Opening: the directory is not made yet. Paused: the disk is full, and the run waits for room.
   * Failed: nothing is written any more.
   */
  readonly state: (typeof recorderStates)[number];
  /** What becomes of the run when the disk is full. */
  readonly onFull: 'end' | 'continue' | 'pause';
  /** Wall time in which a full disk was waited for [s]. */
  readonly pausedSeconds: number;
  /** Left on the disk at the last flush; absent where that is not known. */
  readonly freeBytes?: number;
  readonly directory: string;
  readonly events: number;
  /** Of these events those that no loss of power takes. */
  readonly flushedEvents: number;
  readonly bytes: number;
  /** Events and bytes that were written in the last ten seconds of wall time [Hz], [bytes/s]. */
  readonly eventRate: number;
  readonly byteRate: number;
  /** Number of the segment being written, from 0. */
  readonly segment: number;
  /** Accepted events that were not recorded because writing had failed. */
  readonly lost: number;
  /**
   * Wall time since what is written was last flushed to the disk [s]; 0 once the recording is
   * closed.
   */
  readonly flushAgeSeconds: number;
}
