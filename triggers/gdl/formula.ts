import { inputNames } from '../slots.js';

/** A trigger condition over input bits. */
export type Formula =
  | { readonly kind: 'bit'; readonly slot: number }
  | { readonly kind: 'not'; readonly of: Formula }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Formula[] };

/** The condition that an input bit is set. */
export const bit = (slot: number): Formula => ({ kind: 'bit', slot });
/** The opposite of a condition; twice the opposite is the condition itself. */
export const not = (of: Formula): Formula => (of.kind === 'not' ? of.of : { kind: 'not', of });
/** That all of the conditions hold; of none: always. */
export const allOf = (of: readonly Formula[]): Formula =>
  of.length === 1 ? of[0] : { kind: 'and', of };
/** That any of the conditions holds; of none: never. */
export const anyOf = (of: readonly Formula[]): Formula =>
  of.length === 1 ? of[0] : { kind: 'or', of };

/** Slots that a formula names, ascending. */
export function slotsOf(formula: Formula): readonly number[] {
  const slots = new Set<number>();
  const visit = (part: Formula): void => {
    if (part.kind === 'bit') slots.add(part.slot);
    else if (part.kind === 'not') visit(part.of);
    else part.of.forEach(visit);
  };
  visit(formula);
  return [...slots].sort((a, b) => a - b);
}

/** The formula over single bits in words: counts spelled out as the hardware sends them. */
export function showFormula(formula: Formula): string {
  if (formula.kind === 'bit') return inputNames[formula.slot];
  if (formula.kind === 'not') return `!${showOperand(formula.of)}`;
  return formula.of.map(showOperand).join(formula.kind === 'and' ? ' & ' : ' | ');
}

function showOperand(formula: Formula): string {
  return formula.kind === 'and' || formula.kind === 'or'
    ? `(${showFormula(formula)})`
    : showFormula(formula);
}
