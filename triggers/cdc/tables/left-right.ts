import { undecidedTables } from '../left-right.js';

export const leftRightTables = undecidedTables();
