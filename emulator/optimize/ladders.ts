import { EmulatorError, showValue } from '../../detector/base/errors.js';
import type { MenuLine } from '../../triggers/gdl/menu.js';
import { prescaleSteps } from '../../triggers/gdl/prescale-steps.js';

/** Prescales that lines may get besides what they have; 0 masks. */
export const usualPrescales: readonly number[] = [
  0, 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100, 200, 500, 1000,
];

/** What a line may be set to, by ascending chance. */
export interface Ladder {
  readonly prescales: readonly number[];
  readonly chances: Float64Array;
  /** Place of the present prescale. */
  readonly present: number;
}

/** Chance with which a prescale keeps an event. */
const chanceOf = (prescale: number): number => (prescale === 0 ? 0 : 1 / prescale);

/** What a line may be set to: the prescales given and the one that it has. */
export function ladderOf({ prescale }: MenuLine, prescales: readonly number[]): Ladder {
  const sorted = [...new Set([...prescales, prescale])].sort(
    (one, other) => chanceOf(one) - chanceOf(other),
  );
  return {
    prescales: sorted,
    chances: Float64Array.from(sorted, chanceOf),
    present: sorted.indexOf(prescale),
  };
}

/** Prescales with commas between them. @throws USAGE_PRESCALES */
export function prescalesFrom(text: string): readonly number[] {
  return text.split(',').map((word) => {
    const prescale = Number(word);
    if (word.trim() !== '' && prescaleSteps(prescale) !== undefined) return prescale;
    throw new EmulatorError(
      'USAGE_PRESCALES',
      `--prescales: found ${showValue(word)}, expected 0 to mask a line, or N from 1 with three ` +
        'decimals at most to keep 1 in N',
    );
  });
}
