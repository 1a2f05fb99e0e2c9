import { s } from '../../detector/base/units.js';
import type { RunState } from '../../monitor/ports.js';
import { endOf, slicePeriod } from '../chain/slices.js';
import { type DeadCause, deadCauses } from './back-pressure.js';

/** What changes while a run goes on. */
export interface Progress {
  state: RunState;
  reason: string;
  /** Nothing passes any more: the run is over but for what is being written. */
  isOver: boolean;
  /** Slices that have passed, or begun to, played or not. */
  slices: number;
  /** Beam that has passed since the run began, played or not [ns]. */
  beam: number;
  /** Beam whose events are decided [ns]. */
  played: number;
  /** How far the slice has been decided that was the last to have events [ns]. */
  readonly decided: { slice: number; until: number };
  /** Wall time of the first slice and of the end [ms]. */
  began: number | undefined;
  ended: number | undefined;
  busyEvents: number;
  /** Slices given up, by who made the run late. */
  readonly busySlices: Record<DeadCause, number>;
  pausedSlices: number;
  workerBusyMs: number;
}

/** A run that has not begun. */
export const noProgress = (): Progress => ({
  state: 'starting',
  reason: '',
  isOver: false,
  slices: 0,
  beam: 0,
  played: 0,
  decided: { slice: -1, until: 0 },
  began: undefined,
  ended: undefined,
  busyEvents: 0,
  busySlices: { host: 0, recorder: 0, client: 0 },
  pausedSlices: 0,
  workerBusyMs: 0,
});

/** The beam has come to a time [ns] in a slice, or to its end. */
export function pass(progress: Progress, slice: number, until = endOf(slice)): void {
  progress.slices = Math.max(progress.slices, slice + 1);
  progress.beam = Math.max(progress.beam, until);
}

/**
 * The slice in which a run fails has passed whole.
 * @returns how many slices have
 * @see D-498
 */
export function endSlice(progress: Progress): number {
  pass(progress, progress.slices - 1);
  return progress.slices;
}

/**
 * The events of a slice are decided up to a time [ns]; slices come in order. What is on its way
 * through the workers has passed once something behind it was given up, but is not played yet.
 */
export function play(progress: Progress, slice: number, until: number): void {
  const { decided } = progress;
  progress.played += until - (decided.slice === slice ? decided.until : slice * slicePeriod);
  [decided.slice, decided.until] = [slice, until];
  pass(progress, slice, until);
}

/** A slice without events is over as soon as it is handed out. */
export function playEmpty(progress: Progress, slice: number): void {
  progress.played += slicePeriod;
  pass(progress, slice);
}

/** Emulated time of so many slices [s]. */
export const secondsOf = (slices: number): number => (slices * slicePeriod) / s;

/** Slices that were given up, whoever made the run late. */
export const givenUp = ({ busySlices }: Progress): number =>
  deadCauses.reduce((sum, cause) => sum + busySlices[cause], 0);
