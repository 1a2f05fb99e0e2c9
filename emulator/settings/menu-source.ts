import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import type { Menu } from '../../triggers/gdl/menu.js';
import { readMenu } from '../../triggers/gdl/read-menu.js';
import { menus } from '../../triggers/menus/index.js';
import { readYaml } from './conditions.js';

/**
 * A menu by built-in name or YAML or JSON file.
 * @throws MENU_UNKNOWN, MENU_FILE, MENU_SYNTAX, MENU_UNKNOWN_KEY, MENU_BAD_VALUE
 * @example
 * ```ts
 * import { loadMenu } from 'belle2-l1';
 *
 * console.log(loadMenu('ecl').version); // → 0036.1
 * ```
 */
export function loadMenu(nameOrFile: string): Menu {
  const builtIn = menus.find(({ name }) => name === nameOrFile);
  if (builtIn !== undefined) return builtIn;
  if (/\.(ya?ml|json)$/.test(nameOrFile)) return readMenu(readYaml(nameOrFile, 'MENU'), nameOrFile);
  const names = menus.map(({ name }) => name);
  throw new EmulatorError(
    'MENU_UNKNOWN',
    `menu "${nameOrFile}" does not exist${nearestHint(nameOrFile, names)}; built in: ` +
      `${names.join(', ')}; a file ends in .yaml or .json`,
  );
}
