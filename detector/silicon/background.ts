import { RandomStream } from '../base/random.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';

/**
 * Poisson counts above this mean are drawn from the normal distribution: its skewness, 0.03, and
 * the integers no longer tell.
 */
const manyCounts = 1000;

/**
 * Channels that background fires, as numbers by sensor: tens of thousands of positions in every
 * event would mean nothing to anybody. They are made when somebody asks, the same ones for an event
 * at any time.
 * @param means expected channels of each sensor.
 */
export function backgroundCounts(means: ArrayLike<number>, purpose: number, context: RunContext) {
  const random = new RandomStream();
  return (addresses: Addresses, event: number): Uint32Array => {
    seedAt(random, context, addresses, event, purpose);
    return Uint32Array.from(means, (mean) =>
      mean > manyCounts
        ? Math.max(0, Math.round(mean + Math.sqrt(mean) * random.gaussian()))
        : random.poisson(mean),
    );
  };
}
