import { binomialDraw } from './binomial.js';
import {
  chancesIn,
  devianceOf,
  type FittedBin,
  type FittedTurnOn,
  fitTurnOn,
  isFirm,
} from './fit-turn-on.js';
import { risesOf, type TurnOn } from './turn-on-model.js';

/** Draws counts as a turn-on would give them, from numbers between 0 and 1. */
export function toysOf(
  bins: readonly FittedBin[],
  turnOn: TurnOn,
): (uniform: () => number) => readonly FittedBin[] {
  const rise = risesOf(turnOn);
  const expected = bins.map((bin) => ({
    bin,
    events: Math.max(1, Math.round(bin.n)),
    efficiency: turnOn.plateau * rise(bin).reached,
  }));
  return (uniform) =>
    expected.map(({ bin, events, efficiency }) => ({
      ...bin,
      k: shareOf(bin.n, binomialDraw(events, efficiency, uniform()), events),
    }));
}

/** `k` of `events` as of `n`; all of them are all. */
const shareOf = (n: number, k: number, events: number): number =>
  k === events ? n : (k * n) / events;

/** How often counts of the fitted turn-on fit worse than those that were fitted. */
interface Goodness {
  /** (1 + worse toys) / (1 + toys). */
  readonly pValue: number;
  /** Those that have a fit. */
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
  const drawToy = toysOf(bins, fit);
  const chances = chancesIn(bins, fit);
  const hasFits = isFirm(bins, chances, fit);
  let [toys, worse] = [0, 0];
  for (let drawn = 0; drawn < wanted; drawn++) {
    const toy = drawToy(uniform);
    // What it was drawn from fits it well enough: its own fit, which begins there, does no worse.
    if (hasFits && devianceOf(toy, chances) < fit.deviance) {
      toys++;
      continue;
    }
    const outcome = fitTurnOn(toy, { start: fit });
    if ('failure' in outcome) continue;
    toys++;
    if (outcome.deviance >= fit.deviance) worse++;
  }
  return { pValue: (1 + worse) / (1 + toys), toys };
}
