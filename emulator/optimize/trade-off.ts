import { EmulatorError } from '../../detector/base/errors.js';
import {
  type Choice,
  estimateOf,
  type Gain,
  meritOn,
  type PartEstimate,
  ratioOf,
} from './estimates.js';
import type { Ladder } from './ladders.js';
import { type Merit, valuesOf } from './merit.js';
import type { Sample } from './sample.js';
import { chancesOf, fits, giveBack, lowest, type Problem, search } from './search.js';
import { type Uniform, uniformWithin } from './uniform.js';

/** A choice on the events it was made on, and on those that it has not seen. */
interface Checked {
  readonly promised: PartEstimate;
  readonly unseen: PartEstimate;
}

/** The best within a budget, beside prescales that are all multiplied by one factor. */
export interface TradeOffPoint {
  /** Of all lines [Hz]; infinite where there is none. */
  readonly budgetHz: number;
  readonly trigger: number;
  /** Of the free lines. */
  readonly prescales: readonly number[];
  readonly best: Checked;
  readonly uniform: Checked & Pick<Uniform, 'factor' | 'isWithin'>;
  /** Of the weighted efficiencies on events not seen. */
  readonly gain: Gain;
}

/** What is optimized. */
export interface Task {
  readonly sample: Sample;
  readonly ladders: readonly Ladder[];
  /** Limits of the budgets but for that of all lines, by their names [Hz]. */
  readonly others: readonly { readonly name: string; readonly hz: number }[];
}

/** Efficiency and rates now, on the part that is optimized on. */
export function presentValues({ sample, ladders }: Pick<Task, 'sample' | 'ladders'>): Float64Array {
  return valuesOf(meritOn(sample, 0, 0), presentChances(ladders));
}

/** Chances that the menu gives the free lines now. */
export const presentChances = (ladders: readonly Ladder[]): Float64Array =>
  Float64Array.from(ladders, ({ chances, present }) => chances[present]!);

/**
 * Finds the best prescales and trigger within budgets of all lines, asked for in ascending order:
 * each search begins from what the one before has found, too.
 */
export class TradeOff {
  readonly #task: Task;
  readonly #merits: readonly Merit[];
  readonly #found: (Int16Array | undefined)[] = [];

  constructor(task: Task) {
    this.#task = task;
    this.#merits = task.sample.tables.map((_, trigger) => meritOn(task.sample, 0, trigger));
  }

  /** Rates with all free lines at the least they may keep, of the trigger that makes least [Hz]. */
  leastHz(): number {
    return Math.min(...this.#merits.map((merit) => this.#lowestRates(merit)[0]!));
  }

  /** The best within a budget. @throws OPTIMIZE_BUDGET where there is none */
  at(budgetHz: number): TradeOffPoint {
    const { sample, ladders, others } = this.#task;
    const limits = Float64Array.of(budgetHz, ...others.map(({ hz }) => hz));
    const found = this.#merits.map((merit, trigger) => this.#search(merit, trigger, limits));
    const efficiencies = found.map((each) => each?.efficiency ?? Number.NEGATIVE_INFINITY);
    const trigger = efficiencies.indexOf(Math.max(...efficiencies));
    const levels = found[trigger]?.levels;
    if (levels === undefined) throw this.#refused(limits);
    const best: Choice = { trigger, chances: chancesOf({ ladders: ladders.map(stepsOf) }, levels) };
    const reference = uniformWithin(this.#merits[0]!, presentChances(ladders), limits);
    const { factor, isWithin, chances } = reference;
    const uniform: Choice = { trigger: 0, chances };
    return {
      budgetHz,
      trigger,
      prescales: ladders.map(({ prescales }, line) => prescales[levels[line]!]!),
      best: checked(sample, best),
      uniform: { ...checked(sample, uniform), factor, isWithin },
      gain: ratioOf(sample, 1, best, uniform),
    };
  }

  #search(merit: Merit, trigger: number, limits: Float64Array) {
    const { ladders } = this.#task;
    const problem: Problem = { merit, ladders: ladders.map(stepsOf), limits };
    const before = this.#found[trigger];
    const levels = search(problem, [
      ...(before === undefined ? [] : [before]),
      this.#uniformLevels(merit, limits),
    ]);
    if (levels === undefined) return undefined;
    this.#found[trigger] = levels;
    const present = Int16Array.from(ladders, (ladder) => ladder.present);
    const given = giveBack(problem, levels, present);
    const [efficiency] = valuesOf(merit, chancesOf(problem, given)) as unknown as [number];
    return { levels: given, efficiency };
  }

  /** Levels that keep no more than prescales with one factor would. */
  #uniformLevels(merit: Merit, limits: Float64Array): Int16Array {
    const { ladders } = this.#task;
    const { chances } = uniformWithin(merit, presentChances(ladders), limits);
    return Int16Array.from(ladders, (ladder, line) =>
      Math.max(
        0,
        ladder.chances.findLastIndex((chance) => chance <= chances[line]!),
      ),
    );
  }

  /** Rates with all free lines at the least they may keep. */
  #lowestRates(merit: Merit): Float64Array {
    const ladders = this.#task.ladders.map(stepsOf);
    return valuesOf(merit, chancesOf({ ladders }, lowest({ ladders }))).subarray(1);
  }

  #refused(limits: Float64Array): EmulatorError {
    const { others } = this.#task;
    const rates = this.#lowestRates(this.#merits[0]!);
    const place = rates.findIndex(
      (hz, at) => !fits({ limits: limits.slice(at, at + 1) }, Float64Array.of(0, hz)),
    );
    const at = Math.max(0, place);
    const whose = at === 0 ? 'all lines' : others[at - 1]!.name;
    return new EmulatorError(
      'OPTIMIZE_BUDGET',
      `the budget of ${whose} is ${hertz(limits[at]!)} Hz, and lines that are kept make ` +
        `${hertz(rates[at]!)} Hz with the least of all others; expected more, or other lines to ` +
        'be changed too (--free)',
    );
  }
}

const hertz = (hz: number): string => String(Number(hz.toPrecision(4)));
const stepsOf = ({ chances }: Ladder): Float64Array => chances;

/** What a choice does on both parts. */
export const checked = (sample: Sample, choice: Choice): Checked => ({
  promised: estimateOf(sample, 0, choice),
  unseen: estimateOf(sample, 1, choice),
});
