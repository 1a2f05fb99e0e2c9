import { outputWords } from '../batches.js';
import { type InputName, inputSlots } from '../slots.js';
import { slotsOf } from './formula.js';
import type { CompiledMenu } from './menu.js';
import { canFire } from './never-fires.js';

/** Output bits of the lines that cannot fire without an input, `outputWords` words. */
export function linesNeeding({ lines, formulas }: CompiledMenu, name: InputName): Uint32Array {
  const slot = inputSlots[name];
  const bits = new Uint32Array(outputWords);
  for (const [position, { number }] of lines.entries()) {
    const formula = formulas[position];
    if (slotsOf(formula).includes(slot) && !canFire(formula, [slot]))
      bits[number >>> 5] |= 1 << (number & 31);
  }
  return bits;
}

/**
 * Inputs that come by themselves, without anything in the detector: what opens a window at them is
 * no seed.
 */
export const artificialInputs = [
  ...(['revo', 'her_kick', 'ler_kick', 'bha_delay'] as const),
  ...(['pseud_rand', 'plsin', 'poissonin'] as const),
] as const satisfies readonly InputName[];

/** Output bits of the lines that cannot fire without one of the artificial inputs. */
export function artificialLines(menu: CompiledMenu): Uint32Array {
  const bits = new Uint32Array(outputWords);
  for (const name of artificialInputs)
    linesNeeding(menu, name).forEach((word, at) => {
      bits[at] |= word;
    });
  return bits;
}
