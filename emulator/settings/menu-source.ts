import { dirname, isAbsolute, join } from 'node:path';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import type { Menu } from '../../triggers/gdl/menu.js';
import { readMenu } from '../../triggers/gdl/read-menu.js';
import { menus } from '../../triggers/menus/index.js';
import { parsedYaml, readYaml } from './conditions.js';
import { changedMenu, isMenuChange } from './menu-changes.js';

/** Menus that extend each other may be so many deep. */
const deepest = 8;

/**
 * A menu by built-in name or YAML or JSON file, `-` for standard input. A file may be changes to
 * another menu (`extends`).
 * @throws MENU_UNKNOWN, MENU_FILE, MENU_SYNTAX, MENU_UNKNOWN_KEY, MENU_BAD_VALUE, MENU_UNKNOWN_LINE
 * @example
 * ```ts
 * import { loadMenu } from 'belle2-l1';
 *
 * console.log(loadMenu('ecl').version); // → 0036.1
 * ```
 */
export function loadMenu(nameOrFile: string): Menu {
  return load(nameOrFile, deepest);
}

/** A built-in menu. @throws MENU_UNKNOWN */
export function builtInMenu(asked: string): Menu {
  const menu = menus.find(({ name }) => name === asked);
  if (menu === undefined) throw unknownMenu(asked);
  return menu;
}

/**
 * A menu from the text of a file (YAML or JSON), which may be changes to a built-in one.
 * @param where names the text, for messages.
 * @throws MENU_SYNTAX, MENU_UNKNOWN, MENU_UNKNOWN_KEY, MENU_BAD_VALUE, MENU_UNKNOWN_LINE
 */
export function menuFromText(text: string, where: string): Menu {
  const raw = parsedYaml(text, 'MENU', where);
  if (isMenuChange(raw)) return readMenu(changedMenu(raw, builtInMenu, where), where);
  return readMenu(isListed(raw) ? listedMenu(raw) : raw, where);
}

function load(nameOrFile: string, depth: number): Menu {
  const builtIn = menus.find(({ name }) => name === nameOrFile);
  if (builtIn !== undefined) return builtIn;
  if (nameOrFile !== '-' && !isFileName(nameOrFile)) throw unknownMenu(nameOrFile);
  const where = nameOrFile === '-' ? 'standard input' : nameOrFile;
  const raw = readYaml(nameOrFile, 'MENU');
  if (!isMenuChange(raw)) return readMenu(isListed(raw) ? listedMenu(raw) : raw, where);
  if (depth === 0) {
    const problem = `${where}: extends more than ${deepest} menus, expected one that ends`;
    throw new EmulatorError('MENU_BAD_VALUE', problem);
  }
  // A file that is extended lies beside the one that extends it.
  const near = (name: string): string =>
    isFileName(name) && nameOrFile !== '-' && !isAbsolute(name)
      ? join(dirname(nameOrFile), name)
      : name;
  const changed = changedMenu(raw, (name) => load(near(name), depth - 1), where);
  return readMenu(changed, where);
}

const isFileName = (name: string): boolean => /\.(ya?ml|json)$/.test(name);

/** What `menu list --json` prints. */
const isListed = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'menuVersion');

function listedMenu({ menu, menuVersion, ...rest }: Readonly<Record<string, unknown>>) {
  // The version of the program, which stands beside that of the menu, gives way to it.
  return { ...rest, name: menu, version: menuVersion };
}

function unknownMenu(name: string): EmulatorError {
  const names = menus.map((menu) => menu.name);
  const hint = `${nearestHint(name, names)}; built in: ${names.join(', ')}`;
  return new EmulatorError(
    'MENU_UNKNOWN',
    `menu "${name}" does not exist${hint}; a file ends in .yaml or .json, - is standard input`,
  );
}
