import type { Menu } from '../gdl/menu.js';
import { eclMenu } from './ecl.js';
import { klmLines, matchedLines, neutralLines, serviceLines } from './matched-lines.js';
import { singleTrackLines, trackLines } from './track-lines.js';

const all = [
  ...eclMenu.lines,
  ...trackLines,
  ...singleTrackLines,
  ...neutralLines,
  ...klmLines,
  ...matchedLines,
  ...serviceLines,
];

/**
 * The experiment's whole menu snapshot 0036: all 175 outputs. Some inputs are not simulated yet
 * (TOP, random and injection signals); their lines stand here so that names and numbers do not
 * move, and `menu check` tells which they are.
 *
 * Formulas, classes and prescales as in the ECL menu, whose lines are a part of this one. What is
 * particular here: ff, eed, fed, fp, shem and ohem follow the list in basf2 trg/gdl/src/TRGGDL.cc
 * (phase 3), although the conditions of its items 1 to 5 are tighter.
 * @see D-078
 * @example
 * ```ts
 * import { physicsMenu } from 'belle2-l1';
 *
 * console.log(physicsMenu.lines.length); // → 175
 * ```
 */
export const physicsMenu: Menu = {
  name: 'physics',
  version: '0036.2',
  source: 'basf2 trg/gdl/dbobjects/log/ftd_0036: all outputs',
  lines: all.toSorted((a, b) => a.number - b.number),
};
