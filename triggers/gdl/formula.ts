import { inputNames } from '../slots.js';

/** A condition over leaves of a kind. */
type FormulaOf<Leaf> =
  | Leaf
  | { readonly kind: 'not'; readonly of: FormulaOf<Leaf> }
  | { readonly kind: 'and' | 'or'; readonly of: readonly FormulaOf<Leaf>[] };

/** An input bit by its slot. */
interface Bit {
  readonly kind: 'bit';
  readonly slot: number;
}

/** An input of a menu that the emulated trigger does not have: never set. */
interface Absent {
  readonly kind: 'absent';
  readonly name: string;
}

/** A trigger condition over input bits. */
export type Formula = FormulaOf<Bit | Absent>;
/** A condition over bits that the emulated trigger has. */
export type BitFormula = FormulaOf<Bit>;

/** The condition that an input bit is set. */
export const bit = (slot: number): Bit => ({ kind: 'bit', slot });
/** The condition that an input is set which the emulated trigger does not have. */
export const absent = (name: string): Absent => ({ kind: 'absent', name });
/** The opposite of a condition; twice the opposite is the condition itself. */
export const not = <F extends Formula>(of: F): F =>
  (of.kind === 'not' ? of.of : { kind: 'not', of }) as F;
/** That all of the conditions hold; of none: always. */
export const allOf = <F extends Formula>(of: readonly F[]): F =>
  (of.length === 1 ? of[0] : { kind: 'and', of }) as F;
/** That any of the conditions holds; of none: never. */
export const anyOf = <F extends Formula>(of: readonly F[]): F =>
  (of.length === 1 ? of[0] : { kind: 'or', of }) as F;

/** Slots that a formula names, ascending. */
export function slotsOf(formula: Formula): readonly number[] {
  const slots = new Set<number>();
  const visit = (part: Formula): void => {
    if (part.kind === 'bit') slots.add(part.slot);
    else if (part.kind === 'not') visit(part.of);
    else if (part.kind !== 'absent') part.of.forEach(visit);
  };
  visit(formula);
  return [...slots].sort((a, b) => a - b);
}

/** Inputs that a formula names and the emulated trigger does not have. */
export function absentNames(formula: Formula): readonly string[] {
  if (formula.kind === 'absent') return [formula.name];
  if (formula.kind === 'bit') return [];
  if (formula.kind === 'not') return absentNames(formula.of);
  return [...new Set(formula.of.flatMap(absentNames))];
}

/** The formula with its absent inputs at 0; true or false where nothing else decides. */
export function withoutAbsent(formula: Formula): BitFormula | boolean {
  if (formula.kind === 'absent') return false;
  if (formula.kind === 'bit') return formula;
  if (formula.kind === 'not') {
    const of = withoutAbsent(formula.of);
    return typeof of === 'boolean' ? !of : not(of);
  }
  const deciding = formula.kind === 'or';
  const parts = formula.of.map(withoutAbsent);
  if (parts.includes(deciding)) return deciding;
  const open = parts.filter((part) => typeof part !== 'boolean');
  if (open.length === 0) return !deciding;
  return deciding ? anyOf(open) : allOf(open);
}

/** The formula over single bits in words: counts spelled out as the hardware sends them. */
export function showFormula(formula: Formula): string {
  if (formula.kind === 'bit') return inputNames[formula.slot];
  if (formula.kind === 'absent') return formula.name;
  if (formula.kind === 'not') return `!${showOperand(formula.of)}`;
  return formula.of.map(showOperand).join(formula.kind === 'and' ? ' & ' : ' | ');
}

function showOperand(formula: Formula): string {
  return formula.kind === 'and' || formula.kind === 'or'
    ? `(${showFormula(formula)})`
    : showFormula(formula);
}
