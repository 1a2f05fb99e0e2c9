import type { InputCount } from '../slots.js';
import { allOf, anyOf, bit, type Formula, not } from './formula.js';

/** How a formula may compare a count with a number; longer signs first, as they are read. */
export const comparisons = ['>=', '<=', '==', '!=', '>', '<'] as const;
/** One of the comparisons. */
export type Comparison = (typeof comparisons)[number];

/**
 * `t2 >= 2` as a formula over the slots that spell the count; undefined when the slots cannot
 * decide it (`t2 == 4`, where 4 and 5 look the same) or need not (`klm > 7`, never true).
 * @see D-020
 */
export function compareCount(
  count: InputCount,
  comparison: Comparison,
  value: number,
): Formula | undefined {
  switch (comparison) {
    case '>=':
      return atLeast(count, value);
    case '>':
      return atLeast(count, value + 1);
    case '<':
      return negated(atLeast(count, value));
    case '<=':
      return negated(atLeast(count, value + 1));
    case '==':
      return exactly(count, value);
    case '!=':
      return negated(exactly(count, value));
  }
}

/** Values that a count tells apart, in words: "0, 1, 2, 3 or more than 3". */
export function countRange({ encoding, slots }: InputCount): string {
  if (encoding === 'binary') return `0 to ${2 ** slots.length - 1}`;
  const highest = slots.length - 1;
  const values = Array.from({ length: highest + 1 }, (_, value) => value);
  return `${values.join(', ')} or more than ${highest}`;
}

const negated = (formula: Formula | undefined): Formula | undefined =>
  formula === undefined ? undefined : not(formula);

function atLeast({ encoding, slots }: InputCount, value: number): Formula | undefined {
  const highest = encoding === 'one-hot' ? slots.length : 2 ** slots.length - 1;
  if (value < 1 || value > highest) return undefined;
  return encoding === 'one-hot'
    ? anyOf(slots.slice(value - 1).map(bit))
    : digitsAtLeast(slots, value);
}

/**
 * Binary `digits` (lowest first) spell a number ≥ `value` ≥ 1, decided from the highest digit down.
 */
function digitsAtLeast(digits: readonly number[], value: number): Formula {
  const highest = bit(digits[digits.length - 1]);
  const lower = digits.slice(0, -1);
  const half = 2 ** lower.length;
  if (value > half) return allOf([highest, digitsAtLeast(lower, value - half)]);
  return value === half ? highest : anyOf([highest, digitsAtLeast(lower, value)]);
}

function exactly({ encoding, slots }: InputCount, value: number): Formula | undefined {
  if (value === 0) return not(anyOf(slots.map(bit)));
  if (encoding === 'one-hot') return value < slots.length ? bit(slots[value - 1]) : undefined;
  if (value >= 2 ** slots.length) return undefined;
  return allOf(slots.map((slot, power) => ((value >> power) & 1 ? bit(slot) : not(bit(slot)))));
}
