import { binomialDraw } from './binomial.js';
import { type FittedBin, type FittedTurnOn, fitTurnOn } from './fit-turn-on.js';
import { riseOver, type TurnOn } from './turn-on-model.js';

/** Counts as a turn-on would give them. @param uniform numbers from 0 to 1. */
export function toyOf(
  bins: readonly FittedBin[],
  turnOn: TurnOn,
  uniform: () => number,
): readonly FittedBin[] {
  return bins.map((bin) => {
    const drawn = binomialDraw(
      Math.max(1, Math.round(bin.n)),
      turnOn.plateau * riseOver(bin, turnOn).reached,
      uniform(),
    );
    return { ...bin, k: (drawn * bin.n) / Math.max(1, Math.round(bin.n)) };
  });
}

/** How often counts of the fitted turn-on fit worse than those that were fitted. */
interface Goodness {
  /** (1 + worse toys) / (1 + toys). */
  readonly pValue: number;
  /** Those that could be fitted. */
  readonly toys: number;
}

/**
 * The p-value of a fit's deviance by toys: below the rise and on the plateau a bin has no event, or
 * all, so the deviance does not follow a χ². Toys that have no fit are not counted.
 */
export function goodnessOf(
  all: readonly FittedBin[],
  fit: FittedTurnOn,
  uniform: () => number,
  wanted = 400,
): Goodness {
  const bins = all.filter(({ n }) => n > 0);
  let [toys, worse] = [0, 0];
  for (let toy = 0; toy < wanted; toy++) {
    const outcome = fitTurnOn(toyOf(bins, fit, uniform), { start: fit });
    if ('failure' in outcome) continue;
    toys++;
    if (outcome.deviance >= fit.deviance) worse++;
  }
  return { pValue: (1 + worse) / (1 + toys), toys };
}
