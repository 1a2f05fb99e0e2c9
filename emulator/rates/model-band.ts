import { type FoundClass, isBackground, rateOf } from './class-rates.js';

/** Rates between which the truth may lie [Hz]. */
export interface Band {
  readonly lowHz: number;
  readonly highHz: number;
}

/** What of the model is varied, and the total that it makes. */
export interface Variation extends Band {
  readonly what: string;
  /** How it was found. */
  readonly method: 'scaled' | 'simulated';
}

/**
 * What is known of a menu's rates: classes as they are, and the background that may fire a line
 * once more with softer and with harder spectra.
 */
export interface VariedClasses {
  readonly classes: readonly FoundClass[];
  readonly softer: readonly FoundClass[];
  readonly harder: readonly FoundClass[];
}

/** Two-photon pairs are calculated: no factor of two. */
const isUncertain = (each: FoundClass): boolean => isBackground(each) && each.generator === 'stray';

/** The background of a quantity as it is, with softer and with harder spectra [Hz]. */
function backgroundsOf({ classes, softer, harder }: VariedClasses, quantity: number) {
  const uncertain = classes.filter(isUncertain);
  const nominal = rateOf(uncertain, quantity).hz;
  const varied = (instead: readonly FoundClass[]): number => {
    const replaced = new Set(instead.map(({ name }) => name));
    const others = uncertain.filter(({ name }) => !replaced.has(name));
    return rateOf([...others, ...instead], quantity).hz;
  };
  return { nominal, softer: varied(softer), harder: varied(harder) };
}

/** From half of the least to twice the most that any of the spectra makes. */
export function bandOf(found: VariedClasses, quantity: number): Band {
  const total = rateOf(found.classes, quantity).hz;
  const { nominal, softer, harder } = backgroundsOf(found, quantity);
  const rest = total - nominal;
  return {
    lowHz: rest + 0.5 * Math.min(nominal, softer, harder),
    highHz: rest + 2 * Math.max(nominal, softer, harder),
  };
}

/** What half and twice of each source makes, and what softer and harder spectra do. */
export function variationsOf(found: VariedClasses, quantity: number): readonly Variation[] {
  const total = rateOf(found.classes, quantity).hz;
  const uncertain = found.classes.filter(isUncertain);
  const senders = [...new Set(uncertain.map(({ sender }) => sender))];
  const { nominal, softer, harder } = backgroundsOf(found, quantity);
  const [softTotal, hardTotal] = [total - nominal + softer, total - nominal + harder];
  return [
    ...senders.map((sender): Variation => {
      const { hz } = rateOf(
        uncertain.filter((each) => each.sender === sender),
        quantity,
      );
      return {
        what: `half and twice of ${sender}`,
        method: 'scaled',
        lowHz: total - 0.5 * hz,
        highHz: total + hz,
      };
    }),
    {
      what: 'spectra softer and harder',
      method: 'simulated',
      lowHz: Math.min(softTotal, hardTotal),
      highHz: Math.max(softTotal, hardTotal),
    },
  ];
}
