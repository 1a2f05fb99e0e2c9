import { bucketPeriod, revolutionPeriod } from '../../detector/base/constants.js';
import { exp } from '../../detector/base/elementary.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { ns } from '../../detector/base/units.js';
import { type Addresses, type RunContext, seedAt } from '../../detector/event.js';
import { type BeamsConfig, bucketOfBunch } from '../../detector/beams.js';
import { groupedWithin } from './roles.js';
import type { SeedClass } from './seed-class.js';
import type { Strata } from './strata.js';
import { windowTimes } from './windows.js';

/** Seeds so long after the one in the middle decide on its window, at least [ns]. */
const leastAhead = groupedWithin + 8 * ns;
/** What comes before is drawn in pieces of this length [ns], until it is all that matters. */
const piece = windowTimes.before;

interface Companion {
  /** After the seed in the middle [ns]. */
  readonly time: number;
  /** Of its class among those of the machine. */
  readonly place: number;
}

/** What comes around a seed. */
interface Companions {
  /** In order of time. */
  readonly seeds: readonly Companion[];
  /** So many of these come before the seed, or with it and before it in the list of a slice. */
  readonly before: number;
  /** How much likelier all this is at each set of rates of the strata. */
  readonly likelier: readonly number[];
}

/** What comes, and how the ring is filled. */
export interface Comers extends Pick<BeamsConfig, 'filling'>, Pick<Strata, 'rates' | 'variations'> {
  readonly classes: readonly SeedClass[];
  /** How long a line stays up behind a window at most [ns]; that of a group by default. */
  readonly hold?: number;
}

/**
 * Draws what comes around a seed, from its name: what beams make when filled bunches cross, the
 * rest at any time. It reaches as far back as the group of the seed and what is laid over its first
 * window, and as far ahead as the group could go on.
 * @see D-331
 */
export class Company {
  readonly #comers: Comers;
  readonly #context: RunContext;
  readonly #stream = new RandomStream();
  /** Sums of the rates up to each class, those of beams as they are within the train [1/ns]. */
  readonly #sums: Float64Array;
  /** What each set of rates adds to the sum of all [1/ns]. */
  readonly #added: readonly number[];
  readonly #spacing: number;
  /** Seeds that follow each other so closely may decide on each other's lines [ns]. */
  readonly #within: number;
  /** All that comes within a spacing behind a crossing is of it, so crossings are whole [ns]. */
  readonly #ahead: number;

  constructor(comers: Comers, context: RunContext) {
    const { classes, rates, variations, filling, hold = 0 } = comers;
    this.#comers = comers;
    this.#context = context;
    this.#spacing = filling.spacing * bucketPeriod;
    this.#within = Math.max(groupedWithin, hold);
    this.#ahead = Math.max(leastAhead, groupedWithin + this.#spacing);
    const inTrain = revolutionPeriod / (filling.bunches * this.#spacing);
    const peak = classes.map(({ origin }, place) =>
      origin === 'sky' ? rates[place]! : rates[place]! * inTrain,
    );
    let sum = 0;
    this.#sums = Float64Array.from(peak, (rate) => (sum += rate));
    this.#added = variations.map((factors) =>
      peak.reduce((all, rate, place) => all + rate * (factors[place]! - 1), 0),
    );
  }

  /** Of the seed in a row of addresses; `own` is the place of its class. */
  around(addresses: Addresses, row: number, own: number): Companions {
    const stream = this.#stream;
    seedAt(stream, this.#context, addresses, row, purpose.company);
    const { classes, filling } = this.#comers;
    const when =
      classes[own]?.origin === 'sky'
        ? revolutionPeriod * stream.uniform()
        : bucketOfBunch({ filling }, Math.floor(filling.bunches * stream.uniform())) * bucketPeriod;
    const likelier = this.#added.map(() => 1);
    let from = -piece;
    let seeds = this.#draw(when, [from, this.#ahead], likelier);
    while (from > begunAt(seeds, this.#within) - piece) {
      seeds = [...this.#draw(when, [from - piece, from], likelier), ...seeds];
      from -= piece;
    }
    const length = this.#ahead - from;
    return {
      seeds,
      before: seeds.filter((each) => this.#isBefore(each, own)).length,
      likelier: likelier.map((product, set) => product * exp(-this.#added[set]! * length)),
    };
  }

  /** Of one crossing, those of classes that are listed first come first; of one class, either. */
  #isBefore({ time, place }: Companion, own: number): boolean {
    if (time !== 0) return time < 0;
    return place === own ? this.#stream.uniform() < 0.5 : place < own;
  }

  /** What comes in a stretch around a seed that comes so long after the turn began [ns]. */
  #draw(
    when: number,
    [from, to]: readonly [from: number, to: number],
    likelier: number[],
  ): readonly Companion[] {
    const stream = this.#stream;
    const { classes, variations } = this.#comers;
    const all = this.#sums.at(-1) ?? 0;
    const found: Companion[] = [];
    for (let left = stream.poisson(all * (to - from)); left > 0; left--) {
      const at = stream.uniform() * all;
      const place = this.#sums.findIndex((sum) => at < sum);
      const time = from + (to - from) * stream.uniform();
      for (const [set, factors] of variations.entries()) likelier[set]! *= factors[place]!;
      const crossing = classes[place]!.origin === 'sky' ? time : this.#crossing(when, time);
      if (crossing !== undefined) found.push({ time: crossing, place });
    }
    return found.sort((one, other) => one.time - other.time || one.place - other.place);
  }

  /** The filled bunch that crosses then, at most a spacing before it; none in the gap. */
  #crossing(when: number, time: number): number | undefined {
    const turns = (when + time) / revolutionPeriod;
    const inTurn = (turns - Math.floor(turns)) * revolutionPeriod;
    const bunch = Math.floor(inTurn / this.#spacing + roundingOf);
    if (bunch >= this.#comers.filling.bunches) return undefined;
    const crossing = time - (inTurn - bunch * this.#spacing);
    return Math.abs(crossing) < roundingOf ? 0 : crossing;
  }
}

/** Less than this is rounding: in bunches, and in ns. */
const roundingOf = 1e-6;

/** When the group of a seed at time zero began: as far back as seeds follow each other closely. */
function begunAt(seeds: readonly Companion[], within: number): number {
  let begun = 0;
  for (const { time } of seeds.toReversed()) {
    if (time > 0) continue;
    if (begun - time > within) break;
    begun = time;
  }
  return begun;
}
