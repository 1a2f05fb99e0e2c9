import type { ExplainedInput, ExplainedLine } from '../../monitor/explanation.js';
import { hasBit, inputWords, outputWords } from '../../triggers/batches.js';
import { type Formula, showFormula } from '../../triggers/gdl/formula.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import { inputMeanings, inputNames } from '../../triggers/slots.js';

/** Whether an input bit is set, by slot. */
type IsSet = (slot: number) => boolean;

/** Bits that a formula names, by name: whether they are set; those that we lack never are. */
function valuesOf(formula: Formula, isSet: IsSet): readonly (readonly [string, boolean])[] {
  if (formula.kind === 'bit') return [[inputNames[formula.slot]!, isSet(formula.slot)]];
  if (formula.kind === 'absent') return [[formula.name, false]];
  if (formula.kind === 'not') return valuesOf(formula.of, isSet);
  return formula.of.flatMap((part) => valuesOf(part, isSet));
}

/** Whether a formula holds. */
function holds(formula: Formula, isSet: IsSet): boolean {
  if (formula.kind === 'bit') return isSet(formula.slot);
  if (formula.kind === 'absent') return false;
  if (formula.kind === 'not') return !holds(formula.of, isSet);
  return formula.kind === 'and'
    ? formula.of.every((part) => holds(part, isSet))
    : formula.of.some((part) => holds(part, isSet));
}

/**
 * Names of the bits that settle a formula: of a conjunction that fails those of the parts that
 * fail, of an alternative that holds those of the parts that hold, else of all parts. While they
 * stay as they are, no other bit changes the result.
 */
export function decidingBits(formula: Formula, isSet: IsSet): readonly string[] {
  if (formula.kind === 'bit') return [inputNames[formula.slot]!];
  if (formula.kind === 'absent') return [formula.name];
  if (formula.kind === 'not') return decidingBits(formula.of, isSet);
  const outcome = holds(formula, isSet);
  return formula.of
    .filter((part) => holds(part, isSet) === outcome)
    .flatMap((part) => decidingBits(part, isSet));
}

/** Every input bit of the first event of a batch. */
export const explainInputs = (inputBits: Uint32Array): readonly ExplainedInput[] =>
  inputNames.map((name, slot) => ({
    name,
    meaning: inputMeanings[slot]!,
    set: hasBit(inputBits, inputWords, 0, slot),
  }));

/** Every line of the menu in the first event of a batch: why it fired, or why it did not. */
export function explainLines(
  { lines, formulas }: Pick<CompiledMenu, 'lines' | 'formulas'>,
  inputBits: Uint32Array,
  ftdlBits: Uint32Array,
): readonly ExplainedLine[] {
  const isSet: IsSet = (slot) => hasBit(inputBits, inputWords, 0, slot);
  return lines.map(({ name, number, family, prescale, formula: text }, position) => {
    const formula = formulas[position]!;
    const deciding = new Set(decidingBits(formula, isSet));
    return {
      name,
      number,
      family,
      prescale,
      formula: text,
      spelled: showFormula(formula),
      fired: hasBit(ftdlBits, outputWords, 0, number),
      bits: [...new Map(valuesOf(formula, isSet))].map(([bit, set]) => ({
        name: bit,
        set,
        decides: deciding.has(bit),
      })),
    };
  });
}
