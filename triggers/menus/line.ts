import type { Family, LineClass, MenuLine } from '../gdl/menu.js';

/**
 * What a line of the experiment's menu is for, and how many of its occurrences are kept and why.
 */
export interface Role {
  readonly class: LineClass;
  readonly family?: Family;
  readonly prescale: number;
  readonly why: string;
}

/** Why a line of class B or L is kept whole. */
export const physics = 'a physics line: whole';

/** An output of menu snapshot 0036. */
export function line(number: number, name: string, formula: string, role: Role): MenuLine {
  const { class: lineClass, family = '', prescale, why } = role;
  return {
    number,
    name,
    formula,
    class: lineClass,
    family,
    prescale,
    source: `ftd_0036 output ${number}; prescale: ${why}`,
  };
}

/** An output that the rate monitor does not group: nothing says that it was ever used. */
export const masked = (number: number, name: string, formula: string, family?: Family): MenuLine =>
  line(number, name, formula, {
    class: '',
    family,
    prescale: 0,
    why: 'not in the rate monitor, so masked',
  });
