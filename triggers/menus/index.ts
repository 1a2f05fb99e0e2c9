import type { Menu } from '../gdl/menu.js';
import { eclMenu } from './ecl.js';
import { physicsMenu } from './physics.js';
import { presentMenu } from './present.js';
import { menu2018 } from './year-2018.js';

/** Built-in menus. */
export const menus: readonly Menu[] = [eclMenu, physicsMenu, presentMenu, menu2018];

/** The menu of commands and library where none is named. */
export const defaultMenu: Menu = physicsMenu;
