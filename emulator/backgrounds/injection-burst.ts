import { revolutionPeriod } from '../../detector/base/constants.js';
import { exp, log, pow } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';

/** How a shot's losses are spread over time; times [ns]. */
interface BurstShape {
  /** Share of what dies away fast. */
  readonly fastShare: number;
  readonly fastDecay: number;
  readonly slowDecay: number;
  /** How long a passage lasts: the root mean square of the times behind it. */
  readonly width: number;
}

/** A part of the losses: its share, and what is left of it a turn later. */
interface Part {
  readonly share: number;
  readonly kept: number;
}

/**
 * Background of an injected bunch, shot by shot: a burst each time it passes the collision point,
 * once a turn, from its arrival on. Bursts die away with two decay times; each is half a Gaussian,
 * since nothing is lost before the bunch comes. All bursts of a shot together are 1.
 */
export class InjectionBurst {
  private readonly width: number;
  private readonly parts: readonly [fast: Part, slow: Part];

  constructor({ fastShare, fastDecay, slowDecay, width }: BurstShape) {
    this.width = width;
    this.parts = [
      { share: fastShare, kept: exp(-revolutionPeriod / fastDecay) },
      { share: 1 - fastShare, kept: exp(-revolutionPeriod / slowDecay) },
    ];
  }

  /** Share of all in the passages from one on, the arrival is number 0, and before another. */
  shareOf(first: number, end: number): number {
    const [fast, slow] = this.parts;
    return partBetween(fast, first, end) + partBetween(slow, first, end);
  }

  /** Share of all that comes between two times since the arrival [ns]. */
  shareBetween(from: number, to: number): number {
    const late = furthest * this.width;
    let share = 0;
    const first = Math.max(0, Math.ceil((from - late) / revolutionPeriod));
    for (let turn = first; turn * revolutionPeriod < to; turn++) {
      const passage = turn * revolutionPeriod;
      const part = this.passed(to - passage) - this.passed(from - passage);
      if (part > 0) share += part * this.shareIn(turn);
    }
    return share;
  }

  /** Share of all in one passage. */
  private shareIn(turn: number): number {
    const [fast, slow] = this.parts;
    return partIn(fast, turn) + partIn(slow, turn);
  }

  /** Part of a burst that has come so long after its passage. */
  private passed(time: number): number {
    if (time <= 0) return 0;
    return time < furthest * this.width ? errorFunction(time / (this.width * Math.SQRT2)) : 1;
  }

  /** A time since the arrival, in one of the passages from one on and before another. */
  draw(stream: RandomStream, first: number, end: number): number {
    const [fast, slow] = this.parts;
    const both = this.shareOf(first, end);
    const part = stream.uniform() * both < partBetween(fast, first, end) ? fast : slow;
    const rest = 1 - stream.uniform() * (1 - pow(part.kept, end - first));
    const turn = Math.min(end - 1, first + Math.floor(log(rest) / log(part.kept)));
    return turn * revolutionPeriod + this.width * Math.abs(stream.gaussian());
  }
}

/** Nothing comes so many widths behind the bunch: 1e-9 of a burst. */
const furthest = 6;

/** Right to 1.5e-7. @see Abramowitz and Stegun, 7.1.26 */
function errorFunction(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const polynomial =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return 1 - polynomial * exp(-x * x);
}

const partIn = ({ share, kept }: Part, turn: number): number =>
  share * (1 - kept) * pow(kept, turn);

const partBetween = ({ share, kept }: Part, first: number, end: number): number =>
  share * (pow(kept, first) - pow(kept, end));

/** Shots into a ring, and a stretch of time; times [ns] of one clock. */
interface ShotsSeen {
  /** When their bunches arrive. */
  readonly arrivals: readonly number[];
  /** Mean number of seeds of a shot. */
  readonly perShot: number;
  readonly from: number;
  /** The end is outside. */
  readonly to: number;
}

/**
 * How many seeds of some shots are expected in a stretch of time, and how one of them is drawn: its
 * time since the stretch began [ns]. A burst belongs to the stretch in which the bunch passes.
 */
export function injectionFlow(
  burst: InjectionBurst,
  { arrivals, perShot, from, to }: ShotsSeen,
): { readonly mean: number; readonly draw: (stream: RandomStream) => number } {
  const shots = arrivals.map((arrival) => {
    const [first, end] = passagesBetween(from - arrival, to - arrival);
    return { arrival, first, end, share: burst.shareOf(first, end) };
  });
  const all = shots.reduce((sum, { share }) => sum + share, 0);
  const draw = (stream: RandomStream): number => {
    let left = stream.uniform() * all;
    const shot = shots.find(({ share }) => (left -= share) < 0) ?? shots.at(-1)!;
    let time: number;
    do time = shot.arrival + burst.draw(stream, shot.first, shot.end);
    while (time < from || time >= to);
    return time - from;
  };
  return { mean: perShot * all, draw };
}

/** The passages between two times since the arrival [ns]. */
function passagesBetween(from: number, to: number): readonly [first: number, end: number] {
  const first = Math.max(0, Math.ceil(from / revolutionPeriod));
  return [first, Math.max(first, Math.ceil(to / revolutionPeriod))];
}
