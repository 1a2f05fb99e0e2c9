/**
 * What the monitor wants to know of triggers on their way out and of the read-out. Counts are of
 * the emulated machine since the run began, of slices that have been decided whole or are known not
 * to be played, less what is still in flight; "the last minute" is of emulated time, or less where
 * the run is younger.
 */

/** What a tick of the clock is counted as, and the triggers that were lost to it. */
export interface TickCounts {
  /** "live", "spacing", "apv", "fifo-cdc", "host" … in the order in which they are asked. */
  readonly name: string;
  readonly group: 'paused' | 'vetoed' | 'dead' | 'live';
  readonly ticks: number;
  /** Level-1 accepts that were not read out for it. */
  readonly lost: number;
  /** Both in the last minute. */
  readonly recentTicks: number;
  readonly recentLost: number;
}

/** How far Level-1 accepts of one timing source and quality are from the true collision. */
export interface TimingSpread {
  /** "ECL", "TOP", "CDC", "self", "random" … */
  readonly source: string;
  readonly quality: 'none' | 'coarse' | 'fine' | 'super-fine';
  readonly accepts: number;
  /** Mean and root mean square about it of accept less collision [ns]. */
  readonly mean: number;
  readonly rms: number;
  /** Half of the width that the central 68.27 % have [ns]: without the tails of pile-up. */
  readonly core: number;
}

/** How full a buffer of the read-out is. */
export interface BufferOccupancy {
  /** "apv", "fifo-cdc", "link-cdc", "builder". */
  readonly name: string;
  readonly unit: 'cells' | 'events';
  /** When it is so full, no trigger is taken. */
  readonly capacity: number;
  /** Over the time of the run, and the highest that was reached. */
  readonly mean: number;
  readonly highest: number;
}

/** Data of one subdetector. */
export interface LinkLoad {
  /** "PXD", "SVD" … */
  readonly name: string;
  readonly links: number;
  /** Of all its links together, and what they may carry [MB/s]; in the last minute. */
  readonly rate: number;
  readonly capacity: number;
  /** Mean of an event that was read out [bytes]. */
  readonly eventBytes: number;
  /** Whether sizes are a stand-in, since the subdetector is not simulated in this run. */
  readonly isStandIn: boolean;
}

/** Timing, triggers and read-out: topic `daq`. */
export interface DaqSnapshot {
  /** Of the system clock, 127.216 MHz: those of all states together. */
  readonly ticks: number;
  /** Ticks a second [Hz]. */
  readonly tickRate: number;
  /** Ticks of the last minute. */
  readonly recentTicks: number;
  /** Level-1 accepts, and those of them that were read out; the others are lost, by state. */
  readonly issued: number;
  readonly readOut: number;
  readonly recentIssued: number;
  readonly recentReadOut: number;
  readonly states: readonly TickCounts[];
  /** From a collision to the accept at the front ends [ns]. */
  readonly latency: number;
  /**
   * Accepts on their way from the collision to the front ends: over the time of the run, and the
   * most at once.
   */
  readonly inFlight: { readonly mean: number; readonly highest: number };
  readonly timing: readonly TimingSpread[];
  readonly buffers: readonly BufferOccupancy[];
  readonly links: readonly LinkLoad[];
}
