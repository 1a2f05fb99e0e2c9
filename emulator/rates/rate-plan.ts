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
/** Relative errors that are wanted of the rates of lines and of the total. */
const wanted = { ftdl: 0.1, accepted: 0.02 } as const;
/** Rounds in which what is known least gets more weight. */
const rounds = 30;

/** A rate that decides where events go: the square of its wanted error, its variance by class. */
interface Aim {
  readonly goal: number;
  /** Square of what an event of each class is worth, one element a class [Hz²]. */
  readonly spreads: readonly number[];
}

/**
 * How many of `events` each class shall have: in proportion to its rate and to the spread of what
 * its events do (Neyman's allocation) to the rates of lines above 10 Hz, before prescale, and to
 * the total. These weigh by how far their errors are from those wanted, 10 and 2 %: the worst of
 * them decides.
 */
export function allocate(
  classes: readonly TriedClass[],
  quantities: readonly Quantity[],
  events: number,
): readonly number[] {
  const aims = aimsOf(classes, quantities);
  const sharesBy = (weights: readonly number[]): readonly number[] => {
    const roots = classes.map((_, of) =>
      Math.sqrt(aims.reduce((sum, { spreads }, aim) => sum + weights[aim]! * spreads[of]!, 0)),
    );
    const all = roots.reduce((sum, root) => sum + root, 0);
    return roots.map((root) => (all === 0 ? 0 : root / all));
  };
  let weights = aims.map(({ goal }) => 1 / goal);
  for (let round = 0; round < rounds; round++) {
    const shares = sharesBy(weights);
    const excess = aims.map(({ goal, spreads }) => {
      const variance = spreads.reduce(
        (sum, spread, of) => (shares[of] === 0 ? sum : sum + spread / (events * shares[of]!)),
        0,
      );
      return variance / goal;
    });
    const worst = Math.max(...excess);
    weights = weights.map((weight, aim) => weight * Math.sqrt(excess[aim]! / worst));
  }
  return sharesBy(weights).map((share) => Math.round(events * share));
}

function aimsOf(classes: readonly TriedClass[], quantities: readonly Quantity[]): readonly Aim[] {
  return quantities.flatMap(({ kind }, quantity): readonly Aim[] => {
    if (kind !== 'ftdl' && kind !== 'accepted') return [];
    const rate = classes.reduce(
      (sum, { hz, sums }) => sum + hz * meanChance(sums, quantity).mean,
      0,
    );
    if (rate < leastHz && kind === 'ftdl') return [];
    const goal = (wanted[kind] * (rate || 1)) ** 2;
    return [{ goal, spreads: classes.map(({ hz, sums }) => hz * hz * spreadOf(sums, quantity)) }];
  });
}

/**
 * Variance of one event's chance; half an event is added, so that a rare one is not taken for none.
 */
function spreadOf(sums: ChanceSums, quantity: number): number {
  const { mean } = meanChance(sums, quantity);
  const chance = (mean * sums.events + 0.5) / (sums.events + 1);
  return chance * (1 - chance);
}
