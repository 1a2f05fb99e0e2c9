import type { KeptChances, Quantity } from '../../triggers/gdl/kept-chances.js';
import { type ChanceSums, meanChance } from './chance-sums.js';
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

/** Whether a class strays from the beams: known to a factor of two at best. */
export const isBackground = ({ origin }: Pick<EventClass, 'origin'>): boolean =>
  origin === 'stray' || origin === 'injection';
