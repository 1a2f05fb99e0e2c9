import { revolutionPeriod } from '../../detector/base/constants.js';
import { exp, log } from '../../detector/base/elementary.js';
import { ms } from '../../detector/base/units.js';
import type { RingConfig } from './machine-schema.js';

/** A ring may have every second pulse of the linac, which has 50 a second. */
export const shotSlot = 40 * ms;

/** Current that a shot adds to a ring: charge that stays, once a turn. */
export const currentOfShot = ({ injection }: RingConfig): number =>
  (injection.charge * injection.efficiency * injection.bunches) / revolutionPeriod;

/** A stretch of time in which shots come at one rate. */
interface Stretch {
  /** Since the epoch began [ns]. */
  readonly from: number;
  readonly current: number;
  /** Shots since the epoch began. */
  readonly shots: number;
  /** [1/ns] */
  readonly rate: number;
}

/**
 * Current of a ring from a moment on, in closed form: dI/dt = −I/τ + f·ΔI. Above the current that
 * it shall hold no shots come, below it one in each slot, and at it as many as the lifetime takes,
 * at most one a slot. The saw teeth of single shots, two in ten thousand, are smoothed.
 */
export class RingCurrent {
  private readonly ring: RingConfig;
  private readonly stretches: readonly Stretch[];
  private readonly ofShot: number;

  /** @param start current when the epoch begins. */
  constructor(ring: RingConfig, start: number) {
    this.ring = ring;
    this.ofShot = currentOfShot(ring);
    this.stretches = stretchesOf(ring, start, this.ofShot);
  }

  /** Current so long after the epoch began. */
  current(time: number): number {
    const { from, current, rate } = this.stretchAt(time);
    return this.relaxed(current, rate, time - from);
  }

  /** Shots since the epoch began, and the part of the next for which current was lost. */
  shots(time: number): number {
    const { from, shots, rate } = this.stretchAt(time);
    return shots + rate * (time - from);
  }

  /** Shots a nanosecond. */
  rate(time: number): number {
    return this.stretchAt(time).rate;
  }

  private stretchAt(time: number): Stretch {
    return this.stretches.findLast(({ from }) => from <= time) ?? this.stretches[0]!;
  }

  private relaxed(current: number, rate: number, time: number): number {
    const { lifetime } = this.ring;
    const balance = rate * this.ofShot * lifetime;
    return balance + (current - balance) * exp(-time / lifetime);
  }
}

function stretchesOf(ring: RingConfig, start: number, ofShot: number): readonly Stretch[] {
  const { current: wanted, lifetime, injection } = ring;
  const first = { from: 0, current: start, shots: 0 };
  if (!injection.on) return [{ ...first, rate: 0 }];
  const fastest = 1 / shotSlot;
  const needed = wanted / (lifetime * ofShot);
  const held = Math.min(needed, fastest);
  if (start === wanted) return [{ ...first, rate: held }];
  if (start > wanted) {
    if (wanted === 0) return [{ ...first, rate: 0 }];
    const from = lifetime * log(start / wanted);
    return [
      { ...first, rate: 0 },
      { from, current: wanted, shots: 0, rate: held },
    ];
  }
  const filling = { ...first, rate: fastest };
  if (needed >= fastest) return [filling];
  const balance = fastest * ofShot * lifetime;
  const from = lifetime * log((balance - start) / (balance - wanted));
  return [filling, { from, current: wanted, shots: from * fastest, rate: held }];
}
