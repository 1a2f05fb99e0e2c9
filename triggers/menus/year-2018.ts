import type { Menu, MenuLine } from '../gdl/menu.js';
import { physicsMenu } from './physics.js';

/**
 * Inputs that the two-dimensional track trigger does not give: fitted, neural, short, inner and any
 * tracks, and what is matched to them.
 */
const laterInputs = new RegExp(
  String.raw`\b(?:t3|ty|typ|ts|ta|ti|i2io|i2fo|s2\w+|fwd_s|bwd_s|secl|seklm|iecl_\d|ieklm|samhem|` +
    String.raw`opohem|itsfb2b|trkbha\d)\b`,
);

/** What is said of a line's prescale in its source. */
type Then = Pick<MenuLine, 'prescale'> &
  Partial<Pick<MenuLine, 'class'>> & { readonly why: string };

const listed = (prescale: number, item: string): Then => ({
  prescale,
  why: `${prescale} for phase 2 in the list of TRGGDL.cc (${item})`,
});
const wholeTracks: Then = {
  class: 'B_CDC',
  prescale: 1,
  why: 'a physics line until neural tracks took its place: whole',
};

/** Lines that were kept otherwise than in the snapshot. */
const then: Readonly<Record<string, Then>> = {
  fff: wholeTracks,
  ffo: wholeTracks,
  lml3: listed(1, 'item 10'),
  lml4: listed(10, 'item 11'),
  lml5: listed(10, 'item 12'),
  lml12: { class: '', prescale: 0, why: 'in no list of then, so masked' },
};

function asIn2018(line: MenuLine): MenuLine {
  const changed = then[line.name];
  if (changed === undefined) return line;
  const { why, ...rest } = changed;
  return { ...line, ...rest, source: `ftd_0036 output ${line.number}; prescale: ${why}` };
}

/**
 * What is known of the menu of 2018: lines of snapshot 0036 without those of neural, fitted, short
 * and inner tracks, since the neural trigger is in use from 2020 on; three tracks and two open ones
 * whole; prescales of the lines of the calorimeter as in the only public list of phase 2. Outputs
 * and formulas are those of the snapshot, which of them were there in 2018 is not public.
 * @see basf2 trg/gdl/src/TRGGDL.cc for the prescales, D-423
 * @example
 * ```ts
 * import { menu2018 } from 'belle2-l1';
 *
 * console.log(menu2018.lines.find(({ name }) => name === 'ffo')!.prescale); // → 1
 * ```
 */
export const menu2018: Menu = {
  name: '2018',
  version: '1',
  source:
    `${physicsMenu.source} without tracks that a two-dimensional trigger lacks, as we read ` +
    '2018',
  lines: physicsMenu.lines.filter(({ formula }) => !laterInputs.test(formula)).map(asIn2018),
};
