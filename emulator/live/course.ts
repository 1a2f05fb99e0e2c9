import { EmulatorError } from '../../detector/base/errors.js';
import type { ChainSetup } from '../chain/chain.js';
import { lately } from '../sources/lately.js';
import type { CardSetup } from '../studies/card.js';
import type { Program } from './program.js';

/** A stretch of slices of a run that are played with the same settings. */
export interface Leg {
  /** Counts the changes by command before it. */
  readonly number: number;
  /** The first of its slices. */
  readonly slice: number;
  readonly setup: ChainSetup | CardSetup;
}

/** Slices in which no beam is played: the end is outside, infinite while nobody has resumed. */
interface Pause {
  readonly from: number;
  until: number;
}

/** Programs that are kept: of legs whose slices may be between pull loop and books. */
const keptPrograms = 8;

/**
 * What a run plays in which slice, as far as it is known: a command holds from the first slice on
 * that is not handed out, or from a later one that it names. Slices that are handed out never
 * change.
 */
export class Course {
  readonly #legs: Leg[];
  readonly #pauses: Pause[] = [];
  /** Slices from which changes hold that were known from the start. */
  readonly #planned: readonly number[];
  readonly #programs: (leg: number) => Program;
  #next = 0;
  /** Of the slices of each leg that are handed out, those that are not played. */
  readonly #idle: number[] = [0];
  /** The last slice that a command named. */
  #latest = 0;

  /**
   * @param programOf what plays a setup
   * @param planned slices from which changes hold that are known from the start
   */
  constructor(
    setup: Leg['setup'],
    programOf: (setup: Leg['setup']) => Program,
    planned: readonly number[] = [],
  ) {
    this.#legs = [{ number: 0, slice: 0, setup }];
    this.#planned = planned;
    this.#programs = lately(keptPrograms, (leg) => programOf(this.#legs[leg]!.setup));
  }

  /** The first slice that is not handed out. */
  get next(): number {
    return this.#next;
  }

  /** The last leg that is known, begun or not. */
  get last(): Leg {
    return this.#legs.at(-1)!;
  }

  /** All slices before this one are handed out. */
  handOut(end: number): void {
    this.#next = Math.max(this.#next, end);
  }

  /** Slices that are handed out, all of one leg, but are not played. */
  skip(first: number, end: number): void {
    this.handOut(end);
    const { number } = this.legAt(first);
    this.#idle[number]! += end - first;
  }

  /** Slices that were played before a leg began. */
  playedBefore(leg: number): number {
    const idle = this.#idle.slice(0, leg).reduce((sum, slices) => sum + slices, 0);
    return this.leg(leg).slice - idle;
  }

  legAt(slice: number): Leg {
    return this.#legs.findLast((leg) => leg.slice <= slice)!;
  }

  leg(number: number): Leg {
    return this.#legs[number]!;
  }

  /** What is played in a slice. */
  programAt(slice: number): Program {
    return this.#programs(this.legAt(slice).number);
  }

  /** Changes of all kinds that hold in a slice. */
  epochAt(slice: number): number {
    return this.legAt(slice).number + this.#planned.filter((planned) => planned <= slice).length;
  }

  /** Slices behind one up to another from which on something else holds, ascending. */
  changesWithin(first: number, last: number): readonly number[] {
    const slices = new Set([...this.#legs.map(({ slice }) => slice), ...this.#planned]);
    return [...slices].filter((slice) => first < slice && slice <= last).toSorted((a, b) => a - b);
  }

  /**
   * The slice from which on a command holds that comes now.
   * @param asked what it names, if it names one
   * @param least the run begins with what was given: changes hold from the second slice on
   * @throws RUN_CHANGE_LATE
   */
  from(asked: number | undefined, least = 0): number {
    const first = Math.max(this.#next, this.#latest, least);
    if (asked === undefined || asked >= first) return asked ?? first;
    throw new EmulatorError(
      'RUN_CHANGE_LATE',
      `key "fromSlice": found ${asked}, expected ${first} or later: slices before are handed ` +
        'out, or come before what an earlier command named',
    );
  }

  /** A new leg begins at a slice of `from`. */
  begin(slice: number, setup: Leg['setup']): Leg {
    const leg = { number: this.#legs.length, slice, setup };
    this.#legs.push(leg);
    this.#idle.push(0);
    this.#latest = slice;
    return leg;
  }

  isPausedAt(slice: number): boolean {
    return this.#pauses.some(({ from, until }) => from <= slice && slice < until);
  }

  /** Whether it is known when the pause ends that a slice is in. */
  isEndKnown(slice: number): boolean {
    const pause = this.#pauses.find(({ from, until }) => from <= slice && slice < until);
    return pause === undefined || pause.until < Number.POSITIVE_INFINITY;
  }

  pause(slice: number): void {
    this.#pauses.push({ from: slice, until: Number.POSITIVE_INFINITY });
    this.#latest = slice;
  }

  resume(slice: number): void {
    const pause = this.#pauses.at(-1);
    if (pause !== undefined) pause.until = slice;
    this.#latest = slice;
  }

  /** The first slice behind one from which on something else holds; infinite when none is known. */
  markAfter(slice: number): number {
    const marks = [
      ...this.#legs.map((leg) => leg.slice),
      ...this.#pauses.flatMap(({ from, until }) => [from, until]),
    ];
    return Math.min(...marks.filter((mark) => mark > slice), Number.POSITIVE_INFINITY);
  }
}
