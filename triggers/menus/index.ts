import type { Menu } from '../gdl/menu.js';
import { eclMenu } from './ecl.js';
import { physicsMenu } from './physics.js';

/** Built-in menus. */
export const menus: readonly Menu[] = [eclMenu, physicsMenu];
