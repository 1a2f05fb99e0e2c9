import type { Menu, MenuLine } from '../gdl/menu.js';
import type { Role } from './line.js';
import { physicsMenu } from './physics.js';

/** A line of later menus of which no file is public: name known or inferred, formula ours. */
const ours = (number: number, name: string, formula: string, role: Role): MenuLine => ({
  number,
  name,
  formula: `${formula} & !bha_veto & !veto`,
  class: role.class,
  family: role.family ?? '',
  prescale: role.prescale,
  source: `our reading, in no public menu; prescale: ${role.why}`,
});

/** The efficiency monitor of the experiment takes events by these two lines. */
const used = 'basf2 trg/gdl TRGEFFDQMModule.cc takes events by it: whole';
const hie4: Role = { class: 'L_ECL', family: 'single-photon', prescale: 1, why: used };
const tauPair: Role = { class: 'L_ECL', prescale: 1, why: used };
const unused: Role = { class: '', prescale: 0, why: 'nothing says that it is used, so masked' };

const laterLines: readonly MenuLine[] = [
  ours(175, 'ecltaub2b', 'ecl_taub2b', unused),
  ours(176, 'ecltaub2b2', 'ecl_taub2b2', unused),
  ours(177, 'ecltaub2b3', 'ecl_taub2b3', tauPair),
  ours(178, 'hie1', 'ehigh1', { ...unused, family: 'single-photon' }),
  ours(179, 'hie2', 'ehigh2', { ...unused, family: 'single-photon' }),
  ours(180, 'hie3', 'ehigh3', { ...unused, family: 'single-photon' }),
  ours(181, 'hie4', 'ehigh4', hie4),
];

/**
 * Menu snapshot 0036 and what the trigger of later years adds to it on bits of the calorimeter: τ
 * pairs, and high energy with more vetoes against Bhabhas. No later menu is public: that lines
 * hie4 and ecltaub2b3 exist is known, their numbers, formulas and prescales are our reading.
 * @see D-226
 * @example
 * ```ts
 * import { presentMenu } from 'belle2-l1';
 *
 * console.log(presentMenu.lines.find(({ name }) => name === 'hie4')!.formula);
 * // → ehigh4 & !bha_veto & !veto
 * ```
 */
export const presentMenu: Menu = {
  name: 'present',
  version: '1',
  source: `${physicsMenu.source}, and later lines of the calorimeter as we read them`,
  lines: [...physicsMenu.lines, ...laterLines],
};
