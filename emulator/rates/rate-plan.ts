import type { Quantity } from '../../triggers/gdl/kept-chances.js';
import { type ChanceSums, meanChance } from './chance-sums.js';

/** A class whose events were tried, and how often they come. */
interface TriedClass {
  /** [Hz] */
  readonly hz: number;
  readonly sums: ChanceSums;
}

/** Lines that come less often than this do not decide where events go [Hz]. */
const leastHz = 10;

/**
 * How many of `events` each class shall have: in proportion to its rate and to the spread of what
 * its events do, so that the sum of the squared relative errors of all lines above 10 Hz and of the
 * total, these before prescale, is least (Neyman's allocation).
 */
export function allocate(
  classes: readonly TriedClass[],
  quantities: readonly Quantity[],
  events: number,
): readonly number[] {
  const weights = quantities.map(({ kind }, quantity) => {
    if (kind !== 'ftdl' && kind !== 'accepted') return 0;
    const hz = classes.reduce(
      (sum, { hz: own, sums }) => sum + own * meanChance(sums, quantity).mean,
      0,
    );
    return hz < leastHz && kind === 'ftdl' ? 0 : 1 / (hz * hz || 1);
  });
  const shares = classes.map(({ hz, sums }) => {
    const spread = weights.reduce(
      (sum, weight, quantity) => sum + weight * spreadOf(sums, quantity),
      0,
    );
    return hz * Math.sqrt(spread);
  });
  const all = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => (all === 0 ? 0 : Math.round((events * share) / all)));
}

/**
 * Variance of one event's chance; half an event is added, so that a rare one is not taken for none.
 */
function spreadOf(sums: ChanceSums, quantity: number): number {
  const { mean } = meanChance(sums, quantity);
  const chance = (mean * sums.events + 0.5) / (sums.events + 1);
  return chance * (1 - chance);
}
