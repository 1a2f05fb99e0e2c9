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
   * Somebody else is waited for in place of workers that get warm: the beam does not wait.
   * @see D-499
   */
  begin(now: number): void {
    if (this.isCold) this.began ??= now;
  }

  /** Slices of beam that have passed at a wall time [ms]; 0 before it begins. */
  dueAt(now: number): number {
    return this.began === undefined ? 0 : ((now - this.began) / 1000) * slicesPerSecond;
  }
}
