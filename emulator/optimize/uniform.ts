import { type Merit, valuesOf } from './merit.js';
import { fits } from './search.js';

/** All free lines with their prescales times one factor. */
export interface Uniform {
  /** Prescales are so many times those of now, 1 at least. */
  readonly factor: number;
  /** False where kept lines alone fill a budget: even the largest factor is over it. */
  readonly isWithin: boolean;
  readonly chances: Float64Array;
}

/** Halvings of the range that the factor may have. */
const halvings = 60;
/** Smaller shares keep nothing worth telling. */
const least = 1e-6;

/**
 * The least factor on all prescales, below 1 where there is room, with which rates are within
 * their limits: what one does who knows nothing of the signals. No prescale goes below 1, masked
 * lines stay masked, and the factor may be any number.
 */
export function uniformWithin(merit: Merit, present: Float64Array, limits: Float64Array): Uniform {
  const scaled = (share: number): Float64Array =>
    present.map((chance) => Math.min(1, chance * share));
  const isWithin = (share: number): boolean => fits({ limits }, valuesOf(merit, scaled(share)));
  // With this share no line has a prescale any more.
  const all = Math.max(1, ...present.map((chance) => (chance > 0 ? 1 / chance : 1)));
  if (isWithin(all)) return { factor: 1 / all, isWithin: true, chances: scaled(all) };
  let [low, high] = [0, all];
  for (let halving = 0; halving < halvings; halving++) {
    // By factors where both are known, so that small shares are found as exactly as large ones.
    const middle = low === 0 ? high / 4 : Math.sqrt(low * high);
    if (isWithin(middle)) low = middle;
    else high = middle;
    if (high < least) break;
  }
  const share = Math.max(low, least);
  return { factor: 1 / share, isWithin: isWithin(share), chances: scaled(share) };
}
