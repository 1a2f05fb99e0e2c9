import { slicePeriod } from '../chain/slices.js';

/** Slices of beam in a second. */
export const slicesPerSecond = 1e9 / slicePeriod;

/** Where the pull loop of a run stands, for those who come between two of its pulls. */
export class PullPlace {
  /**
   * Wall time at which the beam began [ms]; undefined before, while workers get warm, and where no
   * wall clock leads.
   */
  began: number | undefined;
  /** The first slice that nothing is told of: not handed out, not given up. */
  next = 0;
  /** Whether a job is out and nobody has asked for another. */
  isHeld = false;
  /** While slices that the host missed are counted: tells those that are. */
  tellMissed: (() => void) | undefined;
  /** Whether the beam waits for workers to get warm. */
  isCold = false;

  /**
   * The beam begins at a wall time, if it waits: the last slice that was handed out ends one period
   * later. Workers are warm, or somebody else is waited for in their place.
   * @see D-499
   */
  begin(now: number): void {
    if (!this.isCold) return;
    this.isCold = false;
    this.began = now - ((this.next - 1) / slicesPerSecond) * 1000;
  }

  /** Slices of beam that have passed at a wall time [ms]; 0 before it begins. */
  dueAt(now: number): number {
    return this.began === undefined ? 0 : ((now - this.began) / 1000) * slicesPerSecond;
  }
}
