import { inputCounts } from '../slots.js';
import {
  absentNames,
  allOf,
  anyOf,
  bit,
  type BitFormula,
  type Formula,
  not,
  slotsOf,
  withoutAbsent,
} from './formula.js';

/**
 * Why a line can never fire: its formula contradicts itself, or needs one of `slots`, which nothing
 * sets, or one of the inputs `names`, which the emulated trigger does not have.
 */
export type NeverFires =
  | { readonly reason: 'contradiction' }
  | { readonly reason: 'undriven'; readonly slots: readonly number[] }
  | { readonly reason: 'absent'; readonly names: readonly string[] };

/**
 * Looks for input bits that make `formula` true, among those that the hardware can send: of the
 * slots of a one-hot count at most one.
 * @param driven slots that some stage sets; without it, all.
 * @returns why there are none, or undefined.
 */
export function neverFires(formula: Formula, driven?: ReadonlySet<number>): NeverFires | undefined {
  if (!canFire(formula)) {
    const names = absentNames(formula);
    return names.length > 0 ? { reason: 'absent', names } : { reason: 'contradiction' };
  }
  if (driven === undefined) return undefined;
  const undriven = slotsOf(formula).filter((slot) => !driven.has(slot));
  if (canFire(formula, undriven)) return undefined;
  const needed = undriven.filter((slot) => !canFire(formula, [slot]));
  return { reason: 'undriven', slots: needed.length > 0 ? needed : undriven };
}

/** Whether some input bits, all of `zeros` being 0, make the formula true. */
export function canFire(given: Formula, zeros: readonly number[] = []): boolean {
  const formula = withoutAbsent(given);
  if (typeof formula === 'boolean') return formula;
  const conditions = formula.kind === 'and' ? formula.of : [formula];
  const possible = allOf([
    ...conditions,
    ...zeros.map((slot) => not(bit(slot))),
    ...exclusions(formula),
  ]);
  return satisfiable(possible, { left: searchLimit });
}

/**
 * Steps after which a formula counts as satisfiable: a search that long has no place in a check
 * that only warns.
 */
const searchLimit = 20_000;

/** Pairs of values of one count that a formula names and that exclude each other. */
function exclusions(formula: BitFormula): BitFormula[] {
  const named = new Set(slotsOf(formula));
  const oneHot = [...inputCounts.values()].filter(({ encoding }) => encoding === 'one-hot');
  return oneHot.flatMap(({ slots }) => {
    const used = slots.filter((slot) => named.has(slot));
    return used.flatMap((first, position) =>
      used.slice(position + 1).map((second) => not(allOf([bit(first), bit(second)]))),
    );
  });
}

/**
 * Splits on one bit after the other; a bit that must have a value comes first, so that chains of
 * conditions need no guessing.
 */
function satisfiable(formula: BitFormula | boolean, budget: { left: number }): boolean {
  if (typeof formula === 'boolean') return formula;
  if (budget.left-- <= 0) return true;
  const { slot, value } = decisiveBit(formula);
  return (
    satisfiable(withBit(formula, slot, value), budget) ||
    satisfiable(withBit(formula, slot, !value), budget)
  );
}

function decisiveBit(formula: BitFormula): { readonly slot: number; readonly value: boolean } {
  if (formula.kind === 'bit') return { slot: formula.slot, value: true };
  if (formula.kind === 'not') {
    const { slot, value } = decisiveBit(formula.of);
    return { slot, value: !value };
  }
  const single = formula.of.find(
    (part) => part.kind === 'bit' || (part.kind === 'not' && part.of.kind === 'bit'),
  );
  return decisiveBit(single ?? formula.of[0]);
}

/** The formula with one bit known, shortened. */
function withBit(formula: BitFormula, slot: number, value: boolean): BitFormula | boolean {
  if (formula.kind === 'bit') return formula.slot === slot ? value : formula;
  if (formula.kind === 'not') {
    const inner = withBit(formula.of, slot, value);
    return typeof inner === 'boolean' ? !inner : not(inner);
  }
  const deciding = formula.kind === 'or';
  const rest: BitFormula[] = [];
  for (const part of formula.of) {
    const known = withBit(part, slot, value);
    if (known === deciding) return deciding;
    if (typeof known !== 'boolean') rest.push(known);
  }
  if (rest.length === 0) return !deciding;
  return deciding ? anyOf(rest) : allOf(rest);
}
