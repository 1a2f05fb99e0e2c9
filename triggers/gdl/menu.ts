import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { Faults } from '../../detector/base/faults.js';
import { outputWords } from '../batches.js';
import { bitSlicedProgram } from './bit-slices.js';
import type { Formula } from './formula.js';
import { GateNetwork } from './gates.js';
import { type NeverFires, neverFires } from './never-fires.js';
import { parseFormula } from './parse-formula.js';

/** What physicists name: lines of one purpose, seen together. */
export const families = [
  'single-photon',
  'single-muon',
  'two-track',
  'three-track',
  'nn-single-track',
] as const;
/** Name of a family of lines. */
export type Family = (typeof families)[number];

/**
 * Role of a line in operation, by subdetector where the source gives one: B for the basic physics
 * lines, L for low multiplicity; '' when the experiment's rate monitor does not group it.
 * @see basf2 trg/gdl/modules/trggdlDQM/src/TRGGDLDQMModule.cc
 */
export const lineClasses = [
  'B_CDC',
  'B_ECL',
  'L_KLM',
  'L_CDC',
  'L_ECL',
  'CALIB',
  'MONITOR',
  '',
] as const;
/** Role of a line, as the rate monitor groups it. */
export type LineClass = (typeof lineClasses)[number];

/**
 * Output bits of the GDL that a line may take; the experiment's menus use the first 175.
 * @see D-025
 */
export const outputCount = 32 * outputWords;

/** One output of the menu. */
export interface MenuLine {
  /** Output bit. */
  readonly number: number;
  readonly name: string;
  /** Condition over the input bits, see `parseFormula`. */
  readonly formula: string;
  readonly class: LineClass;
  /** '' for a line of no family. */
  readonly family: Family | '';
  /** Keeps 1 in so many, from 1 and with three decimals at most; 0 masks the line. */
  readonly prescale: number;
  /** Where formula and prescale come from. */
  readonly source: string;
}

/** A trigger menu as data: what a file holds. */
export interface Menu {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  /** Names of inputs that its formulas may use and that the emulated trigger does not have: 0. */
  readonly absent?: readonly string[];
  readonly lines: readonly MenuLine[];
}

/** A menu that was checked, with the program that decides all its lines. */
export interface CompiledMenu {
  readonly menu: Menu;
  /** Lines by ascending output bit. */
  readonly lines: readonly MenuLine[];
  /** Formula of each of `lines`. */
  readonly formulas: readonly Formula[];
  /**
   * FTDL bits of a batch (`outputWords` words per event) from its input bits (`inputWords` words
   * per event).
   */
  readonly ftdl: (inputBits: Uint32Array, eventCount: number) => Uint32Array;
}

/**
 * Checks a menu and turns it into one program for all its lines; all that is wrong is told at once.
 * @throws MENU_DUPLICATE and the codes of `parseFormula`
 * @example
 * ```ts
 * import { compileMenu, eclMenu, inputSlots, inputWords, type Menu, setBit } from 'belle2-l1';
 *
 * // One line in place of many: energy without a Bhabha.
 * const menu: Menu = {
 *   ...eclMenu,
 *   name: 'mine',
 *   lines: [{ ...eclMenu.lines[0]!, name: 'energy', formula: 'ehigh & !bha_veto' }],
 * };
 * const inputBits = new Uint32Array(inputWords);
 * setBit(inputBits, inputWords, 0, inputSlots.ehigh);
 * const ftdlBits = compileMenu(menu).ftdl(inputBits, 1);
 * console.log(ftdlBits.some((word) => word !== 0)); // → true
 * ```
 */
export function compileMenu(menu: Menu): CompiledMenu {
  const faults = new Faults();
  faults.attempt(() => refuseRepeated(menu, 'name'));
  faults.attempt(() => refuseRepeated(menu, 'number'));
  const lines = menu.lines.toSorted((a, b) => a.number - b.number);
  const formulas = lines.flatMap(({ name, formula }) => {
    const where = `menu "${menu.name}", line "${name}"`;
    return faults.attempt(() => parseFormula(formula, where, menu.absent)) ?? [];
  });
  faults.end();
  const network = new GateNetwork();
  const outputs = lines.map(({ number }, index) => ({
    number,
    literal: network.add(formulas[index]),
  }));
  return { menu, lines, formulas, ftdl: bitSlicedProgram(network, outputs) };
}

function refuseRepeated(menu: Menu, key: 'name' | 'number'): void {
  const seen = new Map<string | number, MenuLine>();
  for (const line of menu.lines) {
    const earlier = seen.get(line[key]);
    if (earlier !== undefined) {
      const found = `${key} ${JSON.stringify(line[key])} is taken by line "${earlier.name}"`;
      throw new EmulatorError(
        'MENU_DUPLICATE',
        `menu "${menu.name}", line "${line.name}": ${found}, expected another ${key}`,
      );
    }
    seen.set(line[key], line);
  }
}

/**
 * Position of a line in `lines`. @throws MENU_UNKNOWN_LINE
 * @example
 * ```ts
 * import { type CompiledMenu, compileMenu, findLine, type MenuLine, physicsMenu } from 'belle2-l1';
 *
 * const menu: CompiledMenu = compileMenu(physicsMenu);
 * const line: MenuLine = menu.lines[findLine(menu, 'lml6')]!;
 * console.log(line.formula); // → ecl_lml_6 & !veto
 * ```
 */
export function findLine({ menu, lines }: CompiledMenu, name: string): number {
  const position = lines.findIndex((line) => line.name === name);
  if (position >= 0) return position;
  const hint = nearestHint(
    name,
    lines.map((line) => line.name),
  );
  throw new EmulatorError(
    'MENU_UNKNOWN_LINE',
    `menu "${menu.name}" has no line "${name}"${hint}. List them with: b2l1 menu list`,
  );
}

/** A line that can never fire, and why. */
export type DeadLine = NeverFires & { readonly line: MenuLine };

/** Lines that can never fire when only `driven` slots are ever set. */
export function deadLines(
  { lines, formulas }: CompiledMenu,
  driven?: ReadonlySet<number>,
): readonly DeadLine[] {
  return lines.flatMap((line, position) => {
    const why = neverFires(formulas[position], driven);
    return why === undefined ? [] : [{ ...why, line }];
  });
}
