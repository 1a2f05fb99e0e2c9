import type { KeptChances, Quantity } from '../../triggers/gdl/kept-chances.js';
import { type ChanceSums, meanChance, variedChance } from './chance-sums.js';
import type { EventClass } from './event-class.js';

/** A rate with its statistical error [Hz]. */
export interface Rate {
  readonly hz: number;
  readonly errorHz: number;
}

/** A class of seeds with what was found of its events. */
export interface FoundClass extends EventClass {
  readonly sums: ChanceSums;
}

/** How often a quantity comes of some classes together. */
export function rateOf(classes: readonly FoundClass[], quantity: number): Rate {
  let [hz, variance] = [0, 0];
  for (const { hz: own, sums } of classes) {
    const chance = meanChance(sums, quantity);
    hz += own * chance.mean;
    variance += own * own * chance.variance;
  }
  return { hz, errorHz: Math.sqrt(variance) };
}

/** Other rates of the classes: all of one sender, or of all background, more or less often. */
export interface OtherRates {
  readonly factor: number;
  /** Whose; all of them when absent. */
  readonly sender?: string;
}

/** Whether a class strays from the beams: known to a factor of two at best. */
const isBackground = ({ origin }: Pick<EventClass, 'origin'>): boolean =>
  origin === 'stray' || origin === 'injection';

/** Two-photon pairs are calculated: no factor of two. */
const isUncertain = (each: Pick<EventClass, 'origin' | 'generator'>): boolean =>
  isBackground(each) && each.generator === 'stray';

/** Senders of background that is known to a factor of two. */
export const uncertainSenders = (classes: readonly EventClass[]): readonly string[] => [
  ...new Set(classes.filter(isUncertain).map(({ sender }) => sender)),
];

/** By how much a class comes more often with other rates. */
export const factorOf = ({ factor, sender }: OtherRates, each: EventClass): number =>
  isUncertain(each) && (sender === undefined || each.sender === sender) ? factor : 1;

/** How often a quantity comes of some classes with other rates, number `set` of all [Hz]. */
export const rateWith = (
  other: OtherRates,
  set: number,
  classes: readonly FoundClass[],
  quantity: number,
): number =>
  classes.reduce(
    (sum, each) => sum + factorOf(other, each) * each.hz * variedChance(each.sums, set, quantity),
    0,
  );

/** Place of a quantity among those of `KeptChances`; only one of a kind needs no name. */
export function placeOf(
  { quantities }: Pick<KeptChances, 'quantities'>,
  kind: Quantity['kind'],
  name?: string,
): number {
  return quantities.findIndex(
    (quantity) => quantity.kind === kind && (name === undefined || quantity.name === name),
  );
}
