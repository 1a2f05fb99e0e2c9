import { purpose, RandomStream } from '../../detector/base/random.js';
import { ns, us } from '../../detector/base/units.js';
import { type Addresses, type RunContext, seedAt } from '../../detector/event.js';
import type { ParticleSource } from '../chain/sources.js';
import { classParticles } from './class-particles.js';
import type { SeedClass } from './seed-class.js';

/**
 * How far from an event seeds are laid over it: as far as the trigger sees them, or as far as the
 * waveforms of crystals reach. The nearer seeds are the same in both.
 */
export type OverlayReach = 'trigger' | 'crystals';

/** A stretch of time around an event [ns]. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * From as long before as the window of the chamber and the fits of its cells reach, to as long
 * after as the latest decision window of the calorimeter.
 */
const seenByTrigger: Stretch = { from: -1000 * ns, to: 500 * ns };
/** Where a deposit leaves something in the waveform of a crystal. @see detector/ecl/waveform.ts */
const seenByCrystals: Stretch = { from: -17.6 * us, to: 8.5 * us };

/** Seeds of one draw: over which stretches, from which stream, numbered from where. */
interface Draw {
  readonly purpose: number;
  readonly stretches: readonly Stretch[];
  readonly firstIndex: number;
}

/** Seeds over an event have names apart from those of a run: the upper half of its numbers. */
const near: Draw = { purpose: purpose.seeds, stretches: [seenByTrigger], firstIndex: 2 ** 31 };
const far: Draw = {
  purpose: purpose.farSeeds,
  stretches: [
    { from: seenByCrystals.from, to: seenByTrigger.from },
    { from: seenByTrigger.to, to: seenByCrystals.to },
  ],
  firstIndex: 2 ** 31 + 2 ** 30,
};
/** Slices of events that have no time of their own have 4096: none has a larger number. */
const eventsOfSlice = 2 ** 16;

/** When the seeds of a class come; times since the run began [ns]. */
export interface SeedTimes {
  /** How many are expected from one time to another. */
  readonly mean: (from: number, to: number) => number;
  /** When one of these comes, after the first time. */
  readonly draw: (from: number, to: number, random: RandomStream) => number;
}

/**
 * Seeds that come at any time alike; the 4 ns between bunches do not show in what detector and
 * trigger see.
 * @param rate at a time since the run began [1/ns]
 */
export const atAnyTime = (rate: (time: number) => number): SeedTimes => ({
  mean: (from, to) => rate(from) * (to - from),
  draw: (from, to, random) => (to - from) * random.uniform(),
});

/**
 * Seeds of a class over events that somebody else makes: Poisson in number in a stretch of time
 * around each event.
 */
export const overlaidClass = (
  seedClass: SeedClass,
  times: SeedTimes,
  reach: OverlayReach,
): ParticleSource => ({
  origin: seedClass.name,
  source: seedClass.source,
  particles: classParticles(seedClass),
  seeds: (context) => {
    const laid = new LaidSeeds(context, times);
    const draws = reach === 'crystals' ? [near, far] : [near];
    return ({ eventCount, addresses, time }) => {
      for (let row = 0; row < eventCount; row++)
        for (const draw of draws) laid.draw(addresses, row, time[row]!, draw);
      return laid.take();
    };
  },
});

/** Seeds of one class over the events of a batch, as they are drawn. */
class LaidSeeds {
  readonly #context: RunContext;
  readonly #times: SeedTimes;
  readonly #random = new RandomStream();
  readonly #event: number[] = [];
  readonly #time: number[] = [];
  readonly #slice: number[] = [];
  readonly #index: number[] = [];

  constructor(context: RunContext, times: SeedTimes) {
    this.#context = context;
    this.#times = times;
  }

  draw(addresses: Addresses, row: number, when: number, draw: Draw): void {
    seedAt(this.#random, this.#context, addresses, row, draw.purpose);
    const [slice, index] = [addresses.slice[row]!, addresses.index[row]! % eventsOfSlice];
    let number = 0;
    for (const { from, to } of draw.stretches) {
      const count = this.#random.poisson(this.#times.mean(when + from, when + to));
      for (let seed = 0; seed < count; seed++) {
        this.#event.push(row);
        this.#time.push(from + this.#times.draw(when + from, when + to, this.#random));
        this.#slice.push(slice);
        this.#index.push(draw.firstIndex + number++ * eventsOfSlice + index);
      }
    }
  }

  /** The seeds so far; it begins again without any. */
  take() {
    const seeds = {
      event: Uint32Array.from(this.#event),
      time: Float64Array.from(this.#time),
      slice: Uint32Array.from(this.#slice),
      index: Uint32Array.from(this.#index),
    };
    for (const column of [this.#event, this.#time, this.#slice, this.#index]) column.length = 0;
    return seeds;
  }
}
