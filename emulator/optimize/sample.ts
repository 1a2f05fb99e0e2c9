import { type CompiledMenu } from '../../triggers/gdl/menu.js';
import type { DecidableBatch } from '../chain/chain.js';
import type { WatchedWindows } from '../rates/rates.js';
import type { WeightedCount } from '../studies/intervals.js';
import { type LineGroup, PatternTable } from './pattern-table.js';

/** Events of even numbers are optimized on, those of odd ones tell whether it holds. */
const parts = ['training', 'unseen'] as const;
/** Place of one of them. */
export type Part = 0 | 1;

/** A number for each part. */
type PerPart<T> = readonly [training: T, unseen: T];

/** Seeds that were tried of a class, and how often they come. */
interface ClassSample {
  /** [Hz] */
  readonly hz: number;
  readonly seeds: PerPart<number>;
}

/** Events of a signal in its selection, and what they weigh beside other signals. */
interface SignalSample {
  /** All signals together 1. */
  readonly share: number;
  readonly selected: PerPart<WeightedCount>;
}

/** Windows and events of signals, by the lines that they fire. */
export interface Sample {
  /** Of the trigger, then of each with other parameters: the same windows and events. */
  readonly tables: readonly PatternTable[];
  readonly signals: readonly SignalSample[];
  readonly classes: readonly ClassSample[];
}

/** Cell of a signal, and with so many signals of a class. */
export const cellOf = {
  signal: (signal: number, part: Part): number => 2 * signal + part,
  seeds: (signals: number, stratum: number, part: Part): number => 2 * (signals + stratum) + part,
};

/** Gathers windows and events of signals. */
export class SampleBuilder {
  readonly #tables: readonly PatternTable[];
  readonly #shares: readonly number[];
  readonly #selected: readonly (readonly { n: number; sumw: number; sumw2: number }[])[];
  readonly #seeds: [number, number][] = [];

  /** @param weights of the signals, in any unit. */
  constructor(
    menu: CompiledMenu,
    free: readonly number[],
    groups: readonly LineGroup[],
    { triggers, weights }: { readonly triggers: number; readonly weights: readonly number[] },
  ) {
    const make = () => new PatternTable({ menu, free, groups });
    this.#tables = Array.from({ length: triggers }, make);
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    this.#shares = weights.map((weight) => weight / all);
    this.#selected = weights.map(() => parts.map(() => ({ n: 0, sumw: 0, sumw2: 0 })));
  }

  /** Windows of a class, each of the seed whose number it has. */
  readonly addWindows = ({ stratum, job, batch, risingBits }: WatchedWindows): void => {
    const seeds = (this.#seeds[stratum] ??= [0, 0]);
    const even = Math.floor((job.first + job.count + 1) / 2) - Math.floor((job.first + 1) / 2);
    seeds[0] += even;
    seeds[1] += job.count - even;
    const { weights, addresses } = batch;
    for (const [window, weight] of weights.entries()) {
      if (weight === 0) continue;
      const part = (addresses.index[window]! & 1) as Part;
      const cell = cellOf.seeds(this.#shares.length, stratum, part);
      for (const [trigger, table] of this.#tables.entries())
        table.add(cell, risingBits[trigger]!, window, weight);
    }
  };

  /** Events of a signal; those count that are in the card's selection of this number. */
  addSignal(signal: number, batch: DecidableBatch, selection: number): void {
    const { weights, addresses, observations, ftdlBits, otherFtdlBits = [] } = batch;
    for (const [event, weight] of weights.entries()) {
      if (((observations.selected[event]! >>> selection) & 1) === 0 || weight === 0) continue;
      const part = (addresses.index[event]! & 1) as Part;
      const selected = this.#selected[signal]![part]!;
      selected.n++;
      selected.sumw += weight;
      selected.sumw2 += weight * weight;
      const cell = cellOf.signal(signal, part);
      for (const [trigger, table] of this.#tables.entries())
        table.add(cell, trigger === 0 ? ftdlBits : otherFtdlBits[trigger - 1]!, event, weight);
    }
  }

  /** @param rates how often seeds of each class come, by its stratum [Hz]. */
  sample(rates: readonly number[]): Sample {
    return {
      tables: this.#tables,
      signals: this.#shares.map((share, signal) => ({
        share,
        selected: [{ ...this.#selected[signal]![0]! }, { ...this.#selected[signal]![1]! }],
      })),
      classes: rates.map((hz, stratum) => ({ hz, seeds: this.#seeds[stratum] ?? [0, 0] })),
    };
  }
}
