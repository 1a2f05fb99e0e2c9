import type { Menu } from '../gdl/menu.js';
import { eclMenu } from './ecl.js';

/** Built-in menus. */
export const menus: readonly Menu[] = [eclMenu];
