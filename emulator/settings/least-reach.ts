import { GeV } from '../../detector/base/units.js';
import type { Menu } from '../../triggers/gdl/menu.js';
import type { LeastReach } from '../sources/roles.js';
import { loadMenu } from './menu-source.js';

/**
 * Least that the unprescaled lines of the menu `physics` ask: 0.5 GeV in a barrel cluster, a track
 * or two that the networks or the short-track finder see. Found by simulating all seeds of two
 * seconds: of groups that reach less, 3 in 10⁴ fire a line without prescale.
 */
const leastOfPhysics: LeastReach = { energy: 0.45 * GeV, pt: 0.26 * GeV, second: 0.2 * GeV };

/**
 * What seeds must be able to do to fire a line of a menu that keeps all events; nothing is known
 * when it has lines without prescale that `physics` does not have.
 */
export function leastReach({ lines }: Menu): LeastReach | undefined {
  const known = new Set(keepers(loadMenu('physics')));
  return keepers({ lines }).every((formula) => known.has(formula)) ? leastOfPhysics : undefined;
}

/** Formulas of the lines without prescale. */
const keepers = ({ lines }: Pick<Menu, 'lines'>): readonly string[] =>
  lines.filter(({ prescale }) => prescale === 1).map(({ formula }) => formula);
