import type { RunData } from './messages.js';

/** Where the run was at a moment of its wall time. */
interface Moment {
  readonly wallSeconds: number;
  readonly emulatedSeconds: number;
  readonly processed: number;
}

/** How fast the run goes now and went in the last two minutes, from samples of topic `run`. */
export interface RateHistory {
  /** Takes a sample; a new run begins a new history. */
  readonly add: (data: RunData) => void;
  /** Events per second of wall time over the last seconds; undefined with less than two samples. */
  readonly rate: () => number | undefined;
  /** Emulated seconds per second, over the same time. */
  readonly pace: () => number | undefined;
  /** Rate against wall time of the run [s, Hz]. */
  readonly points: () => readonly [readonly number[], readonly number[]];
}

/** Length of the moving window [s]. */
const window = 2.5;
const keptSeconds = 120;

/** An empty history; rate and pace are slopes over a window of 2.5 s of wall time. */
export function makeRateHistory(): RateHistory {
  let id = '';
  let moments: Moment[] = [];
  let times: number[] = [];
  let rates: number[] = [];
  const span = (): readonly [Moment, Moment] | undefined => {
    const last = moments.at(-1);
    const first =
      last &&
      (moments.findLast(({ wallSeconds }) => wallSeconds <= last.wallSeconds - window) ??
        moments[0]);
    return last && first && last.wallSeconds > first.wallSeconds ? [first, last] : undefined;
  };
  const slope = (column: 'processed' | 'emulatedSeconds'): number | undefined => {
    const ends = span();
    return (
      ends && (ends[1][column] - ends[0][column]) / (ends[1].wallSeconds - ends[0].wallSeconds)
    );
  };
  const rate = (): number | undefined => slope('processed');
  return {
    add: ({ run, events }) => {
      if (run.id !== id || run.wallSeconds < (moments.at(-1)?.wallSeconds ?? 0))
        [moments, times, rates] = [[], [], []];
      id = run.id;
      if (run.wallSeconds === moments.at(-1)?.wallSeconds) return;
      moments.push({
        wallSeconds: run.wallSeconds,
        emulatedSeconds: run.emulatedSeconds,
        processed: events.processed,
      });
      moments = moments.filter(({ wallSeconds }) => wallSeconds > run.wallSeconds - 2 * window);
      const now = rate();
      if (now === undefined) return;
      times.push(run.wallSeconds);
      rates.push(now);
      const old = times.findIndex((time) => time > run.wallSeconds - keptSeconds);
      [times, rates] = [times.slice(old), rates.slice(old)];
    },
    rate,
    pace: () => slope('emulatedSeconds'),
    points: () => [times, rates],
  };
}
