import type { RunData } from './messages.js';

/** Where the run was at a moment of its wall time. */
interface Moment {
  readonly wallSeconds: number;
  readonly processed: number;
  readonly accepted: number;
  /** Emulated time but for pauses and what was given up, whoever was late [s]. */
  readonly played: number;
}

/** How fast the run goes now and went in the last two minutes, from samples of topic `run`. */
export interface RateHistory {
  /** Takes a sample; a new run begins a new history. */
  readonly add: (data: RunData) => void;
  /** Events per second of wall time over the last seconds; undefined with less than two samples. */
  readonly rate: () => number | undefined;
  /** Seconds that were played per second, over the same time; with one sample of the whole run. */
  readonly pace: () => number | undefined;
  /** L1 accepts per second that was played, over the last ten; undefined without any. */
  readonly acceptRate: () => number | undefined;
  /** Rate against wall time of the run [s, Hz]. */
  readonly points: () => readonly [readonly number[], readonly number[]];
}

/** Length of the moving window [s]. */
const window = 2.5;
/** Time that the rate of accepts is averaged over [s]. */
const acceptWindow = 10;
const keptSeconds = 120;

const meanPace = (moment: Moment | undefined): number | undefined =>
  moment && moment.wallSeconds > 0 ? moment.played / moment.wallSeconds : undefined;

/** An empty history; rate and pace are slopes over a window of 2.5 s of wall time. */
export function makeRateHistory(): RateHistory {
  let id = '';
  let moments: Moment[] = [];
  let times: number[] = [];
  let rates: number[] = [];
  const span = (length: number): readonly [Moment, Moment] | undefined => {
    const last = moments.at(-1);
    const first =
      last &&
      (moments.findLast(({ wallSeconds }) => wallSeconds <= last.wallSeconds - length) ??
        moments[0]);
    return last && first && last.wallSeconds > first.wallSeconds ? [first, last] : undefined;
  };
  const slope = (column: 'processed' | 'played'): number | undefined => {
    const ends = span(window);
    return (
      ends && (ends[1][column] - ends[0][column]) / (ends[1].wallSeconds - ends[0].wallSeconds)
    );
  };
  const rate = (): number | undefined => slope('processed');
  const acceptRate = (): number | undefined => {
    const ends = span(acceptWindow);
    if (!ends || ends[1].played <= ends[0].played) return undefined;
    return (ends[1].accepted - ends[0].accepted) / (ends[1].played - ends[0].played);
  };
  return {
    add: ({ run, events }) => {
      if (run.id !== id || run.wallSeconds < (moments.at(-1)?.wallSeconds ?? 0))
        [moments, times, rates] = [[], [], []];
      id = run.id;
      if (run.wallSeconds === moments.at(-1)?.wallSeconds) return;
      moments.push({
        wallSeconds: run.wallSeconds,
        processed: events.processed,
        accepted: events.accepted,
        played: run.playedSeconds,
      });
      moments = moments.filter(
        ({ wallSeconds }) => wallSeconds > run.wallSeconds - acceptWindow - 1,
      );
      const now = rate();
      if (now === undefined) return;
      times.push(run.wallSeconds);
      rates.push(now);
      const old = times.findIndex((time) => time > run.wallSeconds - keptSeconds);
      [times, rates] = [times.slice(old), rates.slice(old)];
    },
    rate,
    acceptRate,
    pace: () => slope('played') ?? meanPace(moments.at(-1)),
    points: () => [times, rates],
  };
}
