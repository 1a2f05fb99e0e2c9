import type { EventClass } from './event-class.js';
import {
  type FoundClass,
  type OtherRates,
  rateOf,
  rateWith,
  uncertainSenders,
} from './class-rates.js';

/** Rates between which the truth may lie [Hz]. */
export interface Band {
  readonly lowHz: number;
  readonly highHz: number;
}

/** What of the model is varied, and the total that it makes. */
export interface Variation extends Band {
  readonly what: string;
  /** How it was found. */
  readonly method: 'weighted' | 'simulated';
}

/**
 * What is known of a menu's rates: classes as they are, and the background that may fire a line
 * once more with softer and with harder spectra.
 */
export interface VariedClasses {
  /** Half and twice of all background, then of each sender: what `halfAndTwice` gave. */
  readonly otherRates: readonly OtherRates[];
  readonly classes: readonly FoundClass[];
  readonly softer: readonly FoundClass[];
  readonly harder: readonly FoundClass[];
}

/** Half and twice of all background together, then of each sender of it. */
export const halfAndTwice = (classes: readonly EventClass[]): readonly OtherRates[] =>
  [undefined, ...uncertainSenders(classes)].flatMap((sender) =>
    [0.5, 2].map((factor) => ({ factor, ...(sender !== undefined && { sender }) })),
  );

/** All classes, with those of other spectra in their places. */
function spectraOf({ classes, softer, harder }: VariedClasses): readonly (readonly FoundClass[])[] {
  return [[], softer, harder].map((instead) => {
    const replaced = new Set(instead.map(({ name }) => name));
    return [...classes.filter(({ name }) => !replaced.has(name)), ...instead];
  });
}

/** From half of the background to twice of it, of the spectra that make least and most. */
export function bandOf(found: VariedClasses, quantity: number): Band {
  const [half, twice] = found.otherRates as [OtherRates, OtherRates];
  const spectra = spectraOf(found);
  return {
    lowHz: Math.min(...spectra.map((classes) => rateWith(half, 0, classes, quantity))),
    highHz: Math.max(...spectra.map((classes) => rateWith(twice, 1, classes, quantity))),
  };
}

/** What half and twice of each source makes, and what softer and harder spectra do. */
export function variationsOf(found: VariedClasses, quantity: number): readonly Variation[] {
  const { classes, otherRates } = found;
  const withRates = otherRates.map((other, set) => rateWith(other, set, classes, quantity));
  const totals = spectraOf(found).map((all) => rateOf(all, quantity).hz);
  return [
    ...uncertainSenders(classes).map((sender): Variation => {
      const hz = withRates.filter((_, set) => otherRates[set]!.sender === sender);
      return {
        what: `half and twice of ${sender}`,
        method: 'weighted',
        lowHz: Math.min(...hz),
        highHz: Math.max(...hz),
      };
    }),
    {
      what: 'spectra softer and harder',
      method: 'simulated',
      lowHz: Math.min(...totals),
      highHz: Math.max(...totals),
    },
  ];
}
