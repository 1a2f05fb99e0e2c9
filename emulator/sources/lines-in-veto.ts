import { allOf, bit } from '../../triggers/gdl/formula.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import { artificialInputs } from '../../triggers/gdl/needed-inputs.js';
import { canFire } from '../../triggers/gdl/never-fires.js';
import { inputSlots } from '../../triggers/slots.js';

/**
 * What a seed can still fire while the veto after an injection is up: a line without prescale;
 * prescaled or masked ones, so that one in so many seeds is enough; nothing.
 */
export type LinesInVeto = 'unprescaled' | 'prescaled' | 'none';

/** The same by the lines of a menu: those that can fire in spite of the veto, by seeds. */
export function linesInVeto({ lines, formulas }: CompiledMenu): LinesInVeto {
  const artificial = artificialInputs.map((name) => inputSlots[name]);
  const reached = lines.filter((_, at) =>
    canFire(allOf([formulas[at]!, bit(inputSlots.veto)]), artificial),
  );
  if (reached.length === 0) return 'none';
  return reached.some(({ prescale }) => prescale === 1) ? 'unprescaled' : 'prescaled';
}
