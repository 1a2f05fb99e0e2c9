import { choice, type ConfigOf, integer } from '../../detector/base/config.js';

const fraction = <const R extends 'round' | 'truncate'>(
  bits: number,
  rounding: R,
  max: number,
  what: string,
) => ({
  bits: integer(bits, 'bits', `Fractional bits of ${what}`, { min: 1, max }),
  rounding: choice<readonly ['round', 'truncate']>(
    rounding,
    ['round', 'truncate'],
    `What becomes of further bits of ${what}`,
  ),
});

/**
 * The fixed point of the neural z trigger, by quantity. Nodes and weights are limited so that sums
 * stay exact in doubles.
 * @see basf2 trg/cdc/src/NeuroTrigger.cc
 */
export const quantizationSchema = {
  angle: fraction(12, 'round', 20, "a track's azimuth and crossing angles"),
  cellsPerRadian: fraction(8, 'round', 20, 'the cells per radian of a super-layer'),
  place: fraction(8, 'truncate', 20, "a track's place in cells"),
  node: fraction(
    12,
    'truncate',
    15,
    'inputs and nodes; the rounding is that of inputs, towards zero when truncated',
  ),
  weight: fraction(10, 'round', 16, 'weights'),
  argument: fraction(10, 'truncate', 12, 'the argument of the table of tanh'),
} as const;

/** Fractional bits and rounding of every quantity of the neural z trigger. */
export interface Quantization extends ConfigOf<typeof quantizationSchema> {}
/** Fractional bits of one quantity, and what becomes of further ones. */
export type Fraction = Quantization['angle'];

/** What a shift does to values with more bits: to the nearest step, or down to the next. */
export function shifter({ bits, rounding }: Fraction): (value: number) => number {
  const one = 2 ** bits;
  const half = rounding === 'round' ? 0.5 : 0;
  return (value) => Math.floor(value * one + half) / one;
}

/**
 * Makes whole steps of values, in place: the nearest number, or the next one towards zero; beyond
 * `largest` they are cut off.
 */
export function toWholeSteps(
  values: Float64Array,
  { bits, rounding }: Fraction,
  largest: number,
): void {
  // Every thread does this for all networks, cold: no function a value.
  const one = 2 ** bits;
  const rounds = rounding === 'round';
  for (let at = 0; at < values.length; at++) {
    const steps = one * values[at];
    const whole = rounds ? Math.round(steps) : Math.trunc(steps);
    values[at] = whole > largest ? largest : whole < -largest ? -largest : whole;
  }
}
