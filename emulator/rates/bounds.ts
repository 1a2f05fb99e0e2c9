import { exp, log } from '../../detector/base/elementary.js';

/** What may be there at most, though it is not simulated as a source. */
export interface Bound {
  readonly what: string;
  readonly hz: number;
  readonly method: string;
}

const confidence = 0.95;

/**
 * The mean of which a Poisson number is not more than a count with the chance 1 − `level`: above it
 * lies no more than what was seen allows.
 */
export function poissonUpperLimit(count: number, level: number): number {
  let [low, high] = [0, 10 + 2 * count + 10 * Math.sqrt(count)];
  for (let step = 0; step < 60; step++) {
    const middle = 0.5 * (low + high);
    if (chanceUpTo(count, middle) > 1 - level) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

/** Chance of a Poisson number of a mean not to be above a count. */
function chanceUpTo(count: number, mean: number): number {
  if (mean === 0) return 1;
  let term = -mean;
  let sum = exp(term);
  for (let k = 1; k <= count; k++) {
    term += log(mean / k);
    sum += exp(term);
  }
  return sum;
}

/**
 * What windows without a seed add at most to the events of lines without prescale, from some
 * windows of diffuse hits alone. @param windowPeriod time that a window looks at [s].
 */
export function emptyWindowsBound(windows: number, fired: number, windowPeriod: number): Bound {
  const limit = poissonUpperLimit(fired, confidence);
  return {
    what: 'lines without prescale in windows without a seed',
    hz: limit / (windows * windowPeriod),
    method:
      `${fired} of ${windows} windows of ${(1e9 * windowPeriod).toFixed(1)} ns with diffuse hits ` +
      'alone fire one; upper limit at 95 %',
  };
}
