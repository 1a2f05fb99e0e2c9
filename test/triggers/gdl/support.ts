import fc from 'fast-check';
import { inputWords, outputWords, setBit } from '../../../triggers/batches.js';
import { allOf, anyOf, bit, type Formula, not } from '../../../triggers/gdl/formula.js';
import type { Menu, MenuLine } from '../../../triggers/gdl/menu.js';
import { type InputName, inputNames, inputSlots } from '../../../triggers/slots.js';

/** Truth of a formula by its definition: the slow reference for compiled ones. */
export function holds(formula: Formula, isSet: (slot: number) => boolean): boolean {
  if (formula.kind === 'bit') return isSet(formula.slot);
  if (formula.kind === 'absent') return false;
  if (formula.kind === 'not') return !holds(formula.of, isSet);
  return formula.kind === 'and'
    ? formula.of.every((part) => holds(part, isSet))
    : formula.of.some((part) => holds(part, isSet));
}

/** Formulas up to a few levels deep over any input bits. */
export const anyFormula: fc.Arbitrary<Formula> = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.integer({ min: 0, max: inputNames.length - 1 }).map((slot): Formula => bit(slot)),
    tie('formula').map((of) => not(of)),
    fc.array(tie('formula'), { minLength: 2, maxLength: 4 }).map(allOf),
    fc.array(tie('formula'), { minLength: 2, maxLength: 4 }).map(anyOf),
  ),
})).formula;

/** Input bits of a batch: one list of set inputs per event. */
export function inputBits(events: readonly (readonly InputName[])[]): Uint32Array {
  const words = new Uint32Array(events.length * inputWords);
  events.forEach((names, event) =>
    names.forEach((name) => setBit(words, inputWords, event, inputSlots[name])),
  );
  return words;
}

/** FTDL bits of a batch: one list of output numbers per event. */
export function ftdlBits(events: readonly (readonly number[])[]): Uint32Array {
  const words = new Uint32Array(events.length * outputWords);
  events.forEach((numbers, event) =>
    numbers.forEach((number) => setBit(words, outputWords, event, number)),
  );
  return words;
}

/** A line with formula and prescale, all else unremarkable. */
export const line = (number: number, formula: string, prescale = 1): MenuLine => ({
  number,
  name: `line${number}`,
  formula,
  class: '',
  family: '',
  prescale,
  source: 'test',
});

export const menuOf = (...lines: readonly MenuLine[]): Menu => ({
  name: 'test',
  version: '1',
  source: 'test',
  lines,
});
